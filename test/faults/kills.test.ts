/** Killed and stopped under load: what was acknowledged is there, and nothing is there twice. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { type TestContext, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { requestsTo, type TestClient } from '../support/api.ts';
import {
  dataFolder,
  postmasterOf,
  type Scrip,
  serverHeaders,
  startScrip,
} from '../support/scrip-process.ts';
import { redeemables } from './two-servers.ts';

const codes = ['K0', 'K1', 'K2'];
const clients = 8;
const kills = 10;
const loadMs = 300;

/** Requests by number: each has a key and an order of its own. */
type Ledger = {
  next: number;
  /** The answer each got, as JSON. */
  readonly answered: Map<number, string>;
  /** Sent, and never answered. */
  readonly open: Set<number>;
};

const newLedger = (): Ledger => ({ next: 0, answered: new Map(), open: new Set() });

async function redeem(client: TestClient, ledger: Ledger, n: number): Promise<void> {
  ledger.open.add(n);
  const answer = await client.post(
    '/v1/redemptions',
    {
      redeemables: redeemables(codes[n % codes.length] ?? ''),
      customer: { source_id: `c${n % 7}` },
      order: { source_id: `o${n}`, amount: 1_000 },
    },
    { 'idempotency-key': `key-${n}` },
  );
  assert.equal(answer.status, 200, JSON.stringify(answer.body));
  const body = JSON.stringify(answer.body);
  assert.equal(ledger.answered.get(n) ?? body, body, 'a key has one answer');
  ledger.answered.set(n, body);
  ledger.open.delete(n);
}

/** Clients that redeem one after the other until the server is gone. */
async function load(client: TestClient, ledger: Ledger): Promise<void> {
  const one = async () => {
    for (;;) {
      try {
        await redeem(client, ledger, ledger.next++);
      } catch (error) {
        if (error instanceof TypeError) return; // fetch: the connection is gone
        throw error;
      }
    }
  };
  await Promise.all(Array.from({ length: clients }, one));
}

/** For a while, and until each client has had an answer: on a busy machine that takes longer. */
async function underLoad({ answered }: Ledger): Promise<void> {
  const enough = answered.size + clients + 1;
  await sleep(loadMs);
  for (let waited = 0; answered.size < enough && waited < 20_000; waited += 20) await sleep(20);
}

async function started(t: TestContext, folder: string): Promise<[Scrip, TestClient]> {
  const scrip = startScrip(t, { SCRIP_DATA: folder });
  const address = await scrip.ready();
  return [scrip, requestsTo(address, serverHeaders(folder))];
}

/** The last code is a gift card's: it pays each order whole. */
const gift = { type: 'GIFT_VOUCHER', gift: { amount: 100_000_000 } };

async function makeVouchers(client: TestClient): Promise<void> {
  for (const code of codes) {
    if (code === codes.at(-1)) {
      assert.equal((await client.post(`/v1/vouchers/${code}`, gift)).status, 200);
      continue;
    }
    const made = await client.post(`/v1/vouchers/${code}`, {
      type: 'DISCOUNT_VOUCHER',
      discount: { type: 'AMOUNT', amount_off: 100 },
      redemption: { quantity: null },
    });
    assert.equal(made.status, 200);
  }
}

/** The database's processes, all at once, as a power cut would end them. */
function killDatabase(folder: string): void {
  const postmaster = postmasterOf(folder);
  assert(postmaster !== null);
  const children = execFileSync('ps', ['-o', 'pid=', '--ppid', String(postmaster)], {
    encoding: 'utf8',
  });
  for (const pid of [postmaster, ...children.trim().split(/\s+/).map(Number)]) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // Gone already: they watch each other.
    }
  }
}

/** Order numbers of all redemptions there are, in ascending order. */
async function redeemedOrders(client: TestClient): Promise<number[]> {
  const found: number[] = [];
  for (let page = 1; ; page++) {
    const { body } = await client.get(`/v1/redemptions?limit=100&page=${page}`);
    for (const one of body.redemptions) found.push(Number(one.order.source_id.slice(1)));
    if (found.length >= body.total) return found.toSorted((a, b) => a - b);
  }
}

/** Everything answered is there once, nothing else is, and the counters say the same. */
async function assertKept(client: TestClient, ledger: Ledger): Promise<void> {
  const orders = await redeemedOrders(client);
  assert.deepEqual(
    orders,
    [...ledger.answered.keys()].toSorted((a, b) => a - b),
  );
  for (const [position, code] of codes.entries()) {
    const { body } = await client.get(`/v1/vouchers/${code}`);
    const expected = orders.filter((n) => n % codes.length === position).length;
    assert.equal(body.redemption.redeemed_quantity, expected);
    if (body.gift) assert.equal(body.gift.balance, gift.gift.amount - 1_000 * expected);
  }
}

test(`${kills} kills under load lose no acknowledged redemption and double none`, async (t) => {
  const folder = dataFolder(t);
  const ledger = newLedger();
  let repeated = 0;
  for (let kill = 0; kill < kills; kill++) {
    const [scrip, client] = await started(t, folder);
    if (kill === 0) await makeVouchers(client);
    // Whoever got no answer asks again with the same key; so do some who got one.
    const again = [...ledger.open, ...[...ledger.answered.keys()].slice(-20)];
    repeated += ledger.open.size;
    await Promise.all(again.map((n) => redeem(client, ledger, n)));
    const loaded = load(client, ledger);
    await underLoad(ledger);
    scrip.process.kill('SIGKILL');
    if (kill % 2 === 1) killDatabase(folder);
    await Promise.all([scrip.ended(), loaded]);
  }
  const [scrip, client] = await started(t, folder);
  const before = new Set(await redeemedOrders(client));
  for (const n of ledger.answered.keys()) assert.ok(before.has(n), `${n} was acknowledged`);
  await Promise.all([...ledger.open].map((n) => redeem(client, ledger, n)));
  await assertKept(client, ledger);
  assert.ok(repeated > 0 && ledger.answered.size > kills * clients);
  t.diagnostic(`${ledger.answered.size} acknowledged and found, ${repeated} asked again`);
  scrip.process.kill('SIGTERM');
  assert.equal(await scrip.ended(), 0);
});

test('a stop under load answers whatever it has begun, and leaves nothing half done', async (t) => {
  const folder = dataFolder(t);
  const ledger = newLedger();
  const [scrip, client] = await started(t, folder);
  await makeVouchers(client);
  const loaded = load(client, ledger);
  await underLoad(ledger);
  scrip.process.kill('SIGTERM');
  assert.equal(await scrip.ended(), 0);
  await loaded;
  const [second, other] = await started(t, folder);
  // What was not answered was not begun either: nothing beyond the answered is there.
  await assertKept(other, ledger);
  assert.ok(ledger.answered.size > clients);
  t.diagnostic(`${ledger.answered.size} answered, ${ledger.open.size} turned away`);
  second.process.kill('SIGTERM');
  assert.equal(await second.ended(), 0);
});
