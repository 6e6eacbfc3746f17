/**
 * The statement of the facts, made of the parts a request needs: what it does not ask for costs
 * nothing, neither planning nor running. Each combination is one prepared statement; few occur.
 */
import { type Statement, statement } from '../../platform/db/database.ts';
import {
  type FactsQuery,
  type FactsRow,
  MAX_OFFERED_VOUCHERS,
  MAX_PRODUCT_CHANGES,
} from './question.ts';

/** Answers the placeholder of a value: `$3`. The same name gets the same placeholder. */
type Place = (name: keyof Values) => string;

type Part = {
  readonly name: string;
  isNeeded(query: FactsQuery): boolean;
  /** A common table expression that selects may use; empty where none does. */
  with?(place: Place, query: FactsQuery): string;
  /** A column of the answer. */
  select?(place: Place, query: FactsQuery): string;
};

const hasCustomer = (query: FactsQuery): boolean =>
  query.customerId !== null || query.customerSourceId !== null;
const hasOffers = ({ offers }: FactsQuery): boolean => offers.held || offers.open;
const hasVouchers = (query: FactsQuery): boolean =>
  query.codes.length > 0 || query.voucherIds.length > 0 || hasOffers(query);
const hasProducts = (query: FactsQuery): boolean =>
  query.productKeys.length > 0 || query.skuKeys.length > 0;

const parts: readonly Part[] = [
  {
    name: 'version',
    isNeeded: () => true,
    select: ($) => `(select config_version from projects where id = ${$('project')}) as version`,
  },
  {
    name: 'customer',
    isNeeded: hasCustomer,
    with: ($, query) =>
      isCounted(query) || query.offers.held
        ? `who as materialized (${customer($, query, 'c.*')})`
        : '',
    select: ($, query) =>
      `(select row_to_json(w) from (${customer($, query, customerColumns)}) w) as customer`,
  },
  {
    name: 'vouchers',
    isNeeded: hasVouchers,
    with: ($, query) =>
      isCounted(query) ? `found as materialized (${foundVouchers($, query)})` : '',
    select: ($, query) => `(select json_agg(f) from (select f.*, ${lockedNow($)}, ${valueHeld($)},
        ${granted($, query)} as granted, ${publicationMetadata($, query)} as publication_metadata
        ${hasOffers(query) ? `, ${assignments($)} as assignments` : ''}
      from ${isCounted(query) ? 'found f' : `(${foundVouchers($, query)}) f`}) f) as vouchers`,
  },
  {
    name: 'skus',
    isNeeded: (query) => query.skuKeys.length > 0,
    with: ($) => `sku as materialized (
      select s.* from skus s where s.project_id = ${$('project')}
        and (s.id = any(${$('skuKeys')}) or s.source_id = any(${$('skuKeys')})))`,
    select: (_, query) => `(select json_agg(s) from (
      select ${skuColumns}, ${collections('s', query)}
      from sku s) s) as skus`,
  },
  {
    name: 'products',
    isNeeded: hasProducts,
    select: ($, query) => `(select json_agg(p) from (
      select ${productColumns}, ${collections('p', query)}
      from products p where p.project_id = ${$('project')}
        and (p.id = any(${$('productKeys')}) or p.source_id = any(${$('productKeys')})
        ${query.skuKeys.length > 0 ? 'or p.id in (select product_id from sku)' : ''})) p) as products`,
  },
  {
    name: 'product_version',
    isNeeded: (query) => hasProducts(query) || query.productsSince !== null,
    select: ($) => `(select version from product_versions
      where project_id = ${$('project')}) as product_version`,
  },
  {
    name: 'product_changes',
    isNeeded: (query) => query.productsSince !== null,
    select: productChanges,
  },
  {
    name: 'order',
    isNeeded: (query) => query.orderId !== null || query.orderSourceId !== null,
    select: ($) => `(select row_to_json(o) from (
      select id, source_id, status, customer_id, amounts, items, metadata, redemptions, created_at,
        updated_at
      from orders where project_id = ${$('project')}
        and (id = ${$('orderId')} or source_id = ${$('orderSourceId')})
      order by (id = ${$('orderId')}) desc nulls last limit 1) o) as earlier`,
  },
  {
    name: 'answer',
    isNeeded: (query) => query.idempotencyKey !== null,
    select: ($) => `(select row_to_json(k) from (
      select encode(request_sha256, 'hex') as request_sha256, status, body::text as body, counters
      from idempotency_keys where project_id = ${$('project')} and key = ${$('idempotencyKey')}
        and status is not null) k) as answer`,
  },
  {
    name: 'own_locks',
    isNeeded: (query) => query.sessionKey !== null,
    select: ($) => `(select json_agg(l) from (
      select voucher_id, quantity, coalesce(credits, points, 0) as value from session_locks
      where project_id = ${$('project')} and session_key = ${$('sessionKey')}
        and expires_at > ${$('now')}::timestamptz) l) as own_locks`,
  },
  {
    name: 'customer_counts',
    isNeeded: (query) => query.wantsCustomerCounts && hasCustomer(query),
    select: ($, query) =>
      `${countsByObject($, query, 'customer_id = (select id from who)')} as customer_counts`,
  },
  {
    name: 'key_counts',
    isNeeded: (query) => query.wantsKeyCounts,
    select: ($, query) =>
      `${countsByObject($, query, `channel ->> 'channel_id' = ${$('apiKey')}`)} as key_counts`,
  },
  {
    name: 'subject_counts',
    isNeeded: (query) => query.wantsSubjectCounts,
    select: ($, query) => `(select json_agg(n) from (
      select subject_id, sum(redemptions) as redemptions,
        coalesce(sum(day_redemptions) filter (where day = ${$('dayDate')}::date), 0) as day_redemptions,
        coalesce(sum(week_redemptions) filter (where week = ${$('weekDate')}::date), 0) as week_redemptions,
        coalesce(sum(month_redemptions) filter (where month = ${$('monthDate')}::date), 0) as month_redemptions,
        sum(orders_amount) as orders_amount, sum(discount_amount) as discount_amount,
        sum(gift_amount) as gift_amount
      from redemption_totals where project_id = ${$('project')}
        and (subject_id = any(${$('subjects')})
        ${hasVouchers(query) ? 'or subject_id in (select campaign_id from found)' : ''})
      group by subject_id
      ${hasVouchers(query) ? `union all ${voucherSums($)}` : ''}) n) as subject_counts`,
  },
  {
    name: 'item_units',
    isNeeded: countsItemUnits,
    select: ($, query) => `(select json_agg(u) from (
      select subject_id, item, product_id, customer_id <> '' as is_customers, units
      from redeemed_item_units where project_id = ${$('project')}
        and (subject_id = any(${$('subjects')})
        ${hasVouchers(query) ? 'or subject_id in (select campaign_id from found)' : ''})
        and (product_id = '' or product_id = any(${$('productKeys')}) or product_id in (
          select p.id from products p where p.project_id = ${$('project')}
            and p.source_id = any(${$('productKeys')})
          ${query.skuKeys.length > 0 ? 'union select product_id from sku' : ''}))
        and (customer_id = '' ${hasCustomer(query) ? 'or customer_id = (select id from who)' : ''})
      ) u) as item_units`,
  },
];

/** A request without items discounts none. */
function countsItemUnits(query: FactsQuery): boolean {
  return query.wantsItemUnits && hasProducts(query);
}

/** Sums over redemptions look at the vouchers and the customer once more. */
function isCounted(query: FactsQuery): boolean {
  return (
    query.wantsCustomerCounts ||
    query.wantsKeyCounts ||
    query.wantsSubjectCounts ||
    countsItemUnits(query)
  );
}

const customerColumns = `c.id, c.source_id, c.name, c.email, c.phone, c.birthdate, c.description,
  c.address, c.metadata, c.created_at, c.updated_at`;

/** Usually nothing has changed, which one look at the version tells. */
function productChanges($: Place): string {
  const since = `${$('productsSince')}::bigint`;
  return `(select case when v.version > ${since}
      then product_changes(${$('project')}, ${since}, ${MAX_PRODUCT_CHANGES}) end
    from product_versions v where v.project_id = ${$('project')}) as product_changes`;
}

/** By id, else by source_id: each an index of its own, so that neither reads more than one row. */
function customer($: Place, query: FactsQuery, columns: string): string {
  const from = `select ${columns} from customers c where c.project_id = ${$('project')}`;
  // Functions: a placeholder that is not used would have no type.
  const byId = () => `${from} and c.id = ${$('customerId')}`;
  const bySource = () => `${from} and c.source_id = ${$('customerSourceId')}`;
  if (query.customerSourceId === null) return byId();
  return query.customerId === null ? bySource() : `(${byId()}) union all (${bySource()}) limit 1`;
}

/** Of the latest publication that gave a voucher away; looked for where a formula asks for it. */
function publicationMetadata($: Place, query: FactsQuery): string {
  const latest = `published_metadata(${$('project')}, f.id, f.holder_id)`;
  return query.wantsPublications
    ? latest
    : `case when f.discount::text like '%PUBLICATION\\_METADATA%' then ${latest} end`;
}

/** A voucher that nobody has locked asks for nothing. */
function lockedNow($: Place): string {
  return `case when f.locked_quantity = 0 then 0
    else locked_now(${$('project')}, f.id, f.locked_quantity, ${$('now')}::timestamptz) end as locked_now`;
}

/** What of a card's balance cannot be spent; other vouchers, and what nobody locked, ask for nothing. */
function valueHeld($: Place): string {
  const now = `${$('now')}::timestamptz`;
  return `case when f.balance > 0 then ledger_due(${$('project')}, f.id, ${now}) else 0 end as due,
    case when f.locked_value = 0 then 0
    else value_locked(${$('project')}, f.id, f.locked_value, null, ${now}) end as value_locked`;
}

/** Null unless its discount, or where some campaign gives units its campaign's, gives units. */
function granted($: Place, query: FactsQuery): string {
  const mayGive = query.wantsCampaignUnits
    ? `(f.discount is null or f.discount ->> 'type' = 'UNIT')`
    : `f.discount ->> 'type' = 'UNIT'`;
  return `case when ${mayGive}
    then granted_items(${$('project')}, f.discount, f.campaign_id) end`;
}

const skuColumns = `s.id, s.source_id, s.product_id, s.sku, s.price, s.attributes, s.metadata,
  s.created_at, s.updated_at, s.image_url`;
const productColumns = `p.id, p.source_id, p.name, p.price, p.attributes, p.metadata, p.created_at,
  p.updated_at, p.image_url`;

/** By code, by id, and those on offer; each way only where it is asked for. */
function foundVouchers($: Place, query: FactsQuery): string {
  const ways: string[] = [];
  const from = `select v.* from vouchers v where v.project_id = ${$('project')}`;
  if (query.codes.length > 0) {
    ways.push(`${from} and coalesce(v.code_key, v.code) = any(${$('codes')})`);
  }
  if (query.voucherIds.length > 0) ways.push(`${from} and v.id = any(${$('voucherIds')})`);
  if (query.offers.held && hasCustomer(query)) {
    ways.push(offered($, 'v.holder_id = (select id from who)'));
  }
  if (query.offers.open) {
    ways.push(offered($, 'v.holder_id is null and v.campaign_id is null'));
    ways.push(offered($, `v.holder_id is null and v.campaign_id = any(${$('campaignIds')})`));
  }
  return ways.length === 0 ? `${from} and false` : ways.join(' union ');
}

/** Vouchers on offer, the newest first; whether their campaign is over is judged later. */
function offered($: Place, which: string): string {
  return `(select v.* from vouchers v where v.project_id = ${$('project')} and ${which}
    and v.active and (v.quantity is null or v.redeemed_quantity < v.quantity)
    and (v.expiration_date is null or v.expiration_date > ${$('now')}::timestamptz)
    and (${$('createdBefore')}::timestamptz is null or v.created_at < ${$('createdBefore')}::timestamptz)
    order by v.created_at desc, v.id desc limit ${MAX_OFFERED_VOUCHERS})`;
}

function assignments($: Place): string {
  return `(select jsonb_agg(to_jsonb(a) order by a.id) from validation_rule_assignments a
    where a.project_id = ${$('project')} and a.related_object_id = f.id)`;
}

const standing = `object = 'redemption' and status = 'SUCCEEDED' and related_object_type <> 'redemption'`;

function sums($: Place): string {
  return `count(*) as redemptions,
    count(*) filter (where created_at >= ${$('day')}::timestamptz) as day_redemptions,
    count(*) filter (where created_at >= ${$('week')}::timestamptz) as week_redemptions,
    count(*) filter (where created_at >= ${$('month')}::timestamptz) as month_redemptions,
    coalesce(sum(amount), 0) as orders_amount,
    coalesce(sum(discount_amount), 0) as discount_amount, 0 as gift_amount`;
}

/** Standing redemptions of some, by what they redeemed: of the vouchers found and the subjects. */
function countsByObject($: Place, query: FactsQuery, whose: string): string {
  return `(select json_agg(n) from (
      select related_object_id, campaign_id, ${sums($)} from redemptions
      where project_id = ${$('project')} and ${whose} and ${standing}
        and (related_object_id = any(${$('subjects')}) or campaign_id = any(${$('subjects')})
        ${hasVouchers(query) ? 'or related_object_id in (select id from found) or campaign_id in (select campaign_id from found)' : ''})
      group by related_object_id, campaign_id) n)`;
}

/** What each voucher found has been redeemed, for limits of one code in a window. */
function voucherSums($: Place): string {
  return `select f.id, c.* from found f, lateral (select ${sums($)} from redemptions
    where project_id = ${$('project')} and related_object_id = f.id and ${standing}) c`;
}

/** Ids of the static collections that name a product or SKU. */
function collections(alias: string, query: FactsQuery): string {
  return query.wantsCollections
    ? `coalesce((select json_agg(m.collection_id) from product_collection_members m
        where m.project_id = ${alias}.project_id and m.member_id = ${alias}.id), '[]') as collection_ids`
    : `'[]'::json as collection_ids`;
}

type Values = Omit<FactsQuery, 'offers'> & FactsQuery['offers'] & { readonly project: string };

type Composed = {
  readonly statement: Statement<FactsRow>;
  readonly names: readonly (keyof Values)[];
};

const composed = new Map<string, Composed>();

/** The prepared statement for a request like this, and the values it takes. */
export function factsStatement(
  project: string,
  query: FactsQuery,
): { readonly statement: Statement<FactsRow>; readonly values: readonly unknown[] } {
  const shape = shapeOf(query);
  let known = composed.get(shape);
  if (known === undefined) {
    known = compose(shape, query);
    composed.set(shape, known);
  }
  const values: Values = { ...query, ...query.offers, project };
  return { statement: known.statement, values: known.names.map((name) => values[name]) };
}

/** Everything the text depends on. */
function shapeOf(query: FactsQuery): string {
  const { offers } = query;
  const switches = [
    ...parts.map((part) => part.isNeeded(query)),
    query.codes.length > 0,
    query.voucherIds.length > 0,
    query.customerId !== null,
    query.customerSourceId !== null,
    query.wantsCustomerCounts,
    query.wantsCollections,
    query.wantsPublications,
    query.wantsCampaignUnits,
    offers.held,
    offers.open,
  ];
  return switches.map(Number).join('');
}

function compose(shape: string, query: FactsQuery): Composed {
  const names: (keyof Values)[] = [];
  const place: Place = (name) => {
    if (!names.includes(name)) names.push(name);
    return `$${names.indexOf(name) + 1}`;
  };
  const needed = parts.filter((part) => part.isNeeded(query));
  const withs = needed.flatMap((part) => part.with?.(place, query) || []);
  const selects = needed.flatMap((part) => part.select?.(place, query) ?? []);
  const text = `${withs.length === 0 ? '' : `with ${withs.join(', ')} `}select ${selects.join(', ')}`;
  return { statement: statement(`find_facts_${shape}`, text), names };
}
