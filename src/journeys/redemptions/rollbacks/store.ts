/** SQL of rollbacks. */
import { type Sql, statement } from '../../../platform/db/database.ts';
import type { OrderRow } from '../../../records/orders/service.ts';
import type { EntryAsk } from '../../../incentives/ledger/service.ts';
import type { ItemUnitsAsk } from '../item-units.ts';
import type { Counters, OrderAsk, OutboxAsk, RedemptionRow, TotalAsk } from '../store.ts';

/** What the function `roll_back` is asked. */
export type RollbackAsk = {
  readonly at: string;
  readonly day: string;
  readonly week: string;
  readonly month: string;
  readonly reason: string | null;
  readonly redemption_ids: readonly string[];
  /** Sorted by id. */
  readonly vouchers: readonly { readonly id: string; readonly quantity: number }[];
  /** Of cards among the vouchers, sorted by their ids; absent where no value moved. */
  readonly refunds?: readonly RefundAsk[];
  readonly outbox?: readonly OutboxAsk[];
  /** Sorted by subject; negative. */
  readonly totals: readonly (TotalAsk & WindowParts)[];
  /** Negative. */
  readonly item_units: readonly ItemUnitsAsk[];
  readonly order: (OrderAsk & { readonly status: OrderRow['status'] }) | null;
  readonly rollbacks: readonly RollbackRow[];
};

/** Gives back, into the very lots it came from, what the entry took. */
export type RefundAsk = { readonly entry_id: string; readonly entry: EntryAsk };

type WindowParts = {
  readonly day_redemptions: number;
  readonly week_redemptions: number;
  readonly month_redemptions: number;
};

export type RollbackRow = Omit<RedemptionRow, 'tracking_id'> & {
  readonly redemption_id: string;
  readonly customer_id: string | null;
  readonly tracking_id: string | null;
};

/** The ids of the rollbacks, in the order of the redemptions; the parent's where there was a stack. */
export type RolledBack = {
  readonly ids: readonly string[];
  readonly parentId: string | null;
};

export type RollbackOutcome =
  | { readonly counters: Counters }
  | { readonly refused: 'already' | 'order' | 'deadlock' };

const rollBackStatement = statement<{ outcome: RollbackOutcome }>(
  'roll_back',
  'select try_roll_back($1, $2) as outcome',
);

/** All of it or nothing. */
export async function rollBack(
  db: Sql,
  projectId: string,
  ask: RollbackAsk,
): Promise<RollbackOutcome> {
  const [row] = await db.rows(rollBackStatement, [projectId, JSON.stringify(ask)]);
  if (row === undefined) throw new Error('a rollback always has an outcome');
  return row.outcome;
}

/** The time of its last change as text, to the microsecond: the write asks whether it still is. */
const findOrderStatement = statement<OrderRow>(
  'find_order_to_roll_back',
  'select *, updated_at::text as updated_at from orders where project_id = $1 and id = $2',
);

/** Null where the order is gone. */
export async function findOrder(db: Sql, projectId: string, id: string): Promise<OrderRow | null> {
  const [row] = await db.rows(findOrderStatement, [projectId, id]);
  return row ?? null;
}
