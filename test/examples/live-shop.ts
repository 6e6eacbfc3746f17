/** The shop of the worked examples on a live server: the same goods, offers and carts over HTTP. */
import assert from 'node:assert/strict';
import type { JsonObject } from '../../src/engine/json.ts';
import type { TestProject } from '../support/api.ts';
import { orderOf } from './cart.ts';
import type { Example } from './example.ts';
import { collectionId, collections, goods, productId, skuId } from './goods.ts';
import type { Offer } from './offers.ts';

export type LiveShop = {
  readonly project: TestProject;
  /** The request that validates or redeems the example, its offers made as vouchers. */
  request(example: Example): Promise<JsonObject>;
};

export async function openLiveShop(project: TestProject): Promise<LiveShop> {
  for (const [name, { price, metadata = {}, skus = {} }] of Object.entries(goods)) {
    const id = productId(name);
    await made(project, '/v1/products', { id, source_id: name, name, price, metadata });
    for (const [variant, skuPrice] of Object.entries(skus)) {
      const key = `${name}/${variant}`;
      const sku = { id: skuId(key), source_id: key, sku: variant, price: skuPrice };
      await made(project, `/v1/products/${id}/skus`, sku);
    }
  }
  const ids = new Map<string, string>();
  for (const name of collections) {
    const products = Object.entries(goods)
      .filter(([, good]) => good.in?.includes(name))
      .map(([good]) => ({ object: 'product', id: productId(good) }));
    const collection = { type: 'STATIC', name, products };
    ids.set(collectionId(name), await made(project, '/v1/product-collections', collection));
  }
  let offers = 0;
  return {
    project,
    async request({ cart, offers: asked, around }) {
      const redeemables: JsonObject[] = [];
      for (const one of asked) {
        offers += 1;
        redeemables.push({ object: 'voucher', id: await voucher(project, `V${offers}`, one, ids) });
      }
      const metadata = around.customer?.metadata ?? {};
      return {
        redeemables,
        order: orderInput(cart, around),
        ...(around.customer === null ? {} : { customer: { source_id: `ann${offers}`, metadata } }),
        metadata: around.redemption ?? {},
      };
    },
  };
}

/** Through JSON, as a client would send it. */
function orderInput(cart: string, { order, lines }: Example['around']): JsonObject {
  return JSON.parse(JSON.stringify(orderOf(cart, order, lines)));
}

async function voucher(
  project: TestProject,
  code: string,
  { discount, rules, validity, quantity }: Offer,
  ids: ReadonlyMap<string, string>,
): Promise<string> {
  const validation_rules: string[] = [];
  for (const [index, definition] of rules.entries()) {
    const rule = { name: `${code}.${index}`, ...withIds(definition, ids) };
    validation_rules.push(await made(project, '/v1/validation-rules', rule));
  }
  await made(project, `/v1/vouchers/${code}`, {
    type: 'DISCOUNT_VOUCHER',
    discount,
    validation_rules,
    redemption: { quantity },
    ...validity,
  });
  return code;
}

/** The server names collections itself: the ids that tables use stand for its own. */
function withIds(definition: JsonObject, ids: ReadonlyMap<string, string>): JsonObject {
  return JSON.parse(JSON.stringify(definition), (_, value) =>
    typeof value === 'string' ? (ids.get(value) ?? value) : value,
  );
}

async function made(project: TestProject, path: string, body: object): Promise<string> {
  const { status, body: answer } = await project.post(path, body);
  assert.equal(status, 200, `${path}: ${JSON.stringify(answer)}`);
  return answer.id;
}
