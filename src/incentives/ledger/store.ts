/** SQL of the ledger's movements: each is one call of a function that writes entry, lots and balance. */
import type { JsonObject } from '../../engine/json.ts';
import { type Sql, statement } from '../../platform/db/database.ts';

export type EntryType =
  | 'CREDITS_REDEMPTION'
  | 'CREDITS_REFUND'
  | 'CREDITS_ADDITION'
  | 'CREDITS_REMOVAL'
  | 'POINTS_ACCRUAL'
  | 'POINTS_ACCRUAL_CANCELLATION'
  | 'POINTS_CANCELLATION'
  | 'POINTS_REDEMPTION'
  | 'POINTS_REFUND'
  | 'POINTS_ADDITION'
  | 'POINTS_REMOVAL'
  | 'POINTS_EXPIRATION'
  | 'POINTS_TRANSFER_IN'
  | 'POINTS_TRANSFER_OUT'
  | 'PENDING_POINTS_ACTIVATION';

/** One entry to be written, in the form the ledger's SQL functions read. */
export type EntryAsk = {
  readonly id: string;
  readonly type: EntryType;
  /** ISO 8601. */
  readonly at: string;
  readonly source_id?: string | null;
  readonly reason?: string | null;
  readonly source?: string | null;
  readonly related_entry_id?: string;
  readonly redemption_id?: string;
  readonly rollback_id?: string;
  readonly order_id?: string;
  readonly earning_rule_id?: string;
  readonly details?: JsonObject;
};

/** A card's value as its row holds it: credits in minor units, or points. */
export type CardValue = {
  readonly balance: number;
  readonly added: number;
  readonly spent: number;
  readonly removed: number;
  readonly expired: number;
  readonly pending: number;
};

/** What became of a movement: `card` where the card is gone, `balance`, `overflow`. */
export type Moved = { readonly card: CardValue } | { readonly refused: string };

const creditStatement = statement<{ moved: Moved }>(
  'ledger_credit',
  'select try_ledger_credit($1, $2, $3::jsonb, $4, $5, $6::timestamptz) as moved',
);

export async function creditCard(
  sql: Sql,
  projectId: string,
  credit: {
    readonly cardId: string;
    readonly entry: EntryAsk;
    readonly amount: number;
    readonly lotId: string;
    readonly expiresAt: string | null;
  },
): Promise<Moved> {
  const { cardId, entry, amount, lotId, expiresAt } = credit;
  const values = [projectId, cardId, JSON.stringify(entry), amount, lotId, expiresAt];
  return only(await sql.rows(creditStatement, values)).moved;
}

const debitStatement = statement<{ moved: Moved }>(
  'ledger_debit',
  'select try_ledger_debit($1, $2, $3::jsonb, $4) as moved',
);

export async function debitCard(
  sql: Sql,
  projectId: string,
  debit: { readonly cardId: string; readonly entry: EntryAsk; readonly amount: number },
): Promise<Moved> {
  const { cardId, entry, amount } = debit;
  const values = [projectId, cardId, JSON.stringify(entry), amount];
  return only(await sql.rows(debitStatement, values)).moved;
}

const takeBackStatement = statement<{ taken: number }>(
  'ledger_take_back',
  'select ledger_take_back($1, $2, $3::jsonb, $4) as taken',
);

/** Answers how much it was: what has been spent meanwhile cannot be taken back. */
export async function takeBackCredit(
  sql: Sql,
  projectId: string,
  back: { readonly creditingId: string; readonly entry: EntryAsk; readonly amount: number },
): Promise<number> {
  const values = [projectId, back.creditingId, JSON.stringify(back.entry), back.amount];
  return only(await sql.rows(takeBackStatement, values)).taken;
}

const expireStatement = statement<{ expired: number }>(
  'ledger_expire',
  'select ledger_expire($1, $2, $3::timestamptz) as expired',
);

export async function expireCard(
  sql: Sql,
  projectId: string,
  due: { readonly cardId: string; readonly at: string },
): Promise<number> {
  return only(await sql.rows(expireStatement, [projectId, due.cardId, due.at])).expired;
}

function only<Row>([row]: readonly Row[]): Row {
  if (row === undefined) throw new Error('a function of the ledger answers one row');
  return row;
}
