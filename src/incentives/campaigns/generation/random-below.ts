/** Randomness for codes: they are worth money, so nobody may guess the next one. */
import { randomFillSync } from 'node:crypto';

const RANGE = 2 ** 32;
const pool = new Uint32Array(8_192);
let position = pool.length;

/** A whole number from 0 to `below` - 1, each equally likely; `below` is at most 2^32. */
export function randomBelow(below: number): number {
  const fair = RANGE - (RANGE % below);
  for (;;) {
    if (position === pool.length) {
      randomFillSync(pool);
      position = 0;
    }
    const drawn = pool[position++] ?? RANGE;
    if (drawn < fair) return drawn % below;
  }
}
