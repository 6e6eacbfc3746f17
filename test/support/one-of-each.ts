/** One of each resource, made over HTTP where it can be: for tests that try every operation. */
import assert from 'node:assert/strict';
import type { Sql } from '../../src/platform/db/database.ts';
import { newId } from '../../src/platform/ids.ts';
import { insertAsyncAction } from '../../src/workspace/async-actions/store.ts';
import type { Answer, TestProject } from './api.ts';
import { insertCampaign } from './incentives.ts';
import { earningRule, program } from './loyalty-shop.ts';
import { loyaltyMember, loyaltyProgram, pend } from './loyalty.ts';

const rule = {
  name: 'Large orders',
  rules: { 1: { name: 'order.amount', conditions: { $more_than: [1_000] } }, logic: '1' },
};
const voucher = {
  type: 'DISCOUNT_VOUCHER',
  discount: { type: 'AMOUNT', amount_off: 500 },
  redemption: { quantity: 1 },
};

const campaign = {
  name: 'Welcome',
  campaign_type: 'DISCOUNT_COUPONS',
  vouchers_count: 0,
  voucher,
};
const loyalty = {
  campaign_type: 'LOYALTY_PROGRAM',
  voucher: { type: 'LOYALTY_CARD', loyalty_card: { points: 0 } },
};
const collection = { type: 'STATIC', name: 'Mugs', products: [] };

/** What fills the parameters of a path, by name. */
export type Ids = Readonly<Record<string, string>>;
type Maker = (db: Sql, shop: TestProject) => Promise<Ids>;

/** By the path up to its last parameter. Rows of resources yet to come lie in wait. */
export const makers: Readonly<Record<string, Maker>> = {
  '/v1/customers/:customerId': async (_db, shop) => ({
    customerId: (await made(shop, '/v1/customers', { name: 'Eve' })).id,
  }),
  '/v1/products/:productId': productWithSku,
  '/v1/products/:productId/skus/:skuId': productWithSku,
  '/v1/skus/:skuId': productWithSku,
  '/v1/product-collections/:productCollectionId': async (_db, shop) => ({
    productCollectionId: (await made(shop, '/v1/product-collections', collection)).id,
  }),
  '/v1/orders/:orderId': async (_db, shop) => ({
    orderId: (await made(shop, '/v1/orders', { amount: 1_000 })).id,
  }),
  '/v1/validation-rules/:validationRuleId': assignedRule,
  '/v1/validation-rules/:validationRuleId/assignments/:assignmentId': assignedRule,
  '/v1/vouchers/:code': async (_db, shop) => ({
    code: (await made(shop, '/v1/vouchers', voucher)).code,
  }),
  '/v1/loyalties/:campaignId/members/:memberId': member,
  '/v1/loyalties/members/:memberId': member,
  '/v1/vouchers/:code/sessions/:sessionKey': async (_db, shop) => {
    const { code } = await made(shop, '/v1/vouchers', voucher);
    const validation = {
      redeemables: [{ object: 'voucher', id: code }],
      session: { type: 'LOCK' },
    };
    const { session } = await made(shop, '/v1/validations', validation);
    return { code, sessionKey: session.key };
  },
  '/v1/campaigns/:campaignId': async (_db, shop) => ({
    campaignId: (await made(shop, '/v1/campaigns', campaign)).id,
  }),
  '/v1/loyalties/members/:memberId/pending-points/:pendingPointsId': member,
  '/v1/promotions/:campaignId': promotion,
  '/v1/promotions/tiers/:promotionTierId': promotion,
  '/v1/promotions/:campaignId/stacks/:stackId': promotion,
  '/v1/categories/:categoryId': async (_db, shop) => ({
    categoryId: (await made(shop, '/v1/categories', { name: 'Summer', hierarchy: 1 })).id,
  }),
  '/v1/referrals/members/:memberId': referralCode,
  '/v1/referrals/members/:memberId/holders/:holderId': referralCode,
  '/v1/referrals/:campaignId/members/:memberId': referralCode,
  '/v1/referrals/:campaignId/members/:memberId/holders/:holderId': referralCode,
  '/v1/rewards/:rewardId': assignedReward,
  '/v1/rewards/:rewardId/assignments/:assignmentId': assignedReward,
  '/v1/loyalties/:campaignId/rewards/:assignmentId': assignedReward,
  '/v1/loyalties/:campaignId/reward-assignments/:assignmentId': assignedReward,
  '/v1/loyalties/:campaignId': loyaltyTier,
  '/v1/loyalties/:campaignId/tiers/:loyaltyTierId': loyaltyTier,
  '/v1/loyalties/:campaignId/earning-rules/:earningRuleId': async (_db, shop) => {
    const campaignId = await program(shop, 'Points');
    return { campaignId, earningRuleId: await earningRule(shop, campaignId) };
  },
  '/v1/async-actions/:asyncActionId': asyncAction,
  '/v1/exports/:exportId': async (_db, shop) => ({
    exportId: (await made(shop, '/v1/exports', { exported_object: 'voucher' })).id,
  }),
  '/v1/redemptions/:redemptionId': redemption,
  '/v1/redemptions/:parentRedemptionId': redemption,
};

async function productWithSku(_db: Sql, shop: TestProject): Promise<Ids> {
  const { id: productId } = await made(shop, '/v1/products', { name: 'Mug' });
  const { id: skuId } = await made(shop, `/v1/products/${productId}/skus`, { sku: 'Blue mug' });
  return { productId, skuId };
}

async function assignedRule(_db: Sql, shop: TestProject): Promise<Ids> {
  const { id: validationRuleId } = await made(shop, '/v1/validation-rules', rule);
  const { id: voucherId } = await made(shop, '/v1/vouchers', voucher);
  const { id: assignmentId } = await made(
    shop,
    `/v1/validation-rules/${validationRuleId}/assignments`,
    { related_object_type: 'voucher', related_object_id: voucherId },
  );
  return { validationRuleId, assignmentId };
}

async function assignedReward(_db: Sql, shop: TestProject): Promise<Ids> {
  const campaignId = await program(shop, newId('rewards', Date.now()));
  const { id: memberId } = await made(shop, `/v1/campaigns/${campaignId}/vouchers`, {});
  const coin = { parameters: { coin: { exchange_ratio: 1 } } };
  const { id: rewardId } = await made(shop, '/v1/rewards', coin);
  const assignment = { campaign: campaignId };
  const { id } = await made(shop, `/v1/rewards/${rewardId}/assignments`, assignment);
  return { campaignId, memberId, rewardId, assignmentId: id };
}

async function promotion(db: Sql, shop: TestProject): Promise<Ids> {
  const campaignId = await insertCampaign(db, shop);
  const tier = { name: 'Ten off', action: { discount: voucher.discount } };
  const { id: promotionTierId } = await made(shop, `/v1/promotions/${campaignId}/tiers`, tier);
  const stack = { name: 'All', tiers: { ids: [promotionTierId] } };
  const { id: stackId } = await made(shop, `/v1/promotions/${campaignId}/stacks`, stack);
  return { campaignId, promotionTierId, stackId };
}

async function referralCode(_db: Sql, shop: TestProject): Promise<Ids> {
  const name = newId('friends', Date.now());
  const programme = { ...campaign, name, campaign_type: 'REFERRAL_PROGRAM' };
  const { id: campaignId } = await made(shop, '/v1/campaigns', programme);
  const { code: memberId } = await made(shop, `/v1/campaigns/${campaignId}/vouchers`, {});
  const customer = { source_id: 'ann' };
  await made(shop, '/v1/publications', { voucher: memberId, customer });
  const invited = { holders: [{ source_id: 'ben' }] };
  const { holders } = await made(shop, `/v1/referrals/members/${memberId}/holders`, invited);
  return { campaignId, memberId, holderId: holders[0].id };
}

async function loyaltyTier(_db: Sql, shop: TestProject): Promise<Ids> {
  const { id: campaignId } = await made(shop, '/v1/campaigns', {
    ...loyalty,
    name: newId('Club', Date.now()),
  });
  const tier = { name: 'Gold', points: { from: 100 } };
  const { 0: created } = await made(shop, `/v1/loyalties/${campaignId}/tiers`, [tier]);
  return { campaignId, loyaltyTierId: created.id };
}

/** Each time of a new program, with points and some pending. */
async function member(db: Sql, shop: TestProject): Promise<Ids> {
  const campaignId = await loyaltyProgram(shop, { name: newId('club', Date.now()) });
  const { id } = await loyaltyMember(shop, campaignId, { points: 10 });
  const pending = { cardId: id, points: 5, activatesAt: '2099-01-01' };
  return { campaignId, memberId: id, pendingPointsId: await pend(db, shop, pending) };
}

async function redemption(_db: Sql, shop: TestProject): Promise<Ids> {
  const { code } = await made(shop, '/v1/vouchers', voucher);
  const { redemptions } = await made(shop, '/v1/redemptions', {
    redeemables: [{ object: 'voucher', id: code }],
    order: { amount: 5_000 },
  });
  return { redemptionId: redemptions[0].id, parentRedemptionId: redemptions[0].id };
}

async function asyncAction(db: Sql, shop: TestProject): Promise<Ids> {
  const asyncActionId = newId('aa', Date.now());
  await insertAsyncAction(db, shop.id, {
    id: asyncActionId,
    type: 'CAMPAIGN.VOUCHERS_GENERATE',
    request_id: 'req_1',
    created_at: new Date().toISOString(),
  });
  return { asyncActionId };
}

async function made(shop: TestProject, path: string, body: object): Promise<Answer['body']> {
  const answer = await shop.post(path, body);
  assert.equal(answer.status, 200, `${path}: ${JSON.stringify(answer.body)}`);
  return answer.body;
}
