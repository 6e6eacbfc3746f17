/** The one question a validation, qualification or redemption asks the database. */
import type { VoucherRow } from '../../incentives/vouchers/service.ts';
import type { AssignmentRow } from '../../incentives/catalog/service.ts';
import { type Sql, statement } from '../../platform/db/database.ts';
import type { CustomerRow } from '../../records/customers/service.ts';
import type { KnownProductRow, KnownSkuRow } from '../../records/orders/service.ts';

/** A voucher with the ids of the rules assigned to it alone. Its times are as JSON writes them. */
export type VoucherFacts = VoucherRow & {
  readonly rule_ids: readonly string[] | null;
  /** The assignments themselves; only where vouchers on offer were asked for. */
  readonly assignments: readonly AssignmentRow[] | null;
};

/**
 * How many of a customer's vouchers one request looks at, the newest first, and how many of those
 * that stand alone, and of those with a campaign of their own.
 */
export const MAX_OFFERED_VOUCHERS = 1_000;

/** Sums of one customer's standing redemptions of one object. Amounts in minor units. */
export type CustomerCounts = Counts & {
  readonly related_object_id: string;
  readonly campaign_id: string | null;
};

/** Sums over everyone's redemptions of a campaign or tier; for vouchers, of the windows alone. */
export type SubjectCounts = Counts & { readonly subject_id: string };

export type Counts = {
  readonly redemptions: number;
  readonly day_redemptions: number;
  readonly week_redemptions: number;
  readonly month_redemptions: number;
  readonly orders_amount: number;
  readonly discount_amount: number;
};

/** An order that is redeemed upon again. */
export type EarlierOrder = {
  readonly id: string;
  readonly source_id: string | null;
  readonly status: string;
  readonly customer_id: string | null;
  readonly amounts: { readonly discount_amount?: number };
  readonly items: readonly { readonly discount_amount?: number }[];
  readonly metadata: EarlierMetadata;
  readonly redemptions: EarlierMetadata | null;
  readonly created_at: string;
};
type EarlierMetadata = CustomerRow['metadata'];

export type FactsRow = {
  readonly version: number | null;
  readonly vouchers: readonly VoucherFacts[] | null;
  readonly customer: CustomerRow | null;
  readonly products: readonly KnownProductRow[] | null;
  readonly skus: readonly KnownSkuRow[] | null;
  readonly earlier: EarlierOrder | null;
  readonly customer_counts: readonly CustomerCounts[] | null;
  readonly subject_counts: readonly SubjectCounts[] | null;
  readonly answer: KeptAnswer | null;
};

/** The first answer to this Idempotency-Key. */
export type KeptAnswer = {
  /** Lower-case hexadecimal. */
  readonly request_sha256: string;
  readonly status: number;
  /** As text: JSON, as it was first written. */
  readonly body: string;
  /** How often each voucher had been redeemed then, by its id; null for refusals. */
  readonly counters: Readonly<Record<string, number>> | null;
};

export type FactsQuery = {
  /** Codes by the key they are found by, and ids of vouchers. */
  readonly codes: readonly string[];
  readonly voucherIds: readonly string[];
  readonly customerId: string | null;
  readonly customerSourceId: string | null;
  readonly productKeys: readonly string[];
  readonly skuKeys: readonly string[];
  readonly orderId: string | null;
  readonly orderSourceId: string | null;
  readonly idempotencyKey: string | null;
  /** Campaigns and tiers whose counts are wanted beside those of the vouchers found. */
  readonly subjects: readonly string[];
  readonly wantsCustomerCounts: boolean;
  readonly wantsSubjectCounts: boolean;
  /** Beginnings of the present day, week and month in the project's time zone, as instants. */
  readonly day: string;
  readonly week: string;
  readonly month: string;
  /** The same as dates, as `redemption_totals` names its windows. */
  readonly dayDate: string;
  readonly weekDate: string;
  readonly monthDate: string;
  /** Vouchers that were not named: those the customer holds, and those open to everyone. */
  readonly offers: OffersQuery;
};

export type OffersQuery = {
  readonly held: boolean;
  readonly open: boolean;
  /** Campaigns with one code for everyone. */
  readonly campaignIds: readonly string[];
  /** Only those created before this instant, in ISO form; null: all. */
  readonly createdBefore: string | null;
  /** Those that are used up or have expired at this instant are left out. */
  readonly now: string;
};

/** Vouchers on offer, the newest first; whether their campaign is over is judged later. */
const offered = (which: string) => `(select v.* from vouchers v where v.project_id = $1 and ${which}
  and v.active and (v.quantity is null or v.redeemed_quantity < v.quantity)
  and (v.expiration_date is null or v.expiration_date > $24)
  and ($23::timestamptz is null or v.created_at < $23)
  order by v.created_at desc, v.id desc limit ${MAX_OFFERED_VOUCHERS})`;

const standing = `object = 'redemption' and status = 'SUCCEEDED' and related_object_type <> 'redemption'`;

const sums = `count(*) as redemptions,
  count(*) filter (where created_at >= $14) as day_redemptions,
  count(*) filter (where created_at >= $15) as week_redemptions,
  count(*) filter (where created_at >= $16) as month_redemptions,
  coalesce(sum(amount), 0) as orders_amount,
  coalesce(sum(discount_amount), 0) as discount_amount`;

/** Ids of the static collections that name a product or SKU. */
const collectionsOf = (alias: string) => `coalesce((select json_agg(m.collection_id)
  from product_collection_members m
  where m.project_id = ${alias}.project_id and m.member_id = ${alias}.id), '[]') as collection_ids`;

const findFactsStatement = statement<FactsRow>(
  'find_facts',
  `with who as materialized (
    select c.* from customers c
    where c.project_id = $1 and (c.id = $4 or c.source_id = $5)
    order by (c.id = $4) desc nulls last limit 1
  ), found as materialized (
    select v.* from vouchers v where v.project_id = $1 and coalesce(v.code_key, v.code) = any($2)
    union
    select v.* from vouchers v where v.project_id = $1 and v.id = any($3)
    union
    ${offered('$20 and v.holder_id = (select id from who)')}
    union
    ${offered('$21 and v.holder_id is null and v.campaign_id is null')}
    union
    ${offered('$21 and v.holder_id is null and v.campaign_id = any($22)')}
  ), sku as materialized (
    select s.* from skus s where s.project_id = $1 and (s.id = any($7) or s.source_id = any($7))
  )
  select
    (select config_version from projects where id = $1) as version,
    (select json_agg(to_jsonb(f) || jsonb_build_object('rule_ids', (
        select jsonb_agg(a.rule_id order by a.id) from validation_rule_assignments a
        where a.project_id = $1 and a.related_object_id = f.id),
      'assignments', case when $20 or $21 then (
        select jsonb_agg(to_jsonb(a) order by a.id) from validation_rule_assignments a
        where a.project_id = $1 and a.related_object_id = f.id) end)) from found f) as vouchers,
    (select row_to_json(w) from who w) as customer,
    (select json_agg(p) from (
      select p.id, p.source_id, p.name, p.price, p.metadata, p.created_at, p.updated_at,
        ${collectionsOf('p')}
      from products p
      where p.project_id = $1 and (p.id = any($6) or p.source_id = any($6)
        or p.id in (select product_id from sku))
    ) p) as products,
    (select json_agg(s) from (
      select s.id, s.source_id, s.product_id, s.sku, s.price, s.attributes, s.metadata, s.created_at,
        s.updated_at, ${collectionsOf('s')}
      from sku s
    ) s) as skus,
    (select row_to_json(o) from (
      select id, source_id, status, customer_id, amounts, items, metadata, redemptions, created_at
      from orders where project_id = $1 and (id = $8 or source_id = $9) limit 1
    ) o) as earlier,
    (select row_to_json(k) from (
      select encode(request_sha256, 'hex') as request_sha256, status, body::text as body, counters from idempotency_keys
      where project_id = $1 and key = $10 and status is not null
    ) k) as answer,
    case when $12 then (select json_agg(n) from (
      select related_object_id, campaign_id, ${sums} from redemptions
      where project_id = $1 and customer_id = (select id from who) and ${standing}
        and (related_object_id in (select id from found)
          or campaign_id in (select campaign_id from found)
          or related_object_id = any($11) or campaign_id = any($11))
      group by related_object_id, campaign_id
    ) n) end as customer_counts,
    case when $13 then (select json_agg(n) from (
      select subject_id, sum(redemptions) as redemptions,
        coalesce(sum(day_redemptions) filter (where day = $17), 0) as day_redemptions,
        coalesce(sum(week_redemptions) filter (where week = $18), 0) as week_redemptions,
        coalesce(sum(month_redemptions) filter (where month = $19), 0) as month_redemptions,
        sum(orders_amount) as orders_amount, sum(discount_amount) as discount_amount
      from redemption_totals
      where project_id = $1 and (subject_id = any($11) or subject_id in (select campaign_id from found))
      group by subject_id
      union all
      select f.id, c.* from found f, lateral (
        select ${sums} from redemptions
        where project_id = $1 and related_object_id = f.id and ${standing}
      ) c
    ) n) end as subject_counts`,
);

export async function findFacts(sql: Sql, projectId: string, query: FactsQuery): Promise<FactsRow> {
  const [row] = await sql.rows(findFactsStatement, [
    projectId,
    query.codes,
    query.voucherIds,
    query.customerId,
    query.customerSourceId,
    query.productKeys,
    query.skuKeys,
    query.orderId,
    query.orderSourceId,
    query.idempotencyKey,
    query.subjects,
    query.wantsCustomerCounts,
    query.wantsSubjectCounts,
    query.day,
    query.week,
    query.month,
    query.dayDate,
    query.weekDate,
    query.monthDate,
    query.offers.held,
    query.offers.open,
    query.offers.campaignIds,
    query.offers.createdBefore,
    query.offers.now,
  ]);
  if (row === undefined) throw new Error('the facts are always one row');
  return row;
}
