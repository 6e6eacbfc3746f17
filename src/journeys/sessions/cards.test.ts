/** Sessions and cards over HTTP: what is locked of a card's value, and who can still spend it. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { type TestProject, testServer } from '../../../test/support/api.ts';
import { booksOf } from '../../../test/support/card-books.ts';

const server = await testServer();

async function giftCard(amount: number): Promise<TestProject> {
  const shop = await server.project();
  const body = { type: 'GIFT_VOUCHER', gift: { amount } };
  assert.equal((await shop.post('/v1/vouchers/GIFT', body)).status, 200);
  return shop;
}

const asked = (credits: number | undefined, key?: string, more: object = {}) => ({
  redeemables: [
    { object: 'voucher', id: 'GIFT', ...(credits === undefined ? {} : { gift: { credits } }) },
  ],
  order: { amount: 10_000 },
  ...(key === undefined ? {} : { session: { type: 'LOCK', key, ...more } }),
});

const lock = async (shop: TestProject, credits: number | undefined, key: string, more = {}) =>
  (await shop.post('/v1/validations', asked(credits, key, more))).body;
const locked = async (shop: TestProject) => (await booksOf(server, shop, 'GIFT')).locked;

test('what a session holds of a card is there for it alone', async () => {
  const shop = await giftCard(1_000);
  assert.equal((await lock(shop, 600, 'A')).valid, true);
  assert.equal(await locked(shop), 600);
  const other = await lock(shop, 401, 'B');
  assert.equal(other.valid, false);
  assert.equal(other.redeemables[0].result.error.key, 'gift_amount_exceeded');
  const rest = await lock(shop, undefined, 'B');
  assert.deepEqual(rest.redeemables[0].result.gift, { balance: 400, credits: 400 });
  assert.equal(await locked(shop), 1_000);
  assert.equal((await shop.post('/v1/redemptions', asked(1))).body.key, 'gift_amount_exceeded');

  const again = await lock(shop, 500, 'A');
  assert.deepEqual(again.redeemables[0].result.gift, { balance: 600, credits: 500 });
  assert.equal(await locked(shop), 900);
  const redeemed = await shop.post('/v1/redemptions', asked(600, 'A'));
  assert.equal(redeemed.status, 200, JSON.stringify(redeemed.body));
  assert.equal(redeemed.body.redemptions[0].voucher.gift.balance, 400);
  assert.equal(await locked(shop), 400);
});

test('a release and an expiry free what was locked', async () => {
  const shop = await giftCard(1_000);
  await lock(shop, 1_000, 'A');
  assert.equal((await shop.delete('/v1/vouchers/GIFT/sessions/A')).status, 204);
  assert.equal(await locked(shop), 0);
  await lock(shop, 1_000, 'B', { ttl: 30, ttl_unit: 'MILLISECONDS' });
  await sleep(60);
  const free = await lock(shop, 700, 'C');
  assert.equal(free.valid, true, JSON.stringify(free));
  assert.equal(await locked(shop), 700, 'the expired lock went with the next');
  const spent = await shop.post('/v1/redemptions', asked(300));
  assert.equal(spent.status, 200);
  assert.equal(spent.body.redemptions[0].voucher.gift.balance, 700);
});

test('a qualification tells what sessions hold of a card where it is asked for', async () => {
  const shop = await giftCard(1_000);
  await lock(shop, 600, 'A');
  const of = async (more: object) =>
    (await shop.post('/v1/qualifications', { order: { amount: 10_000 }, ...more })).body.redeemables
      .data[0].result;
  assert.deepEqual(await of({}), { gift: { balance: 400, credits: 400 } });
  assert.deepEqual(await of({ session: { type: 'LOCK' } }), {
    gift: { balance: 400, credits: 400, locked_credits: 600 },
  });
});
