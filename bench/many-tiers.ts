/**
 * Qualification over HTTP among 100 to 100,000 active tiers with rules of many kinds, of which so many
 * match; what loading and compiling them costs, in time and memory; and what one changed rule costs.
 *
 * The server is a process of its own, told to collect its garbage before it says what it holds.
 */
import { connectDatabase, type Database } from '../src/platform/db/database.ts';
import { startServer, stopServer } from './load.ts';
import { LINES, percentile, projectWithTiers } from './tiers.ts';

export type ManyTiersResult = {
  readonly tiers: number;
  readonly matching: number;
  /** End to end, in milliseconds. */
  readonly p50: number;
  readonly p95: number;
  /** The first qualification of a fresh process: loads and compiles everything. */
  readonly firstMs: number;
  /** The next qualification after one rule has changed, median. */
  readonly afterChangeMs: number;
  readonly heapMb: number;
};

/** How many match: the same few whatever the size, or a share of all. */
const cases: readonly { readonly tiers: number; readonly matching: number }[] = [
  { tiers: 100, matching: 10 },
  { tiers: 1_000, matching: 10 },
  { tiers: 10_000, matching: 10 },
  { tiers: 100_000, matching: 10 },
  { tiers: 10_000, matching: 100 },
  { tiers: 100_000, matching: 100 },
  { tiers: 100_000, matching: 1_000 },
];

const ROUNDS = 200;
const WARM_UP = 100;
const CHANGES = 11;

export async function benchManyTiers(databaseUrl: string): Promise<readonly ManyTiersResult[]> {
  const db = connectDatabase(databaseUrl, (error) => console.error(error.message));
  try {
    const results: ManyTiersResult[] = [];
    for (const one of cases) results.push(await measureCase(db, databaseUrl, one));
    return results;
  } finally {
    await db.close();
  }
}

async function measureCase(
  db: Database,
  databaseUrl: string,
  { tiers, matching }: { readonly tiers: number; readonly matching: number },
): Promise<ManyTiersResult> {
  const headers = await projectWithTiers(db, {
    name: `${matching} of ${tiers}`,
    tiers,
    rules: ruleOf(tiers / matching),
    applicableTo: `'[]'::jsonb`,
  });
  const server = await startServer('scrip', [databaseUrl], ['--expose-gc']);
  try {
    const empty = await heapOf(server.process);
    const ask = asker(`${server.url}/v1/qualifications`, headers);
    const firstMs = await timed(ask);
    const full = await heapOf(server.process);
    const samples: number[] = [];
    for (let round = -WARM_UP; round < ROUNDS; round++) {
      const took = await timed(ask);
      if (round >= 0) samples.push(took);
    }
    const changes: number[] = [];
    for (let n = 0; n < CHANGES; n++) {
      await db.adhoc(
        `update validation_rules set definition = jsonb_set(definition, '{error}', $2), updated_at = now()
         where project_id = (select project_id from api_keys where app_id = $1) and id = 'val_1'`,
        [headers['x-app-id'], JSON.stringify({ message: `change ${n}` })],
      );
      changes.push(await timed(ask));
    }
    return {
      tiers,
      matching,
      p50: percentile(samples, 0.5),
      p95: percentile(samples, 0.95),
      firstMs,
      afterChangeMs: percentile(changes, 0.5),
      heapMb: (full - empty) / 2 ** 20,
    };
  } finally {
    await stopServer(server.process);
  }
}

/**
 * Every so many tiers one that matches; the others fail by a product, a customer's metadata or a
 * segment in turn. Those that match ask for a product and an amount.
 */
function ruleOf(every: number): string {
  const rule = (name: string, more: string) => `jsonb_build_object('name', '${name}', ${more})`;
  const isProduct = (id: string) =>
    rule(
      'product.id',
      `'conditions', jsonb_build_object('$is', jsonb_build_array(
        jsonb_build_object('object', 'product', 'id', ${id})))`,
    );
  const metadata = rule(
    'customer.metadata',
    `'property', 'city', 'conditions', jsonb_build_object('$is', jsonb_build_array('city ' || i))`,
  );
  const segment = rule(
    'customer.segment',
    `'conditions', jsonb_build_object('$is', jsonb_build_array('seg_' || i))`,
  );
  const amount = rule(
    'order.amount',
    `'conditions', jsonb_build_object('$more_than', jsonb_build_array(i % 100))`,
  );
  const first = `case when i % ${every} = 0 then ${isProduct(`'prod_' || (i / ${every}) % ${LINES}`)}
    when i % 3 = 0 then ${isProduct(`'other_' || i`)} when i % 3 = 1 then ${metadata} else ${segment} end`;
  return `jsonb_build_object('1', ${first}, '2', ${amount}, 'logic', '1 and 2')`;
}

function asker(url: string, headers: Record<string, string>): () => Promise<void> {
  const items = Array.from({ length: LINES }, (_, i) => ({ product_id: `prod_${i}`, quantity: 2 }));
  const customer = { source_id: 'ann', metadata: { city: 'Rome' } };
  const body = JSON.stringify({ scenario: 'ALL', customer, order: { items } });
  return async () => {
    const answer = await fetch(url, { method: 'POST', headers, body });
    const text = await answer.text();
    if (!text.includes('"total":5,"has_more":true'))
      throw new Error(`the bench measures something else: ${text.slice(0, 500)}`);
  };
}

async function timed(ask: () => Promise<void>): Promise<number> {
  const startedAt = performance.now();
  await ask();
  return performance.now() - startedAt;
}

type Server = Awaited<ReturnType<typeof startServer>>['process'];

/** Bytes in use once garbage is collected. */
async function heapOf(server: Server): Promise<number> {
  const answer = new Promise<number>((resolve) => {
    server.once('message', (bytes) => resolve(Number(bytes)));
  });
  server.send('heap');
  return answer;
}
