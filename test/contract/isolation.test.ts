/**
 * Projects never mix: what one made, the other does not find, change or remove, whatever it is.
 *
 * Every operation on one thing (`…/:id`) is tried. A resource that this file cannot make yet fails
 * it: add a row to `makers`, which says what to send and what then fills the path.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { allRoutes } from '../../src/app.ts';
import type { Route } from '../../src/platform/http/route.ts';
import { newId } from '../../src/platform/ids.ts';
import { insertAsyncAction } from '../../src/workspace/async-actions/store.ts';
import { type Answer, type TestProject, testServer } from '../support/api.ts';
import { insertCampaign } from '../support/incentives.ts';

const server = await testServer();
const [owner, stranger] = [await server.project(), await server.project()];

type Ids = Readonly<Record<string, string>>;
type Maker = (shop: TestProject) => Promise<Ids>;

/** By the path up to its last parameter. Rows of resources yet to come lie in wait. */
const makers: Readonly<Record<string, Maker>> = {
  '/v1/customers/:customerId': async (shop) => ({
    customerId: (await made(shop, '/v1/customers', { name: 'Eve' })).id,
  }),
  '/v1/products/:productId': productWithSku,
  '/v1/products/:productId/skus/:skuId': productWithSku,
  '/v1/skus/:skuId': productWithSku,
  '/v1/product-collections/:productCollectionId': async (shop) => ({
    productCollectionId: (await made(shop, '/v1/product-collections', collection)).id,
  }),
  '/v1/orders/:orderId': async (shop) => ({
    orderId: (await made(shop, '/v1/orders', { amount: 1_000 })).id,
  }),
  '/v1/validation-rules/:validationRuleId': assignedRule,
  '/v1/validation-rules/:validationRuleId/assignments/:assignmentId': assignedRule,
  '/v1/vouchers/:code': async (shop) => ({
    code: (await made(shop, '/v1/vouchers', voucher)).code,
  }),
  '/v1/promotions/:campaignId': promotion,
  '/v1/promotions/tiers/:promotionTierId': promotion,
  '/v1/promotions/:campaignId/stacks/:stackId': promotion,
  '/v1/async-actions/:asyncActionId': asyncAction,
};

async function productWithSku(shop: TestProject): Promise<Ids> {
  const { id: productId } = await made(shop, '/v1/products', { name: 'Mug' });
  const { id: skuId } = await made(shop, `/v1/products/${productId}/skus`, { sku: 'Blue mug' });
  return { productId, skuId };
}

async function assignedRule(shop: TestProject): Promise<Ids> {
  const { id: validationRuleId } = await made(shop, '/v1/validation-rules', rule);
  const { id: voucherId } = await made(shop, '/v1/vouchers', voucher);
  const { id: assignmentId } = await made(
    shop,
    `/v1/validation-rules/${validationRuleId}/assignments`,
    { related_object_type: 'voucher', related_object_id: voucherId },
  );
  return { validationRuleId, assignmentId };
}

async function promotion(shop: TestProject): Promise<Ids> {
  const campaignId = await insertCampaign(server.db, shop);
  const tier = { name: 'Ten off', action: { discount: voucher.discount } };
  const { id: promotionTierId } = await made(shop, `/v1/promotions/${campaignId}/tiers`, tier);
  const stack = { name: 'All', tiers: { ids: [promotionTierId] } };
  const { id: stackId } = await made(shop, `/v1/promotions/${campaignId}/stacks`, stack);
  return { campaignId, promotionTierId, stackId };
}

async function asyncAction(shop: TestProject): Promise<Ids> {
  const asyncActionId = newId('aa', Date.now());
  await insertAsyncAction(server.db, shop.id, {
    id: asyncActionId,
    type: 'CAMPAIGN.VOUCHERS_GENERATE',
    request_id: 'req_1',
    created_at: new Date().toISOString(),
  });
  return { asyncActionId };
}

const rule = {
  name: 'Large orders',
  rules: { 1: { name: 'order.amount', conditions: { $more_than: [1_000] } }, logic: '1' },
};
const voucher = {
  type: 'DISCOUNT_VOUCHER',
  discount: { type: 'AMOUNT', amount_off: 500 },
  redemption: { quantity: 1 },
};

const collection = { type: 'STATIC', name: 'Mugs', products: [] };

const onOne = allRoutes().filter(
  ({ audience, on }) => audience === 'server' && on.includes('/:') && !isCreation(on),
);

test('every resource of the API can be made here', () => {
  const unknown = onOne.map(baseOf).filter((base) => !(base in makers));
  assert.deepEqual([...new Set(unknown)], [], 'add it to makers');
});

for (const [base, make] of Object.entries(makers)) {
  const operations = onOne.filter((route) => baseOf(route) === base);
  if (operations.length === 0) continue;
  test(`${base} opens in its own project only`, async () => {
    const ids = await make(owner);
    const reads = operations.filter(({ on }) => on.startsWith('GET '));
    const before = await Promise.all(reads.map((route) => send(owner, route, ids)));
    for (const route of operations) {
      const { status, body } = await send(stranger, route, ids);
      // The list of what belongs to something unknown may be empty instead.
      if (status === 200 && body.object === 'list') assert.equal(body.total, 0, route.on);
      // A change may be refused for its empty body first; it must never be carried out.
      else if (!route.on.startsWith('GET ') && status === 400) assert.ok(body.key);
      else assert.equal(status, 404, route.on);
    }
    const after = await Promise.all(reads.map((route) => send(owner, route, ids)));
    assert.deepEqual(
      after.map(({ body }) => body),
      before.map(({ body }) => body),
    );
    for (const { status } of before) assert.equal(status, 200);
  });
}

test('a list shows nothing of another project', async () => {
  const lists = allRoutes().filter(
    ({ audience, on, mutates = false }) =>
      audience === 'server' && on.startsWith('GET ') && !on.includes('/:') && !mutates,
  );
  assert.ok(lists.length > 0);
  for (const { on } of lists) {
    const { status, body } = await stranger.get(on.replace('GET ', ''));
    assert.equal(status, 200, on);
    assert.equal(body.total ?? 0, 0, on);
    assert.deepEqual(body[body.data_ref] ?? [], [], on);
  }
});

/** `POST /v1/vouchers/:code` makes what it names: each project may have one of that name. */
function isCreation(on: string): boolean {
  return on.startsWith('POST ') && /\/:[^/]+$/.test(on);
}

async function made(shop: TestProject, path: string, body: object): Promise<Answer['body']> {
  const answer = await shop.post(path, body);
  assert.equal(answer.status, 200, `${path}: ${JSON.stringify(answer.body)}`);
  return answer.body;
}

function baseOf({ on }: Route): string {
  const path = on.split(' ')[1] ?? '';
  const last = path.split('/').findLastIndex((segment) => segment.startsWith(':'));
  return path
    .split('/')
    .slice(0, last + 1)
    .join('/');
}

async function send(shop: TestProject, { on }: Route, ids: Ids) {
  const [method = '', path = ''] = on.split(' ');
  const address = path.replace(/:([^/]+)/g, (_, name: string) => ids[name] ?? assert.fail(name));
  if (method === 'GET') return shop.get(address);
  if (method === 'DELETE') return shop.delete(address);
  return method === 'PUT' ? shop.put(address, {}) : shop.post(address, {});
}
