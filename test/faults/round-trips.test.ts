/** How many statements the hot path sends: the promise of the design, counted. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { buildApp } from '../../src/app.ts';
import { connectDatabase } from '../../src/platform/db/database.ts';
import { type Answer, type TestProject, testServer } from '../support/api.ts';
import { beforeDrop } from '../support/database.ts';
import { redeemables, voucher } from './two-servers.ts';

const server = await testServer();
const sent: string[] = [];
const silent = () => undefined;
const db = connectDatabase(server.databaseUrl, silent, { onStatement: (name) => sent.push(name) });
const log = { info: silent, warn: silent, error: silent };
const app = buildApp({ db, log, version: 'counted' });
const url = await app.listen({ port: 0, host: '127.0.0.1' });
beforeDrop(async () => {
  await app.close();
  await db.close();
});

const shop = (await server.project()).through(url);
for (const code of ['ONE', 'TWO', 'THREE']) {
  await voucher(shop, code, { redemption: { quantity: null } });
}
const product = await shop.post('/v1/products', { source_id: 'shoe', price: 500 });
const rule = await shop.post('/v1/validation-rules', {
  name: 'often',
  rules: {
    1: { name: 'redemption.count.per_customer', conditions: { $less_than: [1_000] } },
    2: { name: 'redemption.count.daily', conditions: { $less_than: [1_000] } },
    logic: '1 and 2',
  },
});
await shop.post(`/v1/validation-rules/${rule.body.id}/assignments`, {
  related_object_type: 'voucher',
  related_object_id: 'ONE',
});

const eightItems = {
  customer: { source_id: 'ann' },
  order: {
    items: Array.from({ length: 8 }, (_, n) => ({ product_id: product.body.id, quantity: n + 1 })),
  },
};
const one = { redeemables: redeemables('ONE'), ...eightItems };
const three = { redeemables: redeemables('ONE', 'TWO', 'THREE'), ...eightItems };
const key = { 'idempotency-key': 'counted' };

type Request = (at: TestProject) => Promise<Answer>;
const requests: readonly (readonly [what: string, statements: number, request: Request])[] = [
  ['a validation of one code on 8 items', 1, (at) => at.post('/v1/validations', one)],
  ['a validation of a stack of three on 8 items', 1, (at) => at.post('/v1/validations', three)],
  [
    'a validation that is explained',
    1,
    (at) => at.post('/v1/validations', { ...three, options: { explain: true } }),
  ],
  ['a qualification', 1, (at) => at.post('/v1/qualifications', { scenario: 'ALL', ...eightItems })],
  ['a redemption of one code', 2, (at) => at.post('/v1/redemptions', one)],
  ['a redemption of a stack of three', 2, (at) => at.post('/v1/redemptions', three)],
  ['a redemption with an Idempotency-Key', 2, (at) => at.post('/v1/redemptions', one, key)],
  ['its repetition', 1, (at) => at.post('/v1/redemptions', one, key)],
];

// The first request of a process also learns who asks, and the project's configuration.
await shop.post('/v1/validations', one);

for (const [what, statements, request] of requests) {
  test(`${what} takes ${statements} statement${statements === 1 ? '' : 's'}`, async () => {
    sent.length = 0;
    const answer = await request(shop);
    assert.equal(answer.status, 200, JSON.stringify(answer.body));
    assert.notEqual(answer.body.valid, false);
    assert.equal(sent.length, statements, sent.join(', '));
  });
}

test('a redemption upon an earlier order takes 3 statements: its lines are read first', async () => {
  const order = { source_id: 'again', amount: 1_000 };
  await shop.post('/v1/orders', { ...order, customer: { source_id: 'ann' } });
  sent.length = 0;
  const upon = { redeemables: redeemables('TWO'), order: { source_id: 'again' } };
  const answer = await shop.post('/v1/redemptions', upon);
  assert.equal(answer.body.order?.total_amount, 900, JSON.stringify(answer.body));
  assert.equal(sent.length, 3, sent.join(', '));
});
