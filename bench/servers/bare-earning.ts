/**
 * The floor of earning: a bare Fastify route that takes the same body over the same HTTP, with the same
 * driver and pool, and writes the same rows in one statement: order, entry, lot, posting, card, earning.
 */
import Fastify from 'fastify';
import { connectDatabase, statement } from '../../src/platform/db/database.ts';

const [url = '', projectId = '', members = '1'] = process.argv.slice(2);
const db = connectDatabase(url, (error) => process.stderr.write(`${error.message}\n`));

const earnStatement = statement<{ balance: number }>(
  'bare_earn',
  `with held as (
     update vouchers set balance = balance + 10, added = added + 10, last_entry = last_entry + 1
     where project_id = $1 and id = $2 returning id, campaign_id, holder_id, balance, added, last_entry
   ), ordered as (
     insert into orders (project_id, id, status, customer_id, amount, total_discount_amount, total_amount,
       amounts, items, metadata, created_at)
     select $1, $3, 'PAID', held.holder_id, 10000, 0, 10000, $4::jsonb, $5::jsonb, '{}', now() from held
   ), entered as (
     insert into ledger_entries (project_id, id, voucher_id, number, campaign_id, type, amount, balance,
       total, source, order_id, earning_rule_id, details, created_at)
     select $1, $6, held.id, held.last_entry, held.campaign_id, 'POINTS_ACCRUAL', 10, held.balance,
       held.added, 'Automation', $3, 'ern_bench', $7::jsonb, now() from held
   ), put as (
     insert into ledger_lots (project_id, id, voucher_id, campaign_id, entry_id, amount, remaining, created_at)
     select $1, $8, held.id, held.campaign_id, $6, 10, 10, now() from held
   ), posted as (
     insert into ledger_postings (project_id, entry_id, lot_id, amount) values ($1, $6, $8, 10)
   ), earned as (
     insert into earnings (project_id, source_id, rule_id, voucher_id, points, entry_id, created_at)
     select $1, $3, 'ern_bench', held.id, 10, $6, now() from held
   )
   select balance from held`,
);

/** The rows of an order that Scrip has written: the bare route writes the same, byte for byte. */
const [written] = await db.adhoc<{ items: string; amounts: string; details: string }>(
  `select o.items::text, o.amounts::text, e.details::text
   from orders o join ledger_entries e on e.project_id = o.project_id and e.order_id = o.id
   where o.project_id = $1 limit 1`,
  [projectId],
);
if (written === undefined) throw new Error('earn once before the bare server starts');
const { items, amounts, details } = written;
let count = 0;
const server = Fastify({ logger: false });

server.post<{ Body: { readonly items: readonly object[] } }>('/earn', async ({ body }, reply) => {
  count += 1;
  const id = `${process.pid}_${count}`;
  const card = `v_card${Math.floor(Math.random() * Number(members))}`;
  const ids = [`ord_${id}`, amounts, items, `vtx_${id}`, details, `lopb_${id}`];
  const rows = await db.rows(earnStatement, [projectId, card, ...ids]);
  return reply.send({ earned: rows.length, items: body.items });
});

process.send?.(await server.listen({ port: 0, host: '127.0.0.1' }));
