/** Two promotion tiers that share a rule with limits on discounted units: 1.00 off each unit. */
import assert from 'node:assert/strict';
import type { Answer, TestProject, TestServer } from './api.ts';
import { insertCampaign } from './incentives.ts';

export type ItemLimitShop = {
  readonly project: TestProject;
  readonly tiers: readonly [string, string];
  /** Makes codes of one more campaign, guarded by the same rule. */
  codes(...codes: readonly string[]): Promise<void>;
  /** An id of the products `a` and `b`, and of the collection that holds them. */
  readonly ids: Readonly<Record<'a' | 'b' | 'both', string>>;
};

export type Purchase = {
  readonly customer: string | null;
  readonly tiers?: readonly string[];
  readonly codes?: readonly string[];
  readonly a: number;
  readonly b: number;
};

/** `entry` is what `applicable_to.included` says beside the collection of both products. */
export async function itemLimitShop(server: TestServer, entry: object): Promise<ItemLimitShop> {
  const project = await server.project();
  const post = async (path: string, body: object): Promise<string> => {
    const answer = await project.post(path, body);
    assert.equal(answer.status, 200, `${path}: ${JSON.stringify(answer.body)}`);
    return answer.body.id;
  };
  const a = await post('/v1/products', { name: 'A', source_id: 'a', price: 1_000 });
  const b = await post('/v1/products', { name: 'B', source_id: 'b', price: 2_000 });
  const products = [a, b].map((id) => ({ id, object: 'product' }));
  const both = await post('/v1/product-collections', { type: 'STATIC', name: 'Both', products });
  const rule = await post('/v1/validation-rules', {
    name: 'Limited',
    rules: {},
    applicable_to: { included: [{ object: 'products_collection', id: both, ...entry }] },
  });
  const campaign = await insertCampaign(server.db, project);
  const tier = (name: string) =>
    post(`/v1/promotions/${campaign}/tiers`, {
      name,
      action: {
        discount: { type: 'AMOUNT', amount_off: 100, effect: 'APPLY_TO_ITEMS_BY_QUANTITY' },
      },
      validation_rules: [rule],
    });
  async function codes(...names: readonly string[]): Promise<void> {
    const coupons = await insertCampaign(server.db, project, { campaignType: 'DISCOUNT_COUPONS' });
    for (const code of names) await post(`/v1/vouchers/${code}`, hundredOffEach);
    await server.db.adhoc(
      'update vouchers set campaign_id = $2 where project_id = $1 and code = any($3)',
      [project.id, coupons, names],
    );
    await post(`/v1/validation-rules/${rule}/assignments`, {
      related_object_type: 'campaign',
      related_object_id: coupons,
    });
  }
  return { project, tiers: [await tier('one'), await tier('two')], codes, ids: { a, b, both } };
}

const hundredOffEach = {
  type: 'DISCOUNT_VOUCHER',
  discount: { type: 'AMOUNT', amount_off: 100, effect: 'APPLY_TO_ITEMS_BY_QUANTITY' },
  redemption: { quantity: null },
};

export function purchase(
  project: TestProject,
  { customer, tiers = [], codes = [], a, b }: Purchase,
): object {
  const line = (source_id: string, quantity: number) => ({
    source_id,
    related_object: 'product',
    quantity,
  });
  return {
    redeemables: [
      ...tiers.map((id) => ({ object: 'promotion_tier', id })),
      ...codes.map((id) => ({ object: 'voucher', id })),
    ],
    ...(customer === null ? {} : { customer: { source_id: customer } }),
    order: { items: [line('a', a), line('b', b)].filter(({ quantity }) => quantity > 0) },
    tracking_id: project.id,
  };
}

/** Units that an answer discounts. */
export function unitsOff({ status, body }: Answer): number {
  assert.equal(status, 200, JSON.stringify(body));
  return (body.order.items_applied_discount_amount ?? 0) / 100;
}
