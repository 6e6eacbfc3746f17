/** SQL of orders. */
import { sql } from 'kysely';
import type { JsonObject } from '../../engine/json.ts';
import { type Sql, statement } from '../../platform/db/database.ts';
import { type ListPage, listPage, orderedBy } from '../../platform/db/list.ts';
import type { OutboxEntry } from '../../platform/outbox/entry.ts';
import type {
  OrderAmounts,
  OrderCalculatedItem,
  OrderQuery,
  OrderRedemption,
  OrderStatus,
} from './schema.ts';

export type OrderRow = {
  readonly id: string;
  readonly source_id: string | null;
  readonly status: OrderStatus;
  readonly customer_id: string | null;
  readonly referrer_id: string | null;
  /** Minor units; `amount` is before discounts. */
  readonly amount: number;
  readonly total_discount_amount: number;
  readonly total_amount: number;
  /** The other amounts, by their wire names. */
  readonly amounts: Partial<OrderAmounts>;
  /** In wire form. */
  readonly items: readonly OrderCalculatedItem[];
  readonly metadata: JsonObject;
  readonly redemptions: Record<string, OrderRedemption> | null;
  readonly created_at: string;
  readonly updated_at: string | null;
};

const columns = `id, source_id, status, customer_id, referrer_id, amount, total_discount_amount,
  total_amount, amounts, items, metadata, redemptions, created_at, updated_at`;

const findOrderStatement = statement<OrderRow>(
  'find_order',
  `select ${columns} from orders where project_id = $1 and (id = $2 or source_id = $2)
   order by (id = $2) desc limit 1`,
);

/** By id or source_id; where both fit an order, the id wins. */
export async function findOrder(
  db: Sql,
  projectId: string,
  idOrSourceId: string,
): Promise<OrderRow | null> {
  const [row] = await db.rows(findOrderStatement, [projectId, idOrSourceId]);
  return row ?? null;
}

const lockOrderStatement = statement<OrderRow>(
  'lock_order',
  `select ${columns} from orders where project_id = $1 and (id = $2 or source_id = $3)
   order by (id = $2) desc nulls last limit 1 for no key update`,
);

/** By id, else by source_id; held until the transaction ends. */
export async function lockOrder(
  tx: Sql,
  projectId: string,
  key: { readonly id: string | null; readonly sourceId: string | null },
): Promise<OrderRow | null> {
  const [row] = await tx.rows(lockOrderStatement, [projectId, key.id, key.sourceId]);
  return row ?? null;
}

const written = (row: OrderRow): readonly unknown[] => [
  row.id,
  row.source_id,
  row.status,
  row.customer_id,
  row.referrer_id,
  row.amount,
  row.total_discount_amount,
  row.total_amount,
  JSON.stringify(row.amounts),
  JSON.stringify(row.items),
  JSON.stringify(row.metadata),
];

const insertOrderStatement = statement<OrderRow>(
  'insert_order',
  `insert into orders (project_id, id, source_id, status, customer_id, referrer_id, amount,
     total_discount_amount, total_amount, amounts, items, metadata, created_at)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
   on conflict do nothing
   returning ${columns}`,
);

/** Null where the id or source_id came to be taken meanwhile. */
export async function insertOrder(
  db: Sql,
  projectId: string,
  row: OrderRow,
): Promise<OrderRow | null> {
  const [inserted] = await db.rows(insertOrderStatement, [
    projectId,
    ...written(row),
    row.created_at,
  ]);
  return inserted ?? null;
}

const createOrderStatement = statement<{ created: { readonly customer_id: string | null } | null }>(
  'create_order',
  'select create_order($1, $2::jsonb) as created',
);

/** Inserts an order with its customer; answers the row, or null where nobody has the customer's id. */
export async function createOrder(
  db: Sql,
  projectId: string,
  ask: {
    readonly at: string;
    readonly order: OrderRow;
    readonly customer: JsonObject | null;
    readonly newCustomerId: string;
    readonly outbox: OutboxEntry | null;
  },
): Promise<OrderRow | null> {
  const { at, order, customer, newCustomerId, outbox } = ask;
  const written = {
    at,
    order,
    new_customer_id: newCustomerId,
    ...(customer === null ? {} : { customer }),
    ...(outbox === null ? {} : { outbox: [outbox] }),
  };
  const [row] = await db.rows(createOrderStatement, [projectId, JSON.stringify(written)]);
  const created = row?.created ?? null;
  return created === null ? null : { ...order, customer_id: created.customer_id };
}

const updateOrderStatement = statement<OrderRow>(
  'update_order',
  `update orders set source_id = $3, status = $4, customer_id = $5, referrer_id = $6, amount = $7,
     total_discount_amount = $8, total_amount = $9, amounts = $10, items = $11, metadata = $12,
     updated_at = $13
   where project_id = $1 and id = $2 returning ${columns}`,
);

/** Writes a locked order anew. Redemptions stay: only redeeming and rolling back change them. */
export async function updateOrder(
  tx: Sql,
  projectId: string,
  row: OrderRow,
): Promise<OrderRow | null> {
  const values = [projectId, ...written(row), row.updated_at];
  const [updated] = await tx.rows(updateOrderStatement, values);
  return updated ?? null;
}

export async function listOrders(
  db: Sql,
  projectId: string,
  query: OrderQuery,
): Promise<ListPage<OrderRow>> {
  return listPage(db, {
    select: sql.raw(columns),
    from: sql.raw('orders'),
    where: [sql`project_id = ${projectId}`],
    orderBy: orderedBy(query.order, '-created_at'),
    limit: query.limit ?? 10,
    page: query.page ?? 1,
  });
}
