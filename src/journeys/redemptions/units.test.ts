/** Redemptions that give units: what the order keeps, what later redemptions and rollbacks make of it. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { testServer } from '../../../test/support/api.ts';
import { newUnitShop, redeemables } from '../../../test/support/unit-shop.ts';

const server = await testServer();
const shop = await newUnitShop(server);
const { ids, project } = shop;
const free = (unit_type: string, effect: string, unit_off = 1) => ({
  type: 'UNIT',
  unit_off,
  unit_type,
  effect,
});
await shop.voucher('CAP', free(ids.cap, 'ADD_NEW_ITEMS'));
await shop.voucher('MUG', free(ids.mug, 'ADD_NEW_ITEMS', 2));
await shop.voucher('TEE', free(ids.tee, 'ADD_MISSING_ITEMS'));
await shop.voucher('TEN', { type: 'PERCENT', percent_off: 10 });
await shop.voucher('UPGRADE', free(ids['tee-l'], 'REPLACE_ITEMS'), {
  applicable_to: { included: [{ object: 'product', id: ids.tee, quantity_limit: 1 }] },
});

type Line = Record<string, number>;
type Order = { readonly items: readonly Line[] } & Record<string, number>;

function told(order: Order) {
  const { amount, initial_amount, total_discount_amount, total_amount } = order;
  return {
    amounts: [amount, initial_amount, total_discount_amount, total_amount],
    lines: order.items.map((line) => [line['quantity'], line['amount'], line['discount_amount']]),
  };
}

const stored = async (id: string) => told((await project.get(`/v1/orders/${id}`)).body);
const redeem = (source_id: string, codes: readonly string[], more: object = {}) =>
  shop.post('/v1/redemptions', {
    redeemables: redeemables(...codes),
    order: { source_id, ...more },
  });
const twoTees = { items: [{ product_id: ids.tee, quantity: 2 }] };
const asOrdered = { amounts: [5_800, 5_800, 0, 5_800], lines: [[2, 5_800, 0]] };

test('a redemption stores the order with what it added, and a rollback takes it out again', async () => {
  const { redemptions, order } = await redeem('one', ['MUG'], twoTees);
  const withMugs = {
    amounts: [7_800, 5_800, 2_000, 5_800],
    lines: [
      [2, 5_800, 0],
      [2, 2_000, 2_000],
    ],
  };
  assert.deepEqual(told(order), withMugs);
  assert.deepEqual(await stored('one'), withMugs);
  const { body: kept } = await project.get(`/v1/redemptions/${redemptions[0].id}`);
  assert.equal(kept.order.items[1].product.name, 'Mug');
  const { body: back } = await project.post(`/v1/redemptions/${redemptions[0].id}/rollback`, {});
  assert.deepEqual(told(back.order), asOrdered);
  assert.deepEqual(await stored('one'), asOrdered);
});

test('units in the order that became free cost something again after a rollback', async () => {
  const { redemptions, order } = await redeem('tee', ['TEE'], twoTees);
  assert.deepEqual(told(order), {
    amounts: [5_800, 5_800, 2_900, 2_900],
    lines: [[2, 5_800, 2_900]],
  });
  await project.post(`/v1/redemptions/${redemptions[0].id}/rollback`, {});
  assert.deepEqual(await stored('tee'), asOrdered);
  const again = await redeem('tee', ['TEE']);
  assert.equal(again.order.total_amount, 2_900);
});

test('a later redemption finds the units of the one before; each rolls back its own', async () => {
  const first = await redeem('both', ['MUG'], twoTees);
  const second = await redeem('both', ['CAP', 'TEN']);
  assert.deepEqual(told(second.order), {
    amounts: [10_900, 5_800, 5_680, 5_220],
    lines: [
      [2, 5_800, 0],
      [2, 2_000, 2_000],
      [1, 3_100, 3_100],
    ],
  });
  assert.equal(second.order.total_applied_discount_amount, 3_680);
  assert.equal(second.order.items[1].applied_quantity, 0);
  await project.post(`/v1/redemptions/${first.redemptions[0].id}/rollback`, {});
  assert.deepEqual(await stored('both'), {
    amounts: [8_900, 5_800, 3_680, 5_220],
    lines: [
      [2, 5_800, 0],
      [1, 3_100, 3_100],
    ],
  });
  await project.post(`/v1/redemptions/${second.parent_redemption.id}/rollbacks`, {});
  assert.deepEqual(await stored('both'), asOrdered);
});

test('more of a line that was added joins it; a change of the order leaves it', async () => {
  await redeem('more', ['MUG'], twoTees);
  const { order } = await redeem('more', ['MUG']);
  const lines = [
    [2, 5_800, 0],
    [4, 4_000, 4_000],
  ];
  assert.deepEqual(told(order), { amounts: [9_800, 5_800, 4_000, 5_800], lines });
  await project.put('/v1/orders/more', { items: [{ product_id: ids.tee, quantity: 1 }] });
  assert.deepEqual(await stored('more'), {
    amounts: [6_900, 2_900, 4_000, 2_900],
    lines: [
      [1, 2_900, 0],
      [4, 4_000, 4_000],
    ],
  });
});

test('an upgrade is kept for later redemptions, and rolled back as a whole', async () => {
  const first = await redeem('up', ['UPGRADE'], twoTees);
  const upgraded = [
    [1, 2_900, 0],
    [1, 3_500, 600],
  ];
  assert.deepEqual(told(first.order), { amounts: [6_400, 5_800, 600, 5_800], lines: upgraded });
  const { order } = await redeem('up', ['TEN']);
  assert.deepEqual(told(order), { amounts: [6_400, 5_800, 1_180, 5_220], lines: upgraded });
  await project.post(`/v1/redemptions/${first.redemptions[0].id}/rollback`, {});
  assert.deepEqual(await stored('up'), {
    amounts: [5_800, 5_800, 580, 5_220],
    lines: [[2, 5_800, 0]],
  });
});

test('an order of an amount alone keeps what is added to it', async () => {
  await redeem('bare', ['MUG'], { amount: 5_000 });
  const { order } = await redeem('bare', ['TEN']);
  assert.deepEqual(told(order), {
    amounts: [7_000, 5_000, 2_500, 4_500],
    lines: [[2, 2_000, 2_000]],
  });
});

test('units that a later redemption has replaced are not taken away under it', async () => {
  await shop.voucher('TEE_FOR_MUG', free(ids.tee, 'REPLACE_ITEMS'), {
    applicable_to: { included: [{ object: 'product', id: ids.mug }] },
  });
  await shop.voucher('CAP_FOR_TEE', free(ids.cap, 'REPLACE_ITEMS'), {
    applicable_to: { included: [{ object: 'product', id: ids.tee }] },
  });
  const items = [{ product_id: ids.mug, quantity: 1 }];
  const first = await redeem('chain', ['TEE_FOR_MUG'], { items });
  const second = await redeem('chain', ['CAP_FOR_TEE']);
  const rollBack = (one: { redemptions: readonly { id: string }[] }) =>
    project.post(`/v1/redemptions/${one.redemptions[0]?.id}/rollback`, {});
  const early = await rollBack(first);
  assert.equal(early.status, 400);
  assert.equal(early.body.key, 'invalid_rollback_params');
  assert.equal((await stored('chain')).lines.length, 3);
  assert.equal((await rollBack(second)).status, 200);
  assert.equal((await rollBack(first)).status, 200);
  assert.deepEqual(await stored('chain'), {
    amounts: [1_000, 1_000, 0, 1_000],
    lines: [[1, 1_000, 0]],
  });
});
