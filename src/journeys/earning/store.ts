/** SQL of earning: what it is judged by, in one statement; what is earned and taken back, in another. */
import type { JsonObject } from '../../engine/json.ts';
import type { EntryAsk } from '../../incentives/ledger/service.ts';
import { type Sql, statement } from '../../platform/db/database.ts';
import type { OrderRow } from '../../records/orders/service.ts';

export type EarningCustomer = {
  readonly id: string;
  readonly source_id: string | null;
  readonly metadata: JsonObject;
  readonly birthdate: string | null;
};

/** A loyalty card that may earn: published, active, within its own dates. */
export type EarningCard = {
  readonly id: string;
  readonly code: string;
  readonly campaign_id: string;
  /** The tier it is in; null: in none. */
  readonly tier_id: string | null;
};

/** Who earns; null where the customer is gone. */
export type EarningPeople = {
  readonly customer: EarningCustomer | null;
  /** The oldest first; null: none. */
  readonly cards: readonly EarningCard[] | null;
};

/** Of the customer named by `customer` at the moment named by `at`: expressions of a statement. */
const people = (customer: string, at: string) => `
  (select jsonb_build_object('id', c.id, 'source_id', c.source_id, 'metadata', c.metadata,
     'birthdate', c.birthdate)
   from customers c where c.project_id = $1 and c.id = ${customer}) as customer,
  (select jsonb_agg(jsonb_build_object('id', v.id, 'code', v.code, 'campaign_id', v.campaign_id,
     'tier_id', (select t.tier_id from loyalty_card_tiers t
       where t.project_id = v.project_id and t.card_id = v.id)) order by v.id)
   from vouchers v
   where v.project_id = $1 and v.holder_id = ${customer} and v.type = 'LOYALTY_CARD' and v.active
     and v.campaign_id is not null and coalesce(v.start_date <= ${at}, true)
     and coalesce(v.expiration_date > ${at}, true)) as cards`;

const findOrderStatement = statement<OrderRow & EarningPeople>(
  'find_earning_order',
  `select o.id, o.source_id, o.status, o.customer_id, o.referrer_id, o.amount,
     o.total_discount_amount, o.total_amount, o.amounts, o.items, o.metadata, o.redemptions,
     o.created_at, o.updated_at, ${people('o.customer_id', '$3::timestamptz')}
   from orders o where o.project_id = $1 and o.id = $2`,
);

/** The order with whose it is; null where it is gone. */
export async function findEarningOrder(
  sql: Sql,
  projectId: string,
  { orderId, at }: { readonly orderId: string; readonly at: string },
): Promise<(OrderRow & EarningPeople) | null> {
  const [row] = await sql.rows(findOrderStatement, [projectId, orderId, at]);
  return row ?? null;
}

const findPeopleStatement = statement<EarningPeople>(
  'find_earning_people',
  `select ${people('$2', '$3::timestamptz')}`,
);

export async function findEarningPeople(
  sql: Sql,
  projectId: string,
  { customerId, at }: { readonly customerId: string; readonly at: string },
): Promise<EarningPeople> {
  const [row] = await sql.rows(findPeopleStatement, [projectId, customerId, at]);
  return row ?? { customer: null, cards: null };
}

const findHolderStatement = statement<{ holder_id: string | null }>(
  'find_earning_card_holder',
  'select holder_id from vouchers where project_id = $1 and id = $2',
);

/** The customer who holds a card; null where nobody does. */
export async function findCardHolder(
  sql: Sql,
  projectId: string,
  cardId: string,
): Promise<string | null> {
  const [row] = await sql.rows(findHolderStatement, [projectId, cardId]);
  return row?.holder_id ?? null;
}

/** What the function `earn` is asked; its comments say what each part does. */
export type EarnAsk = {
  /** The entry that the same statement removes; absent: somebody else has. */
  readonly outbox_id?: string;
  readonly source_id: string;
  readonly order_id?: string;
  readonly at: string;
  /** Sorted by card. */
  readonly credits: readonly CreditAsk[];
};

export type CreditAsk = {
  readonly rule_id: string;
  readonly card_id: string;
  readonly points: number;
} & (
  | { readonly entry: EntryAsk; readonly lot_id: string; readonly expires_at: string | null }
  | { readonly pending: JsonObject }
);

const earnStatement = statement<{ cards: readonly string[] }>(
  'earn',
  'select earn($1, $2::jsonb) as cards',
);

/** Answers the ids of the cards whose balance has grown. */
export async function earn(sql: Sql, projectId: string, ask: EarnAsk): Promise<readonly string[]> {
  const [row] = await sql.rows(earnStatement, [projectId, JSON.stringify(ask)]);
  return row?.cards ?? [];
}

const takeBackStatement = statement<{ cards: readonly string[] }>(
  'take_back_earnings',
  'select take_back_earnings($1, $2::jsonb) as cards',
);

/** Answers the ids of the cards whose balance has shrunk. */
export async function takeBackEarnings(
  sql: Sql,
  projectId: string,
  ask: { readonly order_id: string; readonly at: string; readonly details: JsonObject },
): Promise<readonly string[]> {
  const [row] = await sql.rows(takeBackStatement, [projectId, JSON.stringify(ask)]);
  return row?.cards ?? [];
}

const isPaidStatement = statement<{ is_paid: boolean }>(
  'hold_paid_order',
  'select order_is_paid($1, $2) as is_paid',
);

/** Holds the order as it is until the transaction ends; false where it is not paid. */
export async function holdPaidOrder(
  sql: Sql,
  projectId: string,
  orderId: string,
): Promise<boolean> {
  const [row] = await sql.rows(isPaidStatement, [projectId, orderId]);
  return row?.is_paid ?? false;
}

/** A card of one program, whether it can earn or not. */
export type ProgramCard = EarningCard & { readonly is_active: boolean };

const findCardStatement = statement<ProgramCard>(
  'find_card_of_program',
  `select v.id, v.code, v.campaign_id,
     v.active and coalesce(v.start_date <= $4, true) and coalesce(v.expiration_date > $4, true)
       as is_active,
     (select t.tier_id from loyalty_card_tiers t
       where t.project_id = v.project_id and t.card_id = v.id) as tier_id
   from vouchers v
   where v.project_id = $1 and v.holder_id = $2 and v.campaign_id = $3 and v.type = 'LOYALTY_CARD'
   order by 4 desc, v.id limit 1`,
);

/** The customer's card of a program, an active one where there is one; null: no member. */
export async function findCardOfProgram(
  sql: Sql,
  projectId: string,
  asked: { readonly customerId: string | null; readonly campaignId: string; readonly at: string },
): Promise<ProgramCard | null> {
  if (asked.customerId === null) return null;
  const values = [projectId, asked.customerId, asked.campaignId, asked.at];
  const [row] = await sql.rows(findCardStatement, values);
  return row ?? null;
}
