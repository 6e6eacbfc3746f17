/** SQL of buckets of points: the lots of a card that have not expired. */
import { sql } from 'kysely';
import type { Sql } from '../../../platform/db/database.ts';
import { type ListPage, listPage } from '../../../platform/db/list.ts';

export type BucketRow = {
  readonly id: string;
  readonly voucher_id: string;
  readonly campaign_id: string | null;
  readonly remaining: number;
  /** The last day, where the project is; null: never. */
  readonly last_day: string | null;
  readonly created_at: string;
  readonly updated_at: string | null;
};

/** Soonest first, those that never expire last; also those that are used up. */
export function listBuckets(
  db: Sql,
  projectId: string,
  of: { readonly cardId: string; readonly at: string; readonly timezone: string },
  page: { readonly limit: number; readonly page: number },
): Promise<ListPage<BucketRow>> {
  return listPage(db, {
    // A lot ends at the midnight after its last day.
    select: sql`id, voucher_id, campaign_id, remaining, created_at, updated_at, to_char(
      (expires_at - interval '1 millisecond') at time zone ${of.timezone}, 'YYYY-MM-DD') as last_day`,
    from: sql.raw('ledger_lots'),
    where: [
      sql`project_id = ${projectId}`,
      sql`voucher_id = ${of.cardId}`,
      sql`coalesce(expires_at > ${of.at}::timestamptz, true)`,
    ],
    orderBy: sql.raw('expires_at asc nulls last, id asc'),
    ...page,
  });
}
