/** SQL of who is in which tier. */
import type { JsonObject } from '../../../../engine/json.ts';
import type { Project } from '../../../../platform/context.ts';
import { type Sql, statement } from '../../../../platform/db/database.ts';
import type { TiersExpiration } from '../expiration/schema.ts';
import type { LoyaltyTierRow } from '../store.ts';

export type CardRow = {
  readonly card_id: string;
  readonly campaign_id: string;
  readonly customer_id: string | null;
  readonly balance: number;
};

const lockStatement = statement<CardRow>(
  'lock_cards_with_tiers',
  `select v.id as card_id, v.campaign_id, v.holder_id as customer_id, v.balance from vouchers v
   where v.project_id = $1 and v.id = any($2) and v.type = 'LOYALTY_CARD' and (
     exists (select from loyalty_tiers t where t.project_id = $1 and t.campaign_id = v.campaign_id)
     or exists (select from loyalty_card_tiers s where s.project_id = $1 and s.card_id = v.id))
   order by v.id for no key update of v`,
);

/** Holds the cards whose programme has tiers, or that are in one. Others are passed over. */
export function lockCards(
  sql: Sql,
  projectId: string,
  cardIds: readonly string[],
): Promise<CardRow[]> {
  return sql.rows(lockStatement, [projectId, cardIds]);
}

export type CardTierRow = {
  readonly card_id: string;
  readonly customer_id: string | null;
  readonly tier_id: string | null;
  readonly started_at: string | null;
  readonly expires_at: string | null;
  readonly created_at: string | null;
  readonly updated_at: string | null;
  /** Null: never, or at once. */
  readonly next_check_at: string | null;
  /** Somebody moved its points and did not look at its tier. */
  readonly is_noted: boolean;
};

const statesStatement = statement<CardTierRow>(
  'find_card_tiers',
  `select card_id, customer_id, tier_id, started_at, expires_at, created_at, updated_at,
     nullif(next_check_at, '-infinity') as next_check_at, coalesce(next_check_at = '-infinity', false) as is_noted
   from loyalty_card_tiers where project_id = $1 and card_id = any($2)`,
);

export function findStates(
  sql: Sql,
  projectId: string,
  cardIds: readonly string[],
): Promise<CardTierRow[]> {
  return sql.rows(statesStatement, [projectId, cardIds]);
}

export type ProgrammeRow = {
  readonly id: string;
  readonly expiration: TiersExpiration | null;
  readonly tiers:
    | readonly { readonly id: string; readonly from: number | null; readonly to: number | null }[]
    | null;
};

const programmesStatement = statement<ProgrammeRow>(
  'find_tier_structures',
  `select c.id, c.loyalty_tiers_expiration as expiration, (
     select json_agg(json_build_object('id', t.id, 'from', t.points_from, 'to', t.points_to))
     from loyalty_tiers t where t.project_id = $1 and t.campaign_id = c.id) as tiers
   from campaigns c where c.project_id = $1 and c.id = any($2)`,
);

/** The tier structures of programmes. */
export function findProgrammes(
  sql: Sql,
  projectId: string,
  campaignIds: readonly string[],
): Promise<ProgrammeRow[]> {
  return sql.rows(programmesStatement, [projectId, campaignIds]);
}

/** What a card collected from an instant on, before another. */
export type CollectedAsk = { readonly cardId: string; readonly from: string; readonly to: string };

const collectedStatement = statement<{ collected: number }>(
  'points_collected',
  `select coalesce((select sum(e.amount) from ledger_entries e
     where e.project_id = $1 and e.voucher_id = a.card_id
       and e.created_at >= a.from_at and e.created_at < a.to_at
       and e.type in ('POINTS_ACCRUAL', 'PENDING_POINTS_ACTIVATION', 'POINTS_ADDITION',
         'POINTS_ACCRUAL_CANCELLATION', 'POINTS_CANCELLATION')), 0)::bigint as collected
   from unnest($2::text[], $3::timestamptz[], $4::timestamptz[]) with ordinality
     as a(card_id, from_at, to_at, number)
   order by a.number`,
);

/** In the order of the asks. */
export async function findCollected(
  sql: Sql,
  projectId: string,
  asks: readonly CollectedAsk[],
): Promise<readonly number[]> {
  if (asks.length === 0) return [];
  const rows = await sql.rows(collectedStatement, [
    projectId,
    asks.map(({ cardId }) => cardId),
    asks.map(({ from }) => from),
    asks.map(({ to }) => to),
  ]);
  return rows.map(({ collected }) => collected);
}

const balancesStatement = statement<{ card_id: string; balance: number }>(
  'balances_at_midnight',
  `select a.card_id, e.balance from unnest($2::text[], $3::timestamptz[]) as a(card_id, at),
     lateral (
       select l.balance - l.amount as balance from (
         select balance, amount, number, type, created_at from ledger_entries
         where project_id = $1 and voucher_id = a.card_id order by number desc limit 100) l
       where l.created_at >= a.at and l.type <> 'PENDING_POINTS_ACTIVATION'
       order by l.number limit 1) e`,
);

/**
 * What cards held at a moment that has passed, with the points that became active then and before others
 * expired: before the first movement since that was no activation. Those that had none are missing.
 */
export async function findBalancesAt(
  sql: Sql,
  projectId: string,
  asks: readonly { readonly cardId: string; readonly at: string }[],
): Promise<ReadonlyMap<string, number>> {
  if (asks.length === 0) return new Map();
  const rows = await sql.rows(balancesStatement, [
    projectId,
    asks.map(({ cardId }) => cardId),
    asks.map(({ at }) => at),
  ]);
  return new Map(rows.map(({ card_id, balance }) => [card_id, balance]));
}

/** What `write_card_tiers` reads. */
export type TierWrite = {
  readonly at: string;
  readonly cards: readonly (Omit<CardTierRow, 'is_noted'> & { readonly campaign_id: string })[];
  readonly changes: readonly {
    readonly id: string;
    readonly card_id: string;
    readonly campaign_id: string;
    readonly customer_id: string;
    readonly change: string;
    readonly tier_id: string | null;
    readonly previous_tier_id: string | null;
    readonly changed_at: string;
  }[];
  readonly outbox: readonly {
    readonly id: string;
    readonly topic: string;
    readonly payload: JsonObject;
  }[];
};

const writeStatement = statement('write_card_tiers', 'select write_card_tiers($1, $2::jsonb)');

export async function writeTiers(sql: Sql, projectId: string, write: TierWrite): Promise<void> {
  await sql.rows(writeStatement, [projectId, JSON.stringify(write)]);
}

const dueStatement = statement<DueRow>(
  'due_card_tiers',
  `select d.project_id, d.card_id from loyalty_card_tiers d
   join projects p on p.id = d.project_id
   where d.next_check_at at time zone 'UTC' <= $1::timestamptz at time zone 'UTC'
     and d.next_check_at is not null
     -- Points become active before tiers are looked at.
     and not exists (select from pending_points w
       where w.project_id = d.project_id and w.voucher_id = d.card_id and w.status = 'PENDING'
         and w.activates_at <= ($1::timestamptz at time zone p.timezone)::date)
   order by d.next_check_at at time zone 'UTC' limit $2`,
);

export type DueRow = { readonly project_id: string; readonly card_id: string };

/** Cards of all projects that are to be looked at by `at`, those that wait longest. */
export function findDue(
  sql: Sql,
  { at, most }: { readonly at: string; readonly most: number },
): Promise<DueRow[]> {
  return sql.rows(dueStatement, [at, most]);
}

const projectStatement = statement<ProjectRow>(
  'find_project_of_tiers',
  `select id, name, timezone, currency, case_sensitive_codes, config_version as version
   from projects where id = $1`,
);

type ProjectRow = Omit<Project, 'caseSensitiveCodes'> & { readonly case_sensitive_codes: boolean };

/** Null where it is gone. */
export async function findProject(sql: Sql, id: string): Promise<Project | null> {
  const [row] = await sql.rows(projectStatement, [id]);
  if (row === undefined) return null;
  const { case_sensitive_codes: caseSensitiveCodes, ...project } = row;
  return { ...project, caseSensitiveCodes };
}

const membersStatement = statement<{ id: string }>(
  'members_of_programme',
  `select id from vouchers
   where project_id = $1 and campaign_id = $2 and id > $3 and holder_id is not null
   order by id limit $4`,
);

/** Ids of the published cards of a programme, in order, after one. */
export async function findMembers(
  sql: Sql,
  projectId: string,
  page: { readonly campaignId: string; readonly after: string; readonly most: number },
): Promise<readonly string[]> {
  const rows = await sql.rows(membersStatement, [
    projectId,
    page.campaignId,
    page.after,
    page.most,
  ]);
  return rows.map(({ id }) => id);
}

const tiersOfCardsStatement = statement<{ card_id: string; id: string; name: string }>(
  'find_tiers_of_cards',
  `select s.card_id, t.id, t.name from loyalty_card_tiers s
   join loyalty_tiers t on t.project_id = s.project_id and t.id = s.tier_id
   where s.project_id = $1 and s.card_id = any($2)`,
);

export function findTiersOfCards(
  sql: Sql,
  projectId: string,
  cardIds: readonly string[],
): Promise<{ card_id: string; id: string; name: string }[]> {
  return sql.rows(tiersOfCardsStatement, [projectId, cardIds]);
}

/** A tier as a member holds it. */
export type MemberTierRow = {
  readonly tier: LoyaltyTierRow;
  readonly customer_id: string;
  readonly started_at: string;
  readonly expires_at: string | null;
  readonly joined_at: string;
  readonly changed_at: string | null;
};

type FoundMember = Omit<MemberTierRow, 'tier' | 'joined_at' | 'changed_at'> &
  LoyaltyTierRow & {
    readonly tier_id: string | null;
    readonly joined_at: string;
    readonly changed_at: string | null;
  };

const memberStatement = statement<FoundMember>(
  'find_tier_of_member',
  `select t.*, t.id as tier_id, s.customer_id, s.started_at, s.expires_at, s.created_at as joined_at,
     s.updated_at as changed_at
   from vouchers v
   left join loyalty_card_tiers s on s.project_id = v.project_id and s.card_id = v.id
   left join loyalty_tiers t on t.project_id = s.project_id and t.id = s.tier_id
   where v.project_id = $1 and v.type = 'LOYALTY_CARD' and v.holder_id is not null
     and (coalesce(v.code_key, v.code) = $2 or v.id = $3)
   order by v.id = $3 desc limit 1`,
);

/** A published card by the key of its code or by its id, with the tier it is in. */
export async function findMember(
  sql: Sql,
  projectId: string,
  named: { readonly key: string; readonly id: string },
): Promise<{ readonly tier: MemberTierRow | null } | null> {
  const [row] = await sql.rows(memberStatement, [projectId, named.key, named.id]);
  if (row === undefined) return null;
  const { tier_id, customer_id, started_at, expires_at, joined_at, changed_at, ...tier } = row;
  if (tier_id === null) return { tier: null };
  return { tier: { tier, customer_id, started_at, expires_at, joined_at, changed_at } };
}
