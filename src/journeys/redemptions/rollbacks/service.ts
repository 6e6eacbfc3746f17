/** Roll back: give back what one redemption, or a stack of them, has consumed. Exactly once. */
import { Temporal } from 'temporal-polyfill';
import { done, notFound, type Outcome, refuse } from '../../../engine/outcome.ts';
import type { StackingSettings } from '../../../engine/stacking/settings.ts';
import type { Catalogs } from '../../../incentives/catalog/service.ts';
import type { Context } from '../../../platform/context.ts';
import { newId } from '../../../platform/ids.ts';
import { isoOf } from '../../../platform/iso.ts';
import type { OutboxEntry } from '../../../platform/outbox/entry.ts';
import { type OrderRow, statusEvent } from '../../../records/orders/service.ts';
import { windowsAt } from '../../facts/service.ts';
import { itemUnitsBack } from '../item-units.ts';
import { referralsRolledBack } from '../referrals.ts';
import { giftAmount } from '../spending.ts';
import { rollBackWithGifts } from '../rewards/service.ts';
import { findParts, findRedemption, type StoredRedemption } from '../store.ts';
import { orderShown, revertedOrder } from './order.ts';
import { refundsOf } from './refunds.ts';
import type { RollbackInput } from './schema.ts';
import { findOrder, type RollbackAsk, type RollbackRow, type RolledBack } from './store.ts';

/** The reference's limit: what is older stays. */
const MAX_AGE = Temporal.Duration.from({ months: 3 });
/** An order that others change at this very moment is read again so often. */
const MAX_TRIES = 10;

type Failure =
  | 'not_found'
  | 'already_rolled_back'
  | 'invalid_rollback_params'
  | 'multiple_requests';

/** Of a redemption that stands alone. */
export async function rollBackOne(
  context: Context,
  catalogs: Catalogs,
  redemptionId: string,
  input: RollbackInput,
): Promise<Outcome<RolledBack, Failure>> {
  const found = await findStanding(context, redemptionId);
  if (!found.ok) return found;
  if (found.value.related_object_type === 'redemption' || found.value.parent_id !== null) {
    return refuse(
      'invalid_rollback_params',
      'A stack is rolled back as a whole, by its parent redemption',
    );
  }
  return carryOut(context, catalogs, { parts: [found.value], parent: null, input });
}

/** Of a whole stack by its parent, or of a redemption that stands alone. */
export async function rollBackStack(
  context: Context,
  catalogs: Catalogs,
  parentId: string,
  input: RollbackInput,
): Promise<Outcome<RolledBack, Failure>> {
  const found = await findStanding(context, parentId);
  if (!found.ok) return found;
  if (found.value.related_object_type !== 'redemption')
    return rollBackOne(context, catalogs, parentId, input);
  const parts = await findParts(context.db, context.project.id, parentId);
  return carryOut(context, catalogs, { parts, parent: found.value, input });
}

async function findStanding(
  context: Context,
  id: string,
): Promise<Outcome<StoredRedemption, Failure>> {
  const row = await findRedemption(context.db, context.project.id, id);
  if (row === null || row.object !== 'redemption') return notFound('redemption', id);
  if (row.status === 'ROLLED_BACK') {
    return refuse('already_rolled_back', 'The redemption has been rolled back before');
  }
  if (row.status === 'FAILED') {
    return refuse('invalid_rollback_params', 'A failed redemption consumed nothing to give back');
  }
  const oldest = context.now.toZonedDateTimeISO('UTC').subtract(MAX_AGE).toInstant();
  const isOld = Temporal.Instant.compare(Temporal.Instant.from(row.created_at), oldest) < 0;
  return isOld
    ? refuse('invalid_rollback_params', 'Redemptions older than three months stay')
    : done(row);
}

async function carryOut(
  context: Context,
  catalogs: Catalogs,
  what: Pick<Task, 'parts' | 'parent' | 'input'>,
): Promise<Outcome<RolledBack, Failure>> {
  const { db, project } = context;
  const catalog = await catalogs.at(db, project.id, project.version);
  const orderMode = catalog?.stacking.rollbackOrderMode ?? 'WITH_ORDER';
  const rolledBack = idsFor(context, what.parts, what.parent);
  for (let tries = 0; tries < MAX_TRIES; tries++) {
    const ask = await rollbackAsk(context, { ...what, rolledBack, orderMode });
    if (ask === null) {
      return refuse(
        'invalid_rollback_params',
        'A later redemption upon the order replaced what this one added: it is rolled back first',
      );
    }
    const outcome = await rollBackWithGifts(context, ask, what.parts);
    if ('counters' in outcome) return done(rolledBack);
    if (outcome.refused === 'already') {
      return refuse('already_rolled_back', 'The redemption has been rolled back before');
    }
  }
  return refuse('multiple_requests', 'Too many requests change the order at this moment');
}

function idsFor(
  context: Context,
  parts: readonly StoredRedemption[],
  parent: StoredRedemption | null,
): RolledBack {
  const { epochMilliseconds } = context.now;
  return {
    ids: parts.map((_, position) => newId('rr', epochMilliseconds + position)),
    parentId: parent === null ? null : newId('rr', epochMilliseconds + parts.length),
  };
}

type Task = {
  readonly parts: readonly StoredRedemption[];
  readonly parent: StoredRedemption | null;
  readonly input: RollbackInput;
  readonly rolledBack: RolledBack;
  /** Whether the order is given back as well, or stays as it is. */
  readonly orderMode: StackingSettings['rollbackOrderMode'];
};

/** Null where the order cannot be reverted. */
async function rollbackAsk(context: Context, task: Task): Promise<RollbackAsk | null> {
  const { parts, parent, input, rolledBack, orderMode } = task;
  const now = context.now.toZonedDateTimeISO(context.project.timezone);
  const windows = windowsAt(now);
  const whole = parent ?? parts[0];
  const orderId = whole?.order_id ?? null;
  const order = orderId === null ? null : await findOrder(context.db, context.project.id, orderId);
  const reverted =
    order === null || whole === undefined
      ? null
      : revertedOrder(order, whole, { rollbackIds: rolledBack, now: context.now, orderMode });
  if (order !== null && whole !== undefined && reverted === null) return null;
  const unpaid = order === null ? null : await unpaidEntry(context, order, reverted);
  const outbox = [...(unpaid === null ? [] : [unpaid]), ...referralsRolledBack(context, parts)];
  return {
    at: isoOf(context.now),
    day: windows.dayDate,
    week: windows.weekDate,
    month: windows.monthDate,
    reason: input.reason ?? null,
    redemption_ids: [...parts, ...(parent === null ? [] : [parent])].map(({ id }) => id),
    vouchers: quantities(parts),
    totals: negativeTotals(parts, windows),
    item_units: itemUnitsBack(parts.map(({ snapshot }) => snapshot.item_units)),
    ...refundsOf(context, parts, rolledBack.ids),
    order: reverted,
    rollbacks: rowsOf(context, task),
    ...(outbox.length === 0 ? {} : { outbox }),
  };
}

/** Null where the order stays paid, or nobody wants to know. */
async function unpaidEntry(
  context: Context,
  order: OrderRow,
  reverted: RollbackAsk['order'],
): Promise<OutboxEntry | null> {
  const event = statusEvent(order, { before: order.status, now: reverted?.status ?? order.status });
  if (event === null) return null;
  await context.outbox.open(context.db);
  return context.outbox.entry(event);
}

function rowsOf(
  context: Context,
  { parts, parent, input, rolledBack, orderMode }: Task,
): RollbackRow[] {
  const shared = {
    metadata: input.metadata ?? {},
    channel: { channel_type: 'API' as const, channel_id: context.key.appId },
  };
  const rowOf = (one: StoredRedemption, id: string, parentId: string | null): RollbackRow => ({
    ...shared,
    id,
    parent_id: parentId,
    redemption_id: one.id,
    related_object_type: one.related_object_type,
    related_object_id: one.related_object_id,
    campaign_id: one.campaign_id,
    customer_id: one.customer_id,
    order_id: one.order_id,
    tracking_id: input.tracking_id ?? one.tracking_id,
    amount: one.amount,
    discount_amount: one.discount_amount,
    snapshot: { ...one.snapshot, order: orderShown(one.snapshot.order ?? null, orderMode) },
  });
  const rows = parts.map((one, position) =>
    rowOf(one, rolledBack.ids[position] ?? '', rolledBack.parentId),
  );
  return parent === null || rolledBack.parentId === null
    ? rows
    : [...rows, rowOf(parent, rolledBack.parentId, null)];
}

/** What vouchers get back, in the order in which rows are locked. */
function quantities(parts: readonly StoredRedemption[]): RollbackAsk['vouchers'] {
  const vouchers = parts.filter((one) => one.related_object_type === 'voucher');
  const byId = Map.groupBy(vouchers, (one) => one.related_object_id);
  return [...byId]
    .map(([id, uses]) => ({ id, quantity: uses.length }))
    .sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** Totals go down by what the redemptions added, windows only where those lie in the present ones. */
function negativeTotals(
  parts: readonly StoredRedemption[],
  windows: ReturnType<typeof windowsAt>,
): RollbackAsk['totals'] {
  const subjects = new Map<string, StoredRedemption[]>();
  for (const part of parts) {
    const tier = part.related_object_type === 'promotion_tier' ? part.related_object_id : null;
    for (const subject of [part.campaign_id, tier]) {
      if (subject !== null) subjects.set(subject, [...(subjects.get(subject) ?? []), part]);
    }
  }
  return [...subjects]
    .map(([subject_id, uses]) => {
      const since = (start: string) =>
        -uses.filter((one) => Date.parse(one.created_at) >= Date.parse(start)).length;
      return {
        subject_id,
        slot: 0,
        redemptions: -uses.length,
        orders_amount: -(uses[0]?.amount ?? 0),
        discount_amount: -uses.reduce((sum, one) => sum + one.discount_amount, 0),
        gift_amount: -uses.reduce((sum, one) => sum + giftAmount(one.snapshot.spent), 0),
        day_redemptions: since(windows.day),
        week_redemptions: since(windows.week),
        month_redemptions: since(windows.month),
      };
    })
    .sort((a, b) => (a.subject_id < b.subject_id ? -1 : 1));
}
