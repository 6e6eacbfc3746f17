/** Whether a rollback gives the order back as well: the project's stacking rules say so. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { testServer } from '../../../../test/support/api.ts';
import { codes, done, stackingShop } from '../../../../test/support/stacking-shop.ts';

const server = await testServer();

const modes = [
  // mode             status      discount and payable of the order afterwards
  ['WITH_ORDER', 'CANCELED', 0, 10_000],
  ['WITHOUT_ORDER', 'PAID', 200, 9_800],
] as const;

for (const [mode, status, discount, payable] of modes) {
  test(`${mode}: the vouchers are given back, the order is ${status}`, async () => {
    const { shop, vouchers } = await stackingShop(server, [], () => ({
      redeemables_rollback_order_mode: mode,
    }));
    await vouchers('ONE', 'TWO');
    const items = [{ product_id: 'prod_mug', quantity: 1, price: 10_000 }];
    const { parent_redemption: parent, order } = done(
      await shop.post('/v1/redemptions', { redeemables: codes('ONE', 'TWO'), order: { items } }),
    );
    const back = done(await shop.post(`/v1/redemptions/${parent.id}/rollbacks`, {}));
    const stored = done(await shop.get(`/v1/orders/${order.id}`));
    for (const shown of [back.order, back.parent_rollback.order, stored]) {
      assert.equal(shown.status, status);
      assert.equal(shown.total_amount, payable);
      assert.equal(shown.total_discount_amount, discount);
    }
    assert.equal(stored.redemptions[parent.id].rollback_id, back.parent_rollback.id);
    assert.equal(back.rollbacks.length, 2);
    for (const code of ['ONE', 'TWO']) {
      const { redemption } = done(await shop.get(`/v1/vouchers/${code}`));
      assert.equal(redemption.redeemed_quantity, 0);
    }
    const again = await shop.post(`/v1/redemptions/${parent.id}/rollbacks`, {});
    assert.deepEqual([again.status, again.body.key], [400, 'already_rolled_back']);
  });

  test(`${mode}: of one redemption alone`, async () => {
    const { shop, vouchers } = await stackingShop(server, [], () => ({
      redeemables_rollback_order_mode: mode,
    }));
    await vouchers('ONE');
    const { redemptions, order } = done(
      await shop.post('/v1/redemptions', { redeemables: codes('ONE'), order: { amount: 10_000 } }),
    );
    done(await shop.post(`/v1/redemptions/${redemptions[0].id}/rollback`, {}));
    const stored = done(await shop.get(`/v1/orders/${order.id}`));
    assert.equal(stored.status, status);
    assert.equal(stored.total_discount_amount, discount / 2);
  });
}
