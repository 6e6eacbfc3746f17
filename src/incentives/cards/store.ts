/** SQL of cards: which of their points expire next. */
import { type Sql, statement } from '../../platform/db/database.ts';
import type { NextExpiration } from './present.ts';

// A lot ends at the midnight after its last day, so a moment before lies on that day.
const nextExpirationsStatement = statement<NextExpiration & { readonly voucher_id: string }>(
  'next_expirations_of_cards',
  `select distinct on (voucher_id) voucher_id, to_char(day, 'YYYY-MM-DD') as day, points from (
     select l.voucher_id, sum(l.remaining)::bigint as points,
       ((l.expires_at - interval '1 millisecond') at time zone p.timezone)::date as day
     from projects p join ledger_lots l on l.project_id = p.id
     where p.id = $1 and l.project_id = $1 and l.voucher_id = any($2) and l.remaining > 0
       and l.expires_at > $3
     group by l.voucher_id, day
   ) expiring order by voucher_id, day`,
);

/** By card; those without points that expire are missing. Days are the project's. */
export async function findNextExpirations(
  sql: Sql,
  projectId: string,
  { cardIds, at }: { readonly cardIds: readonly string[]; readonly at: string },
): Promise<ReadonlyMap<string, NextExpiration>> {
  const rows = await sql.rows(nextExpirationsStatement, [projectId, cardIds, at]);
  return new Map(rows.map(({ voucher_id, day, points }) => [voucher_id, { day, points }]));
}
