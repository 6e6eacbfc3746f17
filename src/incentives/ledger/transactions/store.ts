/** SQL of transactions: pages of the ledger's entries, of a card or of a campaign. */
import { sql } from 'kysely';
import type { JsonObject } from '../../../engine/json.ts';
import type { Sql } from '../../../platform/db/database.ts';
import { type Condition, run } from '../../../platform/db/list.ts';
import type { EntryType } from '../store.ts';

/** An entry beside the order it is about. Credits in minor units, or points. */
export type TransactionRow = {
  readonly id: string;
  readonly voucher_id: string;
  readonly campaign_id: string | null;
  readonly type: EntryType;
  readonly amount: number;
  readonly balance: number;
  readonly total: number;
  readonly source_id: string | null;
  readonly reason: string | null;
  readonly source: string | null;
  readonly related_entry_id: string | null;
  readonly redemption_id: string | null;
  readonly rollback_id: string | null;
  readonly order_id: string | null;
  readonly order_source_id: string | null;
  readonly details: JsonObject;
  readonly created_at: string;
};

export type WantedTransactions = {
  /** Of one card: in the order of its numbers. Of a campaign: in the order of ids. */
  readonly of: { readonly cardId: string } | { readonly campaignId: string };
  readonly isNewestFirst: boolean;
  readonly after: string | null;
  readonly filters: Condition | null;
  readonly limit: number;
};

/** Goes on after an entry by its place in an index, so that a deep page costs no more than the first. */
export function findTransactions(
  db: Sql,
  projectId: string,
  { of, isNewestFirst, after, filters, limit }: WantedTransactions,
): Promise<TransactionRow[]> {
  const isCard = 'cardId' in of;
  const place = isCard ? sql.ref('e.number') : sql.ref('e.id');
  const beyond = isNewestFirst ? sql`<` : sql`>`;
  const start = isCard
    ? sql`(select a.number from ledger_entries a
        where a.project_id = ${projectId} and a.id = ${after} and a.voucher_id = ${of.cardId})`
    : sql`${after}`;
  const conditions = [
    sql`e.project_id = ${projectId}`,
    isCard ? sql`e.voucher_id = ${of.cardId}` : sql`e.campaign_id = ${of.campaignId}`,
    ...(after === null ? [] : [sql`${place} ${beyond} ${start}`]),
    ...(filters === null ? [] : [filters]),
  ];
  return run<TransactionRow>(
    db,
    sql`select e.id, e.voucher_id, e.campaign_id, e.type, e.amount, e.balance, e.total, e.source_id,
        e.reason, e.source, e.related_entry_id, e.redemption_id, e.rollback_id, e.order_id,
        o.source_id as order_source_id, e.details, e.created_at
      from ledger_entries e
      left join orders o on o.project_id = e.project_id and o.id = e.order_id
      where ${sql.join(conditions, sql` and `)}
      order by ${place} ${isNewestFirst ? sql`desc` : sql`asc`} limit ${limit}`,
  );
}
