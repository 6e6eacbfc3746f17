/** A card's books as they lie in the database: what tests hold against what answers say. */
import type { TestProject, TestServer } from './api.ts';

export type Books = {
  readonly balance: number;
  /** What is left in its lots. */
  readonly lots: number;
  /** What its entries changed, oldest first. */
  readonly entries: readonly number[];
  /** What sessions have locked of its value. */
  readonly locked: number;
};

export async function booksOf(
  { db }: Pick<TestServer, 'db'>,
  shop: Pick<TestProject, 'id'>,
  code: string,
): Promise<Books> {
  const [books] = await db.adhoc<Books>(
    `select v.balance, v.locked_value as locked,
       coalesce((select sum(l.remaining) from ledger_lots l
         where l.project_id = v.project_id and l.voucher_id = v.id), 0)::bigint as lots,
       coalesce((select json_agg(e.amount order by e.number) from ledger_entries e
         where e.project_id = v.project_id and e.voucher_id = v.id), '[]') as entries
     from vouchers v where v.project_id = $1 and v.code = $2`,
    [shop.id, code],
  );
  if (books === undefined) throw new Error(`there is no card ${code}`);
  return books;
}
