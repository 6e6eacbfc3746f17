/** An incentive ready to decide on: what it gives, when, to whom, and on which lines. */
import type { Activity } from './activity/activity.ts';
import { type Applicability, joinApplicabilities } from './eligibility/applicability.ts';
import type { CompiledRule } from './eligibility/compile.ts';
import type { CounterName } from './eligibility/counter.ts';
import type { UnitsCounted } from './eligibility/unit-budgets.ts';
import type { Bundle } from './eligibility/parse/rule-tree.ts';
import {
  compileEntryFormulas,
  type FormulasByEntry,
  namesRead,
} from './examination/entry-formulas.ts';
import { formulasOf, hasFormula } from './pricing/compute-discount.ts';
import type { Discount } from './pricing/discount.ts';
import type { DescribedRedeemable } from './pricing/formula/facts.ts';
import type { Payment } from './stored-value/payment.ts';

/** The part that is configuration: compiled once, shared by all requests. */
export type Incentive = {
  readonly object: 'voucher' | 'promotion_tier';
  /** Of a card that pays, where its payment goes: how much it is comes with the candidate. */
  readonly discount: Discount;
  /** Its own and its campaign's; all of them have to hold. */
  readonly activities: readonly Activity[];
  readonly rules: readonly CompiledRule[];
  /** The rules' `applicable_to`, put together. */
  readonly applicability: Applicability;
  /** What the rules ask for in bundles, each as often as the discount is given. */
  readonly bundles: readonly Bundle[];
  /** Whether a rule has to be asked again once the price is known. */
  readonly needsDiscountedAmount: boolean;
  /** What formulas may ask of the voucher or tier itself; absent where nothing is known. */
  readonly described?: DescribedRedeemable;
  /** Null where no entry of the rules' `applicable_to` has one. */
  readonly entryFormulas: FormulasByEntry | null;
  /** Names of the operands and metadata that its formulas may look at. */
  readonly formulasRead: ReadonlySet<string>;
};

/** One use of an incentive: the configuration with what the database knows at this moment. */
export type Candidate = {
  /** Id of the voucher or promotion tier. */
  readonly id: string;
  readonly incentive: Incentive;
  /** How often it may be redeemed, and has been; null: without limit. */
  readonly quantity: number | null;
  readonly redeemedQuantity: number;
  /** How many more redemptions of it other sessions than the request's own have locked. */
  readonly lockedByOthers: number;
  /** The customer who holds the code. */
  readonly holderId: string | null;
  readonly counts: (counter: CounterName) => number;
  /** Units discounted so far, for limits that count them; absent: such limits do not bind here. */
  readonly unitsCounted?: UnitsCounted;
  /** What the card pays with; absent: it is no card, its discount is what it gives. */
  readonly payment?: Payment;
};

export function compileIncentive(parts: {
  readonly object: Incentive['object'];
  readonly discount: Discount;
  readonly activities: readonly Activity[];
  readonly rules: readonly CompiledRule[];
  readonly described?: DescribedRedeemable;
}): Incentive {
  const applicability = joinApplicabilities(parts.rules.map((rule) => rule.applicability));
  const entryFormulas = compileEntryFormulas(applicability);
  return {
    ...parts,
    applicability,
    entryFormulas,
    formulasRead: formulasRead(parts.discount, entryFormulas),
    bundles: parts.rules.flatMap((rule) => rule.bundle ?? []),
    needsDiscountedAmount: parts.rules.some((rule) => rule.needsDiscountedAmount),
  };
}

const NOTHING: ReadonlySet<string> = new Set();

function formulasRead(
  discount: Discount,
  entryFormulas: FormulasByEntry | null,
): ReadonlySet<string> {
  if (!hasFormula(discount) && entryFormulas === null) return NOTHING;
  const ofDiscount = formulasOf(discount).flatMap(({ reads }) => [...reads]);
  return new Set([...ofDiscount, ...namesRead(entryFormulas)]);
}
