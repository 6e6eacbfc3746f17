/** Balances and transactions of cards, over HTTP. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type TestProject, testServer } from '../../../../test/support/api.ts';

const server = await testServer();
const MOST = Number.MAX_SAFE_INTEGER;

async function giftCard(project: TestProject, amount: number) {
  const gift = { type: 'GIFT_VOUCHER', gift: { amount } };
  return (await project.post('/v1/vouchers/CARD', gift)).body;
}

async function program(project: TestProject) {
  const expiration_rules = { period_type: 'MONTH', period_value: 1 };
  const loyalty_card = { points: 10, expiration_rules };
  const voucher = { type: 'LOYALTY_CARD', loyalty_card };
  const { body } = await project.post('/v1/campaigns', { name: 'Points', voucher });
  await project.post(`/v1/campaigns/${body.id}/vouchers/CARD`, {});
  return body;
}

test('credits are put on and taken off, and each change is a transaction', async () => {
  const project = await server.project();
  const card = await giftCard(project, 1000);
  const added = await project.post('/v1/vouchers/CARD/balance', {
    amount: 500,
    source_id: 'top-up',
    reason: 'Sorry',
  });
  assert.deepEqual(added.body, {
    amount: 500,
    total: 1500,
    balance: 1500,
    type: 'gift_voucher',
    operation_type: 'MANUAL',
    object: 'balance',
    related_object: { type: 'voucher', id: card.id },
  });
  const taken = await project.post(`/v1/vouchers/${card.id}/balance`, { amount: -1500 });
  assert.deepEqual([taken.body.total, taken.body.balance], [0, 0]);
  const { body } = await project.get('/v1/vouchers/CARD/transactions');
  assert.deepEqual(
    body.data.map(({ type, details }: { type: string; details: { balance: object } }) => [
      type,
      details.balance,
    ]),
    [
      ['CREDITS_REMOVAL', -1500, 0, 0, 'MANUAL'],
      ['CREDITS_ADDITION', 500, 1500, 1500, 'MANUAL'],
      ['CREDITS_ADDITION', 1000, 1000, 1000, 'AUTOMATIC'],
    ].map(([type, amount, total, balance, operation_type]) => [
      type,
      {
        type: 'gift_voucher',
        total,
        object: 'balance',
        amount,
        balance,
        operation_type,
        related_object: { id: card.id, type: 'voucher' },
      },
    ]),
  );
  const [, { id, source_id, campaign_id, source, reason, related_transaction_id }] = body.data;
  assert.match(id, /^vtx_/);
  assert.deepEqual(
    [source_id, campaign_id, source, reason, related_transaction_id],
    ['top-up', null, 'API', 'Sorry', null],
  );
  const { gift } = (await project.get('/v1/vouchers/CARD')).body;
  assert.deepEqual([gift.amount, gift.subtracted_amount, gift.balance], [1500, 1500, 0]);
});

const refused: readonly (readonly [string, unknown, string])[] = [
  ['nothing', { amount: 0 }, 'invalid_add_balance_params'],
  ['no amount', {}, 'invalid_payload'],
  ['part of a cent', { amount: 0.5 }, 'invalid_payload'],
  ['a text', { amount: '5' }, 'invalid_payload'],
  ['beyond all numbers', { amount: 1e300 }, 'invalid_payload'],
  ['more than can be counted', { amount: MOST }, 'invalid_add_balance_params'],
  ['more than is there', { amount: -1001 }, 'gift_amount_exceeded'],
  ['a reason without end', { amount: 1, reason: 'x'.repeat(1001) }, 'invalid_payload'],
];
for (const [claim, body, key] of refused) {
  test(`a change of balance is refused: ${claim}`, async () => {
    const project = await server.project();
    await giftCard(project, 1000);
    const answer = await project.post('/v1/vouchers/CARD/balance', body);
    assert.deepEqual([answer.status, answer.body.key], [400, key]);
    const { body: after } = await project.get('/v1/vouchers/CARD/transactions');
    assert.equal(after.data.length, 1);
  });
}

test('a change of balance is refused of discounts, of nobody, and of points that are not there', async () => {
  const project = await server.project();
  await program(project);
  const discount = { type: 'PERCENT', percent_off: 10 };
  await project.post('/v1/vouchers/SALE', { type: 'DISCOUNT_VOUCHER', discount });
  const answers = await Promise.all([
    project.post('/v1/vouchers/SALE/balance', { amount: 1 }),
    project.post('/v1/vouchers/NONE/balance', { amount: 1 }),
    project.post('/v1/vouchers/CARD/balance', { amount: -11 }),
    project.get('/v1/vouchers/NONE/transactions'),
    project.get('/v1/campaigns/NONE/transactions'),
    project.get('/v1/loyalties/members/SALE/transactions'),
    project.get('/v1/loyalties/Other/members/CARD/transactions'),
  ]);
  assert.deepEqual(
    answers.map(({ body }) => body.key),
    [
      'invalid_add_balance_params',
      'not_found',
      'loyalty_card_points_exceeded',
      'not_found',
      'not_found',
      'not_found',
      'not_found',
    ],
  );
  assert.deepEqual((await project.get('/v1/vouchers/SALE/transactions')).body.data, []);
});

test('one of forty parallel removals of a whole balance succeeds', async () => {
  const project = await server.project();
  await giftCard(project, 1000);
  const answers = await Promise.all(
    Array.from({ length: 40 }, () => project.post('/v1/vouchers/CARD/balance', { amount: -1000 })),
  );
  assert.equal(answers.filter(({ status }) => status === 200).length, 1);
  assert.equal((await project.get('/v1/vouchers/CARD')).body.gift.balance, 0);
});

test('points that are put on expire as the program says, and are told apart by their day', async () => {
  const project = await server.project();
  await program(project);
  await project.put('/v1/campaigns/Points', {
    loyalty_card: { expiration_rules: { period_type: 'MONTH', period_value: 0 } },
  });
  const { body } = await project.post('/v1/vouchers/CARD/balance', { amount: 5 });
  assert.deepEqual([body.type, body.balance], ['loyalty_card', 15]);
  const { loyalty_card: card } = (await project.get('/v1/vouchers/CARD')).body;
  assert.equal(card.next_expiration_points, 5);
  assert.equal(card.next_expiration_date, new Date().toISOString().slice(0, 10));
});

test('transactions come in pages that neither overlap nor miss, either way and by every address', async () => {
  const project = await server.project();
  const { id } = await program(project);
  await project.post(`/v1/campaigns/${id}/vouchers/OTHER`, {});
  for (let amount = 1; amount <= 6; amount++) {
    await project.post('/v1/vouchers/CARD/balance', { amount });
  }
  const addresses = [
    ['/v1/vouchers/CARD/transactions', 7],
    [`/v1/campaigns/${id}/transactions`, 8],
    ['/v1/loyalties/Points/transactions', 8],
    [`/v1/loyalties/${id}/members/CARD/transactions`, 7],
    ['/v1/loyalties/members/CARD/transactions', 7],
  ] as const;
  for (const [address, count] of addresses) {
    for (const order of ['id', '-id']) {
      const seen: string[] = [];
      let after = '';
      for (let page = 0; page < 5; page++) {
        const { body } = await project.get(`${address}?limit=3&order=${order}${after}`);
        seen.push(...body.data.map((one: { id: string }) => one.id));
        if (!body.has_more) break;
        after = `&starting_after_id=${body.more_starting_after}`;
      }
      assert.equal(new Set(seen).size, count, `${address} ${order}`);
      assert.equal(seen.length, count);
    }
  }
  const last = (await project.get('/v1/vouchers/CARD/transactions?limit=1')).body.data[0];
  const only = await project.get(
    `/v1/loyalties/members/CARD/transactions?filters[id][conditions][$is]=${last.id}`,
  );
  assert.deepEqual(only.body.data, [last]);
  const bad = await project.get('/v1/campaigns/Points/transactions?filters[x][conditions][$is]=1');
  assert.equal(bad.body.key, 'invalid_query_params');
});
