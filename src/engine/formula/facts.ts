/** What formulas are computed from. */
import type { Temporal } from 'temporal-polyfill';
import type { JsonObject } from '../json.ts';
import type { Order, OrderLine } from '../order/order.ts';
import type { PricedLine, PricedOrder } from '../pricing/priced-order.ts';

/** The same for all redeemables of one situation. */
export type FormulaSituation = {
  readonly order: Order | null;
  /** The order's price at this point of the stack; null without an order. */
  readonly price: PricedOrder | null;
  readonly customer: CustomerInFormulas | null;
  readonly redemption: { readonly metadata: JsonObject };
  /** In the project's time zone. */
  readonly now: Temporal.ZonedDateTime;
};

export type CustomerInFormulas = {
  readonly metadata: JsonObject;
  /** A day, as `2001-02-03`. */
  readonly birthdate?: string | null;
};

/** What is known of the voucher or tier itself. Dates as ISO text. */
export type DescribedRedeemable = {
  readonly metadata: JsonObject;
  readonly startDate: string | null;
  readonly expirationDate: string | null;
  /** How often it was published. */
  readonly publishedCount: number;
  /** Of its latest publication; null where there is none, or nobody asked. */
  readonly publicationMetadata: JsonObject | null;
};

export type RedeemableInFormulas = Partial<DescribedRedeemable> & {
  /** An earning rule is no redeemable: operands that ask for one find nothing. */
  readonly object: 'voucher' | 'promotion_tier' | 'earning_rule';
  /** How often it may be redeemed; null: without limit. */
  readonly quantity: number | null;
  readonly redeemedQuantity: number;
};

export type FormulaFacts = {
  readonly situation: FormulaSituation;
  readonly redeemable: RedeemableInFormulas;
  /** The line a discount on items is computed for; null for the whole order. */
  readonly line: LineInFormulas | null;
};

export type LineInFormulas = {
  readonly priced: PricedLine;
  /** Null for a line that a discount added. */
  readonly ordered: OrderLine | null;
};

/** The same, looking at one line. */
export function factsOfLine(facts: FormulaFacts, priced: PricedLine): FormulaFacts {
  const ordered = facts.situation.order?.lines[priced.index] ?? null;
  return { ...facts, line: { priced, ordered } };
}
