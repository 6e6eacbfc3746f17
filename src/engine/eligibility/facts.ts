/** What rules are judged against: everything known about one redeemable's use, at one moment. */
import type { Temporal } from 'temporal-polyfill';
import type { JsonObject } from '../json.ts';
import type { Money } from '../money/money.ts';
import type { OrderLine } from '../order/order.ts';
import type { CounterName } from './counter.ts';

export type CustomerFacts = {
  readonly id: string;
  readonly sourceId: string | null;
  readonly segmentIds: ReadonlySet<string>;
  readonly loyaltyTierIds: ReadonlySet<string>;
  readonly metadata: JsonObject;
  /** A day, as `2001-02-03`; read by formulas. */
  readonly birthdate?: string | null;
};

export type OrderFacts = {
  /** The cart's value before any incentive of the stack. */
  readonly initialAmount: Money;
  /** The cart's value at this point of the stack, before this incentive. */
  readonly amount: Money;
  /** The cart's value after this incentive; null while it is not priced. */
  readonly discountedAmount: Money | null;
  readonly lines: readonly OrderLine[];
  readonly metadata: JsonObject;
};

export type RedemptionFacts = {
  readonly metadata: JsonObject;
  readonly apiKeyId: string | null;
  readonly apiKeyName: string | null;
  readonly userLogin: string | null;
  /** Loyalty points that pay for the order; null while it is not priced. */
  readonly pointsUsed: number | null;
  /** Gift credits that pay for the order, in minor units; null while it is not priced; absent: none do. */
  readonly giftCredits?: number | null;
};

/** Null where the request names no such thing: a rule about it is then violated. */
export type RuleFacts = {
  readonly customer: CustomerFacts | null;
  readonly order: OrderFacts | null;
  readonly redemption: RedemptionFacts;
  readonly customEvent: { readonly metadata: JsonObject } | null;
  /** Id of the customer who holds the code; null where nobody does. */
  readonly holderId: string | null;
  /** What was counted so far, without this redemption. */
  readonly counts: (counter: CounterName) => number;
  /** This moment in the project's time zone; read by conditions on dates alone. */
  readonly now: Temporal.ZonedDateTime;
};
