/** A formula's text → its tree, or the place where it stops making sense. */
import { fromDecimal } from './rational.ts';
import type { Expression, SwitchCase } from './syntax.ts';
import { type Fault, type Token, tokenize } from './tokens.ts';
import {
  COMPARISON_LEVEL,
  functions,
  isFunctionName,
  isMetadataName,
  isOperand,
  isOperator,
  MAX_ARGUMENTS,
  type Operator,
  operators,
} from './vocabulary.ts';

/** In characters. */
export const MAX_LENGTH = 10_000;
/** Brackets and functions inside one another. */
export const MAX_DEPTH = 50;
/** Operands, operators and functions in all: what one evaluation may have to do. */
export const MAX_PARTS = 500;

export type Parsed = { readonly ok: true; readonly tree: Expression } | Wrong;
type Wrong = { readonly ok: false; readonly fault: Fault };

/** The tree; whether its parts fit together is told by `checkKinds`. */
export function parseTree(text: string): Parsed {
  if (text.length > MAX_LENGTH) return wrongAt(MAX_LENGTH, `more than ${MAX_LENGTH} characters`);
  const tokens = tokenize(text);
  if ('problem' in tokens) return { ok: false, fault: tokens };
  const reader = readerOf(tokens, text.length);
  const whole = readExpression(reader, 1);
  if (!whole.ok) return whole;
  const next = peek(reader);
  return next.kind === 'end' ? whole : wrongAt(next.at, `${named(next)} is not expected`);
}

/** Walks over the tokens, and counts what they have become. Mutable, within one parsing. */
type Reader = {
  readonly tokens: readonly Token[];
  readonly end: Token;
  position: number;
  depth: number;
  parts: number;
};

function readerOf(tokens: readonly Token[], length: number): Reader {
  const end: Token = { kind: 'end', text: '', at: length };
  return { tokens, end, position: 0, depth: 0, parts: 0 };
}

function peek({ tokens, position, end }: Reader): Token {
  return tokens[position] ?? end;
}

function take(reader: Reader): Token {
  const next = peek(reader);
  reader.position += 1;
  return next;
}

/** Whether that sign comes next; then it is taken. */
function skip(reader: Reader, sign: string): boolean {
  const next = peek(reader);
  const isNext = next.kind === 'sign' && next.text === sign;
  if (isNext) reader.position += 1;
  return isNext;
}

function wrongAt(at: number, problem: string): Wrong {
  return { ok: false, fault: { at, problem } };
}

function named(token: Token): string {
  return token.kind === 'end' ? 'the end' : JSON.stringify(token.text);
}

/** Operators of `level` and tighter ones, from left to right. */
function readExpression(reader: Reader, level: number): Parsed {
  const first = readUnary(reader);
  if (!first.ok) return first;
  let left = first.tree;
  // What binds tighter than the last operator belongs to its right side. Comparisons do not chain.
  let tightest = Number.MAX_SAFE_INTEGER;
  for (;;) {
    const operator = nextOperator(reader);
    const own = operator === null ? 0 : operators[operator].level;
    if (operator === null || own < level || own > tightest) return { ok: true, tree: left };
    take(reader);
    const right = readExpression(reader, own + 1);
    if (!right.ok) return right;
    const over = count(reader, left.at);
    if (over !== null) return over;
    left = { type: 'binary', operator, left, right: right.tree, at: left.at };
    tightest = own === COMPARISON_LEVEL ? own - 1 : own;
  }
}

function nextOperator(reader: Reader): Operator | null {
  const next = peek(reader);
  const isCandidate = next.kind === 'sign' || next.kind === 'word';
  return isCandidate && isOperator(next.text) ? next.text : null;
}

function count(reader: Reader, at: number): Wrong | null {
  reader.parts += 1;
  return reader.parts > MAX_PARTS ? wrongAt(at, `more than ${MAX_PARTS} parts`) : null;
}

function readUnary(reader: Reader): Parsed {
  const { at } = peek(reader);
  const over = count(reader, at);
  if (over !== null) return over;
  reader.depth += 1;
  if (reader.depth > MAX_DEPTH) return wrongAt(at, 'nested too deep');
  const read = skip(reader, '-') ? readNegative(reader, at) : readOperand(reader);
  reader.depth -= 1;
  return read;
}

function readNegative(reader: Reader, at: number): Parsed {
  const of = readUnary(reader);
  return of.ok ? { ok: true, tree: { type: 'negative', of: of.tree, at } } : of;
}

function readOperand(reader: Reader): Parsed {
  const token = take(reader);
  const { kind, text, at } = token;
  if (kind === 'number') {
    if (fromDecimal(text) === null) return wrongAt(at, 'a number of too many digits');
    return { ok: true, tree: { type: 'number', text, at } };
  }
  if (kind === 'text') return { ok: true, tree: { type: 'text', text, at } };
  if (kind === 'word') return readWord(reader, token);
  if (kind === 'sign' && text === '(') {
    const inside = readExpression(reader, 1);
    if (!inside.ok) return inside;
    return skip(reader, ')') ? inside : expected(reader, '")"');
  }
  return wrongAt(at, `${named(token)} stands where a value is expected`);
}

function expected(reader: Reader, what: string): Wrong {
  const next = peek(reader);
  return wrongAt(next.at, `${named(next)} stands where ${what} is expected`);
}

function readWord(reader: Reader, { text, at }: Token): Parsed {
  if (isOperand(text)) return { ok: true, tree: { type: 'operand', name: text, at } };
  const isAlsoFunction = isOperator(text) && /^[A-Z]+_/.test(text);
  if (!isMetadataName(text) && !isFunctionName(text) && text !== 'SWITCH' && !isAlsoFunction) {
    return wrongAt(at, `${JSON.stringify(text)} is no operand and no function`);
  }
  if (!skip(reader, '(')) return expected(reader, `"(" after ${text}`);
  if (text === 'SWITCH') return readSwitch(reader, at);
  if (isMetadataName(text)) {
    const key = take(reader);
    if (key.kind !== 'text') return wrongAt(key.at, `${text} takes the name of an attribute`);
    if (!skip(reader, ')')) return expected(reader, '")"');
    return { ok: true, tree: { type: 'metadata', name: text, key: key.text, at } };
  }
  const args = readArguments(reader);
  if (!args.ok) return args;
  const { values } = args;
  if (!isFunctionName(text)) return asOperator(text, values, at);
  const { least, most } = functions[text];
  if (values.length < least || values.length > most) {
    return wrongAt(at, `${text} takes ${countOf(least, most)}, not ${values.length}`);
  }
  return { ok: true, tree: { type: 'call', name: text, args: values, at } };
}

/** `IN_ARRAY(a;b)` says the same as `a IN_ARRAY b`. */
function asOperator(text: string, values: readonly Expression[], at: number): Parsed {
  const [left, right] = values;
  if (!isOperator(text) || left === undefined || right === undefined || values.length > 2) {
    return wrongAt(at, `${text} takes 2 values, not ${values.length}`);
  }
  return { ok: true, tree: { type: 'binary', operator: text, left, right, at } };
}

function countOf(least: number, most: number): string {
  if (least === most) return `${least} ${least === 1 ? 'value' : 'values'}`;
  return most === MAX_ARGUMENTS ? `${least} to ${most} values` : `${least} or ${most} values`;
}

type Arguments = { readonly ok: true; readonly values: readonly Expression[] } | Wrong;

/** Up to the closing bracket, which is taken. */
function readArguments(reader: Reader): Arguments {
  const values: Expression[] = [];
  do {
    const value = readExpression(reader, 1);
    if (!value.ok) return value;
    values.push(value.tree);
  } while (skip(reader, ';'));
  return skip(reader, ')') ? { ok: true, values } : expected(reader, '";" or ")"');
}

function readSwitch(reader: Reader, at: number): Parsed {
  const subject = readExpression(reader, 1);
  if (!subject.ok) return subject;
  if (!skip(reader, ';')) return expected(reader, '";"');
  const cases: SwitchCase[] = [];
  while (isCase(reader)) {
    const head = take(reader);
    if (!skip(reader, '(')) return expected(reader, '"(" after SWITCH_CASE');
    const args = readArguments(reader);
    if (!args.ok) return args;
    const [when, then] = args.values;
    if (when === undefined || then === undefined || args.values.length > 2) {
      return wrongAt(head.at, `SWITCH_CASE takes 2 values, not ${args.values.length}`);
    }
    cases.push({ when, then });
    if (cases.length > MAX_ARGUMENTS) return wrongAt(head.at, `more than ${MAX_ARGUMENTS} cases`);
    // The reference parts cases by nothing but space.
    if (!skip(reader, ';') && !isCase(reader)) return expected(reader, '";" or SWITCH_CASE');
  }
  if (cases.length === 0) return expected(reader, 'SWITCH_CASE');
  const otherwise = readExpression(reader, 1);
  if (!otherwise.ok) return otherwise;
  if (!skip(reader, ')')) return expected(reader, '")"');
  return {
    ok: true,
    tree: { type: 'switch', subject: subject.tree, cases, otherwise: otherwise.tree, at },
  };
}

function isCase(reader: Reader): boolean {
  const next = peek(reader);
  return next.kind === 'word' && next.text === 'SWITCH_CASE';
}
