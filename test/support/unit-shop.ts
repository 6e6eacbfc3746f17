/** A shop that gives things away, for tests: products with prices, and vouchers that give units. */
import assert from 'node:assert/strict';
import type { TestProject, TestServer } from './api.ts';

export type UnitShop = {
  readonly project: TestProject;
  /** Ids by source_id. `tee` costs 29.00, `cap` 31.00, `mug` 10.00; the SKU `tee-l` 35.00. */
  readonly ids: Readonly<Record<'tee' | 'cap' | 'mug' | 'tee-l', string>>;
  post(path: string, body: object): Promise<ReturnType<typeof JSON.parse>>;
  voucher(code: string, discount: object, rule?: object): Promise<void>;
};

export const redeemables = (...codes: readonly string[]) =>
  codes.map((id) => ({ object: 'voucher', id }));

export async function newUnitShop(server: TestServer): Promise<UnitShop> {
  const project = await server.project();

  async function post(path: string, body: object) {
    const answer = await project.post(path, body);
    assert.equal(answer.status, 200, `${path}: ${JSON.stringify(answer.body)}`);
    return answer.body;
  }

  const product = async (source_id: string, name: string, price: number): Promise<string> =>
    (await post('/v1/products', { source_id, name, price })).id;
  const tee = await product('tee', 'T-shirt', 2_900);
  const cap = await product('cap', 'Cap', 3_100);
  const mug = await product('mug', 'Mug', 1_000);
  const large = await post(`/v1/products/${tee}/skus`, {
    source_id: 'tee-l',
    sku: 'T-shirt L',
    price: 3_500,
  });

  return {
    project,
    ids: { tee, cap, mug, 'tee-l': large.id },
    post,
    async voucher(code, discount, rule) {
      const rules =
        rule === undefined
          ? []
          : [(await post('/v1/validation-rules', { name: code, ...rule })).id];
      await post(`/v1/vouchers/${code}`, {
        type: 'DISCOUNT_VOUCHER',
        discount,
        redemption: { quantity: null },
        validation_rules: rules,
      });
    },
  };
}
