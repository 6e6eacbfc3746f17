/** SQL of vouchers. */
import { type RawBuilder, sql } from 'kysely';
import type { JsonObject } from '../../engine/json.ts';
import { type Sql, statement } from '../../platform/db/database.ts';
import {
  type Condition,
  type ListPage,
  listPage,
  orderedBy,
  within,
} from '../../platform/db/list.ts';
import type { CardColumns, NextExpiration } from '../cards/present.ts';
import type { GiftEffect } from '../cards/service.ts';
import type { Discount } from '../discounts/schema.ts';
import { type ValidityColumns, validityValues } from '../validity/service.ts';
import type { VoucherQuery } from './schema.ts';

export type VoucherType = 'DISCOUNT_VOUCHER' | 'GIFT_VOUCHER' | 'LOYALTY_CARD';

/** A voucher alone: null means «as its campaign has it» for discount, validity and metadata. */
export type VoucherRow = ValidityColumns &
  CardColumns & {
    readonly id: string;
    readonly code: string;
    readonly campaign_id: string | null;
    readonly type: VoucherType;
    readonly discount: Discount | null;
    readonly active: boolean;
    /** How often it may be redeemed; null: without limit. */
    readonly quantity: number | null;
    readonly redeemed_quantity: number;
    readonly version: number;
    readonly holder_id: string | null;
    readonly published_count: number;
    readonly category_id: string | null;
    /** Of the rules assigned to it alone; null where there are none. */
    readonly rule_ids: readonly string[] | null;
    readonly additional_info: string | null;
    readonly metadata: JsonObject | null;
    readonly created_at: string;
    readonly updated_at: string | null;
  };

/** What a voucher takes from its campaign where it says nothing itself. */
export type CampaignOfVoucher = ValidityColumns & {
  readonly id: string;
  readonly name: string;
  readonly campaign_type: string;
  readonly type: string;
  readonly discount: Discount | null;
  readonly gift_effect: GiftEffect | null;
  /** Default metadata of its vouchers. */
  readonly voucher_metadata: JsonObject;
};

export type CategoryOfVoucher = {
  readonly id: string;
  readonly name: string;
  readonly hierarchy: number;
  readonly created_at: string;
  readonly updated_at: string | null;
};

/** All that is needed to show a voucher; built from one query here, or from the catalog elsewhere. */
export type VoucherWithCampaign = VoucherRow & {
  readonly campaign: CampaignOfVoucher | null;
  readonly category: CategoryOfVoucher | null;
  /** Of a loyalty card, where it was asked for. */
  readonly next_expiration?: NextExpiration | null;
};

/** A voucher about to be written. `code_key` is null where the code is found by itself. */
export type FreshVoucher = Omit<
  VoucherRow,
  | 'redeemed_quantity'
  | 'version'
  | 'published_count'
  | 'rule_ids'
  | 'updated_at'
  | Exclude<keyof CardColumns, 'balance' | 'gift_effect'>
> & { readonly code_key: string | null; readonly issued_expires_at: string | null };

const columns = `id, code, campaign_id, type, discount, active, quantity, redeemed_quantity, version,
  holder_id, published_count, category_id, rule_ids, start_date, expiration_date, validity_timeframe,
  validity_day_of_week, validity_hours, additional_info, metadata, created_at, updated_at, balance, added,
  spent, removed, expired, pending, gift_effect`;

const insertVouchersStatement = statement<VoucherRow>(
  'insert_vouchers',
  `with fresh as (
     select * from jsonb_to_recordset($2::jsonb) as fresh(
       id text, code text, code_key text, campaign_id text, type text, discount jsonb, active boolean,
       quantity integer, holder_id text, category_id text, start_date timestamptz,
       expiration_date timestamptz, validity_timeframe jsonb, validity_day_of_week jsonb,
       validity_hours jsonb, additional_info text, metadata jsonb, created_at timestamptz,
       balance bigint, issued_expires_at timestamptz, gift_effect text)
   ), inserted as (
     insert into vouchers (project_id, id, code, code_key, campaign_id, type, discount, active,
       quantity, holder_id, category_id, start_date, expiration_date, validity_timeframe,
       validity_day_of_week, validity_hours, additional_info, metadata, created_at, balance,
       issued_expires_at, gift_effect)
     select $1, id, code, code_key, campaign_id, type, discount, active, quantity, holder_id,
       category_id, start_date, expiration_date, validity_timeframe, validity_day_of_week,
       validity_hours, additional_info, metadata, created_at, balance, issued_expires_at, gift_effect
     from fresh
     on conflict (project_id, (coalesce(code_key, code))) do nothing
     returning *
   ), counted as (
     insert into campaign_progress (project_id, campaign_id, vouchers_count)
     select $1, campaign_id, count(*) from inserted where campaign_id is not null
     group by campaign_id order by campaign_id
     on conflict (project_id, campaign_id)
     do update set vouchers_count = campaign_progress.vouchers_count + excluded.vouchers_count
   )
   select ${columns} from inserted order by id`,
);

/**
 * Writes those whose codes are free and answers them; taken codes are passed over. Their campaigns'
 * counts rise in the same statement.
 */
export async function insertFreshVouchers(
  db: Sql,
  projectId: string,
  fresh: readonly FreshVoucher[],
): Promise<VoucherRow[]> {
  return db.rows(insertVouchersStatement, [projectId, JSON.stringify(fresh)]);
}

/** A voucher beside its campaign and category, each column under a name of its own. */
type JoinedRow = VoucherRow & {
  readonly c_name: string | null;
  readonly c_campaign_type: string | null;
  readonly c_type: string | null;
  readonly c_discount: Discount | null;
  readonly c_gift_effect: GiftEffect | null;
  readonly c_voucher_metadata: JsonObject | null;
  readonly c_start_date: string | null;
  readonly c_expiration_date: string | null;
  readonly c_validity_timeframe: ValidityColumns['validity_timeframe'];
  readonly c_validity_day_of_week: ValidityColumns['validity_day_of_week'];
  readonly c_validity_hours: ValidityColumns['validity_hours'];
  readonly k_name: string | null;
  readonly k_hierarchy: number | null;
  readonly k_created_at: string | null;
  readonly k_updated_at: string | null;
};

/** Vouchers with what their campaign and category say of them. */
export const joined = `select v.*, c.name as c_name, c.campaign_type as c_campaign_type, c.type as c_type,
    c.voucher -> 'discount' as c_discount, c.voucher -> 'gift' ->> 'effect' as c_gift_effect,
    c.voucher_metadata as c_voucher_metadata,
    c.start_date as c_start_date, c.expiration_date as c_expiration_date,
    c.validity_timeframe as c_validity_timeframe, c.validity_day_of_week as c_validity_day_of_week,
    c.validity_hours as c_validity_hours, k.name as k_name, k.hierarchy as k_hierarchy,
    k.created_at as k_created_at, k.updated_at as k_updated_at
  from vouchers v
  left join campaigns c on c.project_id = v.project_id and c.id = v.campaign_id
  left join categories k on k.project_id = v.project_id and k.id = v.category_id`;

function withCampaign(row: JoinedRow): VoucherWithCampaign {
  return { ...row, campaign: campaignOf(row), category: categoryOf(row) };
}

function campaignOf(row: JoinedRow): CampaignOfVoucher | null {
  const { campaign_id, c_name, c_campaign_type, c_type } = row;
  // The join found it: all of its columns that cannot be null are there.
  if (campaign_id === null || c_name === null || c_campaign_type === null || c_type === null) {
    return null;
  }
  return {
    id: campaign_id,
    name: c_name,
    campaign_type: c_campaign_type,
    type: c_type,
    discount: row.c_discount,
    gift_effect: row.c_gift_effect,
    voucher_metadata: row.c_voucher_metadata ?? {},
    start_date: row.c_start_date,
    expiration_date: row.c_expiration_date,
    validity_timeframe: row.c_validity_timeframe,
    validity_day_of_week: row.c_validity_day_of_week,
    validity_hours: row.c_validity_hours,
  };
}

function categoryOf(row: JoinedRow): CategoryOfVoucher | null {
  const { category_id, k_name, k_hierarchy, k_created_at } = row;
  if (category_id === null || k_name === null || k_hierarchy === null || k_created_at === null) {
    return null;
  }
  return {
    id: category_id,
    name: k_name,
    hierarchy: k_hierarchy,
    created_at: k_created_at,
    updated_at: row.k_updated_at,
  };
}

const findVoucherStatement = statement<JoinedRow>(
  'find_voucher',
  `${joined} where v.project_id = $1 and (coalesce(v.code_key, v.code) = $3 or v.id = $2)
   order by (v.id = $2) desc limit 1`,
);

/** By code or id; a code spelled like an id gives way to the id. `key` is the code as looked up. */
export async function findVoucher(
  db: Sql,
  projectId: string,
  { codeOrId, key }: { readonly codeOrId: string; readonly key: string },
): Promise<VoucherWithCampaign | null> {
  const [row] = await db.rows(findVoucherStatement, [projectId, codeOrId, key]);
  return row === undefined ? null : withCampaign(row);
}

const findVouchersByIdStatement = statement<JoinedRow>(
  'find_vouchers_by_id',
  `${joined} where v.project_id = $1 and v.id = any($2)`,
);

export async function findVouchersById(
  db: Sql,
  projectId: string,
  ids: readonly string[],
): Promise<VoucherWithCampaign[]> {
  const rows = await db.rows(findVouchersByIdStatement, [projectId, ids]);
  return rows.map(withCampaign);
}

const lockVoucherStatement = statement<{ id: string }>(
  'lock_voucher',
  'select id from vouchers where project_id = $1 and id = $2 for no key update',
);

/** Keeps others from changing it until the transaction ends; false where it is gone. */
export async function lockVoucher(db: Sql, projectId: string, id: string): Promise<boolean> {
  const rows = await db.rows(lockVoucherStatement, [projectId, id]);
  return rows.length > 0;
}

const findTakenKeysStatement = statement<{ key: string }>(
  'find_taken_code_keys',
  `select coalesce(code_key, code) as key from vouchers
   where project_id = $1 and coalesce(code_key, code) = any($2)`,
);

export async function findTakenKeys(
  db: Sql,
  projectId: string,
  keys: readonly string[],
): Promise<ReadonlySet<string>> {
  const rows = await db.rows(findTakenKeysStatement, [projectId, keys]);
  return new Set(rows.map(({ key }) => key));
}

const findCategoryOfVoucherStatement = statement<{ id: string }>(
  'find_category_of_voucher',
  `select id from categories where project_id = $1 and (id = $2 or name = $2)
   order by (id = $2) desc, id limit 1`,
);

/** The id of the category with this id or name. */
export async function findCategoryOfVoucher(
  db: Sql,
  projectId: string,
  idOrName: string,
): Promise<string | null> {
  const [row] = await db.rows(findCategoryOfVoucherStatement, [projectId, idOrName]);
  return row?.id ?? null;
}

/** What a change may touch, whole: the row as it is to be. */
export type ChangedVoucher = ValidityColumns &
  Pick<
    VoucherRow,
    'id' | 'discount' | 'active' | 'category_id' | 'additional_info' | 'metadata' | 'gift_effect'
  >;

const updateVoucherStatement = statement(
  'update_voucher',
  `update vouchers set discount = $3, active = $4, category_id = $5, additional_info = $6,
     metadata = $7, start_date = $8, expiration_date = $9, validity_timeframe = $10,
     validity_day_of_week = $11, validity_hours = $12, version = version + 1, updated_at = $13,
     gift_effect = $14
   where project_id = $1 and id = $2`,
);

export async function updateVoucher(
  db: Sql,
  projectId: string,
  changed: ChangedVoucher,
  at: string,
): Promise<void> {
  const json = (value: object | null) => (value === null ? null : JSON.stringify(value));
  await db.rows(updateVoucherStatement, [
    projectId,
    changed.id,
    json(changed.discount),
    changed.active,
    changed.category_id,
    changed.additional_info,
    json(changed.metadata),
    ...validityValues(changed),
    at,
    changed.gift_effect,
  ]);
}

const removeVoucherStatement = statement<{ id: string }>(
  'remove_voucher',
  `with removed as (
     delete from vouchers where project_id = $1 and id = $2 returning id, campaign_id
   ), counted as (
     update campaign_progress p set vouchers_count = greatest(p.vouchers_count - 1, 0),
       vouchers_deleted = p.vouchers_deleted + 1
     from removed where p.project_id = $1 and p.campaign_id = removed.campaign_id
   )
   select id from removed`,
);

export async function removeVoucher(db: Sql, projectId: string, id: string): Promise<boolean> {
  const removed = await db.rows(removeVoucherStatement, [projectId, id]);
  return removed.length > 0;
}

/** `key` is the code asked for as codes are looked up; null where none is. */
export async function listVouchers(
  db: Sql,
  projectId: string,
  query: VoucherQuery,
  { key, filters }: { readonly key: string | null; readonly filters: Condition | null },
): Promise<ListPage<VoucherWithCampaign>> {
  const { rows, total } = await listPage<JoinedRow>(db, {
    select: sql.raw('*'),
    from: sql.raw(`(${joined}) as vouchers`),
    where: [
      sql`project_id = ${projectId}`,
      query.campaign_id === undefined ? null : campaignIs(query.campaign_id),
      query.campaign === undefined ? null : campaignIs(query.campaign),
      query.category === undefined ? null : categoryIs(query.category),
      query.customer === undefined ? null : heldBy(projectId, query.customer),
      key === null ? null : sql`coalesce(code_key, code) = ${key}`,
      query.ids === undefined ? null : sql`id = any(${[query.ids].flat()}::text[])`,
      query.is_referral_code === undefined ? null : isReferralCode(query.is_referral_code),
      ...within('created_at', query.created_at),
      ...within('updated_at', query.updated_at),
      filters,
    ],
    orderBy: orderedBy(query.order, '-created_at'),
    limit: query.limit ?? 10,
    page: query.page ?? 1,
  });
  return { rows: rows.map(withCampaign), total };
}

function campaignIs(idOrName: string): Condition {
  return sql`(campaign_id = ${idOrName} or c_name = ${idOrName})`;
}

function categoryIs(idOrName: string): Condition {
  return sql`(category_id = ${idOrName} or k_name = ${idOrName})`;
}

function isReferralCode(wanted: boolean): RawBuilder<boolean> {
  return sql`coalesce(c_campaign_type = 'REFERRAL_PROGRAM', false) = ${wanted}`;
}

function heldBy(projectId: string, idOrSourceId: string): Condition {
  return sql`holder_id in (select id from customers
    where project_id = ${projectId} and (id = ${idOrSourceId} or source_id = ${idOrSourceId}))`;
}
