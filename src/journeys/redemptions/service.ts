/** Redemptions as they are kept: one, a list, those of a voucher, those a rollback has made. */
import { done, notFound, type Outcome } from '../../engine/outcome.ts';
import type { Catalogs } from '../../incentives/catalog/service.ts';
import {
  findVoucherBy,
  vouchersById,
  type VoucherWithCampaign,
} from '../../incentives/vouchers/service.ts';
import type { Context } from '../../platform/context.ts';
import { filterCondition } from '../../platform/db/filters.ts';
import type { OrderCalculated } from '../../records/orders/schema.ts';
import { presentOrder } from '../../records/orders/present.ts';
import { getOrder } from '../../records/orders/service.ts';
import { redemptionFilterField } from './filters.ts';
import { presentStored, type Redeemed } from './present.ts';
import type { RolledBack } from './rollbacks/store.ts';
import type { Redemption, RedemptionQuery, Rollback } from './schema.ts';
import {
  findRedemption,
  findRedemptionsOf,
  listRedemptions,
  type StoredRedemption,
} from './store.ts';

/** A voucher's redemptions are answered whole; beyond this many, the newest. */
const MAX_OF_VOUCHER = 1_000;

type Entry = Redemption | Rollback;

export async function getRedemption(
  context: Context,
  catalogs: Catalogs,
  id: string,
): Promise<Outcome<Entry, 'not_found'>> {
  const row = await findRedemption(context.db, context.project.id, id);
  if (row === null) return notFound('redemption', id);
  return done(presentStored(row, await redeemedOf(context, catalogs, [row])));
}

export async function pageOfRedemptions(
  context: Context,
  catalogs: Catalogs,
  query: RedemptionQuery,
): Promise<Outcome<{ entries: Entry[]; total: number }, 'invalid_query_params'>> {
  const filters = filterCondition(query.filters, redemptionFilterField, context.now);
  if (!filters.ok) return filters;
  const page = await listRedemptions(context.db, context.project.id, query, filters.value);
  const redeemed = await redeemedOf(context, catalogs, page.rows);
  return done({ entries: page.rows.map((row) => presentStored(row, redeemed)), total: page.total });
}

export async function redemptionsOfVoucher(
  context: Context,
  catalogs: Catalogs,
  codeOrId: string,
): Promise<Outcome<{ voucher: VoucherWithCampaign; entries: Entry[] }, 'not_found'>> {
  const voucher = await findVoucherBy(context, context.db, codeOrId);
  if (voucher === null) return notFound('voucher', codeOrId);
  const rows = await findRedemptionsOf(context.db, context.project.id, voucher.id, MAX_OF_VOUCHER);
  const redeemed = await redeemedOf(context, catalogs, rows);
  return done({ voucher, entries: rows.map((row) => presentStored(row, redeemed)) });
}

export type RollbacksMade = {
  readonly parts: readonly Rollback[];
  readonly parent: Rollback | null;
  readonly order: OrderCalculated | null;
};

/** Reads what a rollback has just written, as it is answered. */
export async function readRollbacks(
  context: Context,
  catalogs: Catalogs,
  { ids, parentId }: RolledBack,
): Promise<RollbacksMade> {
  const parts: Rollback[] = [];
  for (const id of ids) parts.push(await readRollback(context, catalogs, id));
  const parent = parentId === null ? null : await readRollback(context, catalogs, parentId);
  const row = await findRedemption(context.db, context.project.id, parentId ?? ids[0] ?? '');
  const orderId = row?.order_id ?? null;
  const order = orderId === null ? null : await getOrder(context, orderId);
  return { parts, parent, order: order?.ok ? presentOrder(order.value) : null };
}

async function readRollback(context: Context, catalogs: Catalogs, id: string): Promise<Rollback> {
  const entry = await getRedemption(context, catalogs, id);
  if (!entry.ok || entry.value.object !== 'redemption_rollback') {
    throw new Error('a rollback that was made can be read');
  }
  return entry.value;
}

/** The vouchers and tiers of these redemptions, as they are now. */
async function redeemedOf(
  context: Context,
  catalogs: Catalogs,
  rows: readonly StoredRedemption[],
): Promise<Redeemed> {
  const ids = rows
    .filter((row) => row.related_object_type === 'voucher')
    .map((row) => row.related_object_id);
  const vouchers = ids.length === 0 ? [] : await vouchersById(context, context.db, ids);
  const catalog = await catalogs.at(context.db, context.project.id, context.project.version);
  return {
    vouchers: new Map(vouchers.map((voucher) => [voucher.id, voucher])),
    tier: (id) => catalog?.tier(id) ?? null,
  };
}
