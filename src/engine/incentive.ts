/** An incentive ready to decide on: what it gives, when, to whom, and on which lines. */
import type { Activity } from './activity/activity.ts';
import { type Applicability, joinApplicabilities } from './eligibility/applicability.ts';
import type { CompiledRule } from './eligibility/compile.ts';
import type { CounterName } from './eligibility/counter.ts';
import type { UnitsCounted } from './eligibility/unit-budgets.ts';
import type { PriceDiscount } from './pricing/discount.ts';

/** The part that is configuration: compiled once, shared by all requests. */
export type Incentive = {
  readonly object: 'voucher' | 'promotion_tier';
  readonly discount: PriceDiscount;
  /** Its own and its campaign's; all of them have to hold. */
  readonly activities: readonly Activity[];
  readonly rules: readonly CompiledRule[];
  /** The rules' `applicable_to`, put together. */
  readonly applicability: Applicability;
  /** Whether a rule has to be asked again once the price is known. */
  readonly needsDiscountedAmount: boolean;
};

/** One use of an incentive: the configuration with what the database knows at this moment. */
export type Candidate = {
  /** Id of the voucher or promotion tier. */
  readonly id: string;
  readonly incentive: Incentive;
  /** How often it may be redeemed, and has been; null: without limit. */
  readonly quantity: number | null;
  readonly redeemedQuantity: number;
  /** The customer who holds the code. */
  readonly holderId: string | null;
  readonly counts: (counter: CounterName) => number;
  /** Units discounted so far, for limits that count them; absent: such limits do not bind here. */
  readonly unitsCounted?: UnitsCounted;
};

export function compileIncentive(parts: {
  readonly object: Incentive['object'];
  readonly discount: PriceDiscount;
  readonly activities: readonly Activity[];
  readonly rules: readonly CompiledRule[];
}): Incentive {
  return {
    ...parts,
    applicability: joinApplicabilities(parts.rules.map((rule) => rule.applicability)),
    needsDiscountedAmount: parts.rules.some((rule) => rule.needsDiscountedAmount),
  };
}
