/** Who is in which tier, over HTTP: with points, with time, with changes of the structure. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type TestProject, testServer } from '../../../../../test/support/api.ts';
import {
  becomes,
  contextAt,
  member,
  movePoints,
  programme,
  tierOf,
} from '../../../../../test/support/tier-shop.ts';

const server = await testServer({ jobs: true });
const { db } = server;

/** The changes of a card, as others are told of them. */
async function toldOf(project: TestProject, cardId: string) {
  const rows = await db.adhoc<{
    topic: string;
    payload: { card_id: string; tier_id: string | null; previous_tier_id: string | null };
  }>(
    `select topic, payload from outbox where project_id = $1 and topic like 'customer.loyalty.tier.%' order by id`,
    [project.id],
  );
  return rows
    .filter(({ payload }) => payload.card_id === cardId)
    .map(({ topic }) => topic.replace('customer.loyalty.tier.', ''));
}

test('a member rises and falls with the balance, at once, and others are told', async () => {
  const project = await server.project();
  const { id, tierIds } = await programme(project);
  const { id: cardId, code, customerId } = await member(project, id);
  assert.equal(await tierOf(project, code), null);
  const now = contextAt(project, null);
  for (const [points, tier] of [
    [100, 'Bronze'],
    [500, 'Silver'],
    [-200, 'Bronze'],
    [-400, null],
  ] as const) {
    await movePoints(db, now, { cardId, points });
    assert.equal(await tierOf(project, code), tier);
  }
  const { body } = await project.get(`/v1/loyalties/members/${cardId}/tiers`);
  assert.deepEqual(body, { object: 'list', data_ref: 'data', data: [], total: 0 });
  assert.deepEqual((await toldOf(project, cardId)).toSorted(), [
    'downgraded',
    'joined',
    'left',
    'upgraded',
  ]);
  const [joined] = await db.adhoc<{ payload: Record<string, string | null> }>(
    `select payload from outbox where project_id = $1 and topic = 'customer.loyalty.tier.joined'`,
    [project.id],
  );
  const { id: _, ...payload } = joined?.payload ?? {};
  assert.deepEqual(payload, {
    card_id: cardId,
    campaign_id: id,
    customer_id: customerId,
    tier_id: tierIds.Bronze,
    previous_tier_id: null,
  });
});

test('points that somebody moves without looking are looked at in the background', async () => {
  const project = await server.project();
  const { id } = await programme(project);
  const { id: cardId, code } = await member(project, id);
  await db.adhoc(`select ledger_credit($1, $2, $3, 600, new_id('lopb', now()), null)`, [
    project.id,
    cardId,
    JSON.stringify({ id: `vtx_${cardId}`, type: 'POINTS_ACCRUAL', at: new Date() }),
  ]);
  await becomes(project, code, 'Silver');
});

test('points that pay for an order take the tier along', async () => {
  const project = await server.project();
  const { id } = await programme(project);
  const { id: cardId, code, customerId } = await member(project, id);
  await movePoints(db, contextAt(project, null), { cardId, points: 600 });
  const coin = { coin: { exchange_ratio: 1, points_ratio: 1 } };
  const reward = await project.post('/v1/rewards', { name: 'Pay', type: 'COIN', parameters: coin });
  await project.post(`/v1/loyalties/${id}/rewards`, [{ reward: reward.body.id }]);
  const redeemed = await project.post('/v1/redemptions', {
    redeemables: [{ object: 'voucher', id: code, reward: { id: reward.body.id, points: 550 } }],
    customer: { id: customerId },
    order: { amount: 100_000 },
  });
  assert.equal(redeemed.status, 200, JSON.stringify(redeemed.body));
  await becomes(project, code, null);
  const back = await project.post(`/v1/redemptions/${redeemed.body.redemptions[0].id}/rollback`);
  assert.equal(back.status, 200, JSON.stringify(back.body));
  await becomes(project, code, 'Silver');
});

test('a card that is published with points on it brings its tier along', async () => {
  const project = await server.project();
  const { id } = await programme(project);
  await project.put(`/v1/campaigns/${id}`, { loyalty_card: { points: 700 } });
  const { code } = await member(project, id);
  await becomes(project, code, 'Silver');
});

const months = {
  qualification_type: 'BALANCE',
  start_date: { type: 'IMMEDIATE' },
  expiration_date: { type: 'CUSTOM', extend: 'P3M', rounding: { type: 'MONTH', strategy: 'END' } },
};
const monthly = {
  qualification_type: 'POINTS_IN_PERIOD',
  qualification_period: 'MONTH',
  start_date: { type: 'IMMEDIATE' },
  expiration_date: { type: 'END_OF_NEXT_PERIOD', extend: '' },
};

test('a tier kept for months says until when, and outlives a drop of the balance', async () => {
  const project = await server.project({ timezone: 'Europe/Warsaw' });
  const { id } = await programme(project, months);
  const { id: cardId, code } = await member(project, id);
  // In Warsaw the 10th has begun.
  const day = contextAt(project, '2099-11-09T23:30:00Z', 'Europe/Warsaw');
  await movePoints(db, day, { cardId, points: 600 });
  await movePoints(db, day, { cardId, points: -600 });
  assert.equal(await tierOf(project, code), 'Silver until 2100-02-28');
  const { body } = await project.get(`/v1/loyalties/members/${code}/tiers`);
  assert.equal(body.data[0].expiration.start_date, '2099-11-10');
});

test('points collected in a month count for the tier, spent or not', async () => {
  const project = await server.project();
  const { id } = await programme(project, monthly);
  const { id: cardId, code } = await member(project, id);
  await movePoints(db, contextAt(project, '2099-03-10T10:00:00Z'), { cardId, points: 300 });
  await movePoints(db, contextAt(project, '2099-03-11T10:00:00Z'), { cardId, points: -300 });
  await movePoints(db, contextAt(project, '2099-03-31T23:59:59Z'), { cardId, points: 200 });
  assert.equal(await tierOf(project, code), 'Silver until 2099-04-30');
  await movePoints(db, contextAt(project, '2099-04-02T10:00:00Z'), { cardId, points: 100 });
  assert.equal(await tierOf(project, code), 'Silver until 2099-04-30');
  // May begins: what April brought is enough for Bronze. June begins: nothing is left.
  await movePoints(db, contextAt(project, '2099-05-20T10:00:00Z'), { cardId, points: 1 });
  assert.equal(await tierOf(project, code), 'Bronze until 2099-05-31');
  await movePoints(db, contextAt(project, '2099-06-20T10:00:00Z'), { cardId, points: 1 });
  assert.equal(await tierOf(project, code), null);
  assert.deepEqual(await toldOf(project, cardId), ['joined', 'upgraded', 'downgraded', 'left']);
});

test('a changed structure moves members: up and down without an end, only up before one', async () => {
  const project = await server.project();
  for (const [expiration, fallen] of [
    [undefined, 'Bronze'],
    [months, 'Silver'],
  ] as const) {
    const { id, tierIds } = await programme(project, expiration);
    const [low, high] = [await member(project, id), await member(project, id)];
    const now = contextAt(project, null);
    await movePoints(db, now, { cardId: low.id, points: 550 });
    await movePoints(db, now, { cardId: high.id, points: 950 });
    await project.put(`/v1/loyalties/${id}/tiers/${tierIds.Gold}`, { points: { from: 900 } });
    const rename = (tier: string | null) => tier?.replace(/ until .*/, '') ?? null;
    const settled = async (one: string, other: string) => {
      const deadline = Date.now() + 10_000;
      for (;;) {
        const tiers = [
          rename(await tierOf(project, low.code)),
          rename(await tierOf(project, high.code)),
        ];
        if (tiers.join() === [one, other].join()) return;
        assert(Date.now() < deadline, tiers.join());
        await new Promise((next) => setTimeout(next, 20));
      }
    };
    await settled('Silver', 'Gold');
    await project.put(`/v1/loyalties/${id}/tiers/${tierIds.Bronze}`, {
      points: { from: 0, to: 600 },
    });
    await project.put(`/v1/loyalties/${id}/tiers/${tierIds.Silver}`, {
      points: { from: 601, to: 899 },
    });
    await settled(fallen, 'Gold');
    await project.delete(`/v1/loyalties/${id}/tiers/${tierIds.Gold}`);
    const { body } = await project.get(`/v1/loyalties/${id}/tiers`);
    assert.equal(body.total, 2);
    await becomes(project, high.code, null);
  }
});

test('new rules leave members alone unless they are to be looked at anew, and then take nothing', async () => {
  const project = await server.project();
  const { id } = await programme(project);
  const { id: cardId, code } = await member(project, id);
  await movePoints(db, contextAt(project, null), { cardId, points: 600 });
  await project.put(`/v1/campaigns/${id}`, { loyalty_tiers_expiration: months });
  assert.equal(await tierOf(project, code), 'Silver');
  const { status } = await project.put(`/v1/campaigns/${id}`, {
    options: { recalculate_tiers: true },
  });
  assert.equal(status, 200);
  const deadline = Date.now() + 10_000;
  while (!(await tierOf(project, code))?.startsWith('Silver until')) assert(Date.now() < deadline);
  assert.deepEqual(await toldOf(project, cardId), ['joined']);
});

test('a program without tiers costs a movement of points one statement, and leaves no trace', async () => {
  const project = await server.project();
  const { id } = await programme(project, undefined, []);
  const { id: cardId, code } = await member(project, id);
  await movePoints(db, contextAt(project, null), { cardId, points: 600 });
  assert.equal(await tierOf(project, code), null);
  const rows = await db.adhoc('select card_id from loyalty_card_tiers where project_id = $1', [
    project.id,
  ]);
  assert.deepEqual(rows, []);
});
