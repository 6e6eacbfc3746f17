/**
 * Exact fractions: what formulas compute with, so that 0.1 + 0.2 is 0.3 and a third times three is one.
 *
 * Their size is bounded: what would grow beyond it is null, as is a division by nothing.
 */

export type Rational = {
  readonly type: 'number';
  readonly numerator: bigint;
  /** Above 0. */
  readonly denominator: bigint;
};

/** Reducing costs more than computing with numbers of two machine words, so it waits until then. */
const UNREDUCED = 2n ** 128n;
/** Above any amount of money by far. */
const LARGEST = 2n ** 256n;
/** Decimals, before or behind the point, that a rounding may name or a number may be written with. */
export const MAX_DECIMALS = 40;

export function rational(numerator: bigint, denominator = 1n): Rational {
  return { type: 'number', numerator, denominator };
}

export function wholeNumber(value: number): Rational {
  return rational(BigInt(value));
}

const decimal = /^([+-]?)(\d*)(?:\.(\d+))?(?:e([+-]?\d+))?$/i;

/** `12`, `-0.5` or `1e-7`; null for what is no such number, or has too many digits. */
export function fromDecimal(text: string): Rational | null {
  const [, sign, whole = '', fraction = '', exponent = '0'] = decimal.exec(text) ?? [];
  const digits = whole + fraction;
  if (sign === undefined || digits === '' || digits.length > 2 * MAX_DECIMALS) return null;
  const shift = Number(exponent) - fraction.length;
  if (Math.abs(shift) > 2 * MAX_DECIMALS) return null;
  const value = BigInt(digits) * (sign === '-' ? -1n : 1n);
  return shift < 0 ? rational(value, powerOfTen(-shift)) : rational(value * powerOfTen(shift));
}

function powerOfTen(exponent: number): bigint {
  return 10n ** BigInt(exponent);
}

export function add(a: Rational, b: Rational): Rational | null {
  return a.denominator === b.denominator
    ? bounded(a.numerator + b.numerator, a.denominator)
    : bounded(
        a.numerator * b.denominator + b.numerator * a.denominator,
        a.denominator * b.denominator,
      );
}

export function negate(a: Rational): Rational {
  return rational(-a.numerator, a.denominator);
}

export function multiply(a: Rational, b: Rational): Rational | null {
  return bounded(a.numerator * b.numerator, a.denominator * b.denominator);
}

export function divide(a: Rational, b: Rational): Rational | null {
  if (b.numerator === 0n) return null;
  const sign = b.numerator < 0n ? -1n : 1n;
  return bounded(sign * a.numerator * b.denominator, sign * b.numerator * a.denominator);
}

/** What is left of `a` after taking `b` out as often as it goes; has the sign of `a`. */
export function remainder(a: Rational, b: Rational): Rational | null {
  if (b.numerator === 0n) return null;
  return bounded(
    (a.numerator * b.denominator) % (b.numerator * a.denominator),
    a.denominator * b.denominator,
  );
}

/** Below, at or above 0, as `a` is below, at or above `b`. */
export function compare(a: Rational, b: Rational): number {
  const left = a.numerator * b.denominator;
  const right = b.numerator * a.denominator;
  return left < right ? -1 : left > right ? 1 : 0;
}

/** `UP` and `DOWN` go along the line of numbers; `HALF` goes to the nearer, halves away from 0. */
export type Direction = 'UP' | 'DOWN' | 'HALF';

/** To so many decimals; below 0, to tens, hundreds … Null beyond `MAX_DECIMALS` either way. */
export function round(a: Rational, decimals: number, direction: Direction): Rational | null {
  if (!Number.isInteger(decimals) || Math.abs(decimals) > MAX_DECIMALS) return null;
  const scale = powerOfTen(Math.abs(decimals));
  const scaled =
    decimals < 0
      ? rational(a.numerator, a.denominator * scale)
      : rational(a.numerator * scale, a.denominator);
  const whole = toWhole(scaled, direction);
  return decimals < 0 ? bounded(whole * scale, 1n) : bounded(whole, scale);
}

/** As a whole number. */
export function toWhole({ numerator, denominator }: Rational, direction: Direction): bigint {
  if (direction === 'DOWN') return floorOf(numerator, denominator);
  if (direction === 'UP') return -floorOf(-numerator, denominator);
  return numerator < 0n
    ? -floorOf(denominator - 2n * numerator, 2n * denominator)
    : floorOf(2n * numerator + denominator, 2n * denominator);
}

function floorOf(numerator: bigint, denominator: bigint): bigint {
  const quotient = numerator / denominator;
  return numerator < 0n && quotient * denominator !== numerator ? quotient - 1n : quotient;
}

/** In lowest terms. */
export function reduce({ numerator, denominator }: Rational): Rational {
  let a = numerator < 0n ? -numerator : numerator;
  let b = denominator;
  while (b !== 0n) [a, b] = [b, a % b];
  return rational(numerator / a, denominator / a);
}

/** As people write it: all its decimals where they end, else the first twelve. */
export function toDecimal(value: Rational): string {
  const scaled = round(value, 12, 'HALF') ?? value;
  const whole = toWhole({ ...scaled, numerator: scaled.numerator * 10n ** 12n }, 'HALF');
  const digits = String(whole < 0n ? -whole : whole).padStart(13, '0');
  const fraction = digits.slice(-12).replace(/0+$/, '');
  const sign = whole < 0n ? '-' : '';
  return `${sign}${digits.slice(0, -12)}${fraction === '' ? '' : `.${fraction}`}`;
}

function bounded(numerator: bigint, denominator: bigint): Rational | null {
  if (fits(numerator, denominator, UNREDUCED)) return rational(numerator, denominator);
  const reduced = reduce(rational(numerator, denominator));
  return fits(reduced.numerator, reduced.denominator, LARGEST) ? reduced : null;
}

function fits(numerator: bigint, denominator: bigint, limit: bigint): boolean {
  return numerator < limit && numerator > -limit && denominator < limit;
}
