/** What changes between a decision and its write: the write is refused, and decided anew. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Answer, type TestProject, testServer } from '../../../test/support/api.ts';
import { done } from '../../engine/outcome.ts';
import type { Transaction } from '../../platform/db/database.ts';

const server = await testServer();

const request = { redeemables: [{ object: 'voucher', id: 'A' }], order: { amount: 1_000 } };
const session = { type: 'LOCK', key: 'ann' };

async function shopWithVoucher(quantity: number): Promise<TestProject> {
  const shop = await server.project();
  const made = await shop.post('/v1/vouchers/A', {
    type: 'DISCOUNT_VOUCHER',
    discount: { type: 'AMOUNT', amount_off: 100 },
    redemption: { quantity },
  });
  assert.equal(made.status, 200, JSON.stringify(made.body));
  return shop;
}

/** Sends while the voucher's row is held, so that the write waits; meanwhile somebody else is faster. */
async function overtaken(
  shop: TestProject,
  send: () => Promise<Answer>,
  meanwhile: (tx: Transaction) => Promise<unknown>,
): Promise<Answer> {
  const sent = await server.db.transaction(async (tx) => {
    await tx.adhoc('select from vouchers where project_id = $1 for no key update', [shop.id]);
    const answer = send();
    await untilOneWaits();
    await meanwhile(tx);
    // Not awaited here: it is answered only once the row is let go.
    return done({ answer });
  });
  return sent.value.answer;
}

async function untilOneWaits(): Promise<void> {
  for (let tries = 0; tries < 1_000; tries++) {
    const waiting = await server.db.adhoc(
      `select from pg_stat_activity
       where datname = current_database() and wait_event_type = 'Lock'`,
      [],
    );
    if (waiting.length > 0) return;
    await sleep(10);
  }
  throw new Error('the request never waited for the row');
}

const lockedByBob = (shop: TestProject) => (tx: Transaction) =>
  tx.adhoc(
    `with held as (
       update vouchers set locked_quantity = locked_quantity + 1 where project_id = $1 returning id
     )
     insert into session_locks (project_id, voucher_id, session_key, quantity, expires_at, created_at)
     select $1, id, 'bob', 1, now() + interval '1 hour', now() from held`,
    [shop.id],
  );
const redeemedOnce = (shop: TestProject) => (tx: Transaction) =>
  tx.adhoc('update vouchers set redeemed_quantity = redeemed_quantity + 1 where project_id = $1', [
    shop.id,
  ]);

test('a redemption does not take what has been locked since it was decided', async () => {
  const shop = await shopWithVoucher(1);
  const send = () => shop.post('/v1/redemptions', request);
  const { body } = await overtaken(shop, send, lockedByBob(shop));
  assert.equal(body.key, 'quantity_exceeded', JSON.stringify(body));
});

test('a session does not lock what has been locked or redeemed since it was decided', async () => {
  for (const meanwhile of [lockedByBob, redeemedOnce]) {
    const shop = await shopWithVoucher(1);
    const send = () => shop.post('/v1/validations', { ...request, session });
    const { body } = await overtaken(shop, send, meanwhile(shop));
    assert.equal(body.valid, false);
    assert.equal(body.redeemables[0].result.error.key, 'quantity_exceeded');
  }
});

test('where enough is left beside what came in between, both succeed', async () => {
  const shop = await shopWithVoucher(3);
  const locked = await overtaken(
    shop,
    () => shop.post('/v1/validations', { ...request, session }),
    redeemedOnce(shop),
  );
  assert.equal(locked.body.valid, true, JSON.stringify(locked.body));
  const redeemed = await overtaken(
    shop,
    () => shop.post('/v1/redemptions', request),
    (tx) => tx.adhoc('update vouchers set metadata = $2 where project_id = $1', [shop.id, '{}']),
  );
  assert.equal(redeemed.status, 200, JSON.stringify(redeemed.body));
  assert.equal((await shop.post('/v1/redemptions', request)).body.key, 'quantity_exceeded');
  assert.equal((await shop.post('/v1/redemptions', { ...request, session })).status, 200);
});

test('a voucher that is deleted or changed before it is locked is judged as it is by then', async () => {
  const gone = await shopWithVoucher(1);
  const deleted = await overtaken(
    gone,
    () => gone.post('/v1/validations', { ...request, session }),
    (tx) => tx.adhoc('delete from vouchers where project_id = $1', [gone.id]),
  );
  assert.equal(deleted.body.redeemables[0].result.error.key, 'not_found');
  const shop = await shopWithVoucher(1);
  const disabled = await overtaken(
    shop,
    () => shop.post('/v1/validations', { ...request, session }),
    (tx) =>
      tx.adhoc('update vouchers set active = false, version = version + 1 where project_id = $1', [
        shop.id,
      ]),
  );
  assert.equal(disabled.body.redeemables[0].result.error.key, 'voucher_disabled');
});
