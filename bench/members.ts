/**
 * Members of a loyalty program in the background: added, then given points that were pending, through
 * the tasks that requests use. Each figure says how many a second, and the memory it took: neither
 * may grow with how many there are.
 *
 *     npm run bench -- members [count]
 */
import assert from 'node:assert/strict';
import { Temporal } from 'temporal-polyfill';
import { allTasks } from '../src/app.ts';
import { connectDatabase, type Database } from '../src/platform/db/database.ts';
import { newId } from '../src/platform/ids.ts';

export type MemberFigures = {
  readonly members: number;
  readonly addedMs: number;
  /** One pending entry a member, each on a card of its own. */
  readonly activatedMs: number;
  /** Memory of this process before and at its highest, in MB. */
  readonly residentBeforeMb: number;
  readonly residentPeakMb: number;
};

const projectId = 'proj_members_bench';

/** Works in the database of `databaseUrl`: migrated, with the tables of the jobs. */
export async function measureMembers(databaseUrl: string, members: number): Promise<MemberFigures> {
  const db = connectDatabase(databaseUrl, (error) => console.error(error.message));
  const residentBeforeMb = residentMb();
  let residentPeakMb = residentBeforeMb;
  const watch = setInterval(() => {
    residentPeakMb = Math.max(residentPeakMb, residentMb());
  }, 50);
  try {
    const campaignId = await program(db);
    const addedMs = await addMembers(db, campaignId, members);
    const activatedMs = await activatePoints(db, members);
    return { members, addedMs, activatedMs, residentBeforeMb, residentPeakMb };
  } finally {
    clearInterval(watch);
    await db.close();
  }
}

async function program(db: Database): Promise<string> {
  const id = newId('camp', Temporal.Now.instant().epochMilliseconds);
  await db.adhoc(`insert into projects (id, name, created_at) values ($1, 'Bench', now())`, [
    projectId,
  ]);
  const voucher = {
    type: 'LOYALTY_CARD',
    loyalty_card: { points: 0 },
    redemption: { quantity: null },
    code_config: {},
  };
  await db.adhoc(
    `insert into campaigns (project_id, id, name, campaign_type, type, voucher, created_at)
     values ($1, $2::text, $2::text, 'LOYALTY_PROGRAM', 'AUTO_UPDATE', $3, now())`,
    [projectId, id, JSON.stringify(voucher)],
  );
  return id;
}

async function addMembers(db: Database, campaignId: string, members: number): Promise<number> {
  await db.adhoc(
    `insert into member_additions (project_id, id, campaign_id, wanted, channel, metadata)
     values ($1, 'aa_bench', $2, $3, 'API', '{}')`,
    [projectId, campaignId, members],
  );
  await db.adhoc(
    `insert into member_addition_customers (project_id, addition_id, place, source_id)
     select $1::text, 'aa_bench', n, 'customer-' || n from generate_series(1, $2::integer) as n`,
    [projectId, members],
  );
  const isLeft = () => exists(db, 'select 1 from member_additions where project_id = $1');
  const ms = await repeat(db, 'add_members', { projectId, id: 'aa_bench' }, isLeft);
  const [counted] = await db.adhoc<{ held: number }>(
    'select count(distinct holder_id) as held from vouchers where project_id = $1',
    [projectId],
  );
  assert.equal(counted?.held, members, 'every customer has a card');
  return ms;
}

async function activatePoints(db: Database, members: number): Promise<number> {
  await db.adhoc(
    `with added as (
       insert into pending_points (project_id, id, voucher_id, campaign_id, points, activates_at, created_at)
       select project_id, 'lopp_' || id, id, campaign_id, 5, '2020-01-01', now()
       from vouchers where project_id = $1
     )
     update vouchers set pending = 5 where project_id = $1`,
    [projectId],
  );
  const isLeft = () =>
    exists(db, `select 1 from pending_points where project_id = $1 and status = 'PENDING' limit 1`);
  const ms = await repeat(db, 'activate_pending_points', { projectId }, isLeft);
  const [counted] = await db.adhoc<{ points: number }>(
    'select sum(balance)::bigint as points from vouchers where project_id = $1 and pending = 0',
    [projectId],
  );
  assert.equal(counted?.points, 5 * members, 'every point became active once');
  return ms;
}

/** Runs the task as the worker would, again and again until nothing is left; answers how long it took. */
async function repeat(
  db: Database,
  name: string,
  payload: object,
  isLeft: () => Promise<boolean>,
): Promise<number> {
  const task = allTasks(db)[name];
  assert(task, `there is a task ${name}`);
  const run = { signal: new AbortController().signal, isLastAttempt: false };
  const startedAt = performance.now();
  while (await isLeft()) await task(payload, run);
  return performance.now() - startedAt;
}

async function exists(db: Database, text: string): Promise<boolean> {
  return (await db.adhoc(text, [projectId])).length > 0;
}

function residentMb(): number {
  return Math.round(process.memoryUsage.rss() / 2 ** 20);
}
