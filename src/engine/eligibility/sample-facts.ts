/** Facts and lines to test rules with: a customer with a cart of two, to be varied. */
import { Temporal } from 'temporal-polyfill';
import { money } from '../money/money.ts';
import type { KnownProduct, OrderLine } from '../order/order.ts';
import { compileRule } from './compile.ts';
import type { CompiledRule } from './compile.ts';
import type { CustomerFacts, OrderFacts, RedemptionFacts, RuleFacts } from './facts.ts';
import type { JsonObject } from '../json.ts';
import { parseRule } from './parse/parse-rule.ts';

export const noon = Temporal.ZonedDateTime.from('2026-05-20T12:00:00[Europe/Warsaw]');

export function sampleProduct(part: Partial<KnownProduct> = {}): KnownProduct {
  const known = { id: 'prod_tea', sourceId: 'tea', name: null, price: null };
  return { ...known, attributes: {}, metadata: {}, ...part };
}

/** One unit of the product `prod_tea` at 10.00 unless varied; the amount follows from the rest. */
export function sampleLine(part: Partial<OrderLine> = {}): OrderLine {
  const line = {
    index: 0,
    sourceId: null,
    productId: 'prod_tea',
    skuId: null,
    product: null,
    sku: null,
    collectionIds: [],
    quantity: 1,
    price: money(1000),
    metadata: {},
    ...part,
  };
  return { amount: money((line.price ?? 0) * line.quantity), ...line };
}

export function sampleCustomer(part: Partial<CustomerFacts> = {}): CustomerFacts {
  const nobody = {
    sourceId: null,
    segmentIds: new Set<string>(),
    loyaltyTierIds: new Set<string>(),
  };
  return { id: 'cust_ann', ...nobody, metadata: {}, ...part };
}

export function sampleOrder(part: Partial<OrderFacts> = {}): OrderFacts {
  const lines = part.lines ?? [sampleLine()];
  const amount = money(lines.reduce((sum, line) => sum + line.amount, 0));
  return { initialAmount: amount, amount, discountedAmount: null, lines, metadata: {}, ...part };
}

type Variation = Partial<Omit<RuleFacts, 'redemption' | 'counts'>> & {
  readonly redemption?: Partial<RedemptionFacts>;
  /** What every counter says. */
  readonly counted?: number;
};

export function sampleFacts({ redemption, counted = 0, ...part }: Variation = {}): RuleFacts {
  const nobody = { apiKeyId: null, apiKeyName: null, userLogin: null, pointsUsed: null };
  return {
    customer: sampleCustomer(),
    order: sampleOrder(),
    redemption: { metadata: {}, ...nobody, ...redemption },
    customEvent: null,
    holderId: null,
    counts: () => counted,
    now: noon,
    ...part,
  };
}

/** Compiles a definition that has to be right. */
export function compileDefinition(definition: JsonObject): CompiledRule {
  const tree = parseRule(definition);
  if (!tree.ok) throw new Error(tree.details);
  return compileRule(tree.value);
}
