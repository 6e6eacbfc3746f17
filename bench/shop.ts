/** What the benches work on: a project with a campaign of many codes and a hot code, through the API. */
import type { Credentials } from '../src/platform/http/identity.ts';
import { connectDatabase } from '../src/platform/db/database.ts';
import { newId } from '../src/platform/ids.ts';
import { createProject } from '../src/workspace/projects/service.ts';

const CODES = 5_000;
const LINES = 8;
/** The largest stack, and the cart it is put on. */
const STACK = 30;
const LONG = 50;

export type Shop = { readonly id: string; readonly credentials: Credentials };

export async function openShop(databaseUrl: string): Promise<Shop> {
  const db = connectDatabase(databaseUrl, (error) => console.error(error.message));
  const created = await createProject(db, {
    id: newId('proj', Date.now()),
    name: 'Bench',
    description: null,
    timezone: 'UTC',
    currency: 'USD',
    case_sensitive_codes: true,
    settings: {},
    created_at: new Date().toISOString(),
  });
  await db.close();
  if (!created.ok) throw new Error('a project is always created');
  return { id: created.value.project.id, credentials: created.value.server };
}

/** Products, a campaign whose codes are `B0` to `B4999`, thirty small codes `S0` …, two more, and `HOT`. */
export async function stockShop(databaseUrl: string, shop: Shop): Promise<void> {
  const db = connectDatabase(databaseUrl, (error) => console.error(error.message));
  const discount = JSON.stringify({ type: 'PERCENT', percent_off: 10, effect: 'APPLY_TO_ORDER' });
  await db.adhoc(
    `insert into products (project_id, id, source_id, name, price, created_at)
     select $1, 'prod_bench' || n, 'sku-' || n, 'Product ' || n, 1000 + n, now() from generate_series(0, 199) n`,
    [shop.id],
  );
  await db.adhoc(
    `insert into campaigns (project_id, id, name, campaign_type, type, voucher, created_at)
     values ($1, 'camp_bench', 'Bench', 'DISCOUNT_COUPONS', 'STATIC',
       jsonb_build_object('type', 'DISCOUNT_VOUCHER', 'discount', $2::jsonb), now())`,
    [shop.id, discount],
  );
  await db.adhoc(
    `insert into vouchers (project_id, id, code, campaign_id, created_at)
     select $1, 'v_bench' || n, 'B' || n, 'camp_bench', now() from generate_series(0, $2::integer - 1) n`,
    [shop.id, CODES],
  );
  await db.adhoc(
    `insert into vouchers (project_id, id, code, discount, created_at)
     select $1, 'v_' || code, code, $2::jsonb, now() from unnest(array['HOT', 'TWO', 'THREE']) code`,
    [shop.id, discount],
  );
  await db.adhoc(
    `insert into vouchers (project_id, id, code, discount, created_at)
     select $1, 'v_small' || n, 'S' || n, $2::jsonb, now() from generate_series(0, ${STACK - 1}) n`,
    [shop.id, JSON.stringify({ type: 'AMOUNT', amount_off: 100, effect: 'APPLY_TO_ORDER' })],
  );
  await db.adhoc('analyze', []);
  await db.close();
}

export function headersOf({ credentials }: Shop): Record<string, string> {
  return { 'x-app-id': credentials.appId, 'x-app-token': credentials.token };
}

const cartOf = (length: number) =>
  Array.from({ length }, (_, line) => ({
    product_id: `prod_bench${(line * 7) % 200}`,
    quantity: (line % 8) + 1,
  }));
const items = cartOf(LINES);
/** Of an order of eight lines. */
export const orderLines: readonly object[] = items;

/** A request for these codes on an order of eight lines. */
export function requestFor(...codes: readonly string[]): string {
  return JSON.stringify({
    redeemables: codes.map((id) => ({ object: 'voucher', id })),
    customer: { source_id: 'bench-customer' },
    order: { items },
  });
}

/** One of the campaign's codes; another each time. */
export function anyCode(): string {
  return `B${Math.floor(Math.random() * CODES)}`;
}

/** All thirty small codes on an order of fifty lines; `expand` as the client wants its answer. */
export function largestRequest(expand?: readonly string[]): string {
  return JSON.stringify({
    redeemables: Array.from({ length: STACK }, (_, n) => ({ object: 'voucher', id: `S${n}` })),
    customer: { source_id: 'bench-customer' },
    order: { items: cartOf(LONG) },
    ...(expand === undefined ? {} : { options: { expand } }),
  });
}
