/** Powers of exact numbers: whole exponents exactly, others as a root to twelve decimals. */
import { compare, divide, multiply, type Rational, rational, reduce, toWhole } from './rational.ts';

/** Exponents, as fractions in lowest terms: how large above and below the line. */
const MAX_EXPONENT = 100n;
/** Twentieths and twelfths are in use; a root of a higher degree takes too long. */
const MAX_DEGREE = 20n;
const ROOT_DECIMALS = 12n;

const ONE = rational(1n);

/**
 * `base` to the `exponent`; null where that is no real number (0 to a negative exponent, a root of
 * something negative), or where either is too large. Roots are rounded half up.
 */
export function power(base: Rational, exponent: Rational): Rational | null {
  const { numerator, denominator } = reduce(exponent);
  const times = numerator < 0n ? -numerator : numerator;
  if (times > MAX_EXPONENT || denominator > MAX_DEGREE) return null;
  const raised = wholePower(base, times);
  if (raised === null) return null;
  const rooted = denominator === 1n ? raised : root(raised, denominator);
  if (rooted === null) return null;
  return numerator < 0n ? divide(ONE, rooted) : rooted;
}

function wholePower(base: Rational, times: bigint): Rational | null {
  let result: Rational | null = ONE;
  let square: Rational | null = base;
  for (let left = times; left > 0n; left /= 2n) {
    if (square === null || result === null) return null;
    if (left % 2n === 1n) result = multiply(result, square);
    // The last square is used by nobody, and may be too large.
    if (left > 1n) square = multiply(square, square);
  }
  return result;
}

function root(value: Rational, degree: bigint): Rational | null {
  if (compare(value, rational(0n)) < 0) return null;
  const { numerator, denominator } = value;
  // One digit more than wanted, to round by.
  const scale = 10n ** (ROOT_DECIMALS + 1n);
  const digits = wholeRoot((numerator * scale ** degree) / denominator, degree);
  return rational(toWhole(rational(digits, 10n), 'HALF'), 10n ** ROOT_DECIMALS);
}

/** The largest whole number whose power is not above `value`, by Newton's way. */
function wholeRoot(value: bigint, degree: bigint): bigint {
  if (value < 2n) return value;
  // A power of two at or above the root: from above, each step comes closer.
  let guess = 1n << (BigInt(value.toString(2).length) / degree + 1n);
  for (;;) {
    const next = ((degree - 1n) * guess + value / guess ** (degree - 1n)) / degree;
    if (next >= guess) return guess;
    guess = next;
  }
}
