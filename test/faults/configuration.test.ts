/** What one process changes, the very next request at another process goes by. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Answer, TestProject } from '../support/api.ts';
import { clientOf } from '../support/api.ts';
import { campaignRow } from '../support/campaign-row.ts';
import { redeemables, twoServers, voucher } from './two-servers.ts';

const { server, both } = await twoServers();
const rounds = 50;

const cart = { order: { amount: 10_000 }, customer: { source_id: 'ann' } };

/** What a cart with this redeemable is told at another process: the discount, or the refusal's key. */
async function told(at: TestProject, what: readonly object[]): Promise<number | string> {
  const { body } = await at.post('/v1/validations', { ...cart, redeemables: what });
  return body.valid ? body.order.total_discount_amount : body.redeemables[0].result.error.key;
}

async function redeemed(at: TestProject, what: readonly object[]): Promise<number | string> {
  const { status, body } = await at.post('/v1/redemptions', { ...cart, redeemables: what });
  return status === 200 ? body.order.total_discount_amount : body.key;
}

async function changed(answer: Promise<Answer>): Promise<Answer['body']> {
  const { status, body } = await answer;
  assert.ok(status < 300, JSON.stringify(body));
  return body;
}

/** The project at two processes, one to change it and one to ask; both have answered before. */
async function shopAtTwo(): Promise<readonly [TestProject, TestProject]> {
  const shops = both(await server.project());
  for (const at of shops) await told(at, redeemables('NONE'));
  return shops;
}

test(`a voucher switched off and on at one process, ${rounds} times`, async () => {
  const [here, there] = await shopAtTwo();
  await voucher(here, 'SWITCH', { redemption: { quantity: null } });
  for (let n = 0; n < rounds; n++) {
    await changed(here.post('/v1/vouchers/SWITCH/disable'));
    assert.equal(await told(there, redeemables('SWITCH')), 'voucher_disabled');
    assert.equal(await redeemed(there, redeemables('SWITCH')), 'voucher_disabled');
    await changed(here.post('/v1/vouchers/SWITCH/enable'));
    assert.equal(await told(there, redeemables('SWITCH')), 100);
    assert.equal(await redeemed(there, redeemables('SWITCH')), 100);
  }
});

test(`a campaign's discount changed and the campaign switched off and on, ${rounds} times`, async () => {
  const [here, there] = await shopAtTwo();
  const campaign = await campaignRow(server, here, 'moving');
  const { id } = await voucher(here, 'OF', { redemption: { quantity: null } });
  await server.db.adhoc('update vouchers set campaign_id = $2, discount = null where id = $1', [
    id,
    campaign,
  ]);
  for (let n = 1; n <= rounds; n++) {
    await server.db.adhoc(
      `update campaigns set voucher = jsonb_set(voucher, '{discount,amount_off}', $2) where id = $1`,
      [campaign, n],
    );
    assert.equal(await told(there, redeemables('OF')), n);
    assert.equal(await redeemed(there, redeemables('OF')), n);
    await server.db.adhoc('update campaigns set active = false where id = $1', [campaign]);
    assert.equal(await told(there, redeemables('OF')), 'voucher_disabled');
    assert.equal(await redeemed(there, redeemables('OF')), 'voucher_disabled');
    await server.db.adhoc('update campaigns set active = true where id = $1', [campaign]);
  }
});

test(`a tier's rule made, changed, taken away and given back, ${rounds} times`, async () => {
  const [here, there] = await shopAtTwo();
  const campaign = await campaignRow(server, here, 'promo', {
    campaign_type: 'PROMOTION',
    voucher: null,
  });
  const tier = await changed(
    here.post(`/v1/promotions/${campaign}/tiers`, {
      name: 'tier',
      action: { discount: { type: 'AMOUNT', amount_off: 700 } },
    }),
  );
  const what = [{ object: 'promotion_tier', id: tier.id }];
  const above = (amount: number) => ({
    name: 'above',
    rules: { 1: { name: 'order.amount', conditions: { $more_than: [amount] } }, logic: '1' },
  });
  const rule = await changed(here.post('/v1/validation-rules', above(20_000)));
  const qualified = async () => {
    const { body } = await there.post('/v1/qualifications', { ...cart, scenario: 'ALL' });
    return body.redeemables.total ?? body.redeemables.data.length;
  };
  for (let n = 0; n < rounds; n++) {
    const assignment = await changed(
      here.post(`/v1/validation-rules/${rule.id}/assignments`, {
        related_object_type: 'promotion_tier',
        related_object_id: tier.id,
      }),
    );
    assert.equal(await told(there, what), 'order_rules_violated');
    assert.equal(await redeemed(there, what), 'order_rules_violated');
    assert.equal(await qualified(), 0);
    await changed(here.put(`/v1/validation-rules/${rule.id}`, above(5_000)));
    assert.equal(await redeemed(there, what), 700);
    assert.equal(await qualified(), 1);
    await changed(here.put(`/v1/validation-rules/${rule.id}`, above(20_000)));
    assert.equal(await told(there, what), 'order_rules_violated');
    await changed(here.delete(`/v1/validation-rules/${rule.id}/assignments/${assignment.id}`));
    assert.equal(await told(there, what), 700);
    assert.equal(await redeemed(there, what), 700);
  }
});

test(`stacking rules made, changed, taken away, and ranks of categories, ${rounds} times`, async () => {
  const [here, there] = await shopAtTwo();
  const manager = await server.management();
  const path = `/management/v1/projects/${here.id}/stacking-rules`;
  const ranked = async (name: string, hierarchy: number, at: TestProject) =>
    changed(at.post('/v1/categories', { name, hierarchy }));
  const [first, second] = [await ranked('first', 1, here), await ranked('second', 2, here)];
  const unlimited = { redemption: { quantity: null } };
  const percent = { type: 'PERCENT', percent_off: 10 };
  await voucher(here, 'TEN', { ...unlimited, discount: percent, category_id: second.id });
  await voucher(here, 'AMOUNT', { ...unlimited, category_id: first.id });
  const what = redeemables('TEN', 'AMOUNT');
  const both = async () => [await told(there, what), await redeemed(there, what)];
  for (let n = 0; n < rounds; n++) {
    assert.deepEqual(await both(), [1_100, 1_100]);
    const byRank = { redeemables_sorting_rule: 'CATEGORY_HIERARCHY' };
    const { id } = await changed(manager.post(path, byRank));
    assert.deepEqual(await both(), [1_090, 1_090]);
    await changed(here.put(`/v1/categories/${first.id}`, { name: 'first', hierarchy: 3 }));
    assert.deepEqual(await both(), [1_100, 1_100]);
    await changed(here.put(`/v1/categories/${first.id}`, { name: 'first', hierarchy: 1 }));
    await changed(manager.put(`${path}/${id}`, { exclusive_categories: [first.id] }));
    assert.deepEqual(await both(), [100, 100]);
    await changed(manager.delete(`${path}/${id}`));
  }
});

test(`a key that is revoked, and a project that is deleted, open nothing, ${rounds} times`, async () => {
  const [here, there] = await shopAtTwo();
  await voucher(here, 'OPEN', { redemption: { quantity: null } });
  const [original] = await server.db.adhoc<{ digest: string }>(
    `select encode(token_sha256, 'hex') as digest from api_keys where app_id = $1`,
    [here.credentials.appId],
  );
  const setDigest = (digest: string) =>
    server.db.adhoc(`update api_keys set token_sha256 = decode($2, 'hex') where app_id = $1`, [
      here.credentials.appId,
      digest,
    ]);
  for (let n = 0; n < rounds; n++) {
    await setDigest('00'.repeat(32));
    assert.equal(await redeemed(there, redeemables('OPEN')), 'unauthorized');
    const { status } = await there.post('/v1/validations', { redeemables: redeemables('OPEN') });
    assert.equal(status, 401);
    await setDigest(original?.digest ?? '');
    assert.equal(await redeemed(there, redeemables('OPEN')), 100);
  }
  const manager = await server.management();
  for (let n = 0; n < 5; n++) {
    const [shop, other] = await shopAtTwo();
    await voucher(shop, 'GONE');
    assert.equal(await told(other, redeemables('GONE')), 100);
    await changed(manager.delete(`/management/v1/projects/${shop.id}`));
    const stranger = clientOf(shop.id, other.url, { server: shop.credentials });
    assert.equal(await redeemed(stranger, redeemables('GONE')), 'unauthorized');
  }
});
