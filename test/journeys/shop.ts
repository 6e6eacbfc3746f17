/** What the tests of journeys start from: a fresh project, spoken to through the official SDK. */
import assert from 'node:assert/strict';
import { refusalOf, type ShopApi, shopApi } from '../../src/cli/demo/shop-api.ts';
import type { TestServer } from '../support/api.ts';

export type TestShop = {
  readonly api: ShopApi;
  /** The id of a new rule of one condition. */
  rule(name: string, conditions: object, more?: object): Promise<string>;
  /** One code for everybody. */
  code(code: string, discount: object, more?: CodeOptions): Promise<void>;
  /** The key of a request that has to be refused. */
  keyOf(request: Promise<unknown>): Promise<string | undefined>;
};

type CodeOptions = { readonly rules?: readonly string[]; readonly quantity?: number | null };

export async function testShop(server: TestServer): Promise<TestShop> {
  const { credentials, url } = await server.project();
  const api = await shopApi({ url, appId: credentials.appId, appToken: credentials.token });
  return {
    api,
    async rule(name, conditions, more = {}) {
      const { error, applicable_to, ...rest }: Record<string, unknown> = { ...more };
      const made = await api.validationRules.create({
        name,
        rules: { 1: { name, conditions, ...rest, ...(error ? { error } : {}) }, logic: '1' },
        ...(applicable_to ? { applicable_to } : {}),
      });
      return made.id;
    },
    async code(code, discount, { rules = [], quantity = null } = {}) {
      const { id } = await api.campaigns.create({
        name: `All of ${code}`,
        campaign_type: 'DISCOUNT_COUPONS',
        type: 'STANDALONE',
        vouchers_count: 0,
        voucher: { type: 'DISCOUNT_VOUCHER', discount, redemption: { quantity } },
        validation_rules: rules,
      });
      await api.campaigns.addCertainVoucher(id, code);
    },
    keyOf: async (request) => (await refusalOf(request)).key,
  };
}

/** The amounts of an order, in minor units. */
export function amountsOf(order: object | undefined): Record<string, number> {
  assert(order !== undefined, 'there is an order');
  const numbers = Object.entries(order).filter(([name]) => name.endsWith('amount'));
  return Object.fromEntries(numbers);
}

/** What was taken off each line, then what is left of it. */
export function linesOf(order: {
  readonly items?: readonly {
    readonly discount_amount?: number;
    readonly subtotal_amount?: number;
  }[];
}): readonly (readonly [off: number | undefined, rest: number | undefined])[] {
  return (order.items ?? []).map((item) => [item.discount_amount, item.subtotal_amount]);
}

export const percent = (percentOff: number, effect = 'APPLY_TO_ORDER') => ({
  type: 'PERCENT',
  percent_off: percentOff,
  effect,
});

export const off = (amount: number) => ({
  type: 'AMOUNT',
  amount_off: amount,
  effect: 'APPLY_TO_ORDER',
});
