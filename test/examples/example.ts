/** Worked carts as rows of tables: what is in the cart, what is applied, what it takes. */
import type { CustomerFacts } from '../../src/engine/eligibility/facts.ts';
import type { CounterName } from '../../src/engine/eligibility/counter.ts';
import type { JsonObject } from '../../src/engine/json.ts';
import type { EarlierDiscounts } from '../../src/engine/pricing/priced-order.ts';
import type { Offer } from './offers.ts';

/**
 * What one redeemable does: an amount off the order, an amount off each line, units put into lines
 * or made free, or nothing, for the reason of this key.
 */
export type Taken = number | readonly number[] | Units | string;

/** What happens to each line, those included that the redeemable adds: they come last, by name. */
export type Units = {
  readonly lines: readonly (readonly [added: number, free: number, off: number])[];
  readonly more?: readonly string[];
};

/** Units put into (out of) each line, units of it made free, and the amount off it. */
export function units(lines: Units['lines'], ...more: readonly string[]): Units {
  return { lines, more };
}

/** What else a row depends on. A row with `now`, `counts` … cannot be staged on a live server. */
export type Around = {
  readonly customer?: Pick<CustomerFacts, 'metadata'> | null;
  /** Metadata of the order, of its lines by position, of the redemption. */
  readonly order?: JsonObject;
  readonly lines?: readonly JsonObject[];
  readonly redemption?: JsonObject;
  /** A date-time with its zone in brackets. */
  readonly now?: string;
  /** What was counted before. */
  readonly counts?: Partial<Record<CounterName, number>>;
  /** What earlier requests took off the same order. */
  readonly earlier?: EarlierDiscounts;
  /** Stacking rules of the project, as it sets them. */
  readonly stacking?: JsonObject;
  /** In which order the redeemables are applied, as positions; as requested where absent. */
  readonly sequence?: readonly number[];
};

/** One redeemable, and what it does at its place. */
export type Step = readonly [Offer, Taken];

/** The claim ends the sentence that the heading begins; the total is what is to pay in the end. */
export type Row = readonly [
  claim: string,
  cart: string,
  steps: readonly Step[],
  total: number,
  around?: Around,
];

export type Example = {
  readonly claim: string;
  readonly cart: string;
  readonly offers: readonly Offer[];
  readonly taken: readonly Taken[];
  readonly total: number;
  readonly around: Around;
};

/** Rows whose numbers and rules come from one place of the reference. */
export type Section = {
  /** A guide's path in the reference's documentation, or an operation of its API description. */
  readonly guide: string;
  readonly heading: string;
  readonly examples: readonly Example[];
};

export function section(guide: string, heading: string, ...rows: readonly Row[]): Section {
  return { guide, heading, examples: rows.map(exampleOf) };
}

function exampleOf([claim, cart, steps, total, around = {}]: Row): Example {
  const offers = steps.map(([one]) => one);
  return { claim, cart, offers, taken: steps.map(([, taken]) => taken), total, around };
}
