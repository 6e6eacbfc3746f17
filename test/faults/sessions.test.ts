/** Sessions at two processes at once: as many locks as there are units, and what is locked is kept. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Answer, requestsTo, type TestProject } from '../support/api.ts';
import { dataFolder, startScrip } from '../support/scrip-process.ts';
import {
  assertBooksAgree,
  atOnce,
  redeemables,
  succeeded,
  tally,
  twoServers,
  voucher,
} from './two-servers.ts';

const { server, both } = await twoServers();

type Session = Readonly<Record<string, unknown>>;

const order = { amount: 1_000 };

const validate = (at: TestProject, codes: readonly string[], session: Session): Promise<Answer> =>
  at.post('/v1/validations', { redeemables: redeemables(...codes), order, session });

const redeem = (at: TestProject, codes: readonly string[], session?: Session): Promise<Answer> =>
  at.post('/v1/redemptions', { redeemables: redeemables(...codes), order, session });

/** How many applied, and why the others did not. */
function verdicts(answers: readonly Answer[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { status, body } of answers) {
    assert.equal(status, 200, JSON.stringify(body));
    const name = body.valid ? 'valid' : body.redeemables[0].result.error.key;
    counts[name] = (counts[name] ?? 0) + 1;
  }
  return counts;
}

async function redeemedOften(shop: TestProject, code: string): Promise<number> {
  return (await shop.get(`/v1/vouchers/${code}`)).body.redemption.redeemed_quantity;
}

test('40 sessions at once on a quantity of 10 lock exactly 10, and those 10 redeem', async () => {
  const shop = await server.project();
  await voucher(shop, 'TEN', { redemption: { quantity: 10 } });
  const locked = await atOnce(both(shop), 40, (at, n) => validate(at, ['TEN'], { key: `s${n}` }));
  assert.deepEqual(verdicts(locked), { valid: 10, quantity_exceeded: 30 });
  const keyless = await atOnce(both(shop), 40, (at) => redeem(at, ['TEN']));
  assert.deepEqual(tally(keyless), { quantity_exceeded: 40 });
  const keys = locked.flatMap(({ body }) => (body.valid ? [body.session.key] : []));
  const all = await atOnce(both(shop), 40, (at, n) => redeem(at, ['TEN'], { key: `s${n}` }));
  assert.deepEqual(tally(all), { 200: 10, quantity_exceeded: 30 });
  const redeemedBy = succeeded(all).map(({ body }) => body.redemptions[0].session.key);
  assert.deepEqual(new Set(redeemedBy), new Set(keys));
  assert.equal(await redeemedOften(shop, 'TEN'), 10);
  await assertBooksAgree(server, shop);
});

test('one key 40 times at once is one lock', async () => {
  const shop = await server.project();
  await voucher(shop, 'ONE', { redemption: { quantity: 1 } });
  const answers = await atOnce(both(shop), 40, (at) => validate(at, ['ONE'], { key: 'same' }));
  assert.deepEqual(verdicts(answers), { valid: 40 });
  await assertBooksAgree(server, shop);
  const redeemed = await atOnce(both(shop), 20, (at) => redeem(at, ['ONE'], { key: 'same' }));
  assert.deepEqual(tally(redeemed), { 200: 1, quantity_exceeded: 19 });
});

test('a storm: whoever holds a lock redeems, whatever others try; nothing is sold twice', async () => {
  const shop = await server.project();
  await voucher(shop, 'STORM', { redemption: { quantity: 40 } });
  const shops = both(shop);
  const kept: Answer[] = [];
  const others = await atOnce(shops, 160, async (at, n) => {
    if (n % 4 === 0) return redeem(at, ['STORM']);
    const session = { key: `s${n}` };
    const locked = await validate(at, ['STORM'], session);
    assert.equal(locked.status, 200, JSON.stringify(locked.body));
    if (!locked.body.valid) return redeem(at, ['STORM']);
    const other = at === shops[0] ? shops[1] : shops[0];
    if (n % 4 === 1) {
      const released = await other.delete(`/v1/vouchers/STORM/sessions/s${n}`);
      assert.equal(released.status, 204);
      return redeem(at, ['STORM'], session);
    }
    await sleep(n % 7);
    if (n % 4 === 2) assert.equal((await validate(other, ['STORM'], session)).body.valid, true);
    const answer = await redeem(other, ['STORM'], session);
    kept.push(answer);
    return answer;
  });
  assert.deepEqual(tally(kept), { 200: kept.length }, 'a lock is a promise');
  assert.ok(kept.length > 0);
  const counts = tally(others);
  assert.deepEqual(Object.keys(counts).toSorted(), ['200', 'quantity_exceeded']);
  assert.equal(await redeemedOften(shop, 'STORM'), counts['200']);
  await assertBooksAgree(server, shop);
});

test('sessions that run out amid redemptions: all units are sold, and not one more', async () => {
  const shop = await server.project();
  await voucher(shop, 'BRIEF', { redemption: { quantity: 30 } });
  const answers: Answer[] = [];
  await atOnce(both(shop), 120, async (at, n) => {
    const session = { key: `s${n}`, ttl: 20, ttl_unit: 'MILLISECONDS' };
    const locked = await validate(at, ['BRIEF'], session);
    if (n % 2 === 0) return locked;
    await sleep(n % 40);
    const answer = await redeem(at, ['BRIEF'], n % 4 === 1 ? session : undefined);
    answers.push(answer);
    return answer;
  });
  await sleep(30);
  // What was locked by those who never redeemed is back.
  answers.push(...(await atOnce(both(shop), 40, (at) => redeem(at, ['BRIEF']))));
  const counts = tally(answers);
  assert.equal(counts['200'], 30);
  assert.equal(await redeemedOften(shop, 'BRIEF'), 30);
  await assertBooksAgree(server, shop);
});

const stacked = (n: number) => (n % 2 === 0 ? ['A', 'B', 'C'] : ['C', 'B', 'A']);

async function dozens(shop: TestProject): Promise<void> {
  for (const code of ['A', 'B', 'C']) await voucher(shop, code, { redemption: { quantity: 12 } });
}

test('stacks in opposite orders, locked and redeemed at once: all or nothing, and no deadlock', async () => {
  const shop = await server.project();
  await dozens(shop);
  const before = await deadlocks();
  const answers = await atOnce(both(shop), 100, async (at, n) => {
    const session = { key: `s${n}` };
    await validate(at, stacked(n).slice(0, 1 + (n % 3)), session);
    return redeem(at, stacked(n).slice(0, 1 + (n % 2)), session);
  });
  assert.deepEqual(Object.keys(tally(answers)).toSorted(), ['200', 'quantity_exceeded']);
  await sleep(1_500);
  assert.equal(await deadlocks(), before);
  await assertBooksAgree(server, shop);
});

test('sessions that are changed and redeemed at the same moment lock nothing that is not counted', async () => {
  const shop = await server.project();
  await dozens(shop);
  const answers = await atOnce(both(shop), 80, (at, n) => {
    const session = { key: `s${n % 10}` };
    const codes = stacked(n).slice(0, 1 + (n % 3));
    return n % 4 < 2 ? validate(at, codes, session) : redeem(at, codes, session);
  });
  tally(answers);
  await assertBooksAgree(server, shop);
});

test('one Idempotency-Key 20 times at once is one session, and one answer to the letter', async () => {
  const shop = await server.project();
  await voucher(shop, 'KEY', { redemption: { quantity: 5 } });
  const request = { redeemables: redeemables('KEY'), order, session: { type: 'LOCK' } };
  const withKey = { 'idempotency-key': 'once' };
  const send = (at: TestProject) => at.post('/v1/validations', request, withKey);
  const answers = [...(await atOnce(both(shop), 20, send)), await send(shop)];
  assert.equal(new Set(answers.map(({ body }) => JSON.stringify(body))).size, 1);
  assert.equal(answers[0]?.body.valid, true);
  const [row] = await server.db.adhoc<{ locks: number }>(
    'select count(*) as locks from session_locks where project_id = $1',
    [shop.id],
  );
  assert.equal(row?.locks, 1);
  const other = await shop.post('/v1/validations', { ...request, metadata: {} }, withKey);
  assert.equal(other.status, 409);
  assert.equal(other.body.key, 'idempotency_key_reused');
  await assertBooksAgree(server, shop);
});

test('with an Idempotency-Key an answer that was not valid stays, though it would be by now', async () => {
  const shop = await server.project();
  await voucher(shop, 'LATE', { active: false });
  const request = { redeemables: redeemables('LATE'), order, session: { key: 'late' } };
  const send = () => shop.post('/v1/validations', request, { 'idempotency-key': 'late' });
  const first = await send();
  assert.equal(first.body.valid, false);
  await shop.post('/v1/vouchers/LATE/enable', {});
  assert.deepEqual((await send()).body, first.body);
});

test('a process that is killed amid locking leaves whole locks, and they run out', async (t) => {
  const shop = await server.project();
  await voucher(shop, 'A', { redemption: { quantity: 20 } });
  await voucher(shop, 'B', { redemption: { quantity: 20 } });
  const settings = { SCRIP_DATA: dataFolder(t), DATABASE_URL: server.databaseUrl };
  const scrip = startScrip(t, settings);
  const doomed = requestsTo(await scrip.ready(), {
    'x-app-id': shop.credentials.appId,
    'x-app-token': shop.credentials.token,
  });
  let locked = 0;
  const storm = Promise.allSettled(
    Array.from({ length: 60 }, async (_, n) => {
      const session = { key: `s${n}`, ttl: 1, ttl_unit: 'HOURS' };
      const body = { redeemables: redeemables('A', 'B'), order, session };
      const answer = await doomed.post('/v1/validations', body);
      if (answer.body.valid && ++locked === 5) scrip.process.kill('SIGKILL');
    }),
  );
  await storm;
  await lastStatementsOver();
  assert.ok(locked >= 5);
  await assertBooksAgree(server, shop);
  const rows = await server.db.adhoc<{ vouchers: number }>(
    'select count(*) as vouchers from session_locks where project_id = $1 group by session_key',
    [shop.id],
  );
  assert.ok(rows.length >= locked && rows.length <= 20);
  for (const { vouchers } of rows) assert.equal(vouchers, 2);
  const full = await atOnce(both(shop), 20 - rows.length, (at) => redeem(at, ['A', 'B']));
  assert.deepEqual(tally(full), rows.length === 20 ? {} : { 200: 20 - rows.length });
  assert.deepEqual(tally([await redeem(shop, ['A'])]), { quantity_exceeded: 1 });
  await server.db.adhoc(
    `update session_locks set expires_at = now() - interval '1 second' where project_id = $1`,
    [shop.id],
  );
  const answers = await atOnce(both(shop), 60, (at) => redeem(at, ['A', 'B']));
  assert.deepEqual(tally(answers), { 200: rows.length, quantity_exceeded: 60 - rows.length });
});

/**
 * The database goes on with what a killed process had sent, until it notices that nobody listens: half
 * a second in which nothing runs any more.
 */
async function lastStatementsOver(): Promise<void> {
  let quiet = 0;
  for (let waited = 0; waited < 20_000 && quiet < 10; waited += 50) {
    const [row] = await server.db.adhoc<{ running: number }>(
      `select count(*) as running from pg_stat_activity
       where datname = current_database() and pid <> pg_backend_pid() and query ilike '%lock_session%'
         and state <> 'idle'`,
      [],
    );
    quiet = row?.running === 0 ? quiet + 1 : 0;
    await sleep(50);
  }
}

/** How many deadlocks the database has resolved; it tells with a delay of up to a second. */
async function deadlocks(): Promise<number> {
  const [row] = await server.db.adhoc<{ deadlocks: number }>(
    'select deadlocks from pg_stat_database where datname = current_database()',
    [],
  );
  return row?.deadlocks ?? 0;
}
