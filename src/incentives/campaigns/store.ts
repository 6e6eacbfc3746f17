/** SQL of campaigns. */
import { sql } from 'kysely';
import type { JsonObject } from '../../engine/json.ts';
import { type Sql, statement } from '../../platform/db/database.ts';
import {
  type Condition,
  equal,
  type ListPage,
  listPage,
  orderedBy,
} from '../../platform/db/list.ts';
import type { CodeConfig } from '../code-config/schema.ts';
import type { CardTemplate } from '../cards/service.ts';
import type { Discount } from '../discounts/schema.ts';
import { type ValidityColumns, validityValues } from '../validity/service.ts';
import type { CampaignQuery, CampaignType, GenerationStatus } from './schema.ts';

/** What a campaign's vouchers give or hold. */
export type TemplateValue =
  | { readonly type: 'DISCOUNT_VOUCHER'; readonly discount: Discount }
  | CardTemplate;

/** What a campaign's vouchers are like. */
export type CampaignTemplate = TemplateValue & {
  /** How often each may be redeemed; null: without limit. */
  readonly redemption: { readonly quantity: number | null };
  readonly code_config: CodeConfig;
};

/** What a change may touch. */
export type CampaignColumns = ValidityColumns & {
  readonly name: string;
  readonly description: string | null;
  readonly campaign_type: CampaignType;
  readonly type: 'AUTO_UPDATE' | 'STATIC' | 'STANDALONE';
  readonly active: boolean;
  /** Null of promotions. */
  readonly voucher: CampaignTemplate | null;
  readonly voucher_metadata: JsonObject;
  readonly auto_join: boolean;
  readonly join_once: boolean;
  readonly use_voucher_metadata_schema: boolean;
  readonly category_id: string | null;
  readonly activity_duration_after_publishing: string | null;
  readonly metadata: JsonObject;
};

/** A campaign beside its category and its progress. */
export type CampaignRow = CampaignColumns & {
  readonly id: string;
  readonly protected: boolean;
  readonly readonly: boolean;
  readonly created_at: string;
  readonly updated_at: string | null;
  readonly vouchers_count: number;
  readonly vouchers_generation_status: GenerationStatus;
  readonly category_name: string | null;
  readonly category_hierarchy: number | null;
  readonly category_created_at: string | null;
  readonly category_updated_at: string | null;
};

const joined = `select c.*, coalesce(g.vouchers_count, 0) as vouchers_count,
    coalesce(g.vouchers_generation_status, 'DONE') as vouchers_generation_status,
    k.name as category_name, k.hierarchy as category_hierarchy,
    k.created_at as category_created_at, k.updated_at as category_updated_at
  from campaigns c
  left join campaign_progress g on g.project_id = c.project_id and g.campaign_id = c.id
  left join categories k on k.project_id = c.project_id and k.id = c.category_id`;

const insertStatement = statement<{ id: string }>(
  'insert_campaign',
  `with made as (
     insert into campaigns (project_id, id, name, description, campaign_type, type, active, voucher,
       voucher_metadata, auto_join, join_once, use_voucher_metadata_schema, category_id,
       activity_duration_after_publishing, metadata, created_at, start_date, expiration_date,
       validity_timeframe, validity_day_of_week, validity_hours)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19,
       $20, $21)
     on conflict (project_id, name) do nothing returning id
   ), progress as (
     insert into campaign_progress (project_id, campaign_id) select $1, id from made
   )
   select id from made`,
);

/** False where the name is taken. */
export async function insertCampaign(
  db: Sql,
  projectId: string,
  fresh: { readonly id: string; readonly at: string; readonly columns: CampaignColumns },
): Promise<boolean> {
  const { id, at, columns: of } = fresh;
  const rows = await db.rows(insertStatement, [
    projectId,
    id,
    of.name,
    of.description,
    of.campaign_type,
    of.type,
    of.active,
    of.voucher === null ? null : JSON.stringify(of.voucher),
    JSON.stringify(of.voucher_metadata),
    of.auto_join,
    of.join_once,
    of.use_voucher_metadata_schema,
    of.category_id,
    of.activity_duration_after_publishing,
    JSON.stringify(of.metadata),
    at,
    ...validityValues(of),
  ]);
  return rows.length > 0;
}

const findStatement = statement<CampaignRow>(
  'find_campaign',
  `${joined} where c.project_id = $1 and (c.id = $2 or c.name = $2)
   order by (c.id = $2) desc limit 1`,
);

/** By id or name; where both fit one, the id wins. */
export async function findCampaign(
  db: Sql,
  projectId: string,
  idOrName: string,
): Promise<CampaignRow | null> {
  const [row] = await db.rows(findStatement, [projectId, idOrName]);
  return row ?? null;
}

const findByIdStatement = statement<CampaignRow>(
  'find_campaigns_by_id',
  `${joined} where c.project_id = $1 and c.id = any($2)`,
);

export function findCampaignsById(
  db: Sql,
  projectId: string,
  ids: readonly string[],
): Promise<CampaignRow[]> {
  return db.rows(findByIdStatement, [projectId, ids]);
}

const lockStatement = statement<{ id: string }>(
  'lock_campaign',
  'select id from campaigns where project_id = $1 and id = $2 for no key update',
);
const holdStatement = statement<{ id: string }>(
  'hold_campaign',
  'select id from campaigns where project_id = $1 and id = $2 for key share',
);

/** `change`: nobody else changes it until the transaction ends. `keep`: nobody removes it. */
export async function lockCampaign(
  db: Sql,
  projectId: string,
  id: string,
  purpose: 'change' | 'keep',
): Promise<boolean> {
  const rows = await db.rows(purpose === 'change' ? lockStatement : holdStatement, [projectId, id]);
  return rows.length > 0;
}

const updateStatement = statement(
  'update_campaign',
  `update campaigns set description = $3, type = $4, active = $5, voucher = $6, voucher_metadata = $7,
     auto_join = $8, join_once = $9, category_id = $10, activity_duration_after_publishing = $11,
     metadata = $12, updated_at = $13, start_date = $14, expiration_date = $15,
     validity_timeframe = $16, validity_day_of_week = $17, validity_hours = $18
   where project_id = $1 and id = $2`,
);

export async function updateCampaign(
  db: Sql,
  projectId: string,
  changed: { readonly id: string; readonly at: string; readonly columns: CampaignColumns },
): Promise<void> {
  const { id, at, columns: of } = changed;
  await db.rows(updateStatement, [
    projectId,
    id,
    of.description,
    of.type,
    of.active,
    of.voucher === null ? null : JSON.stringify(of.voucher),
    JSON.stringify(of.voucher_metadata),
    of.auto_join,
    of.join_once,
    of.category_id,
    of.activity_duration_after_publishing,
    JSON.stringify(of.metadata),
    at,
    ...validityValues(of),
  ]);
}

/** `filtered` is the request's advanced filters, over the columns of the list. */
export function listCampaigns(
  db: Sql,
  projectId: string,
  query: CampaignQuery,
  filtered: Condition | null,
): Promise<ListPage<CampaignRow>> {
  return listPage(db, {
    select: sql.raw('*'),
    from: sql.raw(`(${joined}) as campaigns`),
    where: [
      sql`project_id = ${projectId}`,
      equal('campaign_type', query.campaign_type),
      equal('vouchers_generation_status', query.campaign_status),
      query.is_referral_code === undefined
        ? null
        : sql`(campaign_type = 'REFERRAL_PROGRAM') = ${query.is_referral_code}`,
      filtered,
    ],
    orderBy: orderedBy(query.order, '-created_at'),
    limit: query.limit ?? 10,
    page: query.page ?? 1,
  });
}
