/** A formula's text, cut into tokens that know where they stand. */

export type Token = {
  readonly kind: 'number' | 'text' | 'word' | 'sign' | 'end';
  /** A text without its quotes and escapes; a sign in its own spelling of the two there may be. */
  readonly text: string;
  /** Offset of its first character. */
  readonly at: number;
};

export type Fault = { readonly at: number; readonly problem: string };

/** Other ways to write a sign, as the reference and keyboards have them. */
const spellings: Readonly<Record<string, string>> = { x: '*', '×': '*', '÷': '/', '−': '-' };

const patterns = {
  space: /\s+/y,
  number: /\d+(?:\.\d+)?|\.\d+/y,
  /** A lone x multiplies; so does one before a number, as in `2x3`. */
  times: /x(?![A-Za-z_])/y,
  word: /[A-Za-z_][A-Za-z_0-9]*/y,
  text: /"(?:[^"\\]|\\.)*"/sy,
  sign: />=|<=|!=|[-+*/%<>=();×÷−]/y,
} as const;

/** The tokens; or the first character that can begin none. */
export function tokenize(formula: string): readonly Token[] | Fault {
  const tokens: Token[] = [];
  let at = 0;
  while (at < formula.length) {
    const space = match(patterns.space, formula, at);
    if (space !== null) {
      at += space.length;
      continue;
    }
    const token = tokenAt(formula, at);
    if (token === null) return faultAt(formula, at);
    tokens.push({ kind: token.kind, text: token.text, at });
    at += token.length;
  }
  return tokens;
}

type Found = Pick<Token, 'kind' | 'text'> & { readonly length: number };

function tokenAt(formula: string, at: number): Found | null {
  const number = match(patterns.number, formula, at);
  if (number !== null) return { kind: 'number', text: number, length: number.length };
  const text = match(patterns.text, formula, at);
  if (text !== null) {
    const inside = text.slice(1, -1).replace(/\\(.)/gs, '$1');
    return { kind: 'text', text: inside, length: text.length };
  }
  const sign = match(patterns.times, formula, at) ?? match(patterns.sign, formula, at);
  if (sign !== null) return { kind: 'sign', text: spellings[sign] ?? sign, length: sign.length };
  const word = match(patterns.word, formula, at);
  return word === null ? null : { kind: 'word', text: word, length: word.length };
}

function match(pattern: RegExp, text: string, at: number): string | null {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] ?? null;
}

function faultAt(formula: string, at: number): Fault {
  if (formula[at] === '"') return { at, problem: 'the text that begins here has no end' };
  const character = String.fromCodePoint(formula.codePointAt(at) ?? 0);
  return { at, problem: `${JSON.stringify(character)} has no meaning here` };
}
