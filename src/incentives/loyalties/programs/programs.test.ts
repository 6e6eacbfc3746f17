/** Loyalty programs over HTTP: campaigns of one type, and no others. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { testServer } from '../../../../test/support/api.ts';

const server = await testServer({ jobs: true });

const program = {
  name: 'Club',
  description: 'For regulars',
  voucher: {
    type: 'LOYALTY_CARD',
    loyalty_card: {
      points: 5,
      expiration_rules: {
        period_type: 'MONTH',
        period_value: 3,
        rounding_type: 'END_OF_QUARTER',
      },
    },
    code_config: { pattern: 'L-CARD-#######' },
  },
  metadata: { test: true },
};
const coupons = {
  name: 'Welcome',
  campaign_type: 'DISCOUNT_COUPONS',
  voucher: { type: 'DISCOUNT_VOUCHER', discount: { type: 'AMOUNT', amount_off: 500 } },
};

test('a loyalty program is a campaign: made, listed, read, changed and removed as such', async () => {
  const shop = await server.project();
  const made = await shop.post('/v1/loyalties', { ...program, auto_join: true });
  assert.equal(made.status, 200);
  assert.equal(made.body.campaign_type, 'LOYALTY_PROGRAM');
  assert.equal(made.body.auto_join, true);
  assert.equal(made.body.join_once, true);
  assert.deepEqual(made.body.voucher.loyalty_card, program.voucher.loyalty_card);
  await shop.post('/v1/campaigns', coupons);
  const listed = await shop.get('/v1/loyalties');
  assert.deepEqual(
    [listed.body.data_ref, listed.body.total, listed.body.campaigns[0].id],
    ['campaigns', 1, made.body.id],
  );
  const read = await shop.get('/v1/loyalties/Club');
  assert.deepEqual(read.body, made.body);
  assert.deepEqual((await shop.get(`/v1/campaigns/${made.body.id}`)).body, made.body);
  const changed = await shop.put(`/v1/loyalties/${made.body.id}`, {
    description: 'For all',
    loyalty_card: { points: 7, expiration_rules: null },
  });
  assert.equal(changed.status, 200);
  assert.equal(changed.body.description, 'For all');
  assert.deepEqual(changed.body.voucher.loyalty_card, { points: 7 });
  const removed = await shop.delete(`/v1/loyalties/${made.body.id}`);
  assert.equal(removed.status, 200);
  assert.match(removed.body.async_action_id, /^aa_/);
  assert.equal((await shop.get('/v1/loyalties/Club')).status, 404);
});

test('a campaign of another type is no loyalty program', async () => {
  const shop = await server.project();
  const { body } = await shop.post('/v1/campaigns', coupons);
  for (const idOrName of [body.id, 'Welcome', 'camp_nobody']) {
    const path = `/v1/loyalties/${idOrName}`;
    const answers = [
      await shop.get(path),
      await shop.put(path, { description: 'x' }),
      await shop.delete(path),
      await shop.get(`${path}/members`),
      await shop.get(`${path}/pending-points`),
      await shop.post(`${path}/members`, { customer: 'eve' }),
    ];
    for (const { status, body: problem } of answers) {
      assert.equal(status, 404);
      assert.deepEqual([problem.resource_type, problem.resource_id], ['campaign', idOrName]);
    }
  }
  assert.equal((await shop.get(`/v1/campaigns/${body.id}`)).body.description, undefined);
});

const refusals = [
  // claim                         what differs                                       key
  ['without cards', { voucher: undefined }, 'invalid_campaign_params'],
  ['with discount codes', { voucher: coupons.voucher }, 'invalid_campaign_params'],
  ['with an unknown category', { category: 'Nobody' }, 'not_found'],
  ['with rules nobody has', { validation_rules: ['val_x'] }, 'not_found'],
  ['as a single one', { type: 'STANDALONE' }, 'invalid_payload'],
  [
    'with impossible codes',
    { vouchers_count: 2, voucher: { ...program.voucher, code_config: { pattern: 'ONE' } } },
    'invalid_code_config',
  ],
] as const;

for (const [claim, change, key] of refusals) {
  test(`a loyalty program ${claim} is not made`, async () => {
    const shop = await server.project();
    const { status, body } = await shop.post('/v1/loyalties', { ...program, ...change });
    assert.deepEqual([status, body.key], [key === 'not_found' ? 404 : 400, key]);
    assert.equal((await shop.get('/v1/loyalties')).body.total, 0);
  });
}

test('a name that another campaign has is refused', async () => {
  const shop = await server.project();
  await shop.post('/v1/campaigns', { ...coupons, name: 'Club' });
  const { status, body } = await shop.post('/v1/loyalties', program);
  assert.deepEqual([status, body.key], [409, 'duplicate_found']);
});

test('a protected program stays as it is', async () => {
  const shop = await server.project();
  const { body } = await shop.post('/v1/loyalties', program);
  await server.db.adhoc('update campaigns set protected = true where project_id = $1', [shop.id]);
  const path = `/v1/loyalties/${body.id}`;
  assert.equal((await shop.put(path, { description: 'x' })).body.key, 'resource_protected');
  assert.equal((await shop.delete(path)).body.key, 'resource_protected');
  assert.equal((await shop.get(path)).body.description, 'For regulars');
});

test('filters in lists that make no sense are refused', async () => {
  const shop = await server.project();
  assert.equal((await shop.get('/v1/loyalties?order=name')).body.key, 'invalid_query_params');
});
