/** Who holds a referral code: its referrer, to whom it was published, and the referees they invited. */
import type { JsonObject } from '../../../engine/json.ts';
import { done, notFound, type Outcome, refuse } from '../../../engine/outcome.ts';
import type { Context } from '../../../platform/context.ts';
import type { Sql } from '../../../platform/db/database.ts';
import { filterCondition } from '../../../platform/db/filters.ts';
import { isoOf } from '../../../platform/iso.ts';
import type { CustomerInput } from '../../../records/customers/schema.ts';
import { keepCustomer } from '../../../records/customers/service.ts';
import { findVoucherBy, type VoucherWithCampaign } from '../../vouchers/service.ts';
import { holderFilterField } from './filters.ts';
import type { HolderQuery, HoldersInput } from './schema.ts';
import {
  findHolder,
  type HolderPage,
  type HolderRow,
  insertHolder,
  keepCode,
  listHolders,
  removeReferee,
} from './store.ts';

export type { HolderRow } from './store.ts';

/** A referral code: `campaignId` is the path's where it names one. */
export type CodePath = { readonly memberId: string; readonly campaignId?: string };

export type HeldCode = { readonly voucher: VoucherWithCampaign; readonly campaignId: string };

/** What anybody who holds a code is given. */
type NewHolder = {
  readonly voucherId: string;
  readonly campaignId: string;
  readonly customerId: string;
  readonly metadata?: JsonObject | null;
};

/** To be called in the transaction that publishes a referral code. */
export async function addReferrer(context: Context, sql: Sql, holder: NewHolder): Promise<void> {
  await insertHolder(sql, context.project.id, rowOf(context, holder, 'REFERRER'));
}

/** Whoever converts holds the code, if they did not before and it is still there. */
export async function addReferee(context: Context, sql: Sql, holder: NewHolder): Promise<void> {
  if (await keepCode(sql, context.project.id, holder.voucherId)) {
    await insertHolder(sql, context.project.id, rowOf(context, holder, 'REFEREE'));
  }
}

export type AddedReferees = { readonly code: HeldCode; readonly rows: readonly HolderRow[] };

/** All of them or none; their customers are created or changed with it. */
export async function addReferees(
  context: Context,
  path: CodePath,
  { holders, metadata }: HoldersInput,
): Promise<
  Outcome<
    AddedReferees,
    'not_found' | 'not_published' | 'duplicate_found' | 'holder_assignement_duplication'
  >
> {
  return context.db.transaction(async (tx) => {
    const found = await findCode(context, tx, path);
    if (!found.ok) return found;
    const { voucher, campaignId } = found.value;
    if (!(await keepCode(tx, context.project.id, voucher.id))) {
      return notFound('voucher', path.memberId);
    }
    if (voucher.holder_id === null) {
      return refuse('not_published', 'A referral code is published to its referrer first');
    }
    const customerIds = await keptCustomers(context, tx, holders);
    if (!customerIds.ok) return customerIds;
    const rows: HolderRow[] = [];
    for (const customerId of customerIds.value) {
      const holder = { voucherId: voucher.id, campaignId, customerId, metadata: metadata ?? null };
      const row = rowOf(context, holder, 'REFEREE');
      if (!(await insertHolder(tx, context.project.id, row))) {
        return refuse(
          'holder_assignement_duplication',
          `Customer ${customerId} holds the code already`,
        );
      }
      rows.push(row);
    }
    return done({ code: found.value, rows });
  });
}

/**
 * The ids of these customers. They are locked in the order of how they are named, so that two requests
 * on the same ones do not wait for each other; answered in the order of the request.
 */
async function keptCustomers(
  context: Context,
  tx: Sql,
  holders: readonly CustomerInput[],
): Promise<Outcome<readonly string[], 'not_found' | 'duplicate_found'>> {
  const named = holders.map((input, place) => ({ input, place, name: nameOf(input) }));
  const ids = new Map<number, string>();
  for (const { input, place } of named.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    const customer = await keepCustomer(context, tx, input);
    if (!customer.ok) return customer;
    const { id } = customer.value;
    if ([...ids.values()].includes(id)) {
      const resourceId = nameOf(input) || id;
      const details = `Duplicated customer exists with id ${resourceId}`;
      return {
        ok: false,
        key: 'duplicate_found',
        details,
        resourceId,
        resourceType: 'customer',
      };
    }
    ids.set(place, id);
  }
  return done(named.flatMap(({ place }) => ids.get(place) ?? []));
}

function nameOf({ id, source_id }: CustomerInput): string {
  return source_id ?? id ?? '';
}

function rowOf(context: Context, holder: NewHolder, role: HolderRow['role']): HolderRow {
  return {
    id: context.newId('rh'),
    voucher_id: holder.voucherId,
    campaign_id: holder.campaignId,
    customer_id: holder.customerId,
    role,
    metadata: holder.metadata ?? null,
    created_at: isoOf(context.now),
  };
}

export type ListedHolders = { readonly code: HeldCode; readonly page: HolderPage };

export async function pageOfHolders(
  context: Context,
  path: CodePath,
  query: HolderQuery,
): Promise<Outcome<ListedHolders, 'not_found' | 'invalid_query_params'>> {
  const filters = filterCondition(query.filters, holderFilterField, context.now);
  if (!filters.ok) return filters;
  const code = await findCode(context, context.db, path);
  if (!code.ok) return code;
  const page = await listHolders(context.db, context.project.id, {
    voucherId: code.value.voucher.id,
    order: query.order ?? '-id',
    after: query.starting_after_id ?? null,
    limit: query.limit ?? 10,
    filters: filters.value,
  });
  return done({ code: code.value, page });
}

/** Of a referee: a code keeps its referrer. */
export async function removeHolder(
  context: Context,
  path: CodePath,
  holderId: string,
): Promise<Outcome<null, 'not_found' | 'forbidden'>> {
  const { db, project } = context;
  const code = await findCode(context, db, path);
  if (!code.ok) return code;
  const sought = { id: holderId, voucherId: code.value.voucher.id };
  const holder = await findHolder(db, project.id, sought);
  if (holder === null) return notFound('redeemable_holder', holderId);
  if (holder.role === 'REFERRER') {
    return refuse('forbidden', 'A referral code keeps its referrer');
  }
  const removed = await removeReferee(db, project.id, holder.id);
  return removed ? done(null) : notFound('redeemable_holder', holderId);
}

async function findCode(
  context: Context,
  sql: Sql,
  { memberId, campaignId }: CodePath,
): Promise<Outcome<HeldCode, 'not_found'>> {
  const voucher = await findVoucherBy(context, sql, memberId);
  const campaign = voucher?.campaign ?? null;
  if (voucher === null || campaign === null || campaign.campaign_type !== 'REFERRAL_PROGRAM') {
    return notFound('voucher', memberId);
  }
  const isElsewhere =
    campaignId !== undefined && campaignId !== campaign.id && campaignId !== campaign.name;
  return isElsewhere
    ? notFound('campaign', campaignId)
    : done({ voucher, campaignId: campaign.id });
}
