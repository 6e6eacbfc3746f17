/** Orders created as paid that earn points, beside a bare route that writes the same rows. */
import { connectDatabase } from '../src/platform/db/database.ts';
import type { HotPathResult } from './hot-path.ts';
import { measure, startServer, stopServer, type Target } from './load.ts';
import { headersOf, openShop, orderLines, type Shop, stockShop } from './shop.ts';

const steady = { connections: 16, seconds: 3, turns: 5 };
const MEMBERS = 5_000;

export async function benchEarning(databaseUrl: string): Promise<readonly HotPathResult[]> {
  const shop = await openShop(databaseUrl);
  await stockShop(databaseUrl, shop);
  await stockProgram(databaseUrl, shop);
  const scrip = await startServer('scrip', [databaseUrl]);
  const headers = headersOf(shop);
  await payOnce(scrip.url, headers);
  const bare = await startServer('bare-earning', [databaseUrl, shop.id, String(MEMBERS)]);
  const target = (name: string, url: string): Target => ({ name, url, headers, body: anyOrder });
  try {
    const [write, earning] = await measure(
      [
        target('bare route, one write of the rows', `${bare.url}/earn`),
        target('order created as paid, earning', `${scrip.url}/v1/orders`),
      ],
      steady,
    );
    if (write === undefined || earning === undefined) return [];
    return [{ title: 'Earning, 8 lines', floor: write, rates: [earning] }];
  } finally {
    await Promise.all([stopServer(scrip.process), stopServer(bare.process)]);
  }
}

/** A program with a rule on what was to pay, and its members: `member-0`, `member-1` … */
async function stockProgram(databaseUrl: string, shop: Shop): Promise<void> {
  const db = connectDatabase(databaseUrl, (error) => console.error(error.message));
  await db.adhoc(
    `insert into campaigns (project_id, id, name, campaign_type, type, voucher, created_at)
     values ($1, 'camp_points', 'Points', 'LOYALTY_PROGRAM', 'AUTO_UPDATE',
       '{"type": "LOYALTY_CARD", "loyalty_card": {"points": 0}}', now())`,
    [shop.id],
  );
  const loyalty = {
    type: 'PROPORTIONAL',
    calculation_type: 'ORDER_TOTAL_AMOUNT',
    order: { total_amount: { every: 100, points: 1 } },
  };
  await db.adhoc(
    `insert into earning_rules (project_id, id, campaign_id, event, loyalty, automation_id, created_at)
     values ($1, 'ern_bench', 'camp_points', 'order.paid', $2, 'auto_bench', now())`,
    [shop.id, JSON.stringify(loyalty)],
  );
  await db.adhoc(
    `insert into customers (project_id, id, source_id, created_at)
     select $1, 'cust_bench' || n, 'member-' || n, now() from generate_series(0, $2::integer - 1) n`,
    [shop.id, MEMBERS],
  );
  await db.adhoc(
    `insert into vouchers (project_id, id, code, campaign_id, type, balance, holder_id, published_count, created_at)
     select $1, 'v_card' || n, 'CARD' || n, 'camp_points', 'LOYALTY_CARD', 0, 'cust_bench' || n, 1, now()
     from generate_series(0, $2::integer - 1) n`,
    [shop.id, MEMBERS],
  );
  await db.adhoc('analyze', []);
  await db.close();
}

function anyOrder(): string {
  const member = `member-${Math.floor(Math.random() * MEMBERS)}`;
  return JSON.stringify({ status: 'PAID', customer: { source_id: member }, items: orderLines });
}

/** The rows that the bare route then writes as well. */
async function payOnce(url: string, headers: Record<string, string>): Promise<void> {
  const answer = await fetch(`${url}/v1/orders`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: anyOrder(),
  });
  if (answer.status !== 200) throw new Error(await answer.text());
}
