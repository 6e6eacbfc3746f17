/** How many statements the hot path sends: the promise of the design, counted. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { buildApp } from '../../src/app.ts';
import { connectDatabase } from '../../src/platform/db/database.ts';
import { type Answer, type TestProject, testServer } from '../support/api.ts';
import { beforeDrop } from '../support/database.ts';
import { earningRule, member, program } from '../support/loyalty-shop.ts';
import { itemLimitShop, purchase } from '../support/item-limit-shop.ts';
import { redeemables, voucher } from './two-servers.ts';

const server = await testServer();
const sent: string[] = [];
const silent = () => undefined;
const db = connectDatabase(server.databaseUrl, silent, {
  onStatement: (name) => {
    // Written once a second for all requests, beside them.
    if (name !== 'add_validation_totals') sent.push(name);
  },
});
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
await voucher(shop, 'FORMULA', {
  discount: {
    type: 'AMOUNT',
    amount_off: 5,
    amount_off_formula: 'DEFAULT_TO(PUBLICATION_METADATA("x");VOUCHER_REDEEMED_QUANTITY)',
  },
  redemption: { quantity: null },
});
await voucher(shop, 'FEW', { redemption: { quantity: 3 } });
await voucher(shop, 'NONE', { redemption: { quantity: 0 } });
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

const giftCard = { type: 'GIFT_VOUCHER', gift: { amount: 100_000 } };
await shop.post('/v1/vouchers/GIFT', giftCard);
const club = await shop.post('/v1/campaigns', {
  name: 'Points',
  campaign_type: 'LOYALTY_PROGRAM',
  voucher: { type: 'LOYALTY_CARD', loyalty_card: { points: 10_000 } },
});
await shop.post(`/v1/campaigns/${club.body.id}/vouchers/POINTS`, {});
const coin = { coin: { exchange_ratio: 1, points_ratio: 100 } };
const reward = await shop.post('/v1/rewards', { name: 'Pay', parameters: coin });
await shop.post(`/v1/rewards/${reward.body.id}/assignments`, { campaign: club.body.id });

await voucher(shop, 'FREE', {
  discount: { type: 'UNIT', unit_off: 1, unit_type: product.body.id, effect: 'ADD_NEW_ITEMS' },
  redemption: { quantity: null },
});

const eightItems = {
  customer: { source_id: 'ann' },
  order: {
    items: Array.from({ length: 8 }, (_, n) => ({ product_id: product.body.id, quantity: n + 1 })),
  },
};
const one = { redeemables: redeemables('ONE'), ...eightItems };
const computed = { redeemables: redeemables('FORMULA'), ...eightItems };
const three = { redeemables: redeemables('ONE', 'TWO', 'THREE'), ...eightItems };
const free = { redeemables: redeemables('FREE'), order: { amount: 1_000 } };
const gift = { redeemables: redeemables('GIFT', 'TWO'), order: { amount: 1_000 } };
const points = {
  redeemables: [{ object: 'voucher', id: 'POINTS', reward: { id: reward.body.id, points: 100 } }],
  order: { amount: 1_000 },
};
const key = { 'idempotency-key': 'counted' };
const few = { redeemables: redeemables('FEW', 'ONE'), ...eightItems };
const none = { redeemables: redeemables('NONE'), ...eightItems };
const session = { type: 'LOCK', key: 'checkout' };
const otherKey = { 'idempotency-key': 'locked' };

const unitLimits = await itemLimitShop(server, {
  product_campaign_quantity_limit: 1_000,
  product_in_collection_customer_campaign_quantity_limit: 1_000,
});
const limited = unitLimits.project.through(url);
const ofUnits = purchase(limited, { customer: 'ann', tiers: unitLimits.tiers, a: 2, b: 1 });

/** A shop where paid orders earn points. */
const earning = (await server.project()).through(url);
const programId = await program(earning, 'Points');
await earningRule(earning, programId);
await member(earning, programId, 'ann');
await voucher(earning, 'ONE', { redemption: { quantity: null } });
const paidOrder = { customer: { source_id: 'ann' }, amount: 1_000, status: 'PAID' };
const pays = {
  redeemables: redeemables('ONE'),
  customer: { source_id: 'ann' },
  order: { amount: 1_000 },
};

type Request = (at: TestProject) => Promise<Answer>;
const requests: readonly (readonly [what: string, statements: number, request: Request])[] = [
  ['a validation of one code on 8 items', 1, (at) => at.post('/v1/validations', one)],
  ['a validation of a stack of three on 8 items', 1, (at) => at.post('/v1/validations', three)],
  ['a validation of a code with a formula', 1, (at) => at.post('/v1/validations', computed)],
  ['a validation of a code that adds an item', 1, (at) => at.post('/v1/validations', free)],
  ['a redemption of a code that adds an item', 2, (at) => at.post('/v1/redemptions', free)],
  ['a validation of a gift card and a code', 1, (at) => at.post('/v1/validations', gift)],
  ['a redemption of a gift card and a code', 2, (at) => at.post('/v1/redemptions', gift)],
  ['a validation of points', 1, (at) => at.post('/v1/validations', points)],
  ['a redemption of points', 2, (at) => at.post('/v1/redemptions', points)],
  [
    'a validation that is explained',
    1,
    (at) => at.post('/v1/validations', { ...three, options: { explain: true } }),
  ],
  ['a qualification', 1, (at) => at.post('/v1/qualifications', { scenario: 'ALL', ...eightItems })],
  ['an older validation of one code', 1, (at) => at.post('/v1/vouchers/ONE/validate', eightItems)],
  ['an older search for codes', 1, (at) => at.post('/v1/vouchers/qualification', eightItems)],
  [
    'an older redemption of one code',
    2,
    (at) => at.post('/v1/vouchers/ONE/redemption', eightItems),
  ],
  ['a validation in a browser', 1, (at) => at.browser().post('/client/v1/validations', one)],
  ['a redemption in a browser', 2, (at) => at.browser().post('/client/v1/redemptions', one)],
  ['a redemption of one code', 2, (at) => at.post('/v1/redemptions', one)],
  ['a redemption of a code with a formula', 2, (at) => at.post('/v1/redemptions', computed)],
  ['a redemption of a stack of three', 2, (at) => at.post('/v1/redemptions', three)],
  ['a redemption with an Idempotency-Key', 2, (at) => at.post('/v1/redemptions', one, key)],
  ['its repetition', 1, (at) => at.post('/v1/redemptions', one, key)],
  ['a validation with a session', 2, (at) => at.post('/v1/validations', { ...few, session })],
  ['the same session again', 2, (at) => at.post('/v1/validations', { ...few, session })],
  ['a validation beside locks', 1, (at) => at.post('/v1/validations', few)],
  ['a redemption with a session', 2, (at) => at.post('/v1/redemptions', { ...few, session })],
  ['a redemption beside locks', 2, (at) => at.post('/v1/redemptions', few)],
  [
    'a validation with a session and an Idempotency-Key',
    2,
    (at) => at.post('/v1/validations', { ...one, session: { type: 'LOCK' } }, otherKey),
  ],
  [
    'its repetition as well',
    1,
    (at) => at.post('/v1/validations', { ...one, session: { type: 'LOCK' } }, otherKey),
  ],
  [
    'a validation without a session, whatever its Idempotency-Key,',
    1,
    (at) => at.post('/v1/validations', one, otherKey),
  ],
  ['a validation under a limit of units', 1, () => limited.post('/v1/validations', ofUnits)],
  ['a redemption under a limit of units', 2, () => limited.post('/v1/redemptions', ofUnits)],
  // Beside what each of them takes without: who earns, and the points.
  ['a redemption that earns points', 4, () => earning.post('/v1/redemptions', pays)],
  ['a new order that earns points', 4, () => earning.post('/v1/orders', paidOrder)],
  [
    'a new order that earns nothing',
    2,
    () => earning.post('/v1/orders', { ...paidOrder, status: 'CREATED' }),
  ],
];

// The first request of a process also learns who asks, and the project's configuration.
await shop.post('/v1/validations', one);
await limited.post('/v1/validations', ofUnits);
await shop.browser().post('/client/v1/validations', one);
await earning.post('/v1/redemptions', pays);

for (const [what, statements, request] of requests) {
  test(`${what} takes ${statements} statement${statements === 1 ? '' : 's'}`, async () => {
    sent.length = 0;
    const answer = await request(shop);
    assert.equal(answer.status, 200, JSON.stringify(answer.body));
    assert.notEqual(answer.body.valid, false);
    assert.equal(sent.length, statements, sent.join(', '));
  });
}

test('a session that locks nothing takes 1 statement, one that releases 2', async () => {
  const own = { session: { type: 'LOCK', key: 'failing' } };
  for (const [body, statements] of [
    [none, 1],
    [few, 2],
    [none, 2],
    [none, 1],
  ] as const) {
    sent.length = 0;
    const answer = await shop.post('/v1/validations', { ...body, ...own });
    assert.equal(answer.body.valid, body === few, JSON.stringify(answer.body));
    assert.equal(sent.length, statements, sent.join(', '));
  }
});

test('a redemption upon an earlier order takes 3 statements: its lines are read first', async () => {
  const order = { source_id: 'again', amount: 1_000 };
  await shop.post('/v1/orders', { ...order, customer: { source_id: 'ann' } });
  sent.length = 0;
  const upon = { redeemables: redeemables('TWO'), order: { source_id: 'again' } };
  const answer = await shop.post('/v1/redemptions', upon);
  assert.equal(answer.body.order?.total_amount, 900, JSON.stringify(answer.body));
  assert.equal(sent.length, 3, sent.join(', '));
});
