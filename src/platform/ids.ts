/** Ids: a prefix that names the kind, then the time, then chance. Sorted by id is sorted by time. */
import { randomBytes } from 'node:crypto';

/** In the order of their bytes, so that ids sort as their times do. */
const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const TIME_DIGITS = 8;
/** 14 digits of base 62 are 83 bits: no two ids of one millisecond ever meet. */
const RANDOM_DIGITS = 14;
/** Bytes from here on are dropped: 248 is the largest multiple of 62 that a byte holds. */
const FAIR_LIMIT = 248;

let pool = Buffer.alloc(0);
let position = 0;

/** `newId('cust', 1795471500000)` → `cust_0V3kqZ…`. Milliseconds since the epoch. */
export function newId(prefix: string, epochMilliseconds: number): string {
  return `${prefix}_${timeDigits(epochMilliseconds)}${randomDigits(RANDOM_DIGITS)}`;
}

function timeDigits(epochMilliseconds: number): string {
  let rest = epochMilliseconds;
  let digits = '';
  for (let place = 0; place < TIME_DIGITS; place++) {
    digits = alphabet.charAt(rest % 62) + digits;
    rest = Math.floor(rest / 62);
  }
  return digits;
}

/** Uniform random digits. Bytes come from the system in blocks: one call for some 200 ids. */
export function randomDigits(count: number): string {
  let digits = '';
  while (digits.length < count) {
    if (position >= pool.length) {
      pool = randomBytes(4096);
      position = 0;
    }
    const byte = pool[position++] ?? FAIR_LIMIT;
    if (byte < FAIR_LIMIT) digits += alphabet.charAt(byte % 62);
  }
  return digits;
}
