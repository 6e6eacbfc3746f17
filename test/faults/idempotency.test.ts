/** One `Idempotency-Key` at two processes at once: one effect, and one answer to the letter. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Answer, TestProject } from '../support/api.ts';
import { campaignRow } from '../support/campaign-row.ts';
import { assertBooksAgree, atOnce, redeemables, twoServers, voucher } from './two-servers.ts';

const { server, both } = await twoServers();

function theOne(answers: readonly Answer[]): Answer['body'] {
  const texts = new Set(answers.map(({ status, body }) => `${status} ${JSON.stringify(body)}`));
  assert.equal(texts.size, 1, [...texts].join('\n'));
  return answers[0]?.body;
}

const withKey = (key: string) => ({ 'idempotency-key': key });

test('a redemption: 20 at once and one later are one redemption', async () => {
  const shop = await server.project();
  await voucher(shop, 'KEY', { redemption: { quantity: 5 } });
  const request = {
    redeemables: redeemables('KEY'),
    customer: { source_id: 'kim' },
    order: { source_id: 'once', amount: 700 },
  };
  const send = (at: TestProject) => at.post('/v1/redemptions', request, withKey('pay'));
  const answers = await atOnce(both(shop), 20, send);
  const body = theOne([...answers, await send(shop)]);
  assert.equal(body.redemptions[0].voucher.redemption.redeemed_quantity, 1);
  assert.equal((await shop.get('/v1/vouchers/KEY')).body.redemption.redeemed_quantity, 1);
  const other = await shop.post('/v1/redemptions', { ...request, metadata: {} }, withKey('pay'));
  assert.equal(other.body.key, 'idempotency_key_reused');
  await assertBooksAgree(server, shop);
});

test('many keys, each twice, on one hot code: each key redeems once', async () => {
  const shop = await server.project();
  await voucher(shop, 'HOT', { redemption: { quantity: 60 } });
  const answers = await atOnce(both(shop), 160, (at, n) =>
    at.post(
      '/v1/redemptions',
      { redeemables: redeemables('HOT'), order: { amount: 500 }, customer: { source_id: 'x' } },
      withKey(`hot-${n >> 1}`),
    ),
  );
  for (let n = 0; n < 160; n += 2) theOne(answers.slice(n, n + 2));
  assert.equal(answers.filter(({ status }) => status === 200).length, 120);
  assert.equal((await shop.get('/v1/vouchers/HOT')).body.redemption.redeemed_quantity, 60);
  // Twenty refused keys: each attempt is told once.
  assert.equal((await shop.get('/v1/redemptions?result=Failure')).body.total, 20);
  await assertBooksAgree(server, shop);
});

test('a refusal is the answer from then on, even where the request would succeed now', async () => {
  const shop = await server.project();
  const requests = [
    { redeemables: redeemables('LATER') },
    { redeemables: redeemables('LATER', 'LATER') },
    { redeemables: redeemables('LATER'), customer: { id: 'cust_unknown' } },
  ];
  const keys = ['not_found', 'duplicated_redeemables', 'not_found'];
  const send = (n: number) => (at: TestProject) =>
    at.post('/v1/redemptions', requests[n], withKey(`no-${n}`));
  const first: Answer[] = [];
  for (const [n, key] of keys.entries()) {
    const answers = await atOnce(both(shop), 4, send(n));
    assert.equal(theOne(answers).key, key);
    first.push(...answers.slice(0, 1));
  }
  await voucher(shop, 'LATER');
  for (const [n, answer] of first.entries()) theOne([answer, await send(n)(shop)]);
  assert.equal((await shop.get('/v1/redemptions?result=Success')).body.total, 0);
});

test('a rollback, an order and a publication: 10 at once are one', async () => {
  const shop = await server.project();
  await voucher(shop, 'BACK', { redemption: { quantity: 1 } });
  const redeemed = await shop.post('/v1/redemptions', { redeemables: redeemables('BACK') });
  const { id } = redeemed.body.redemptions[0];
  const rollback = await atOnce(both(shop), 10, (at) =>
    at.post(`/v1/redemptions/${id}/rollback`, {}, withKey('rollback')),
  );
  assert.equal(theOne(rollback).redemption, id);
  assert.equal((await shop.get('/v1/vouchers/BACK')).body.redemption.redeemed_quantity, 0);

  const order = await atOnce(both(shop), 10, (at) =>
    at.post('/v1/orders', { amount: 100 }, withKey('order')),
  );
  theOne(order);
  assert.equal((await shop.get('/v1/orders')).body.total, 1);

  const campaign = await campaignRow(server, shop, 'gifts');
  for (const code of ['G1', 'G2', 'G3']) await voucher(shop, code);
  await server.db.adhoc(
    `update vouchers set campaign_id = $2 where project_id = $1 and code like 'G%'`,
    [shop.id, campaign],
  );
  const publication = await atOnce(both(shop), 10, (at) =>
    at.post(
      '/v1/publications',
      { campaign: { name: 'gifts', count: 1 }, customer: { source_id: 'ann' } },
      withKey('publication'),
    ),
  );
  theOne(publication);
  assert.equal(publication[0]?.status, 200, JSON.stringify(publication[0]?.body));
  assert.equal((await shop.get('/v1/publications')).body.total, 1);
});
