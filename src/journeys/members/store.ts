/** SQL of members added in the background: who is left, who they are, and the cards they get. */
import type { JsonObject } from '../../engine/json.ts';
import type { CardTemplate } from '../../incentives/cards/service.ts';
import type { CodeConfig } from '../../incentives/code-config/schema.ts';
import type { Project } from '../../platform/context.ts';
import { type Sql, statement } from '../../platform/db/database.ts';

/** Who one of many is, by one of the two. */
export type NamedCustomer = { readonly id: string | null; readonly source_id: string | null };

const insertAdditionStatement = statement(
  'insert_member_addition',
  `with addition as (
     insert into member_additions (project_id, id, campaign_id, wanted, channel, metadata)
     values ($1, $2, $3, cardinality($6::text[]), $4, $5)
   )
   insert into member_addition_customers (project_id, addition_id, place, customer_id, source_id)
   select $1, $2, place, customer_id, source_id
   from unnest($6::text[], $7::text[]) with ordinality as c(customer_id, source_id, place)`,
);

export async function insertAddition(
  sql: Sql,
  projectId: string,
  addition: {
    readonly id: string;
    readonly campaignId: string;
    readonly channel: string;
    readonly metadata: JsonObject;
    readonly customers: readonly NamedCustomer[];
  },
): Promise<void> {
  const { id, campaignId, channel, metadata, customers } = addition;
  await sql.rows(insertAdditionStatement, [
    projectId,
    id,
    campaignId,
    channel,
    JSON.stringify(metadata),
    customers.map((customer) => customer.id),
    customers.map((customer) => customer.source_id),
  ]);
}

/** What is left to do, and the program it is done for. */
export type Addition = {
  readonly id: string;
  readonly campaign_id: string;
  readonly wanted: number;
  readonly looked: number;
  readonly added: number;
  readonly failed: number;
  readonly channel: string;
  readonly metadata: JsonObject;
  readonly campaign_kind: 'AUTO_UPDATE' | 'STATIC' | 'STANDALONE';
  readonly activity_duration_after_publishing: string | null;
  readonly template: (CardTemplate & { readonly code_config: CodeConfig }) | null;
  /** How often each card may be redeemed; null: without limit. */
  readonly quantity: number | null;
};

const holdCampaignStatement = statement<{ id: string }>(
  'hold_campaign_of_member_addition',
  `select id from campaigns where project_id = $1 and id =
     (select campaign_id from member_additions where project_id = $1 and id = $2)
   for key share`,
);

const lockAdditionStatement = statement<Addition & { readonly project: Project }>(
  'lock_member_addition',
  `select a.id, a.campaign_id, a.wanted, a.looked, a.added, a.failed, a.channel, a.metadata,
     c.type as campaign_kind, c.activity_duration_after_publishing, c.voucher as template,
     (c.voucher -> 'redemption' ->> 'quantity')::integer as quantity,
     jsonb_build_object('id', p.id, 'name', p.name, 'timezone', p.timezone, 'currency', p.currency,
       'caseSensitiveCodes', p.case_sensitive_codes, 'version', p.config_version) as project
   from member_additions a
     join campaigns c on c.project_id = a.project_id and c.id = a.campaign_id
     join projects p on p.id = a.project_id
   where a.project_id = $1 and a.id = $2 for no key update of a`,
);

/**
 * Waits for a batch under way elsewhere; null where nothing is left or the program is gone, which is
 * locked first, as its removal does.
 */
export async function lockAddition(
  sql: Sql,
  projectId: string,
  id: string,
): Promise<(Addition & { readonly project: Project }) | null> {
  const held = await sql.rows(holdCampaignStatement, [projectId, id]);
  if (held.length === 0) return null;
  const [row] = await sql.rows(lockAdditionStatement, [projectId, id]);
  return row ?? null;
}

const nextCustomersStatement = statement<NamedCustomer>(
  'next_customers_of_member_addition',
  `select customer_id as id, source_id from member_addition_customers
   where project_id = $1 and addition_id = $2 and place > $3 order by place limit $4`,
);

export function nextCustomers(
  sql: Sql,
  projectId: string,
  { id, looked, limit }: { readonly id: string; readonly looked: number; readonly limit: number },
): Promise<readonly NamedCustomer[]> {
  return sql.rows(nextCustomersStatement, [projectId, id, looked, limit]);
}

const knownIdsStatement = statement<{ id: string }>(
  'known_customers_of_member_addition',
  'select id from customers where project_id = $1 and id = any($2)',
);

/** Which of these ids somebody has. */
export async function knownIds(
  sql: Sql,
  projectId: string,
  ids: readonly string[],
): Promise<ReadonlySet<string>> {
  const rows = await sql.rows(knownIdsStatement, [projectId, ids]);
  return new Set(rows.map(({ id }) => id));
}

const insertCustomersStatement = statement(
  'insert_customers_of_member_addition',
  `insert into customers (project_id, id, source_id, created_at)
   select $1, f.id, f.source_id, $4 from unnest($2::text[], $3::text[]) as f(id, source_id)
   order by f.source_id collate "C"
   on conflict (project_id, source_id) do nothing`,
);

/** Those that are new; `ids` are for them. */
export async function insertNewCustomers(
  sql: Sql,
  projectId: string,
  fresh: {
    readonly ids: readonly string[];
    readonly sourceIds: readonly string[];
    readonly at: string;
  },
): Promise<void> {
  await sql.rows(insertCustomersStatement, [projectId, fresh.ids, fresh.sourceIds, fresh.at]);
}

const lockCustomersStatement = statement<{ id: string }>(
  'lock_customers_of_member_addition',
  `select id from customers where project_id = $1 and id = any(array(
     select id from customers where project_id = $1 and id = any($2)
     union select id from customers where project_id = $1 and source_id = any($3)))
   order by id for no key update`,
);

/** The ids of those that there are, locked in their order: publications to them go one after another. */
export async function lockCustomers(
  sql: Sql,
  projectId: string,
  named: { readonly ids: readonly string[]; readonly sourceIds: readonly string[] },
): Promise<readonly string[]> {
  const rows = await sql.rows(lockCustomersStatement, [projectId, named.ids, named.sourceIds]);
  return rows.map(({ id }) => id);
}

const membersStatement = statement<{ customer_id: string }>(
  'find_members_among_customers',
  `select distinct customer_id from publications
   where project_id = $1 and customer_id = any($2) and campaign_id = $3 and result = 'SUCCESS'`,
);

/** Who of these is a member already. */
export async function membersAmong(
  sql: Sql,
  projectId: string,
  {
    campaignId,
    customerIds,
  }: { readonly campaignId: string; readonly customerIds: readonly string[] },
): Promise<ReadonlySet<string>> {
  const rows = await sql.rows(membersStatement, [projectId, customerIds, campaignId]);
  return new Set(rows.map(({ customer_id }) => customer_id));
}

const freeCardsStatement = statement<{ id: string }>(
  'take_free_cards',
  `select id from vouchers where project_id = $1 and campaign_id = $2 and holder_id is null
     and published_count = 0 and active and coalesce(expiration_date > $4, true)
   order by id limit $3 for no key update skip locked`,
);

/** Cards that nobody has and nobody is just taking, held until the transaction ends. */
export async function takeFreeCards(
  sql: Sql,
  projectId: string,
  wanted: { readonly campaignId: string; readonly count: number; readonly at: string },
): Promise<readonly string[]> {
  const { campaignId, count, at } = wanted;
  const rows = await sql.rows(freeCardsStatement, [projectId, campaignId, count, at]);
  return rows.map(({ id }) => id);
}

/** A card and who gets it. */
export type Handover = {
  readonly cardId: string;
  readonly customerId: string;
  readonly publicationId: string;
};

const handOverStatement = statement(
  'hand_over_cards',
  `with given as (
     select * from unnest($2::text[], $3::text[], $4::text[]) as g(card_id, customer_id, publication_id)
   ), handed as (
     update vouchers v set holder_id = g.customer_id, published_count = v.published_count + 1,
       version = v.version + 1, expiration_date = coalesce($5, v.expiration_date)
     from given g where v.project_id = $1 and v.id = g.card_id
   )
   insert into publications (project_id, id, result, customer_id, campaign_id, voucher_ids, channel,
     tracking_id, metadata, created_at)
   select $1, g.publication_id, 'SUCCESS', g.customer_id, $6, jsonb_build_array(g.card_id), $7,
     c.source_id, $8, $9
   from given g join customers c on c.project_id = $1 and c.id = g.customer_id`,
);

/** Gives each card to its customer and writes it down as a publication. */
export async function handOverCards(
  sql: Sql,
  projectId: string,
  { campaign_id, channel, metadata }: Pick<Addition, 'campaign_id' | 'channel' | 'metadata'>,
  given: {
    readonly handovers: readonly Handover[];
    /** Over the cards' own expiration; null: leave that. */
    readonly expirationDate: string | null;
    readonly at: string;
  },
): Promise<void> {
  await sql.rows(handOverStatement, [
    projectId,
    given.handovers.map(({ cardId }) => cardId),
    given.handovers.map(({ customerId }) => customerId),
    given.handovers.map(({ publicationId }) => publicationId),
    given.expirationDate,
    campaign_id,
    channel,
    JSON.stringify(metadata),
    given.at,
  ]);
}

const advanceStatement = statement(
  'advance_member_addition',
  `update member_additions set looked = looked + $3, added = added + $4, failed = failed + $5
   where project_id = $1 and id = $2`,
);

export async function advanceAddition(
  sql: Sql,
  projectId: string,
  by: {
    readonly id: string;
    readonly looked: number;
    readonly added: number;
    readonly failed: number;
  },
): Promise<void> {
  await sql.rows(advanceStatement, [projectId, by.id, by.looked, by.added, by.failed]);
}

const removeStatement = statement<{ added: number; failed: number }>(
  'remove_member_addition',
  'delete from member_additions where project_id = $1 and id = $2 returning added, failed',
);

/** What it came to; null where it is gone already. */
export async function removeAddition(
  sql: Sql,
  projectId: string,
  id: string,
): Promise<{ readonly added: number; readonly failed: number } | null> {
  const [row] = await sql.rows(removeStatement, [projectId, id]);
  return row ?? null;
}
