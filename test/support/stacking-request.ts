/**
 * Requests and decisions in few words, for tests of how redeemables stack.
 *
 * A redeemable is text: `500` takes 5.00 off the order, `10%` a tenth, `10%i` a tenth off each item.
 * `@x` puts it into the category x of rank 1, `@x3` of rank 3, `@x@y` into x itself and y by its
 * campaign. `>10000` makes it need more than 100.00 still to pay. `off` is switched off, `unknown` a code
 * nobody has.
 */
import { decide, type Decision, type Fate, type Question } from '../../src/engine/decide.ts';
import type { CompiledRule } from '../../src/engine/eligibility/compile.ts';
import { compileDefinition, noon } from '../../src/engine/eligibility/sample-facts.ts';
import { type Candidate, compileIncentive } from '../../src/engine/incentive.ts';
import { money } from '../../src/engine/money/money.ts';
import type { Order } from '../../src/engine/order/order.ts';
import { notFound } from '../../src/engine/outcome.ts';
import type { PriceDiscount } from '../../src/engine/pricing/discount.ts';
import type { StackingCategory } from '../../src/engine/stacking/categories.ts';
import { DEFAULT_STACKING, type StackingSettings } from '../../src/engine/stacking/settings.ts';

const form = /^(?<what>off|unknown|\d+)(?<unit>%i|%)?(?<categories>(@[a-z]\d*)*)(>(?<above>\d+))?$/;

export function requestOf(
  redeemables: readonly string[],
  settings: Partial<StackingSettings> = {},
  order: Order | null = bareOrder(10_000),
): Question {
  return {
    redeemables: redeemables.map(redeemableOf),
    order,
    earlier: null,
    customer: null,
    redemption: {
      metadata: {},
      apiKeyId: null,
      apiKeyName: null,
      userLogin: null,
      pointsUsed: null,
    },
    now: noon,
    stacking: { ...DEFAULT_STACKING, ...settings },
  };
}

/** An order of an amount alone. */
export function bareOrder(amount: number): Order {
  return { amount: money(amount), lines: [], metadata: {} };
}

/** One unit of each product at 10.00, by the products' names. */
export function orderOfProducts(...products: readonly (string | null)[]): Order {
  const lines = products.map((productId, index) => ({
    index,
    sourceId: null,
    productId,
    skuId: null,
    product: null,
    sku: null,
    collectionIds: [],
    quantity: 1,
    price: money(1_000),
    amount: money(1_000),
    metadata: {},
  }));
  return { amount: money(1_000 * lines.length), lines, metadata: {} };
}

export function decideOn(...parts: Parameters<typeof requestOf>): Decision {
  return decide(requestOf(...parts));
}

function redeemableOf(text: string, position: number): Question['redeemables'][number] {
  const { what = '', unit, categories = '', above } = form.exec(text)?.groups ?? {};
  if (what === '') throw new Error(`no redeemable: ${text}`);
  if (what === 'unknown') return notFound('voucher', `code-${position}`);
  const rules = above === undefined ? [] : [moreThan(Number(above))];
  const candidate: Candidate = {
    id: `v_${position}`,
    incentive: compileIncentive({
      object: 'voucher',
      discount: what === 'off' ? discountOf(1, undefined) : discountOf(Number(what), unit),
      activities: what === 'off' ? [switchedOff] : [],
      rules,
    }),
    quantity: null,
    lockedByOthers: 0,
    redeemedQuantity: 0,
    holderId: null,
    counts: () => 0,
  };
  return { ok: true, candidate, categories: categoriesIn(categories) };
}

function discountOf(off: number, unit: string | undefined): PriceDiscount {
  if (unit === undefined)
    return { type: 'AMOUNT', effect: 'APPLY_TO_ORDER', amountOff: money(off) };
  const effect = unit === '%' ? 'APPLY_TO_ORDER' : 'APPLY_TO_ITEMS';
  return { type: 'PERCENT', effect, percentOff: off };
}

function categoriesIn(text: string): readonly StackingCategory[] {
  return text
    .split('@')
    .filter((part) => part !== '')
    .map((part) => ({ id: part.slice(0, 1), hierarchy: Number(part.slice(1) || '1') }));
}

function moreThan(amount: number): CompiledRule {
  const condition = { name: 'order.amount', conditions: { $more_than: [amount] } };
  return compileDefinition({ rules: { 1: condition }, logic: '1' });
}

const switchedOff = {
  active: false,
  start: null,
  expiration: null,
  timeframe: null,
  daysOfWeek: null,
  hours: null,
};

/** What became of each, in the order of the request: what it takes, or why it does not. */
export function outcomesOf({ fates }: Decision): readonly (number | string)[] {
  return fates.map(outcomeOf);
}

function outcomeOf(fate: Fate): number | string {
  switch (fate.status) {
    case 'APPLICABLE':
      return fate.price?.totalAppliedDiscountAmount ?? 'applies';
    case 'INAPPLICABLE':
      return fate.refusal.key;
    case 'SKIPPED':
      return shortNames[fate.reason];
    default:
      return fate satisfies never;
  }
}

const shortNames = {
  applicable_redeemables_limit_exceeded: 'limit',
  applicable_redeemables_per_category_limit_exceeded: 'of category',
  applicable_exclusive_redeemables_limit_exceeded: 'exclusive',
  applicable_exclusive_redeemables_per_category_limit_exceeded: 'of exclusive',
  exclusion_rules_not_met: 'excluded',
  no_effect: 'idle',
  preceding_validation_failed: 'preceding',
} as const;
