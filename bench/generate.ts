/**
 * Making codes, beside a raw COPY of rows just like them into a table with the same indexes: what
 * the generation adds to what the database takes anyway. Absolute figures belong to the machine;
 * the ratio is the result.
 *
 *     npm run bench -- generate [codes]
 */
import assert from 'node:assert/strict';
import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';
import { Temporal } from 'temporal-polyfill';
import { allTasks } from '../src/app.ts';
import type { NewCard } from '../src/incentives/cards/service.ts';
import { connectDatabase, type Database } from '../src/platform/db/database.ts';
import { newId } from '../src/platform/ids.ts';

export type GenerationFigures = {
  readonly codes: number;
  /** Through the task that campaigns use, batch by batch. */
  readonly generatedMs: number;
  /** The same rows by one COPY into a table with the same indexes. */
  readonly copiedMs: number;
  readonly ratio: number;
  /** Memory of this process before and at its highest during the generation, in MB. */
  readonly residentBeforeMb: number;
  readonly residentPeakMb: number;
};

const projectId = 'proj_bench';

/** Works in the database of `databaseUrl`: migrated, with the tables of the jobs. */
export async function measureGeneration(
  databaseUrl: string,
  codes: number,
): Promise<GenerationFigures> {
  const db = connectDatabase(databaseUrl, (error) => console.error(error.message));
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    // The first of each is thrown away: caches fill, code gets compiled.
    await generate(db, 20_000);
    const residentBeforeMb = residentMb();
    let residentPeakMb = residentBeforeMb;
    const watch = setInterval(() => {
      residentPeakMb = Math.max(residentPeakMb, residentMb());
    }, 50);
    await client.query('checkpoint');
    const { ms: generatedMs, campaignId } = await generate(db, codes);
    clearInterval(watch);
    await client.query('checkpoint');
    const copiedMs = await copyAgain(client, campaignId, codes);
    const ratio = generatedMs / copiedMs;
    return { codes, generatedMs, copiedMs, ratio, residentBeforeMb, residentPeakMb };
  } finally {
    await client.end();
    await db.close();
  }
}

/** Runs the task as the worker would, again and again until nothing is left; `card`: cards instead. */
export async function generate(db: Database, codes: number, card: NewCard | null = null) {
  const now = Temporal.Now.instant().epochMilliseconds;
  const [campaignId, id] = [newId('camp', now), newId('aa', now)];
  const template = { code_config: {}, quantity: 1, card };
  await db.adhoc(
    `insert into projects (id, name, created_at) values ($1, 'Bench', now()) on conflict do nothing`,
    [projectId],
  );
  await db.adhoc(
    `insert into campaigns (project_id, id, name, campaign_type, type, created_at)
     values ($1, $2::text, $2::text, 'DISCOUNT_COUPONS', 'STATIC', now())`,
    [projectId, campaignId],
  );
  await db.adhoc(
    `insert into voucher_generations (project_id, id, campaign_id, wanted, template)
     values ($1, $2, $3, $4, $5)`,
    [projectId, id, campaignId, codes, JSON.stringify({ ...emptyTemplate, ...template })],
  );
  const task = allTasks(db)['generate_vouchers'];
  assert(task, 'campaigns bring the task');
  const run = { signal: new AbortController().signal, isLastAttempt: false };
  const startedAt = performance.now();
  while (await isUnfinished(db, id)) await task({ projectId, id }, run);
  const ms = performance.now() - startedAt;
  const [counted] = await db.adhoc<{ made: number }>(
    'select count(*) as made from vouchers where project_id = $1 and campaign_id = $2',
    [projectId, campaignId],
  );
  assert.equal(counted?.made, codes, 'exactly as many as wanted');
  return { ms, campaignId };
}

const emptyTemplate = {
  category_id: null,
  start_date: null,
  expiration_date: null,
  additional_info: null,
  metadata: null,
};

async function isUnfinished(db: Database, id: string): Promise<boolean> {
  const rows = await db.adhoc('select id from voucher_generations where id = $1', [id]);
  return rows.length > 0;
}

/** The very rows, read out once and copied into an equal table: the database's share of the work. */
async function copyAgain(client: pg.Client, campaignId: string, codes: number): Promise<number> {
  await client.query('create table vouchers_copied (like vouchers including all)');
  // As many rows are there before as were before the generation.
  await client.query(
    'insert into vouchers_copied select * from vouchers where campaign_id <> $1 order by id',
    [campaignId],
  );
  const columns = 'project_id, id, code, code_key, campaign_id, quantity, created_at, type';
  const chunks: Buffer[] = [];
  const out = client.query(
    copyTo(`copy (select ${columns} from vouchers where campaign_id = '${campaignId}') to stdout`),
  );
  for await (const chunk of out) chunks.push(chunk);
  const startedAt = performance.now();
  await pipeline(chunks, client.query(copyFrom(`copy vouchers_copied (${columns}) from stdin`)));
  const ms = performance.now() - startedAt;
  const { rows } = await client.query(
    'select count(*) as n from vouchers_copied where campaign_id = $1',
    [campaignId],
  );
  assert.equal(Number(rows[0].n), codes, 'every row was copied');
  await client.query('drop table vouchers_copied');
  return ms;
}

function residentMb(): number {
  return Math.round(process.memoryUsage.rss() / 2 ** 20);
}
