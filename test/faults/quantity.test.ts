/** One code, two processes, everybody at once: it is redeemed as often as it may be, never once more. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Answer, TestProject } from '../support/api.ts';
import { campaignRow } from '../support/campaign-row.ts';
import {
  assertBooksAgree,
  atOnce,
  redeemables,
  succeeded,
  tally,
  twoServers,
  voucher,
} from './two-servers.ts';

const { server, both } = await twoServers();

const redeem = (shop: TestProject, code: string, n: number): Promise<Answer> =>
  shop.post('/v1/redemptions', {
    redeemables: redeemables(code),
    customer: { source_id: `c${n % 20}` },
    order: { source_id: `order-${code}-${n}`, amount: 1_000 },
  });

/** A voucher of a campaign, so that totals are kept too. */
async function ofCampaign(shop: TestProject, code: string, quantity: number | null): Promise<void> {
  const campaign = await campaignRow(server, shop, `of_${code}`);
  const { id } = await voucher(shop, code, { redemption: { quantity } });
  await server.db.adhoc('update vouchers set campaign_id = $2 where id = $1', [id, campaign]);
}

test('200 at once at two processes on a quantity of 50: 50 succeed, the others are told why', async () => {
  const shop = await server.project();
  await ofCampaign(shop, 'HOT', 50);
  const answers = await atOnce(both(shop), 200, (at, n) => redeem(at, 'HOT', n));
  assert.deepEqual(tally(answers), { 200: 50, quantity_exceeded: 150 });
  const counters = succeeded(answers).map(
    ({ body }) => body.redemptions[0].voucher.redemption.redeemed_quantity,
  );
  assert.deepEqual(
    counters.toSorted((a, b) => a - b),
    Array.from({ length: 50 }, (_, n) => n + 1),
  );
  const entries = await shop.get('/v1/vouchers/HOT/redemption');
  assert.equal(entries.body.redeemed_quantity, 50);
  assert.equal((await shop.get('/v1/redemptions?result=Success')).body.total, 50);
  assert.equal((await shop.get('/v1/redemptions?result=Failure')).body.total, 150);
  const orders = await shop.get('/v1/orders?limit=100');
  assert.equal(orders.body.total, 50);
  for (const order of orders.body.orders) {
    assert.equal(order.status, 'PAID');
    assert.equal(order.total_amount, 900);
  }
  await assertBooksAgree(server, shop);
});

test('40 rollbacks of one redemption at two processes: one succeeds, and gives back once', async () => {
  const shop = await server.project();
  await ofCampaign(shop, 'BACK', 1);
  const redeemed = await redeem(shop, 'BACK', 0);
  const { id } = redeemed.body.redemptions[0];
  const answers = await atOnce(both(shop), 40, (at) =>
    at.post(`/v1/redemptions/${id}/rollback`, {}),
  );
  assert.deepEqual(tally(answers), { 200: 1, already_rolled_back: 39 });
  assert.equal((await shop.get('/v1/vouchers/BACK')).body.redemption.redeemed_quantity, 0);
  assert.equal((await redeem(shop, 'BACK', 1)).status, 200);
  await assertBooksAgree(server, shop);
});

test('a storm of redemptions and their rollbacks ends at successes less rollbacks', async () => {
  const shop = await server.project();
  await ofCampaign(shop, 'STORM', 30);
  const shops = both(shop);
  let rolledBack = 0;
  const answers = await atOnce(shops, 200, async (at, n) => {
    const answer = await redeem(at, 'STORM', n);
    if (answer.status !== 200 || n % 3 === 0) return answer;
    const other = at === shops[0] ? shops[1] : shops[0];
    const { id } = answer.body.redemptions[0];
    const back = await other.post(`/v1/redemptions/${id}/rollback?reason=storm`, {});
    assert.equal(back.status, 200, JSON.stringify(back.body));
    rolledBack += 1;
    return answer;
  });
  const counts = tally(answers);
  assert.deepEqual(Object.keys(counts).toSorted(), ['200', 'quantity_exceeded']);
  const { body } = await shop.get('/v1/vouchers/STORM');
  assert.equal(body.redemption.redeemed_quantity, (counts['200'] ?? 0) - rolledBack);
  assert.ok(body.redemption.redeemed_quantity <= 30);
  assert.ok(rolledBack > 0);
  await assertBooksAgree(server, shop);
});
