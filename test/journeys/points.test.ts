/** Journey 4 through the official SDK: points for purchases, and what they are good for, to the point. */
import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { test } from 'node:test';
import { testServer } from '../support/api.ts';
import { percent, type TestShop, testShop } from './shop.ts';

const server = await testServer({ jobs: true });

const customer = { source_id: 'mira' };
const beans = (quantity: number) => [{ source_id: 'beans', related_object: 'product', quantity }];

/** Beans at 12.90. A club with a point for every 1.00, gift cards, and a reward of each kind. */
async function furnish(shop: TestShop) {
  const { api } = shop;
  const product = await api.products.create({ source_id: 'beans', name: 'Beans', price: 1_290 });
  await api.customers.create({ ...customer, name: 'Mira' });
  await shop.code('TENTH', percent(10));
  const gifts = await api.campaigns.create({
    name: 'Gifts',
    campaign_type: 'GIFT_VOUCHERS',
    type: 'AUTO_UPDATE',
    vouchers_count: 3,
    voucher: {
      type: 'GIFT_VOUCHER',
      gift: { amount: 0, effect: 'APPLY_TO_ORDER' },
      redemption: { quantity: null },
      code_config: { pattern: 'GIFT-######' },
    },
  });
  const club = await api.loyalties.create({
    name: 'Club',
    type: 'AUTO_UPDATE',
    vouchers_count: 3,
    voucher: {
      type: 'LOYALTY_CARD',
      loyalty_card: { points: 0 },
      redemption: { quantity: null },
      code_config: { pattern: 'CLUB-######' },
    },
  });
  for (const { id } of [gifts, club]) {
    const isMade = async () => (await api.campaigns.get(id)).vouchers_generation_status === 'DONE';
    for (let looks = 0; looks < 200 && !(await isMade()); looks++) await sleep(50);
  }
  await api.loyalties.createEarningRule(club.id, [
    {
      event: 'order.paid',
      source: { banner: 'A point for every 1.00' },
      loyalty: {
        type: 'PROPORTIONAL',
        calculation_type: 'ORDER_TOTAL_AMOUNT',
        order: { total_amount: { every: 100, points: 1 } },
      },
    },
  ]);
  const reward = async (name: string, more: object, points: number | null) => {
    const { id } = await api.rewards.create({ name, ...more });
    const cost = points === null ? {} : { parameters: { loyalty: { points } } };
    await api.loyalties.createRewardAssignments(club.id, [{ reward: id, ...cost }]);
    return id;
  };
  return {
    clubId: club.id,
    coin: await reward(
      'Pay with points',
      { parameters: { coin: { exchange_ratio: 0.1, points_ratio: 1 } } },
      null,
    ),
    material: await reward(
      'Beans for nothing',
      { parameters: { product: { id: product.id } }, stock: 1 },
      20,
    ),
    digital: await reward(
      'A gift card',
      { parameters: { campaign: { id: gifts.id, balance: 300 } } },
      30,
    ),
  };
}

test('points are earned by an order and by a redemption, spent, paid with and taken back', async () => {
  const shop = await testShop(server);
  const { api } = shop;
  const { clubId, coin, material, digital } = await furnish(shop);
  const { code: card } = await api.loyalties.createMember(clubId, { customer });
  const points = async () => (await api.loyalties.getMember(clubId, card)).loyalty_card?.balance;
  assert.equal(await points(), 0);

  const till = await api.orders.create({
    source_id: 'till',
    status: 'PAID',
    customer,
    items: beans(4),
  });
  assert.equal(await points(), 51, 'a point for every whole 1.00 of 51.60');
  await api.orders.update({ id: till.id, status: 'PAID', metadata: { again: true } });
  assert.equal(await points(), 51, 'an order earns once');

  await api.redemptions.redeemStackable({
    customer,
    order: { source_id: 'online', items: beans(2) },
    redeemables: [{ object: 'voucher', id: 'TENTH' }],
  });
  assert.equal(await points(), 74, '25.80 less a tenth is 23.22');

  const { reward } = await api.loyalties.redeemReward(clubId, card, { reward: { id: digital } });
  const gift = reward?.voucher?.code ?? '';
  assert.match(gift, /^GIFT-[0-9A-Za-z]{6}$/);
  assert.equal(await points(), 44);
  await api.loyalties.redeemReward(clubId, card, { reward: { id: material } });
  assert.equal(await points(), 24);
  const again = api.loyalties.redeemReward(clubId, card, { reward: { id: material } });
  assert.equal(await shop.keyOf(again), 'quantity_exceeded');
  const dear = api.loyalties.redeemReward(clubId, card, { reward: { id: digital } });
  assert.equal(await shop.keyOf(dear), 'loyalty_card_points_exceeded');
  assert.equal(await points(), 24, 'a refusal costs nothing');

  const request = {
    customer,
    order: { source_id: 'with-both', items: beans(1) },
    redeemables: [
      { object: 'voucher', id: gift },
      { object: 'voucher', id: card, reward: { id: coin, points: 20 } },
    ],
  };
  const paid = await api.redemptions.redeemStackable(request);
  assert.equal(paid.order?.total_amount, 790, '12.90 less 3.00 of credits and 2.00 of points');
  assert.equal((await api.vouchers.get(gift)).gift?.balance, 0);
  assert.equal(await points(), 24 - 20 + 7);

  await api.redemptions.rollbackStackable(paid.parent_redemption?.id ?? '');
  assert.equal((await api.vouchers.get(gift)).gift?.balance, 300);
  assert.equal(await points(), 24, 'what was paid with is back, what was earned is gone');

  const { data } = await api.loyalties.listCardTransactions(card, null, { limit: 50 });
  const changes = data.map(({ details }) => details?.balance?.points ?? 0).toReversed();
  assert.deepEqual(changes, [51, 23, -30, -20, -20, 7, 20, -7]);
});

test('an order that is canceled gives its points back once', async () => {
  const shop = await testShop(server);
  const { api } = shop;
  const { clubId } = await furnish(shop);
  const { code: card } = await api.loyalties.createMember(clubId, { customer });
  const points = async () => (await api.loyalties.getMember(clubId, card)).loyalty_card?.balance;
  const order = await api.orders.create({ status: 'PAID', customer, items: beans(4) });
  assert.equal(await points(), 51);
  for (let times = 0; times < 2; times++) {
    await api.orders.update({ id: order.id, status: 'CANCELED' });
    assert.equal(await points(), 0);
  }
});
