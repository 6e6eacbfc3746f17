/** SQL of customers. */
import { sql } from 'kysely';
import type { JsonObject } from '../../engine/json.ts';
import { type Sql, statement } from '../../platform/db/database.ts';
import { equal, type ListPage, listPage, orderedBy, within } from '../../platform/db/list.ts';
import type { CustomerQuery } from './schema.ts';

export type CustomerRow = {
  readonly id: string;
  readonly source_id: string | null;
  readonly name: string | null;
  readonly email: string | null;
  readonly phone: string | null;
  readonly birthdate: string | null;
  readonly description: string | null;
  readonly address: JsonObject | null;
  readonly metadata: JsonObject;
  readonly created_at: string;
  readonly updated_at: string | null;
};

/** A customer with what their redemptions and orders sum to. Amounts in minor units. */
export type CustomerWithTotals = CustomerRow & {
  readonly redemptions_succeeded: number;
  readonly redemptions_failed: number;
  readonly rollbacks_succeeded: number;
  readonly rollbacks_failed: number;
  readonly orders_count: number;
  readonly orders_amount: number;
  readonly last_order_amount: number | null;
  readonly last_order_date: string | null;
  /** Of the gift cards they hold, in minor units; of the loyalty cards, in points. */
  readonly credits_spent: number;
  readonly credits: number;
  readonly points_spent: number;
  readonly points: number;
  /** By campaign; null: they hold no card of one. */
  readonly points_by_campaign: Readonly<Record<string, number>> | null;
  /** How many they have referred, by campaign; null: nobody. */
  readonly referred: Readonly<Record<string, number>> | null;
  /** Who referred them, the latest `MAX_REFERRALS`; null: nobody. */
  readonly referrals: readonly ReferralOfCustomer[] | null;
  readonly referrals_count: number;
};

export type ReferralOfCustomer = {
  readonly campaign_id: string;
  readonly referrer_id: string;
  readonly related_object_id: string;
  readonly related_object_type: string;
  /** As JSON of the database writes times. */
  readonly date: string;
};

/** A customer shows so many of those who referred them. */
const MAX_REFERRALS = 100;

const columns =
  'id, source_id, name, email, phone, birthdate, description, address, metadata, created_at, updated_at';

/** Totals are summed when read: the redemption itself stays one write. Both indexes begin with the customer. */
const withTotals = `c.id, c.source_id, c.name, c.email, c.phone, c.birthdate, c.description, c.address,
  c.metadata, c.created_at, c.updated_at, r.*, o.*, l.*, v.*, f.*
from customers c,
lateral (
  select count(*) filter (where object = 'redemption' and result = 'SUCCESS') as redemptions_succeeded,
    count(*) filter (where object = 'redemption' and result = 'FAILURE') as redemptions_failed,
    count(*) filter (where object = 'redemption_rollback' and result = 'SUCCESS') as rollbacks_succeeded,
    count(*) filter (where object = 'redemption_rollback' and result = 'FAILURE') as rollbacks_failed
  from redemptions
  where project_id = c.project_id and customer_id = c.id and related_object_type <> 'redemption'
) r,
lateral (
  select count(*) as orders_count, coalesce(sum(total_amount), 0)::bigint as orders_amount
  from orders
  where project_id = c.project_id and customer_id = c.id and status in ('PAID', 'FULFILLED')
) o
left join lateral (
  select total_amount as last_order_amount, created_at as last_order_date from orders
  where project_id = c.project_id and customer_id = c.id and status in ('PAID', 'FULFILLED')
  order by created_at desc limit 1
) l on true,
lateral (
  select coalesce(sum(spent) filter (where type = 'GIFT_VOUCHER'), 0)::bigint as credits_spent,
    coalesce(sum(balance) filter (where type = 'GIFT_VOUCHER'), 0)::bigint as credits,
    coalesce(sum(spent) filter (where type = 'LOYALTY_CARD'), 0)::bigint as points_spent,
    coalesce(sum(balance) filter (where type = 'LOYALTY_CARD'), 0)::bigint as points,
    (select json_object_agg(campaign_id, held) from (
      select campaign_id, sum(balance)::bigint as held from vouchers
      where project_id = c.project_id and holder_id = c.id and type = 'LOYALTY_CARD'
        and campaign_id is not null
      group by campaign_id) held) as points_by_campaign
  from vouchers where project_id = c.project_id and holder_id = c.id and balance is not null
) v,
lateral (
  select (select json_object_agg(campaign_id, referred) from referrers
      where project_id = c.project_id and customer_id = c.id and referred > 0) as referred,
    (select json_agg(x order by date) from (
      select campaign_id, referrer_id, related_object_id, related_object_type, created_at as date
      from referrals where project_id = c.project_id and referee_id = c.id and revoked_at is null
      order by id desc limit ${MAX_REFERRALS}) x) as referrals,
    (select count(*) from referrals
      where project_id = c.project_id and referee_id = c.id and revoked_at is null) as referrals_count
) f`;

const findCustomerStatement = statement<CustomerWithTotals>(
  'find_customer',
  `select ${withTotals} where c.project_id = $1 and (c.id = $2 or c.source_id = $2)
   order by (c.id = $2) desc limit 1`,
);

/** By id or source_id; where both fit somebody, the id wins. */
export async function findCustomer(
  db: Sql,
  projectId: string,
  idOrSourceId: string,
): Promise<CustomerWithTotals | null> {
  const [row] = await db.rows(findCustomerStatement, [projectId, idOrSourceId]);
  return row ?? null;
}

const saveCustomerStatement = statement<CustomerRow>(
  'save_customer',
  `select ${columns} from save_customer($1, $2, $3, $4) where id is not null`,
);

/** Creates or changes; null where an id alone is given and nobody has it. `given` has wire names. */
export async function saveCustomer(
  db: Sql,
  projectId: string,
  given: JsonObject,
  fresh: { readonly id: string; readonly at: string },
): Promise<CustomerRow | null> {
  const values = [projectId, JSON.stringify(given), fresh.id, fresh.at];
  const [row] = await db.rows(saveCustomerStatement, values);
  return row ?? null;
}

const removeCustomerStatement = statement<{ id: string }>(
  'remove_customer',
  `delete from customers where project_id = $1 and id =
     (select id from customers where project_id = $1 and (id = $2 or source_id = $2)
      order by (id = $2) desc limit 1)
   returning id`,
);

export async function removeCustomer(
  db: Sql,
  projectId: string,
  idOrSourceId: string,
): Promise<boolean> {
  const removed = await db.rows(removeCustomerStatement, [projectId, idOrSourceId]);
  return removed.length > 0;
}

export async function listCustomers(
  db: Sql,
  projectId: string,
  query: CustomerQuery,
): Promise<ListPage<CustomerWithTotals>> {
  return listPage(db, {
    select: sql.raw('*'),
    from: sql.raw(`(select c.project_id, ${withTotals}) as customers`),
    countFrom: sql.raw('customers'),
    where: [
      sql`project_id = ${projectId}`,
      equal('email', query.email),
      equal('name', query.name),
      query.city === undefined ? null : sql`address ->> 'city' = ${query.city}`,
      ...within('created_at', query.created_at),
      ...within('updated_at', query.updated_at),
      query.starting_after === undefined
        ? null
        : sql`created_at < ${query.starting_after}::timestamptz`,
    ],
    orderBy: orderedBy(query.order, '-created_at'),
    limit: query.limit ?? 10,
    page: query.page ?? 1,
  });
}
