/** Codes to try, drawn at random, or all of them one after the other. */
import type { CodeGenerator } from '../../../engine/codes/code-generator.ts';

/** A code with what it is found by, where that differs. */
export type DrawnCode = { readonly code: string; readonly codeKey: string | null };

type KeyOf = (code: string) => string | null;

/**
 * `count` codes, of which no two are found by the same key. Fewer where the generator repeats itself
 * so often that it hardly has more.
 */
export function drawCodes(
  generator: CodeGenerator,
  count: number,
  keyOf: KeyOf,
  random: (below: number) => number,
): DrawnCode[] {
  const seen = new Set<string>();
  const drawn: DrawnCode[] = [];
  for (let tries = 0; drawn.length < count && tries < 2 * count + 10; tries++) {
    const code = generator.next(random);
    const codeKey = keyOf(code);
    seen.add(codeKey ?? code);
    if (seen.size > drawn.length) drawn.push({ code, codeKey });
  }
  return drawn;
}

/** Every code there is, in portions. Meant for generators of small capacity. */
export function* everyCode(
  generator: CodeGenerator,
  portion: number,
  keyOf: KeyOf,
): Generator<DrawnCode[]> {
  for (let first = 0; first < generator.capacity; first += portion) {
    const codes: DrawnCode[] = [];
    const end = Math.min(first + portion, Number(generator.capacity));
    for (let number = first; number < end; number++) {
      const code = codeOf(generator, number);
      codes.push({ code, codeKey: keyOf(code) });
    }
    yield codes;
  }
}

/** The digits of `number`, each to the base the generator asks for, choose the characters. */
function codeOf(generator: CodeGenerator, number: number): string {
  let rest = number;
  return generator.next((below) => {
    const digit = rest % below;
    rest = Math.floor(rest / below);
    return digit;
  });
}
