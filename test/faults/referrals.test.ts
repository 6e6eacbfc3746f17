/** Referrals under fire: two processes redeem one code at once, and everybody is rewarded once. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TestProject } from '../support/api.ts';
import { referralShop } from '../support/referral-shop.ts';
import { assertBooksAgree, atOnce, tally, twoServers } from './two-servers.ts';

const { server, both } = await twoServers();

function redeem(shop: TestProject, customer: string) {
  return shop.post('/v1/redemptions', {
    redeemables: [{ object: 'voucher', id: 'ANN10' }],
    order: { amount: 5_000 },
    customer: { source_id: customer },
  });
}

test('20 redemptions at once by different referees reward each of them once, and their referrer for each', async () => {
  const shop = await referralShop(server, { referee: 300, each: 700, codeAt: 20 });
  const answers = await atOnce(both(shop), 20, (one, n) => redeem(one, `friend-${n}`));
  assert.deepEqual(tally(answers), { 200: 20 });
  await shop.followUp();
  await shop.followUpAgain();
  assert.equal((await shop.cardOf('ann')).gift.balance, 20 * 700);
  for (let n = 0; n < 20; n++) {
    assert.equal((await shop.cardOf(`friend-${n}`)).gift.balance, 300);
  }
  const ann = (await shop.get('/v1/customers/ann')).body;
  assert.equal(ann.loyalty.referred_customers, 20);
  assert.equal((await shop.get('/v1/vouchers?customer=ann&campaign=Coupons')).body.total, 1);
  await assertBooksAgree(server, shop);
});

test('20 redemptions at once by one referee reward once', async () => {
  const shop = await referralShop(server, { referee: 300, each: 700 });
  const answers = await atOnce(both(shop), 20, (one) => redeem(one, 'ben'));
  assert.deepEqual(tally(answers), { 200: 20 });
  await shop.followUp();
  assert.equal((await shop.cardOf('ann')).gift.balance, 700);
  assert.equal((await shop.cardOf('ben')).gift.balance, 300);
  await assertBooksAgree(server, shop);
});

test('redemptions and their rollbacks at once leave what stands, whichever is followed up first', async () => {
  const shop = await referralShop(server, { referee: 300, each: 700 });
  const redeemed = await atOnce(both(shop), 10, (one, n) => redeem(one, `friend-${n}`));
  const back = await atOnce(both(shop), 10, (one, n) =>
    one.post(`/v1/redemptions/${redeemed[n]?.body.redemptions[0].id}/rollback`, {}),
  );
  assert.deepEqual(tally(back), { 200: 10 });
  await shop.followUp();
  await shop.followUpAgain('newest first');
  assert.equal((await shop.cardOf('ann'))?.gift.balance ?? 0, 0);
  assert.equal((await shop.get('/v1/customers/ann')).body.loyalty.referred_customers, 0);
  for (let n = 0; n < 10; n++) {
    assert.equal((await shop.cardOf(`friend-${n}`))?.gift.balance ?? 0, 0);
  }
});
