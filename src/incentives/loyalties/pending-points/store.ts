/** SQL of pending points: each change is one call of a function that keeps the card in step. */
import type { JsonObject } from '../../../engine/json.ts';
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
  readonly expiration_rules: JsonObject | null;
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
  readonly expiration_rules?: JsonObject | null;
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
