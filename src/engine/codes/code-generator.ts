/** Codes by configuration: prefix, pattern with random characters, postfix. */
import assert from 'node:assert/strict';
import { done, type Outcome } from '../outcome.ts';
import { type CodeConfig, completeCodeConfig } from './code-config.ts';

export type CodeGenerator = {
  /** A code. `random(n)` answers a whole number from 0 to n - 1, each equally likely. */
  next(random: (below: number) => number): string;
  /** How many different codes there are; 1 for a pattern without a `#`. */
  readonly capacity: bigint;
};

/** Characters that occur in the charset several times are not drawn more often for it. */
export function codeGenerator(config: CodeConfig): Outcome<CodeGenerator, 'invalid_code_config'> {
  const complete = completeCodeConfig(config);
  if (!complete.ok) return complete;
  const { charset, pattern, length, prefix = '', postfix = '' } = complete.value;
  const characters = [...new Set(charset)];
  const [beginning = '', ...others] = pattern.split('#');
  const first = prefix + beginning;
  return done({
    capacity: BigInt(characters.length) ** BigInt(length),
    next(random) {
      let code = first;
      for (const text of others) {
        const character = characters[random(characters.length)];
        assert(character !== undefined, 'a random number lies below its bound');
        code += character + text;
      }
      return code + postfix;
    },
  });
}
