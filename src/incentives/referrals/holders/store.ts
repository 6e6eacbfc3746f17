/** SQL of the holders of referral codes. */
import { sql } from 'kysely';
import type { JsonObject } from '../../../engine/json.ts';
import { type Sql, statement } from '../../../platform/db/database.ts';
import { type Condition, listPage, orderedBy } from '../../../platform/db/list.ts';

export type HolderRow = {
  readonly id: string;
  readonly voucher_id: string;
  readonly campaign_id: string;
  readonly customer_id: string;
  readonly role: 'REFERRER' | 'REFEREE';
  readonly metadata: JsonObject | null;
  readonly created_at: string;
};

const columns = 'id, voucher_id, campaign_id, customer_id, role, metadata, created_at';

const insertStatement = statement<{ id: string }>(
  'insert_referral_holder',
  `insert into referral_holders (project_id, ${columns}) values ($1, $2, $3, $4, $5, $6, $7, $8)
   on conflict do nothing returning id`,
);

/** False where the customer holds the code already, or it has its referrer. */
export async function insertHolder(db: Sql, projectId: string, row: HolderRow): Promise<boolean> {
  const rows = await db.rows(insertStatement, [
    projectId,
    row.id,
    row.voucher_id,
    row.campaign_id,
    row.customer_id,
    row.role,
    row.metadata === null ? null : JSON.stringify(row.metadata),
    row.created_at,
  ]);
  return rows.length > 0;
}

const lockCodeStatement = statement<{ id: string }>(
  'keep_referral_code',
  'select id from vouchers where project_id = $1 and id = $2 for key share',
);

/** Nobody removes the code until the transaction ends. False where it is gone. */
export async function keepCode(db: Sql, projectId: string, voucherId: string): Promise<boolean> {
  return (await db.rows(lockCodeStatement, [projectId, voucherId])).length > 0;
}

const findStatement = statement<HolderRow>(
  'find_referral_holder',
  `select ${columns} from referral_holders where project_id = $1 and id = $2 and voucher_id = $3`,
);

/** Null where the code has no such holder. */
export async function findHolder(
  db: Sql,
  projectId: string,
  { id, voucherId }: { readonly id: string; readonly voucherId: string },
): Promise<HolderRow | null> {
  const [row] = await db.rows(findStatement, [projectId, id, voucherId]);
  return row ?? null;
}

const removeStatement = statement<{ id: string }>(
  'remove_referral_holder',
  `delete from referral_holders where project_id = $1 and id = $2 and role = 'REFEREE' returning id`,
);

export async function removeReferee(db: Sql, projectId: string, id: string): Promise<boolean> {
  return (await db.rows(removeStatement, [projectId, id])).length > 0;
}

export type HolderPage = {
  readonly rows: readonly HolderRow[];
  /** Of all that the filters let through. */
  readonly total: number;
  readonly hasMore: boolean;
};

/** Behind `after` in the order asked for; ids are in the order of time. */
export async function listHolders(
  db: Sql,
  projectId: string,
  wanted: {
    readonly voucherId: string;
    readonly order: 'id' | '-id';
    readonly after: string | null;
    readonly limit: number;
    readonly filters: Condition | null;
  },
): Promise<HolderPage> {
  const { voucherId, order, after, limit, filters } = wanted;
  const shared = {
    select: sql.raw(columns),
    from: sql.raw('referral_holders h'),
    orderBy: orderedBy(order, order),
    page: 1,
  };
  const ofCode = [sql`project_id = ${projectId}`, sql`voucher_id = ${voucherId}`, filters];
  const behind = order === 'id' ? sql`id > ${after}` : sql`id < ${after}`;
  const where = [...ofCode, after === null ? null : behind];
  // One more than asked for tells whether there are more.
  const [page, whole] = await Promise.all([
    listPage<HolderRow>(db, { ...shared, where, limit: limit + 1 }),
    listPage<HolderRow>(db, { ...shared, where: ofCode, limit: 0 }),
  ]);
  const { rows } = page;
  return { rows: rows.slice(0, limit), total: whole.total, hasMore: rows.length > limit };
}
