/**
 * The whole decision: which of the requested redeemables apply, in which order, at what price.
 *
 * One function for qualification, validation and redemption. Pure: the same facts, configuration and
 * `now` give the same decision. Each redeemable is examined once, or twice where exclusive ones came
 * to nothing (see `stacking/select`).
 */
import type { CustomerFacts, RedemptionFacts } from './eligibility/facts.ts';
import type { UsedUnits } from './eligibility/unit-budgets.ts';
import { examine, type Examination, type Situation } from './examine.ts';
import type { Candidate } from './incentive.ts';
import type { Order } from './order/order.ts';
import type { Refusal } from './outcome.ts';
import { hasEffect } from './pricing/effect.ts';
import { linesTaken } from './pricing/once-a-product.ts';
import {
  openOrder,
  requestTotals,
  type EarlierDiscounts,
  type PricedOrder,
} from './pricing/priced-order.ts';
import type { ItemLookup } from './pricing/units/unit-discount.ts';
import {
  calculationModeOf,
  type Categories,
  eligibilityOf,
  noEffectOf,
} from './stacking/categories.ts';
import { type Counts, exceededLimit, NOTHING_COUNTED, withOneMore } from './stacking/limits.ts';
import { roundsOf } from './stacking/select.ts';
import type { StackingSettings } from './stacking/settings.ts';
import type { Paid } from './stored-value/payment.ts';
import type { Skip } from './stacking/skip.ts';
import type { Standing } from './stacking/standing.ts';
import type { Temporal } from 'temporal-polyfill';

/** What was asked for: a known incentive, or the refusal that its id met (unknown code …). */
export type Requested =
  | {
      readonly ok: true;
      readonly candidate: Candidate;
      /** Its own, then its campaign's; absent: none. */
      readonly categories?: Categories;
    }
  | Refusal;

export type Question = {
  readonly redeemables: readonly Requested[];
  readonly order: Order | null;
  readonly earlier: EarlierDiscounts | null;
  readonly customer: CustomerFacts | null;
  readonly redemption: RedemptionFacts;
  /** In the project's time zone. */
  readonly now: Temporal.ZonedDateTime;
  readonly stacking: StackingSettings;
  /** The candidate with what those that apply before it add to its counts; absent: as it is. */
  readonly counting?: (candidate: Candidate, before: readonly Taken[]) => Candidate;
  /** What is known of items that discounts add; absent: nothing. */
  readonly items?: ItemLookup;
};

/** One that applies: what it takes off, in minor units, and of limits that count discounted units. */
export type Taken = {
  readonly candidate: Candidate;
  readonly discountAmount: number;
  readonly units: readonly UsedUnits[];
  /** What a card has paid; absent: it is no card. */
  readonly paid?: Paid;
};

export type { Skip, SkipReason } from './stacking/skip.ts';

/** One redeemable's fate. */
export type Fate =
  | ({ readonly status: 'APPLICABLE'; readonly candidate: Candidate } & Applied & Looked)
  | ({ readonly status: 'INAPPLICABLE' } & Refused & Looked)
  | ({ readonly status: 'SKIPPED' } & Skip & Looked);

/** What a redeemable was examined with: its counts with what those before it add, and what it met. */
export type Examined = { readonly candidate: Candidate; readonly situation: Situation };
/** Absent where it was not looked at. */
type Looked = { readonly examined?: Examined };

type Refused = Omit<Extract<Examination, { ok: false }>, 'ok'>;
type Applied = Omit<Extract<Examination, { ok: true }>, 'ok'>;

export type Decision = {
  /** Whether what was asked for can be redeemed. */
  readonly valid: boolean;
  /** In the order of the request. */
  readonly fates: readonly Fate[];
  /** Positions in the request, in the order in which they were tried: a permutation of them all. */
  readonly order: readonly number[];
  /** The order's price before and after; null where the request has no order. */
  readonly opened: PricedOrder | null;
  /** `applied…` is all that this request took. */
  readonly price: PricedOrder | null;
};

export function decide(question: Question): Decision {
  const { order, stacking } = question;
  const opened = order === null ? null : openOrder(order, question.earlier ?? undefined);
  const standings = question.redeemables.map((one, at) => standingOf(one, at, stacking));
  const rounds = roundsOf(standings, stacking);
  const first = rounds.exclusive === null ? null : walk(question, opened, rounds.exclusive);
  const isOver = first !== null && (first.exclusivePosition !== null || hasFailed(first, stacking));
  const last = isOver ? first : walk(question, opened, rounds.common);
  const fates = standings.map(
    ({ position }) =>
      last.fates.get(position) ?? first?.fates.get(position) ?? shutOut(last, stacking),
  );
  const tried = isOver ? (rounds.exclusive ?? []) : exclusivesOf(rounds.exclusive ?? []);
  const sequence = [...tried, ...rounds.common].map(({ position }) => position);
  const valid = last.counts.all > 0 && !hasFailed(last, stacking);
  const price = opened === null || last.price === null ? null : requestTotals(opened, last.price);
  return { valid, fates, order: [...new Set(sequence)], opened, price };
}

function standingOf(requested: Requested, position: number, settings: StackingSettings): Standing {
  const categories = requested.ok ? (requested.categories ?? []) : [];
  const eligibility = eligibilityOf(categories, settings);
  return { position, categories, eligibility, isRefused: !requested.ok };
}

function exclusivesOf(standings: readonly Standing[]): readonly Standing[] {
  return standings.filter(({ eligibility }) => eligibility === 'EXCLUSIVE');
}

/** How far a round has come. Changed from redeemable to redeemable; nobody else sees it meanwhile. */
type Walk = {
  readonly fates: Map<number, Fate>;
  readonly taken: Taken[];
  price: PricedOrder | null;
  counts: Counts;
  takenLines: ReadonlySet<number>;
  /** Of the first that was refused. */
  failedPosition: number | null;
  /** Of the first exclusive one that applies. */
  exclusivePosition: number | null;
};

function walk(
  question: Question,
  opened: PricedOrder | null,
  standings: readonly Standing[],
): Walk {
  const state = emptyWalk(opened);
  for (const standing of standings) {
    const fate = nextFate(question, standing, state);
    state.fates.set(standing.position, fate);
    if (fate.status === 'INAPPLICABLE') state.failedPosition ??= standing.position;
    if (fate.status === 'APPLICABLE') apply(question, standing, fate, state);
  }
  return state;
}

function emptyWalk(opened: PricedOrder | null): Walk {
  return {
    fates: new Map(),
    taken: [],
    price: opened,
    counts: NOTHING_COUNTED,
    takenLines: new Set(),
    failedPosition: null,
    exclusivePosition: null,
  };
}

function apply(
  { order, stacking }: Question,
  standing: Standing,
  { candidate, price, units, paid }: Extract<Fate, { status: 'APPLICABLE' }>,
  state: Walk,
): void {
  state.counts = withOneMore(state.counts, standing);
  const discountAmount = price?.totalAppliedDiscountAmount ?? 0;
  state.taken.push({ candidate, discountAmount, units, ...(paid === undefined ? {} : { paid }) });
  if (standing.eligibility === 'EXCLUSIVE') state.exclusivePosition ??= standing.position;
  if (price === null || order === null) return;
  state.price = price;
  // Money that pays for a product is not the one discount it may have.
  if (stacking.productsApplicationMode === 'ONCE' && paid === undefined) {
    state.takenLines = linesTaken(state.takenLines, order, price);
  }
}

function hasFailed({ failedPosition }: Walk, { applicationMode }: StackingSettings): boolean {
  return failedPosition !== null && applicationMode === 'ALL';
}

function nextFate(question: Question, standing: Standing, state: Walk): Fate {
  const { stacking } = question;
  const { failedPosition, counts } = state;
  const requested = question.redeemables[standing.position];
  if (requested === undefined) throw new Error('every place in the request is taken');
  if (failedPosition !== null && stacking.applicationMode === 'ALL') {
    return { status: 'SKIPPED', reason: 'preceding_validation_failed', failedPosition };
  }
  if (!requested.ok) return { status: 'INAPPLICABLE', refusal: requested, message: null };
  const exceeded = exceededLimit(counts, standing, stacking);
  if (exceeded !== null) return { status: 'SKIPPED', ...exceeded };
  const candidate = question.counting?.(requested.candidate, state.taken) ?? requested.candidate;
  const situation = situationOf(question, standing, state);
  const examination = examine(candidate, situation);
  const examined = { candidate, situation };
  if (!examination.ok) return { status: 'INAPPLICABLE', ...examination, examined };
  const { ok: _, ...applied } = examination;
  const { price, paid } = applied;
  if (price !== null && !hasEffect(price) && !paid?.spent) {
    const { rule, categoryId } = noEffectOf(standing.categories, stacking);
    if (rule === 'SKIP') return { status: 'SKIPPED', reason: 'no_effect', categoryId, examined };
  }
  return { status: 'APPLICABLE', candidate: requested.candidate, ...applied, examined };
}

/** What a common one meets that was never tried, because exclusive ones came first. */
function shutOut(
  { failedPosition, exclusivePosition }: Walk,
  { applicationMode }: StackingSettings,
): Fate {
  if (failedPosition !== null && applicationMode === 'ALL') {
    return { status: 'SKIPPED', reason: 'preceding_validation_failed', failedPosition };
  }
  if (exclusivePosition === null) throw new Error('only an exclusive one shuts others out');
  return { status: 'SKIPPED', reason: 'exclusion_rules_not_met', exclusivePosition };
}

function situationOf(question: Question, { categories }: Standing, state: Walk): Situation {
  const { order, customer, redemption, now, stacking, items } = question;
  const settings = { discountCalculationMode: calculationModeOf(categories, stacking) };
  const { price, takenLines } = state;
  const known = items === undefined ? {} : { items };
  return { order, price, customer, redemption, now, settings, takenLines, ...known };
}

/**
 * Where a redeemable stands in the order of application: those that apply before it, and what it was
 * examined with there, or would have been. Null for what was refused before it was looked at.
 */
export type Place = {
  readonly standing: Standing;
  readonly counts: Counts;
  readonly examined: Examined | null;
};

/** For explanations, after the decision: works out again what the decision itself does not keep. */
export function placeOf(question: Question, decision: Decision, position: number): Place {
  const requested = question.redeemables[position];
  const fate = decision.fates[position];
  if (requested === undefined || fate === undefined) throw new Error('there is no such redeemable');
  const standing = standingOf(requested, position, question.stacking);
  const state = emptyWalk(decision.opened);
  const before = decision.order.slice(0, Math.max(decision.order.indexOf(position), 0));
  for (const at of before) {
    const [one, other] = [question.redeemables[at], decision.fates[at]];
    if (one === undefined || other?.status !== 'APPLICABLE') continue;
    apply(question, standingOf(one, at, question.stacking), other, state);
  }
  const { counts } = state;
  if (fate.examined !== undefined) return { standing, counts, examined: fate.examined };
  if (!requested.ok) return { standing, counts, examined: null };
  const candidate = question.counting?.(requested.candidate, state.taken) ?? requested.candidate;
  const situation = situationOf(question, standing, state);
  return { standing, counts, examined: { candidate, situation } };
}
