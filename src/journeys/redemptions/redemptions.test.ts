/** Redemptions and rollbacks over HTTP. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { clientOf, type TestProject, testServer } from '../../../test/support/api.ts';
import { addKey } from '../../workspace/keys/service.ts';

const server = await testServer();

async function voucher(shop: TestProject, code: string, more: object = {}) {
  const made = await shop.post(`/v1/vouchers/${code}`, {
    type: 'DISCOUNT_VOUCHER',
    discount: { type: 'PERCENT', percent_off: 10, effect: 'APPLY_TO_ORDER' },
    redemption: { quantity: 1 },
    ...more,
  });
  assert.equal(made.status, 200, JSON.stringify(made.body));
  return made.body;
}

const redeemables = (...codes: string[]) => codes.map((id) => ({ object: 'voucher', id }));

test('a redeemed code takes its discount, is used up, and its order is paid', async () => {
  const shop = await server.project();
  const made = await voucher(shop, 'TEN');
  const request = {
    redeemables: redeemables('TEN'),
    customer: { source_id: 'ann', name: 'Ann', email: 'ann@example.com' },
    order: { source_id: 'o-1', amount: 10_005 },
  };
  const valid = await shop.post('/v1/validations', request);
  assert.equal(valid.body.valid, true, JSON.stringify(valid.body));
  assert.equal(valid.body.order.total_discount_amount, 1_001);

  const redeemed = await shop.post('/v1/redemptions', request);
  assert.equal(redeemed.status, 200, JSON.stringify(redeemed.body));
  const [redemption] = redeemed.body.redemptions;
  assert.match(redemption.id, /^r_/);
  assert.equal(redemption.result, 'SUCCESS');
  assert.equal(redemption.status, 'SUCCEEDED');
  assert.equal(redemption.redemption, null);
  assert.equal(redemption.voucher.id, made.id);
  assert.equal(redemption.voucher.redemption.redeemed_quantity, 1);
  assert.equal(redemption.customer.source_id, 'ann');
  assert.equal(redeemed.body.parent_redemption, undefined);
  assert.equal(redeemed.body.order.total_amount, 9_004);
  assert.equal(redeemed.body.order.status, 'PAID');

  const order = await shop.get('/v1/orders/o-1');
  assert.equal(order.body.status, 'PAID');
  assert.equal(order.body.total_discount_amount, 1_001);
  assert.ok(order.body.redemptions[redemption.id]);
  const customer = await shop.get('/v1/customers/ann');
  assert.equal(customer.body.id, redemption.customer_id);
  assert.equal(customer.body.summary.redemptions.total_redeemed, 1);

  const again = await shop.post('/v1/redemptions', { ...request, order: { amount: 100 } });
  assert.equal(again.status, 400);
  assert.equal(again.body.key, 'quantity_exceeded');
  const read = await shop.get(`/v1/redemptions/${redemption.id}`);
  assert.equal(read.body.voucher.code, 'TEN');
  assert.equal(read.body.order.total_discount_amount, 1_001);
  const failed = await shop.get('/v1/redemptions?result=Failure-quantity_exceeded');
  assert.equal(failed.body.total, 1);
});

test('a stack is redeemed as one, listed as parts of a parent, and rolled back as one', async () => {
  const shop = await server.project();
  await voucher(shop, 'A', { redemption: { quantity: 5 } });
  await voucher(shop, 'B', { discount: { type: 'AMOUNT', amount_off: 500 } });
  const redeemed = await shop.post('/v1/redemptions', {
    redeemables: redeemables('A', 'B'),
    customer: { source_id: 'bob' },
    order: { amount: 10_000 },
  });
  assert.equal(redeemed.status, 200, JSON.stringify(redeemed.body));
  const { redemptions, parent_redemption: parent, order } = redeemed.body;
  assert.deepEqual(
    redemptions.map(
      (one: { order: { total_applied_discount_amount: number } }) =>
        one.order.total_applied_discount_amount,
    ),
    [1_000, 500],
  );
  assert.equal(order.total_applied_discount_amount, 1_500);
  assert.ok(redemptions.every((one: { redemption: string }) => one.redemption === parent.id));

  const single = await shop.post(`/v1/redemptions/${redemptions[0].id}/rollback`, {});
  assert.equal(single.body.key, 'invalid_rollback_params');

  const back = await shop.post(`/v1/redemptions/${parent.id}/rollbacks?reason=returned`, {});
  assert.equal(back.status, 200, JSON.stringify(back.body));
  assert.equal(back.body.rollbacks.length, 2);
  assert.equal(back.body.parent_rollback.redemption, parent.id);
  assert.equal(back.body.parent_rollback.reason, 'returned');
  assert.equal(back.body.order.status, 'CANCELED');
  assert.equal(back.body.order.total_discount_amount, 0);
  assert.equal(back.body.order.total_amount, 10_000);
  assert.equal((await shop.get('/v1/vouchers/A')).body.redemption.redeemed_quantity, 0);
  assert.equal((await shop.get('/v1/vouchers/B')).body.redemption.redeemed_quantity, 0);

  const twice = await shop.post(`/v1/redemptions/${parent.id}/rollbacks`, {});
  assert.equal(twice.body.key, 'already_rolled_back');
  assert.equal((await shop.get(`/v1/redemptions/${parent.id}`)).body.status, 'ROLLED_BACK');
});

test('one that does not apply refuses the whole stack and consumes nothing', async () => {
  const shop = await server.project();
  await voucher(shop, 'GOOD');
  await voucher(shop, 'LATE', { expiration_date: '2020-01-01T00:00:00Z', start_date: null });
  const answer = await shop.post('/v1/redemptions', {
    redeemables: redeemables('GOOD', 'LATE'),
    order: { amount: 1_000 },
  });
  assert.equal(answer.status, 400);
  assert.equal(answer.body.key, 'voucher_expired');
  assert.equal((await shop.get('/v1/vouchers/GOOD')).body.redemption.redeemed_quantity, 0);
  assert.equal((await shop.get('/v1/orders')).body.total, 0);
  const unknown = await shop.post('/v1/redemptions', { redeemables: redeemables('NONE') });
  assert.equal(unknown.status, 404);
  assert.equal(unknown.body.resource_id, 'NONE');
});

test('200 at once on a quantity of 50: exactly 50 succeed, and the counters agree', async () => {
  const shop = await server.project();
  await voucher(shop, 'HOT', { redemption: { quantity: 50 } });
  const answers = await Promise.all(
    Array.from({ length: 200 }, (_, n) =>
      shop.post('/v1/redemptions', {
        redeemables: redeemables('HOT'),
        customer: { source_id: `c${n % 20}` },
        order: { amount: 1_000 },
      }),
    ),
  );
  const succeeded = answers.filter((answer) => answer.status === 200);
  assert.equal(succeeded.length, 50);
  const others = answers.filter((answer) => answer.status !== 200);
  assert.deepEqual([...new Set(others.map((answer) => answer.body.key))], ['quantity_exceeded']);
  const entries = await shop.get('/v1/vouchers/HOT/redemption');
  assert.equal(entries.body.redeemed_quantity, 50);
  const list = await shop.get('/v1/redemptions?result=Success&limit=100');
  assert.equal(list.body.total, 50);
  const counters = succeeded.map(
    (answer) => answer.body.redemptions[0].voucher.redemption.redeemed_quantity,
  );
  assert.equal(new Set(counters).size, 50);
});

test('20 rollbacks of one redemption at once: exactly one succeeds', async () => {
  const shop = await server.project();
  await voucher(shop, 'BACK');
  const redeemed = await shop.post('/v1/redemptions', {
    redeemables: redeemables('BACK'),
    order: { amount: 500 },
  });
  const { id } = redeemed.body.redemptions[0];
  const answers = await Promise.all(
    Array.from({ length: 20 }, () => shop.post(`/v1/redemptions/${id}/rollback`, {})),
  );
  assert.equal(answers.filter((answer) => answer.status === 200).length, 1);
  assert.equal(answers.filter((answer) => answer.body.key === 'already_rolled_back').length, 19);
  assert.equal((await shop.get('/v1/vouchers/BACK')).body.redemption.redeemed_quantity, 0);
});

test('a key redeems once, also when sent at once, and repeats its first answer to the letter', async () => {
  const shop = await server.project();
  await voucher(shop, 'KEY', { redemption: { quantity: 10 } });
  const request = {
    redeemables: redeemables('KEY'),
    customer: { source_id: 'kim' },
    order: { amount: 700 },
  };
  const key = { 'idempotency-key': 'pay-1' };
  const answers = await Promise.all(
    Array.from({ length: 10 }, () => shop.post('/v1/redemptions', request, key)),
  );
  assert.deepEqual([...new Set(answers.map((answer) => answer.status))], [200]);
  assert.equal(new Set(answers.map((answer) => JSON.stringify(answer.body))).size, 1);
  assert.equal((await shop.get('/v1/vouchers/KEY')).body.redemption.redeemed_quantity, 1);
  const other = await shop.post('/v1/redemptions', { ...request, order: { amount: 1 } }, key);
  assert.equal(other.body.key, 'idempotency_key_reused');

  const refused = { redeemables: redeemables('NONE') };
  const no = { 'idempotency-key': 'pay-2' };
  const first = await shop.post('/v1/redemptions', refused, no);
  await voucher(shop, 'NONE');
  const second = await shop.post('/v1/redemptions', refused, no);
  assert.equal(first.status, 404);
  assert.deepEqual(second.body, first.body);
});

test('a limit per customer and one per campaign hold under parallel redemptions', async () => {
  const shop = await server.project();
  const rule = await shop.post('/v1/validation-rules', {
    name: 'limits',
    rules: {
      1: { name: 'redemption.count.per_customer', conditions: { $less_than_or_equal: [2] } },
      logic: '1',
    },
  });
  assert.equal(rule.status, 200, JSON.stringify(rule.body));
  await voucher(shop, 'LIMIT', {
    redemption: { quantity: null },
    validation_rules: [rule.body.id],
  });
  const answers = await Promise.all(
    Array.from({ length: 12 }, (_, n) =>
      shop.post('/v1/redemptions', {
        redeemables: redeemables('LIMIT'),
        customer: { source_id: `c${n % 2}` },
        order: { amount: 1_000 },
      }),
    ),
  );
  assert.equal(answers.filter((answer) => answer.status === 200).length, 4);
  const keys = new Set(answers.flatMap((answer) => answer.body.key ?? []));
  assert.deepEqual([...keys], ['redemption_rules_violated']);
});

test('a limit per API key counts what this key redeemed, and what others did not', async () => {
  const shop = await server.project();
  const rule = await shop.post('/v1/validation-rules', {
    name: 'two for each till',
    rules: {
      1: { name: 'redemption.count.per_api_key', conditions: { $less_than_or_equal: [2] } },
      logic: '1',
    },
  });
  assert.equal(rule.status, 200, JSON.stringify(rule.body));
  await voucher(shop, 'TILL', { redemption: { quantity: null }, validation_rules: [rule.body.id] });
  const other = { appId: 'other-till', token: 'secret-token' };
  await addKey(server.db, other, {
    kind: 'server',
    projectId: shop.id,
    name: 'Other till',
    createdAt: new Date().toISOString(),
  });
  const tills = [shop, clientOf(shop.id, shop.url, { server: other })];
  for (const till of tills) {
    const answers = await Promise.all(
      Array.from({ length: 5 }, () =>
        till.post('/v1/redemptions', { redeemables: redeemables('TILL'), order: { amount: 100 } }),
      ),
    );
    assert.equal(answers.filter((answer) => answer.status === 200).length, 2);
  }
  assert.equal((await shop.get('/v1/vouchers/TILL')).body.redemption.redeemed_quantity, 4);
});
