/** SQL of pending points: each change is one call of a function that keeps the card in step. */
import type { JsonObject } from '../../../engine/json.ts';
import type { ExpirationRules } from '../../../engine/loyalty/points-expiry.ts';
import type { Project } from '../../../platform/context.ts';
import { type Sql, statement } from '../../../platform/db/database.ts';
import type { CardValue, EntryAsk } from '../../ledger/service.ts';

export type PendingPointsStatus = 'PENDING' | 'ACTIVATED' | 'CANCELED';

export type PendingPointsRow = {
  readonly id: string;
  readonly voucher_id: string;
  readonly campaign_id: string | null;
  readonly customer_id: string | null;
  readonly order_id: string | null;
  readonly earning_rule_id: string | null;
  readonly points: number;
  /** A day; its beginning where the project is. */
  readonly activates_at: string;
  readonly status: PendingPointsStatus;
  /** Of the rule they were earned by; null: as the program has it. */
  readonly expiration_rules: ExpirationRules | null;
  readonly details: JsonObject;
  readonly created_at: string;
  readonly updated_at: string | null;
};

const columns = `id, voucher_id, campaign_id, customer_id, order_id, earning_rule_id, points, activates_at,
  status, expiration_rules, details, created_at, updated_at`;

/** Pending points to be held, as `pending_add` reads them. */
export type AddAsk = {
  readonly id: string;
  readonly card_id: string;
  readonly points: number;
  readonly activates_at: string;
  readonly at: string;
  readonly order_id?: string;
  readonly earning_rule_id?: string;
  readonly expiration_rules?: ExpirationRules | null;
  readonly details?: JsonObject;
};

const addStatement = statement<{ card: CardValue }>(
  'add_pending_points',
  'select card_value(pending_add($1, $2::jsonb)) as card',
);

/** Throws SC001 `card` or `overflow`, which ends the transaction. */
export async function insertPendingPoints(
  sql: Sql,
  projectId: string,
  ask: AddAsk,
): Promise<CardValue> {
  const [row] = await sql.rows(addStatement, [projectId, JSON.stringify(ask)]);
  if (row === undefined) throw new Error('pending_add answers the card');
  return row.card;
}

/** What became of a change of pending points: how many they were about, or why nothing was. */
export type PendingChange =
  | { readonly points: number; readonly card: CardValue }
  | {
      readonly refused: 'card' | 'pending' | 'state' | 'amount' | 'overflow';
      readonly status?: PendingPointsStatus | null;
    };

type ChangeAsk = {
  readonly id: string;
  readonly card_id: string;
  readonly change_id: string;
  readonly at: string;
};

const adjustStatement = statement<{ change: PendingChange }>(
  'adjust_pending_points',
  'select pending_adjust($1, $2::jsonb) as change',
);

export async function adjustPending(
  sql: Sql,
  projectId: string,
  ask: ChangeAsk & { readonly change: number },
): Promise<PendingChange> {
  return only(await sql.rows(adjustStatement, [projectId, JSON.stringify(ask)]));
}

const cancelStatement = statement<{ change: PendingChange }>(
  'cancel_pending_points',
  'select pending_cancel($1, $2::jsonb) as change',
);

export async function cancelPending(
  sql: Sql,
  projectId: string,
  ask: ChangeAsk,
): Promise<PendingChange> {
  return only(await sql.rows(cancelStatement, [projectId, JSON.stringify(ask)]));
}

/** Points to be activated, with the lot they become. */
export type ActivationAsk = {
  readonly id: string;
  readonly card_id: string;
  readonly entry: EntryAsk;
  readonly lot_id: string;
  /** Null: never. */
  readonly expires_at: string | null;
};

const activateStatement = statement<{ change: PendingChange }>(
  'activate_pending_points',
  'select pending_activate($1, $2::jsonb) as change',
);

export async function activatePending(
  sql: Sql,
  projectId: string,
  ask: ActivationAsk,
): Promise<PendingChange> {
  return only(await sql.rows(activateStatement, [projectId, JSON.stringify(ask)]));
}

const activateEachStatement = statement<{ cards: readonly string[] }>(
  'activate_each_pending_points',
  'select pending_activate_each($1, $2::jsonb) as cards',
);

/** Answers the ids of the cards that gained, one as often as it did. */
export async function activateEachPending(
  sql: Sql,
  projectId: string,
  asks: readonly ActivationAsk[],
): Promise<readonly string[]> {
  const [row] = await sql.rows(activateEachStatement, [projectId, JSON.stringify(asks)]);
  return row?.cards ?? [];
}

const findStatement = statement<PendingPointsRow>(
  'find_pending_points',
  `select ${columns} from pending_points where project_id = $1 and voucher_id = $2 and id = $3`,
);

export async function findPendingPoints(
  sql: Sql,
  projectId: string,
  { cardId, id }: { readonly cardId: string; readonly id: string },
): Promise<PendingPointsRow | null> {
  const [row] = await sql.rows(findStatement, [projectId, cardId, id]);
  return row ?? null;
}

const bySide = (side: string, way: '<' | '>', direction: 'asc' | 'desc') =>
  `select ${columns} from pending_points
   where project_id = $1 and ${side} = $2 and status = 'PENDING' and id ${way} coalesce($3, '${way === '>' ? '' : '~'}')
   order by id ${direction} limit $4`;

const listStatements = {
  card: {
    oldest: statement<PendingPointsRow>(
      'list_pending_points_of_card',
      bySide('voucher_id', '>', 'asc'),
    ),
    newest: statement<PendingPointsRow>(
      'list_newest_pending_points_of_card',
      bySide('voucher_id', '<', 'desc'),
    ),
  },
  campaign: {
    oldest: statement<PendingPointsRow>(
      'list_pending_points_of_campaign',
      bySide('campaign_id', '>', 'asc'),
    ),
    newest: statement<PendingPointsRow>(
      'list_newest_pending_points_of_campaign',
      bySide('campaign_id', '<', 'desc'),
    ),
  },
} as const;

/** Those still pending on a card, else of a campaign, that come after the one with the id `after`. */
export function listPendingPoints(
  sql: Sql,
  projectId: string,
  wanted: {
    readonly cardId?: string;
    readonly campaignId?: string;
    readonly limit: number;
    readonly newestFirst: boolean;
    readonly after: string | null;
  },
): Promise<readonly PendingPointsRow[]> {
  const { cardId, campaignId = '', limit, newestFirst, after } = wanted;
  const of = listStatements[cardId === undefined ? 'campaign' : 'card'];
  const values = [projectId, cardId ?? campaignId, after, limit];
  return sql.rows(newestFirst ? of.newest : of.oldest, values);
}

const ofOrderStatement = statement<PendingPointsRow>(
  'find_pending_points_of_order',
  `select ${columns} from pending_points
   where project_id = $1 and order_id = $2 and status = 'PENDING' order by voucher_id, id`,
);

/** Those of an order that are still pending, by card. */
export function findPendingOfOrder(
  sql: Sql,
  projectId: string,
  orderId: string,
): Promise<readonly PendingPointsRow[]> {
  return sql.rows(ofOrderStatement, [projectId, orderId]);
}

function only([row]: readonly { readonly change: PendingChange }[]): PendingChange {
  if (row === undefined) throw new Error('a function of pending points answers one row');
  return row.change;
}

const projectsWithDueStatement = statement<{ id: string }>(
  'find_projects_with_due_pending_points',
  `select p.id from projects p where exists (
     select from pending_points d where d.project_id = p.id and d.status = 'PENDING'
       and d.activates_at <= ($1::timestamptz at time zone p.timezone)::date)`,
);

/** Projects where the day of some pending points has begun. */
export async function findProjectsWithDue(sql: Sql, at: string): Promise<readonly string[]> {
  const rows = await sql.rows(projectsWithDueStatement, [at]);
  return rows.map(({ id }) => id);
}

const dueStatement = statement<PendingPointsRow>(
  'find_due_pending_points',
  `select ${columns} from pending_points
   where project_id = $1 and status = 'PENDING' and activates_at <= $2::date
   order by activates_at, id limit $3`,
);

/** The longest due first. */
export function findDue(
  sql: Sql,
  projectId: string,
  { today, limit }: { readonly today: string; readonly limit: number },
): Promise<readonly PendingPointsRow[]> {
  return sql.rows(dueStatement, [projectId, today, limit]);
}

const dueProjectStatement = statement<Project>(
  'find_project_of_pending_points',
  `select id, name, timezone, currency, case_sensitive_codes as "caseSensitiveCodes",
     config_version as version from projects where id = $1`,
);

/** Null where it was deleted. */
export async function findDueProject(sql: Sql, projectId: string): Promise<Project | null> {
  const [row] = await sql.rows(dueProjectStatement, [projectId]);
  return row ?? null;
}
