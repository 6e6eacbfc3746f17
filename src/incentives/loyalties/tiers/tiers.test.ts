/** Loyalty tiers over HTTP: what is configured, and what is refused. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { testServer } from '../../../../test/support/api.ts';
import { programme, structure } from '../../../../test/support/tier-shop.ts';

const server = await testServer();

const gold = {
  name: 'Gold',
  points: { from: 500, to: 1_000 },
  earning_rules: {
    ern_1: { type: 'MULTIPLY', multiplier: 3 },
    ern_2: { type: 'CUSTOM', points: 200 },
  },
  rewards: { rewa_1: { type: 'CUSTOM', points: 300 }, rewa_2: { type: 'NOT_AVAILABLE' } },
  metadata: { lounge: true },
};

test('tiers are shown as they were given, alone and in lists', async () => {
  const project = await server.project();
  const { id } = await programme(project, undefined, []);
  const created = await project.post(`/v1/loyalties/${id}/tiers`, [structure[0], gold]);
  assert.equal(created.status, 200);
  const [bronze, tier] = created.body;
  const { id: tierId, created_at: _, ...shown } = tier;
  assert.deepEqual(shown, {
    ...gold,
    campaign_id: id,
    updated_at: null,
    config: { points: gold.points },
    object: 'loyalty_tier',
  });
  assert.deepEqual(bronze.earning_rules, {});
  const read = await project.get(`/v1/loyalties/${id}/tiers/${tierId}`);
  assert.deepEqual(read.body, tier);
  const list = await project.get(`/v1/loyalties/${id}/tiers`);
  assert.deepEqual(list.body, { object: 'list', data_ref: 'data', data: [bronze, tier], total: 2 });
  const turned = await project.get(`/v1/loyalties/${id}/tiers?order=-created_at&limit=1`);
  assert.deepEqual([turned.body.data[0].name, turned.body.total], ['Gold', 2]);
});

test('a tier changes in what is given, and goes', async () => {
  const project = await server.project();
  const { id, tierIds } = await programme(project);
  const path = `/v1/loyalties/${id}/tiers/${tierIds.Silver}`;
  const changed = await project.put(path, { points: { from: 600 }, rewards: gold.rewards });
  assert.deepEqual(
    [changed.body.name, changed.body.points, changed.body.rewards],
    ['Silver', { from: 600 }, gold.rewards],
  );
  assert.notEqual(changed.body.updated_at, null);
  assert.equal((await project.delete(path)).status, 204);
  const gone = await project.get(path);
  assert.deepEqual(
    [gone.status, gone.body.key, gone.body.resource_type],
    [404, 'not_found', 'loyalty_tier'],
  );
});

const refused = [
  // claim                               body
  ['without a name', [{ points: {} }]],
  ['without points', [{ name: 'Gold' }]],
  ['that end before they begin', [{ name: 'Gold', points: { from: 2, to: 1 } }]],
  ['below zero', [{ name: 'Gold', points: { from: -1 } }]],
  ['with half points', [{ name: 'Gold', points: { from: 0.5 } }]],
  [
    'with a negative multiplier',
    [{ ...gold, earning_rules: { ern_1: { type: 'MULTIPLY', multiplier: -1 } } }],
  ],
  ['with an unknown mapping', [{ ...gold, rewards: { rewa_1: { type: 'DOUBLE' } } }]],
  ['that are none', []],
  ['where one of several is wrong', [gold, { name: 'Gold', points: { from: 2, to: 1 } }]],
  ['beyond a hundred', Array.from({ length: 101 }, () => gold)],
] as const;

for (const [claim, body] of refused) {
  test(`tiers ${claim} are refused, and none is added`, async () => {
    const project = await server.project();
    const { id } = await programme(project, undefined, []);
    const { status, body: answer } = await project.post(`/v1/loyalties/${id}/tiers`, body);
    assert.deepEqual([status, answer.key], [400, 'invalid_payload']);
    assert.equal((await project.get(`/v1/loyalties/${id}/tiers`)).body.total, 0);
  });
}

test('a programme has a hundred tiers at most, however they come', async () => {
  const project = await server.project();
  const { id } = await programme(
    project,
    undefined,
    Array.from({ length: 60 }, () => gold),
  );
  const { status } = await project.post(
    `/v1/loyalties/${id}/tiers`,
    Array.from({ length: 41 }, () => gold),
  );
  assert.equal(status, 400);
});

test('a change that makes no sense changes nothing', async () => {
  const project = await server.project();
  const { id, tierIds } = await programme(project);
  const path = `/v1/loyalties/${id}/tiers/${tierIds.Silver}`;
  const { status, body } = await project.put(path, { points: { from: 9, to: 1 } });
  assert.deepEqual([status, body.key], [400, 'invalid_payload']);
  assert.deepEqual((await project.get(path)).body.points, structure[1]?.points);
});

test('tiers of no loyalty program are not found', async () => {
  const project = await server.project();
  const coupons = await project.post('/v1/campaigns', {
    name: 'Coupons',
    voucher: { type: 'DISCOUNT_VOUCHER', discount: { type: 'AMOUNT', amount_off: 1 } },
  });
  for (const id of [coupons.body.id, 'camp_nobody']) {
    for (const answer of [
      await project.get(`/v1/loyalties/${id}/tiers`),
      await project.post(`/v1/loyalties/${id}/tiers`, structure),
      await project.get(`/v1/loyalties/${id}/tiers/ltr_1`),
      await project.put(`/v1/loyalties/${id}/tiers/ltr_1`, {}),
      await project.delete(`/v1/loyalties/${id}/tiers/ltr_1`),
    ]) {
      assert.deepEqual(
        [answer.status, answer.body.key, answer.body.resource_id],
        [404, 'not_found', id],
      );
    }
  }
  const nobody = await project.get('/v1/loyalties/members/nobody/tiers');
  assert.deepEqual([nobody.status, nobody.body.resource_type], [404, 'voucher']);
});

const months = { type: 'CUSTOM', extend: 'P3M', rounding: { type: 'MONTH', strategy: 'END' } };
const balance = {
  qualification_type: 'BALANCE',
  start_date: { type: 'IMMEDIATE' },
  expiration_date: months,
};
const period = {
  qualification_type: 'POINTS_IN_PERIOD',
  qualification_period: 'QUARTER',
  start_date: { type: 'NEXT_PERIOD' },
  expiration_date: { type: 'END_OF_NEXT_PERIOD', extend: 'P7D' },
};

test('a program shows how its tiers are reached and kept, and changes it', async () => {
  const project = await server.project();
  const { id } = await programme(project, balance);
  const shown = await project.get(`/v1/campaigns/${id}`);
  assert.deepEqual(shown.body.loyalty_tiers_expiration, balance);
  const rounding = { type: 'CUSTOM', unit: 'MONTH', value: 1 };
  const changed = await project.put(`/v1/campaigns/${id}`, {
    loyalty_tiers_expiration: {
      ...balance,
      expiration_date: { type: 'CUSTOM', extend: 'P4M', rounding },
    },
  });
  const complete = { type: 'CUSTOM', extend: 'P4M', rounding: { ...rounding, strategy: 'END' } };
  assert.deepEqual(changed.body.loyalty_tiers_expiration.expiration_date, complete);
  const untouched = await project.put(`/v1/campaigns/${id}`, { description: 'Members' });
  assert.deepEqual(untouched.body.loyalty_tiers_expiration.expiration_date, complete);
  const collecting = await project.put(`/v1/campaigns/${id}`, { loyalty_tiers_expiration: period });
  assert.deepEqual(collecting.body.loyalty_tiers_expiration, period);
});

const misfits = [
  // claim                                         rules
  ['by balance that wait for a period', { ...balance, start_date: { type: 'NEXT_PERIOD' } }],
  [
    'by balance that end with a period',
    { ...balance, expiration_date: { type: 'END_OF_PERIOD', extend: '' } },
  ],
  ['kept for no time', { ...balance, expiration_date: { type: 'CUSTOM' } }],
  ['kept for hours', { ...balance, expiration_date: { type: 'CUSTOM', extend: 'PT5H' } }],
  [
    'kept for less than nothing',
    { ...balance, expiration_date: { type: 'CUSTOM', extend: '-P1M' } },
  ],
  ['kept for ever', { ...balance, expiration_date: { type: 'CUSTOM', extend: 'P9999Y' } }],
  ['kept for nonsense', { ...balance, expiration_date: { type: 'CUSTOM', extend: 'a while' } }],
  [
    'rounded to no month',
    { ...balance, expiration_date: { ...months, rounding: { type: 'CUSTOM' } } },
  ],
  ['collected in no period', { ...period, qualification_period: undefined }],
  [
    'collected that end by balance',
    { ...period, expiration_date: { type: 'BALANCE_DROP', extend: '' } },
  ],
] as const;

for (const [claim, rules] of misfits) {
  test(`rules for tiers ${claim} are refused, and no campaign is made`, async () => {
    const project = await server.project();
    const { status, body } = await project.post('/v1/campaigns', {
      name: 'Club',
      campaign_type: 'LOYALTY_PROGRAM',
      voucher: { type: 'LOYALTY_CARD', loyalty_card: { points: 0 } },
      loyalty_tiers_expiration: rules,
    });
    assert.deepEqual([status, body.key], [400, 'invalid_campaign_params'], body.details);
    assert.equal((await project.get('/v1/campaigns')).body.total, 0);
  });
}
