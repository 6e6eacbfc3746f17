/** Campaigns and vouchers that hold value, over HTTP: what is issued, shown and booked. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Temporal } from 'temporal-polyfill';
import { type TestProject, testServer } from '../../../test/support/api.ts';

const server = await testServer({ jobs: true });

const gifts = {
  name: 'Gifts',
  campaign_type: 'GIFT_VOUCHERS',
  voucher: { type: 'GIFT_VOUCHER', gift: { amount: 1000, effect: 'APPLY_TO_ITEMS' } },
};
const points = {
  name: 'Points',
  campaign_type: 'LOYALTY_PROGRAM',
  join_once: false,
  voucher: {
    type: 'LOYALTY_CARD',
    loyalty_card: {
      points: 50,
      expiration_rules: { period_type: 'MONTH', period_value: 3, rounding_type: 'END_OF_YEAR' },
    },
  },
};

function books({ id }: TestProject) {
  return server.db.adhoc<{ code: string; balance: number; lots: number; entries: number }>(
    `select v.code, v.balance, coalesce((select sum(l.remaining) from ledger_lots l
       where l.project_id = v.project_id and l.voucher_id = v.id), 0)::bigint as lots,
       coalesce((select sum(e.amount) from ledger_entries e
       where e.project_id = v.project_id and e.voucher_id = v.id), 0)::bigint as entries
     from vouchers v where v.project_id = $1 order by v.id`,
    [id],
  );
}

async function made(project: TestProject, campaignId: string, count: number) {
  for (;;) {
    const { body } = await project.get(`/v1/campaigns/${campaignId}`);
    if (body.vouchers_generation_status === 'DONE' && body.vouchers_count === count) return;
    assert.notEqual(body.vouchers_generation_status, 'FAILED');
    await new Promise((done) => setTimeout(done, 50));
  }
}

test('a campaign of gift cards shows what it issues, and each card holds it', async () => {
  const project = await server.project();
  const created = await project.post('/v1/campaigns', { ...gifts, vouchers_count: 30 });
  assert.equal(created.status, 200);
  assert.deepEqual(created.body.voucher.gift, { amount: 1000, effect: 'APPLY_TO_ITEMS' });
  assert.equal(created.body.voucher.redemption.quantity, null);
  await made(project, created.body.id, 30);
  const { body } = await project.get('/v1/vouchers?limit=100');
  assert.equal(body.total, 30);
  for (const { type, gift, redemption } of body.vouchers) {
    assert.equal(type, 'GIFT_VOUCHER');
    assert.equal(redemption.redeemed_amount, 0);
    const full = { amount: 1000, subtracted_amount: 0, balance: 1000, effect: 'APPLY_TO_ITEMS' };
    assert.deepEqual(gift, full);
  }
  for (const { balance, lots, entries } of await books(project)) {
    assert.deepEqual([balance, lots, entries], [1000, 1000, 1000]);
  }
});

test('cards are made where codes are scarce, too', async () => {
  const project = await server.project();
  const code_config = { pattern: '#', charset: 'abcdefgh' };
  const voucher = { ...gifts.voucher, code_config };
  const created = await project.post('/v1/campaigns', { ...gifts, voucher, vouchers_count: 8 });
  await made(project, created.body.id, 8);
  const held = await books(project);
  assert.deepEqual(held.map(({ code }) => code).sort(), 'abcdefgh'.split(''));
  assert(held.every(({ balance, lots }) => balance === 1000 && lots === 1000));
});

test('a loyalty program is joined once, and its cards tell what of their points expires next', async () => {
  const project = await server.project({ timezone: 'Asia/Tokyo' });
  const created = await project.post('/v1/campaigns', { ...points, vouchers_count: 1 });
  assert.equal(created.body.join_once, true);
  assert.deepEqual(created.body.voucher.loyalty_card, points.voucher.loyalty_card);
  const kept = await project.put(`/v1/campaigns/${created.body.id}`, { join_once: false });
  assert.equal(kept.body.join_once, true);
  const { body } = await project.get('/v1/vouchers');
  const [card] = body.vouchers;
  const soonest = Temporal.Now.zonedDateTimeISO('Asia/Tokyo').add({ months: 3 });
  assert.deepEqual(card.loyalty_card, {
    points: 50,
    balance: 50,
    next_expiration_date: `${soonest.year}-12-31`,
    next_expiration_points: 50,
    pending_points: 0,
    expired_points: 0,
    subtracted_points: 0,
  });
  assert.equal(card.redemption.redeemed_points, 0);
  const single = await project.get(`/v1/vouchers/${card.code}`);
  assert.deepEqual(single.body.loyalty_card, card.loyalty_card);
});

test('cards are added one by one: with a code, with a random one, and by publications', async () => {
  const project = await server.project();
  const { body: campaign } = await project.post('/v1/campaigns', points);
  const coded = await project.post(`/v1/campaigns/${campaign.id}/vouchers/CARD-1`, {});
  assert.equal(coded.body.loyalty_card.balance, 50);
  const random = await project.post(`/v1/campaigns/${campaign.id}/vouchers`, {});
  assert.equal(random.body.type, 'LOYALTY_CARD');
  const published = await Promise.all(
    ['a', 'b', 'c'].map((source_id) =>
      project.post('/v1/publications', { campaign: campaign.id, customer: { source_id } }),
    ),
  );
  for (const { status, body } of published) {
    assert.equal(status, 200);
    assert.equal(body.voucher.loyalty_card.points, 50);
  }
  const listed = await project.get('/v1/publications');
  assert.deepEqual(listed.body.publications[0].voucher.loyalty_card, { points: 50, balance: 50 });
  const held = await books(project);
  assert.deepEqual([held.length, ...held.map(({ lots }) => lots)], [3, 50, 50, 50]);
});

test('a card stands alone, or differs from its campaign', async () => {
  const project = await server.project();
  await project.post('/v1/campaigns', gifts);
  const alone = await project.post('/v1/vouchers/ALONE', {
    type: 'GIFT_VOUCHER',
    gift: { amount: 10_000 },
  });
  assert.deepEqual(alone.body.gift, {
    amount: 10_000,
    subtracted_amount: 0,
    balance: 10_000,
    effect: 'APPLY_TO_ORDER',
  });
  const like = await project.post('/v1/vouchers/LIKE', { campaign: 'Gifts' });
  assert.deepEqual([like.body.gift.amount, like.body.gift.effect], [1000, 'APPLY_TO_ITEMS']);
  const other = await project.post('/v1/vouchers/OTHER', {
    campaign: 'Gifts',
    gift: { amount: 0, effect: 'APPLY_TO_ORDER' },
  });
  assert.deepEqual([other.body.gift.balance, other.body.gift.effect], [0, 'APPLY_TO_ORDER']);
  const loyal = await project.post('/v1/vouchers', {
    type: 'LOYALTY_CARD',
    loyalty_card: { points: 7 },
  });
  assert.equal(loyal.body.loyalty_card.balance, 7);
  assert.equal('next_expiration_date' in loyal.body.loyalty_card, false);
});

test('what a card holds over its life can be raised, never lowered', async () => {
  const project = await server.project();
  await project.post('/v1/vouchers/CARD', { type: 'GIFT_VOUCHER', gift: { amount: 100 } });
  const raise = { gift: { amount: 250, effect: 'APPLY_TO_ITEMS' } };
  for (const again of [1, 2]) {
    const raised = await project.put('/v1/vouchers/CARD', raise);
    assert.deepEqual(
      [raised.body.gift.amount, raised.body.gift.balance, raised.body.gift.effect],
      [250, 250, 'APPLY_TO_ITEMS'],
      `time ${again}`,
    );
  }
  const lowered = await project.put('/v1/vouchers/CARD', { gift: { amount: 249 } });
  assert.deepEqual([lowered.status, lowered.body.key], [400, 'invalid_voucher']);
  const wrong = await project.put('/v1/vouchers/CARD', { loyalty_card: { points: 1 } });
  assert.deepEqual([wrong.status, wrong.body.key], [400, 'invalid_voucher']);
  const [book] = await books(project);
  assert.deepEqual(book, { code: 'CARD', balance: 250, lots: 250, entries: 250 });
});

test('a campaign issues later cards with its new amount, and one effect holds for all of them', async () => {
  const project = await server.project();
  const { body: campaign } = await project.post('/v1/campaigns', gifts);
  await project.post(`/v1/campaigns/${campaign.id}/vouchers/FIRST`, {});
  const changed = await project.put(`/v1/campaigns/${campaign.id}`, {
    gift: { amount: 2000, effect: 'APPLY_TO_ORDER' },
  });
  assert.deepEqual(changed.body.voucher.gift, { amount: 2000, effect: 'APPLY_TO_ORDER' });
  const second = await project.post(`/v1/campaigns/${campaign.id}/vouchers/SECOND`, {});
  const first = await project.get('/v1/vouchers/FIRST');
  assert.deepEqual(
    [first.body.gift.amount, first.body.gift.effect, second.body.gift.amount],
    [1000, 'APPLY_TO_ORDER', 2000],
  );
  const misfit = await project.put(`/v1/campaigns/${campaign.id}`, { loyalty_card: { points: 1 } });
  assert.equal(misfit.body.key, 'invalid_campaign_params');
});

const refused: readonly (readonly [string, object, string])[] = [
  ['no gift', { type: 'GIFT_VOUCHER' }, 'invalid_voucher'],
  ['no amount', { type: 'GIFT_VOUCHER', gift: {} }, 'invalid_voucher'],
  ['no points', { type: 'LOYALTY_CARD', loyalty_card: {} }, 'invalid_voucher'],
  ['a negative amount', { gift: { amount: -1 } }, 'invalid_payload'],
  ['part of a cent', { gift: { amount: 1.5 } }, 'invalid_payload'],
  ['an unknown effect', { gift: { amount: 1, effect: 'X' } }, 'invalid_payload'],
  [
    'a discount in a campaign of gifts',
    { campaign: 'Gifts', type: 'DISCOUNT_VOUCHER', discount: { type: 'PERCENT', percent_off: 5 } },
    'invalid_voucher',
  ],
  [
    'points in a campaign of gifts',
    { campaign: 'Gifts', loyalty_card: { points: 1 } },
    'invalid_voucher',
  ],
];

for (const [claim, body, key] of refused) {
  test(`a voucher is refused: ${claim}`, async () => {
    const project = await server.project();
    await project.post('/v1/campaigns', gifts);
    const answer = await project.post('/v1/vouchers/NEW', body);
    assert.deepEqual([answer.status, answer.body.key], [400, key]);
    assert.equal((await project.get('/v1/vouchers/NEW')).status, 404);
    assert.deepEqual(await books(project), []);
  });
}

test('cards are found by what they hold', async () => {
  const project = await server.project();
  for (const amount of [5, 50]) {
    await project.post(`/v1/vouchers/G${amount}`, { type: 'GIFT_VOUCHER', gift: { amount } });
  }
  const card = { type: 'LOYALTY_CARD', loyalty_card: { points: 50 } };
  await project.post('/v1/vouchers/L50', card);
  const codes = async (filter: string) => {
    const { body } = await project.get(`/v1/vouchers?order=code&filters${filter}`);
    return body.vouchers.map(({ code }: { code: string }) => code);
  };
  assert.deepEqual(await codes('[balance][conditions][$more_than]=5'), ['G50', 'L50']);
  assert.deepEqual(await codes('[gift.balance][conditions][$more_than]=1'), ['G5', 'G50']);
  assert.deepEqual(await codes('[loyalty_card.balance][conditions][$is]=50'), ['L50']);
});
