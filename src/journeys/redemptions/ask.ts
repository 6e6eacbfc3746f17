/** A decision → what the redeeming statement is asked to write, and to check while it does. */
import type { Counter } from '../../engine/eligibility/counter.ts';
import type { UsedUnits } from '../../engine/eligibility/unit-budgets.ts';
import type { Candidate } from '../../engine/incentive.ts';
import type { JsonObject } from '../../engine/json.ts';
import type { Paid } from '../../engine/stored-value/payment.ts';
import type { Context } from '../../platform/context.ts';
import { isoOf } from '../../platform/iso.ts';
import { customerAttributes } from '../../records/customers/service.ts';
import { presentAmounts, presentItems } from '../../records/orders/service.ts';
import type { OrderCalculated, OrderRedemption } from '../../records/orders/schema.ts';
import type { Facts } from '../facts/service.ts';
import { presentTotal } from '../redeemables/present.ts';
import { addedBefore, type Decided } from '../redeemables/service.ts';
import { itemUnitsOf } from './item-units.ts';
import { giftAmount, spendAsk } from './spending.ts';
import type {
  Guard,
  OrderAsk,
  RedeemAsk,
  RedemptionRow,
  Spent,
  TotalAsk,
  VoucherAsk,
} from './store.ts';

/** Totals of a campaign or tier are spread over so many rows; see `redemption_totals`. */
const SLOTS = 32;

/** One redeemable that applies, with the redemption it becomes. */
export type Applied = {
  readonly id: string;
  readonly candidate: Candidate;
  readonly campaignId: string | null;
  /** What it takes off, in minor units. */
  readonly discountAmount: number;
  /** What it takes of limits that count discounted units. */
  readonly units: readonly UsedUnits[];
  /** What leaves the card; null where it is none. */
  readonly spent: Spent | null;
  /** What a card has paid; absent: it is no card. */
  readonly paid?: Paid;
  /** Of the redeemable's own order in the answer; null without an order. */
  readonly order: OrderCalculated | null;
};

export type Plan = {
  readonly decided: Decided;
  readonly applied: readonly Applied[];
  /** Of the whole stack; null where one redeemable stands alone. */
  readonly parentId: string | null;
  readonly orderId: string | null;
  /** Known before the write: a stored customer, or the id a new one gets. */
  readonly customerId: string | null;
};

export function redeemAsk(context: Context, plan: Plan): RedeemAsk {
  const { decided, applied, customerId } = plan;
  const { facts, request } = decided;
  const guards = applied.flatMap((one, position) =>
    guardsOf(facts, one, applied.slice(0, position)),
  );
  const lockedSubjects = guards
    .filter((guard) => guard.per !== 'customer' && guard.locks)
    .map((guard) => guard.subject_id);
  return {
    version: facts.catalog.version,
    at: isoOf(context.now),
    day: facts.windows.dayDate,
    week: facts.windows.weekDate,
    month: facts.windows.monthDate,
    customer: request.customer ? customerAttributes(request.customer) : null,
    customer_id: customerId,
    locks_customer: guards.some((guard) => guard.per === 'customer'),
    vouchers: vouchersOf(context, plan),
    guards,
    totals: totalsOf(plan, new Set(lockedSubjects)),
    item_units: unitsOf(plan, applied),
    order: orderAsk(context, plan),
    redemptions: rowsOf(context, plan),
    ...sessionKeyOf(request),
  };
}

/** Of the session that made the request, where it named one. */
function sessionKeyOf({ session }: Decided['request']): { readonly session_key?: string } {
  return session?.key ? { session_key: session.key } : {};
}

function vouchersOf(context: Context, plan: Plan): readonly VoucherAsk[] {
  const { applied, decided, orderId } = plan;
  const { source_id: sourceId } = orderIdentity(plan);
  const order = orderId === null ? null : { id: orderId, sourceId };
  return applied
    .filter(({ candidate }) => candidate.incentive.object === 'voucher')
    .map(({ id: redemptionId, candidate, spent }) => {
      const spend = spendAsk(context, spent, { redemptionId, order });
      return {
        id: candidate.id,
        version: decided.facts.voucher(candidate.id)?.version ?? 0,
        ...redeemedSoFar(candidate),
        ...(spend === undefined ? {} : { spend }),
      };
    })
    .sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** What a formula computed with must be as true at the write as a limit. */
function redeemedSoFar({ incentive, redeemedQuantity }: Candidate) {
  const isRead = incentive.formulasRead.has('VOUCHER_REDEEMED_QUANTITY');
  return isRead ? { redeemed: redeemedQuantity } : {};
}

/**
 * What each counting rule relied on, to hold at the write as well; those before in the same request
 * count too.
 */
function guardsOf(facts: Facts, applied: Applied, before: readonly Applied[]): Guard[] {
  const { candidate, campaignId } = applied;
  return candidate.incentive.rules
    .flatMap((rule) => rule.counters)
    .flatMap((counter) => {
      const subjectId = counter.subject === 'campaign' ? campaignId : candidate.id;
      if (subjectId === null || counter.per === 'user') return [];
      const counts = facts.counts({ incentiveId: candidate.id, campaignId });
      const added = addedBefore(counter, campaignId, before, facts.order?.amount ?? 0);
      // A limit beyond every sum limits nothing.
      if (counter.limit !== null && !Number.isSafeInteger(counter.limit)) return [];
      const bound =
        counter.limit === null
          ? { exactly: counts(counter.name) }
          : { limit: counter.limit, part: partOf(facts, applied, counter) + added };
      return [
        {
          about: counter.subject,
          subject_id: subjectId,
          per: counter.per,
          measure: counter.measure,
          window: counter.window,
          ...sinceOf(facts, counter),
          api_key: facts.redemption.apiKeyId,
          // A voucher's own row is locked by its quantity.
          locks: counter.subject === 'campaign' || candidate.incentive.object !== 'voucher',
          ...bound,
        },
      ];
    });
}

/** What this redemption adds to a counter. */
function partOf(facts: Facts, applied: Applied, { measure }: Counter): number {
  switch (measure) {
    case 'redemptions':
      return 1;
    case 'orders_amount':
      return facts.order?.amount ?? 0;
    case 'discount_amount':
      return applied.discountAmount;
    case 'gift_amount':
      return giftAmount(applied.spent);
    default:
      return measure satisfies never;
  }
}

/** Where the counter's window began: as an instant, and as the date that totals name it by. */
function sinceOf({ windows }: Facts, { window }: Counter): Pick<Guard, 'since' | 'since_date'> {
  switch (window) {
    case 'ever':
      return { since: null, since_date: null };
    case 'day':
      return { since: windows.day, since_date: windows.dayDate };
    case 'week':
      return { since: windows.week, since_date: windows.weekDate };
    case 'month':
      return { since: windows.month, since_date: windows.monthDate };
    default:
      return window satisfies never;
  }
}

function unitsOf({ customerId }: Plan, applied: readonly Applied[]) {
  const uses = applied.map(({ units, campaignId, candidate }) => ({
    units,
    campaignId,
    incentiveId: candidate.id,
  }));
  return itemUnitsOf(uses, customerId);
}

/** One row a campaign and one a tier, summed over the request, in one order for all writers. */
function totalsOf(plan: Plan, locked: ReadonlySet<string>): TotalAsk[] {
  const { applied, decided } = plan;
  const totals = new Map<string, TotalAsk>();
  const vouchers = applied.filter(({ candidate }) => candidate.incentive.object === 'voucher');
  const [voucher] = vouchers.map(({ candidate }) => candidate.id).sort();
  const slot = slotOf(voucher ?? applied[0]?.id ?? '');
  const ordersAmount = decided.facts.order?.amount ?? 0;
  for (const { candidate, campaignId, discountAmount, spent } of applied) {
    const tier = candidate.incentive.object === 'promotion_tier' ? candidate.id : null;
    for (const subject of [campaignId, tier]) {
      if (subject === null) continue;
      const before = totals.get(subject);
      totals.set(subject, {
        subject_id: subject,
        slot: locked.has(subject) ? 0 : slot,
        redemptions: (before?.redemptions ?? 0) + 1,
        orders_amount: ordersAmount,
        discount_amount: (before?.discount_amount ?? 0) + discountAmount,
        ...giftTotal((before?.gift_amount ?? 0) + giftAmount(spent)),
      });
    }
  }
  return [...totals.values()].sort((a, b) => (a.subject_id < b.subject_id ? -1 : 1));
}

function giftTotal(amount: number): Pick<TotalAsk, 'gift_amount'> {
  return amount === 0 ? {} : { gift_amount: amount };
}

/**
 * Ids end in chance: their last letter spreads them evenly enough. A voucher stays with its slot, so
 * that requests which are written together for it share one.
 */
function slotOf(id: string): number {
  return (id.charCodeAt(id.length - 1) * 31 + id.charCodeAt(id.length - 2)) % SLOTS;
}

function orderAsk(context: Context, plan: Plan): OrderAsk | null {
  const { decided, orderId } = plan;
  const { facts, decision, request } = decided;
  if (facts.order === null || decision.price === null || orderId === null) return null;
  const { amount, total_discount_amount, total_amount, ...amounts } = presentAmounts(
    decision.price,
  );
  const { earlier } = facts.row;
  return {
    id: orderId,
    is_new: earlier === null,
    source_id: earlier?.source_id ?? request.order?.source_id ?? null,
    amount,
    total_discount_amount,
    total_amount,
    amounts,
    items: presentItems(facts.order.lines, decision.price),
    metadata: { ...earlier?.metadata, ...facts.order.metadata },
    redemptions: orderEntries(context, plan),
    earlier_redemptions: earlier?.redemptions ?? null,
    earlier_updated_at: earlier?.updated_at ?? null,
  };
}

/** What the order remembers of this request: the stack as one entry, or the one redemption. */
export function orderEntries(
  context: Context,
  { applied, parentId }: Plan,
): Record<string, OrderRedemption> {
  const date = context.now.toString({ smallestUnit: 'millisecond' });
  const ids = applied.map(({ id }) => id);
  if (parentId !== null) {
    const related = { related_object_type: 'redemption', related_object_id: parentId };
    return { [parentId]: { date, ...related, stacked: ids } };
  }
  const [only] = applied;
  if (only === undefined) return {};
  return {
    [only.id]: {
      date,
      related_object_type: only.candidate.incentive.object,
      related_object_id: only.candidate.id,
    },
  };
}

function rowsOf(context: Context, plan: Plan): RedemptionRow[] {
  const { decided, applied, parentId, orderId } = plan;
  const { facts, decision, trackingId, request } = decided;
  const shared = {
    order_id: orderId,
    tracking_id: trackingId,
    amount: facts.order?.amount ?? null,
    metadata: request.metadata ?? {},
    channel: { channel_type: 'API' as const, channel_id: context.key.appId },
  };
  const rows = applied.map((one) => ({
    ...shared,
    id: one.id,
    parent_id: parentId,
    related_object_type: one.candidate.incentive.object,
    related_object_id: one.candidate.id,
    campaign_id: one.campaignId,
    discount_amount: one.discountAmount,
    snapshot: {
      order: one.order === null ? null : { ...one.order, ...orderIdentity(plan) },
      ...nameOf(facts, one),
      ...sessionKeyOf(request),
      ...(one.units.length === 0 ? {} : { item_units: unitsOf(plan, [one]) }),
      ...(one.spent === null ? {} : { spent: one.spent }),
    },
  }));
  if (parentId === null) return rows;
  const total = decision.price?.totalAppliedDiscountAmount ?? 0;
  const { order } = presentTotal(decided);
  const parent = {
    ...shared,
    id: parentId,
    parent_id: null,
    related_object_type: 'redemption' as const,
    related_object_id: parentId,
    campaign_id: null,
    discount_amount: total,
    snapshot: {
      order:
        order === undefined ? null : { ...order, ...orderIdentity(plan), status: 'PAID' as const },
      ...sessionKeyOf(request),
    },
  };
  return [...rows, parent];
}

/** Which order it is, and whose: priced orders do not know. */
export function orderIdentity({ decided, orderId, customerId }: Plan) {
  const { request } = decided;
  const { earlier } = decided.facts.row;
  return {
    ...(orderId === null ? {} : { id: orderId }),
    source_id: earlier?.source_id ?? request.order?.source_id ?? null,
    customer_id: customerId,
    referrer_id: null,
  };
}

/** What a redemption keeps of what it redeemed, should that be deleted one day. */
function nameOf(facts: Facts, { candidate }: Applied): JsonObject {
  return candidate.incentive.object === 'voucher'
    ? { voucher_code: facts.voucher(candidate.id)?.code ?? '' }
    : { tier_name: facts.catalog.tier(candidate.id)?.row.name ?? '' };
}
