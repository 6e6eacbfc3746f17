/** A shop with stacking rules of its own and categories, made over HTTP. */
import assert from 'node:assert/strict';
import type { Answer, TestProject, TestServer } from './api.ts';

export type StackingShop = {
  readonly shop: TestProject;
  /** Ids of its categories by their names. */
  readonly category: Readonly<Record<string, string>>;
  /** Changes its rules; what is left out stays. */
  change(rules: object): Promise<Answer['body']>;
  /** Makes vouchers of 1.00 off by their codes, `X:promo` in the category promo. */
  vouchers(...codes: readonly string[]): Promise<void>;
};

/** `rules` may name categories, as they are made before. */
export async function stackingShop(
  server: TestServer,
  names: readonly string[],
  rules: (category: Readonly<Record<string, string>>) => object,
): Promise<StackingShop> {
  const [shop, manager] = [await server.project(), await server.management()];
  const category: Record<string, string> = {};
  for (const [at, name] of names.entries()) {
    const made = await shop.post('/v1/categories', { name, hierarchy: at + 1 });
    category[name] = done(made).id;
  }
  const path = `/management/v1/projects/${shop.id}/stacking-rules`;
  const { id } = done(await manager.post(path, rules(category)));
  return {
    shop,
    category,
    change: async (some) => done(await manager.put(`${path}/${id}`, some)),
    async vouchers(...codes) {
      for (const one of codes) {
        const [code = '', name] = one.split(':');
        const of = name === undefined ? {} : { category_id: category[name] };
        await discountVoucher(shop, code, { type: 'AMOUNT', amount_off: 100 }, of);
      }
    },
  };
}

export async function discountVoucher(
  shop: TestProject,
  code: string,
  discount: object,
  more: object = {},
): Promise<Answer['body']> {
  const made = { type: 'DISCOUNT_VOUCHER', discount, redemption: { quantity: 5 }, ...more };
  return done(await shop.post(`/v1/vouchers/${code}`, made));
}

export const codes = (...ids: readonly string[]) => ids.map((id) => ({ object: 'voucher', id }));

/** The answer's body, which must be a success. */
export function done({ status, body }: Answer): Answer['body'] {
  assert.ok(status < 300, JSON.stringify(body));
  return body;
}
