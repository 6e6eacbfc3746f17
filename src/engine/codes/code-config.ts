/** What codes look like: the parts a generator is made of, with the defaults filled in. */
import { done, type Outcome, refuse } from '../outcome.ts';

/** As configured; every part may be absent. */
export type CodeConfig = {
  /** How many random characters; a `pattern` overrides it. */
  readonly length?: number | undefined;
  /** The characters random ones are drawn from. */
  readonly charset?: string | undefined;
  readonly prefix?: string | undefined;
  readonly postfix?: string | undefined;
  /** Each `#` stands for a random character; the rest is kept. Without a `#` it is one fixed code. */
  readonly pattern?: string | undefined;
};

/** With the defaults filled in: `length` counts the hashes of `pattern`. */
export type CompleteCodeConfig = CodeConfig & {
  readonly length: number;
  readonly charset: string;
  readonly pattern: string;
};

export const DEFAULT_CODE_LENGTH = 8;
export const ALPHANUMERIC = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';
/** Characters of a whole code, prefix and postfix included. */
export const MAX_CODE_LENGTH = 255;
const MAX_CHARSET_LENGTH = 1_000;
/** Control characters, halves of surrogate pairs: what no code can be typed or stored with. */
const unusable = /[\p{Cc}\p{Cs}]/u;

/** Refuses what no code could be made from, or none that fits in `MAX_CODE_LENGTH` characters. */
export function completeCodeConfig(
  config: CodeConfig,
): Outcome<CompleteCodeConfig, 'invalid_code_config'> {
  const {
    charset = ALPHANUMERIC,
    length = DEFAULT_CODE_LENGTH,
    prefix = '',
    postfix = '',
  } = config;
  if (charset === '') return refuse('invalid_code_config', 'The charset has no characters');
  if (charset.length > MAX_CHARSET_LENGTH) {
    return refuse('invalid_code_config', `The charset exceeds ${MAX_CHARSET_LENGTH} characters`);
  }
  const isLength = Number.isInteger(length) && length >= 1 && length <= MAX_CODE_LENGTH;
  // Beside a pattern it says nothing: of a completed one without hashes it is 0.
  if (!config.pattern && !isLength) {
    return refuse('invalid_code_config', `The length is a whole number, 1 to ${MAX_CODE_LENGTH}`);
  }
  const pattern = config.pattern || '#'.repeat(length);
  for (const [name, text] of Object.entries({ charset, prefix, postfix, pattern })) {
    if (unusable.test(text)) {
      return refuse('invalid_code_config', `The ${name} contains characters no code can have`);
    }
  }
  const widest = longestCharacter(charset);
  const hashes = pattern.split('#').length - 1;
  const longest = prefix.length + pattern.length + hashes * (widest - 1) + postfix.length;
  if (longest > MAX_CODE_LENGTH) {
    return refuse('invalid_code_config', `Codes would exceed ${MAX_CODE_LENGTH} characters`);
  }
  return done({ ...config, length: hashes, charset, pattern });
}

/** 2 where the charset holds a character beyond the basic plane, such as an emoji. */
function longestCharacter(charset: string): number {
  return Math.max(...Array.from(charset, (character) => character.length));
}
