/** Logic strings: `(1 and 2) or 3`. AND binds closer than OR; letter case does not matter. */
import { done } from '../../outcome.ts';
import { refuseAt } from './refusal.ts';
import type { Parsed, RuleRefusal } from './refusal.ts';

export const MAX_LOGIC_LENGTH = 2000;
export const MAX_BRACKET_DEPTH = 20;

export type Logic =
  | { readonly type: 'rule'; readonly id: string }
  | { readonly type: 'and' | 'or'; readonly of: readonly Logic[] };

/** `end` marks where the text stops, so that a refusal can point there too. */
type Token = { readonly type: 'id' | 'and' | 'or' | '(' | ')' | 'end'; text: string; at: number };
type Step = { readonly ok: true; readonly value: Logic } | RuleRefusal;
type Cursor = { readonly tokens: readonly Token[]; next: number; readonly position: string };

/** What a rule's key may look like. `and` and `or` are words of the language, not keys. */
export const RULE_ID = /^[\w$-]{1,64}$/;

/**
 * Parses a logic string over the rules `ids`; an empty one is the AND of all of them.
 *
 * Refuses unknown ids and broken syntax, naming the character (from 1) after `position`.
 * Rules the logic leaves out are simply not asked.
 */
export function parseLogic(
  text: string,
  ids: readonly string[],
  position = 'rules.logic',
): Parsed<Logic> {
  if (text.length > MAX_LOGIC_LENGTH) {
    return refuseAt(position, `is longer than ${MAX_LOGIC_LENGTH} characters`);
  }
  const tokens = tokenize(text, position);
  if (!tokens.ok) return tokens;
  if (tokens.value.length === 1) return done(allOf(ids));
  const cursor: Cursor = { tokens: tokens.value, next: 0, position };
  const parsed = parseOr(cursor, new Set(ids), 0);
  if (!parsed.ok) return parsed;
  const rest = peek(cursor);
  return rest.type === 'end' ? parsed : unexpected(cursor, rest, '"and" or "or"');
}

/** Implicit logic: every rule has to pass. */
export function allOf(ids: readonly string[]): Logic {
  const rules = ids.map((id) => ({ type: 'rule', id }) as const);
  const [only] = rules;
  return rules.length === 1 && only !== undefined ? only : { type: 'and', of: rules };
}

function tokenize(text: string, position: string): Parsed<Token[]> {
  const tokens: Token[] = [];
  const pattern = /\s*(?:([()])|([\w$-]+)|(\S))/y;
  let end = 0;
  for (let found = pattern.exec(text); found !== null; found = pattern.exec(text)) {
    const [, bracket, word, stray] = found;
    end = pattern.lastIndex;
    if (stray !== undefined) return refuseAt(`${position} at ${end}`, `"${stray}" is not expected`);
    if (bracket === '(' || bracket === ')') {
      tokens.push({ type: bracket, text: bracket, at: end });
    } else if (word !== undefined) {
      const type = wordType(word);
      tokens.push({ type, text: word, at: end - word.length + 1 });
    }
  }
  tokens.push({ type: 'end', text: '', at: text.length + 1 });
  return done(tokens);
}

function wordType(word: string): 'and' | 'or' | 'id' {
  const lower = word.toLowerCase();
  return lower === 'and' || lower === 'or' ? lower : 'id';
}

function parseOr(cursor: Cursor, ids: ReadonlySet<string>, depth: number): Step {
  return parseChain(cursor, 'or', () => parseAnd(cursor, ids, depth));
}

function parseAnd(cursor: Cursor, ids: ReadonlySet<string>, depth: number): Step {
  return parseChain(cursor, 'and', () => parseOperand(cursor, ids, depth));
}

function parseChain(cursor: Cursor, type: 'and' | 'or', parsePart: () => Step): Step {
  const first = parsePart();
  if (!first.ok || peek(cursor).type !== type) return first;
  const of = [first.value];
  while (peek(cursor).type === type) {
    cursor.next += 1;
    const part = parsePart();
    if (!part.ok) return part;
    of.push(part.value);
  }
  return done({ type, of });
}

function parseOperand(cursor: Cursor, ids: ReadonlySet<string>, depth: number): Step {
  const token = peek(cursor);
  if (token.type === 'id') {
    if (!ids.has(token.text)) {
      return refuseAt(`${cursor.position} at ${token.at}`, `there is no rule "${token.text}"`);
    }
    cursor.next += 1;
    return done({ type: 'rule', id: token.text });
  }
  if (token.type !== '(') return unexpected(cursor, token, 'a rule or "("');
  if (depth >= MAX_BRACKET_DEPTH) {
    return refuseAt(`${cursor.position} at ${token.at}`, 'brackets are nested too deep');
  }
  cursor.next += 1;
  const inner = parseOr(cursor, ids, depth + 1);
  if (!inner.ok) return inner;
  const closing = peek(cursor);
  if (closing.type !== ')') return unexpected(cursor, closing, '")"');
  cursor.next += 1;
  return inner;
}

function peek(cursor: Cursor): Token {
  return cursor.tokens[cursor.next] ?? { type: 'end', text: '', at: 0 };
}

function unexpected(cursor: Cursor, token: Token, wanted: string): RuleRefusal {
  const found = token.type === 'end' ? 'the end' : `"${token.text}"`;
  return refuseAt(`${cursor.position} at ${token.at}`, `expected ${wanted}, found ${found}`);
}
