/**
 * The floors: bare Fastify routes that take the same bodies over the same HTTP, with the same driver,
 * pool and prepared statements, and do nothing but one statement.
 */
import Fastify from 'fastify';
import { connectDatabase, statement } from '../../src/platform/db/database.ts';

type Body = {
  readonly redeemables: readonly { readonly id: string }[];
  readonly order: {
    readonly items: readonly { readonly product_id: string }[];
    readonly amount?: number;
  };
};

const [url = '', projectId = ''] = process.argv.slice(2);
const db = connectDatabase(url, (error) => process.stderr.write(`${error.message}\n`));

const findCode = statement<{ id: string }>(
  'bare_find_code',
  'select * from vouchers where project_id = $1 and coalesce(code_key, code) = $2',
);

/** The rows of a stack: every voucher and every product, as JSON like the facts. */
const findStack = statement<{ vouchers: readonly object[]; products: readonly object[] }>(
  'bare_find_stack',
  `select
     (select json_agg(v) from vouchers v
      where project_id = $1 and coalesce(code_key, code) = any($2)) as vouchers,
     (select json_agg(p) from products p where project_id = $1 and id = any($3)) as products`,
);

/** One guarded write of the rows a redemption of one code writes: voucher, order, redemption, totals. */
const redeemCode = statement<{ id: string }>(
  'bare_redeem_code',
  `with used as (
     update vouchers set redeemed_quantity = redeemed_quantity + 1
     where project_id = $1 and coalesce(code_key, code) = $2
       and (quantity is null or redeemed_quantity < quantity)
     returning id, campaign_id
   ), ordered as (
     insert into orders (project_id, id, status, amount, total_discount_amount, total_amount, amounts,
       items, metadata, redemptions, created_at)
     select $1, $3, 'PAID', 10000, 1000, 9000, $4::jsonb, $5::jsonb, '{}', $8::jsonb, now() from used
   ), redeemed as (
     insert into redemptions (project_id, id, object, result, status, related_object_type,
       related_object_id, campaign_id, order_id, tracking_id, amount, discount_amount, channel, snapshot,
       created_at)
     select $1, $6, 'redemption', 'SUCCESS', 'SUCCEEDED', 'voucher', used.id, used.campaign_id, $3,
       'track', 10000, 1000, '{}', $9::jsonb, now() from used
   ), counted as (
     insert into redemption_totals as t (project_id, subject_id, slot, redemptions)
     select $1, campaign_id, $7, 1 from used where campaign_id is not null
     on conflict (project_id, subject_id, slot) do update set redemptions = t.redemptions + 1
   )
   select id from used`,
);

const consumeOne = statement<{ id: string }>(
  'bare_consume',
  `update vouchers set redeemed_quantity = redeemed_quantity + 1
   where project_id = $1 and coalesce(code_key, code) = $2 returning id`,
);

/** The rows of a redemption that Scrip has written: the bare route writes the same, byte for byte. */
type Written = { items: string; amounts: string; redemptions: string; snapshot: string };
const [written] = await db.adhoc<Written>(
  `select o.items::text, o.amounts::text, o.redemptions::text, r.snapshot::text
   from orders o join redemptions r on r.project_id = o.project_id and r.order_id = o.id
   where o.project_id = $1 limit 1`,
  [projectId],
);
if (written === undefined) throw new Error('redeem once before the bare server starts');
const { items, amounts, redemptions, snapshot } = written;
let count = 0;
const server = Fastify({ logger: false });

server.post<{ Body: Body }>('/select', async ({ body }, reply) => {
  const rows = await db.rows(findCode, [projectId, body.redeemables[0]?.id]);
  return reply.send({ valid: rows.length > 0, order: body.order });
});

server.post<{ Body: Body }>('/select-stack', async ({ body }, reply) => {
  const codes = body.redeemables.map(({ id }) => id);
  const productIds = body.order.items.map((item) => item.product_id);
  const [row] = await db.rows(findStack, [projectId, codes, productIds]);
  return reply.send({ ...row, order: body.order });
});

server.post<{ Body: Body }>('/write', async ({ body }, reply) => {
  count += 1;
  const id = `${process.pid}_${count}`;
  const rows = await db.rows(redeemCode, [
    projectId,
    body.redeemables[0]?.id,
    `ord_${id}`,
    amounts,
    items,
    `r_${id}`,
    count % 32,
    redemptions,
    snapshot,
  ]);
  return reply.send({ redeemed: rows.length, order: body.order });
});

server.post<{ Body: Body }>('/consume', async ({ body }, reply) => {
  const rows = await db.rows(consumeOne, [projectId, body.redeemables[0]?.id]);
  return reply.send({ redeemed: rows.length });
});

process.send?.(await server.listen({ port: 0, host: '127.0.0.1' }));
