/** Numbers that look random and are the same at every run, so that the shop is. */

export type Random = {
  /** From 0 up to, not including, `end`. */
  below(end: number): number;
  oneOf<T>(choices: readonly [T, ...T[]]): T;
};

/** Mulberry32: small, and even enough for names. Not for secrets. */
export function randomFrom(seed: number): Random {
  let state = seed >>> 0;
  const below = (end: number) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296) * end);
  };
  return {
    below,
    oneOf: (choices) => choices[below(choices.length)] ?? choices[0],
  };
}
