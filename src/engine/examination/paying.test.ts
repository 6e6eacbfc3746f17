/** Cards among discounts, decided on by the engine: what each leaves to pay, and what leaves the card. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { bareOrder, orderOfProducts, requestOf } from '../../../test/support/stacking-request.ts';
import { decide, type Decision, type Requested } from '../decide.ts';
import { compileDefinition } from '../eligibility/sample-facts.ts';
import { compileIncentive } from '../incentive.ts';
import type { JsonObject } from '../json.ts';
import type { Order } from '../order/order.ts';
import type { StackingSettings } from '../stacking/settings.ts';
import type { Payment } from '../stored-value/payment.ts';
import { paymentDiscount, type GiftEffect } from './paying.ts';

type Card = {
  readonly balance: number;
  readonly credits?: number;
  readonly effect?: GiftEffect;
  readonly rule?: JsonObject;
  readonly counted?: number;
  readonly payment?: Payment;
};

function cardOf({ balance, credits, effect = 'APPLY_TO_ORDER', ...more }: Card): Requested {
  const incentive = compileIncentive({
    object: 'voucher',
    discount: paymentDiscount(effect),
    activities: [],
    rules: more.rule === undefined ? [] : [compileDefinition(more.rule)],
  });
  const candidate = {
    id: 'v_card',
    incentive,
    quantity: null,
    redeemedQuantity: 0,
    lockedByOthers: 0,
    holderId: null,
    counts: () => more.counted ?? 0,
    payment: more.payment ?? {
      with: 'credits' as const,
      available: balance,
      asked: credits ?? null,
      isOffered: false,
    },
  };
  return { ok: true, candidate };
}

/** Discounts as `stacking-request` writes them, cards between them. */
function decideOn(
  redeemables: readonly (string | Card)[],
  order: Order | null,
  settings: Partial<StackingSettings> = {},
): Decision {
  const texts = redeemables.map((one) => (typeof one === 'string' ? one : '1'));
  const question = requestOf(texts, settings, order);
  const asked = redeemables.map((one, at) => {
    const discount = question.redeemables[at];
    assert.ok(discount);
    return typeof one === 'string' ? discount : cardOf(one);
  });
  return decide({ ...question, redeemables: asked });
}

/** What each takes off, or the key that refuses it. */
function told({ fates }: Decision): readonly (number | string)[] {
  return fates.map((fate) => {
    if (fate.status === 'APPLICABLE') return fate.price?.totalAppliedDiscountAmount ?? 0;
    return fate.status === 'INAPPLICABLE' ? fate.refusal.key : fate.reason;
  });
}

const stacks = [
  [
    'credits, then a fifth of what is left, then an amount',
    [{ balance: 20_500, credits: 100 }, '20%', '8000'],
    200_000,
    [100, 39_980, 8_000],
    151_920,
  ],
  ['a discount first leaves less to pay', ['50%', { balance: 9_000 }], 10_000, [5_000, 5_000], 0],
  [
    'a second card pays what the first leaves',
    [{ balance: 700 }, { balance: 700 }],
    1_000,
    [700, 300],
    0,
  ],
  ['a paid order leaves the card alone', ['100%', { balance: 700 }], 1_000, [1_000, 0], 0],
] as const;

for (const [claim, redeemables, amount, taken, total] of stacks) {
  test(`${claim}: ${taken.join(', ')} off ${amount}`, () => {
    const decision = decideOn(redeemables, bareOrder(amount));
    assert.deepEqual(told(decision), taken);
    assert.equal(decision.price?.totalAmount, total);
  });
}

/** The product `a` alone. */
const onlyA = {
  rules: {},
  logic: '',
  applicable_to: { included: [{ object: 'product', id: 'a' }] },
};
const onItems = { balance: 5_000, effect: 'APPLY_TO_ITEMS' } as const;

test('credits for items pay the items they are for, by what these still cost', () => {
  const { price } = decideOn([{ ...onItems, rule: onlyA }], orderOfProducts('a', 'b'));
  assert.deepEqual(
    price?.lines.map((line) => line.appliedDiscountAmount),
    [1_000, 0],
  );
  assert.equal(price?.itemsAppliedDiscountAmount, 1_000);
  const part = decideOn([{ ...onItems, credits: 333 }], orderOfProducts('a', 'b'));
  assert.deepEqual(
    part.price?.lines.map((line) => line.appliedDiscountAmount),
    [167, 166],
  );
});

test('one discount a product leaves it to be paid', () => {
  const once = { productsApplicationMode: 'ONCE' } as const;
  const order = orderOfProducts('a');
  assert.deepEqual(told(decideOn(['10%i', onItems, '10%i'], order, once)), [100, 900, 0]);
  assert.deepEqual(told(decideOn([{ ...onItems, credits: 500 }, '10%i'], order, once)), [500, 50]);
});

const lacking = [
  ['no order to pay', { balance: 1 }, null, 'missing_amount'],
  ['no order with items', onItems, null, 'missing_order_items_amount'],
  ['an order without items', onItems, bareOrder(1_000), 'missing_order_items_amount'],
  [
    'none of its items',
    { ...onItems, rule: onlyA },
    orderOfProducts('b'),
    'missing_order_items_amount',
  ],
  ['an empty card', { balance: 0 }, bareOrder(1_000), 'gift_amount_exceeded'],
  ['too many credits', { balance: 5, credits: 6 }, bareOrder(1_000), 'gift_amount_exceeded'],
] as const;

for (const [claim, card, order, key] of lacking) {
  test(`a gift card with ${claim} is refused: ${key}`, () => {
    assert.deepEqual(told(decideOn([card], order)), [key]);
  });
}

const atMost = (most: number) => ({
  rules: { 1: { name: 'redemption.gift.amount', conditions: { $less_than_or_equal: [most] } } },
});

test('a budget of gift amounts counts what the card pays, and no discount', () => {
  const order = bareOrder(1_000);
  const refused = ['redemption_rules_violated'];
  assert.deepEqual(told(decideOn([{ balance: 600, rule: atMost(600) }], order)), [600]);
  assert.deepEqual(told(decideOn([{ balance: 600, rule: atMost(599) }], order)), refused);
  const later = { balance: 600, rule: atMost(599) };
  assert.deepEqual(told(decideOn([{ ...later, counted: 500, credits: 99 }], order)), [99]);
  assert.deepEqual(told(decideOn([{ ...later, counted: 500, credits: 100 }], order)), refused);
});

const coin = { type: 'COIN', id: 'rew', assignmentId: 'rewa', exchangeRatio: 20, pointsRatio: 100 };
const cardWithPoints = (available: number, asked: number | null): Payment => ({
  with: 'points',
  available,
  asked,
  reward: { ...coin, type: 'COIN' },
  isOffered: false,
});

test('a rule may say how many points pay', () => {
  const name = 'redemption.reward.pay_with_points.points_used';
  const rule = { rules: { 1: { name, conditions: { $less_than_or_equal: [300] } } } };
  const order = bareOrder(45_000);
  const with300 = { balance: 0, payment: cardWithPoints(900, 300), rule };
  assert.deepEqual(told(decideOn([with300], order)), [6_000]);
  const with301 = { balance: 0, payment: cardWithPoints(900, 301), rule };
  assert.deepEqual(told(decideOn([with301], order)), ['redemption_rules_violated']);
});

test('in any stack cards pay within their balances, and the parts sum to the whole', () => {
  const card = fc.record({ balance: fc.nat(3_000) }).map((one): Card => one);
  const discount = fc.constantFrom('10%', '500', '10%i', '50%');
  const onAny = fc.tuple(fc.nat(3_000), fc.constantFrom('APPLY_TO_ITEMS', 'APPLY_TO_ORDER'));
  const any = fc.oneof(
    card,
    discount,
    onAny.map(([balance, effect]): Card => ({ balance, effect })),
  );
  const request = fc.array(any, { minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(request, fc.integer({ min: 1, max: 4 }), (redeemables, products) => {
      const order = orderOfProducts(...Array.from({ length: products }, (_, at) => `p${at}`));
      const decision = decideOn(redeemables, order, { applicationMode: 'PARTIAL' });
      let sum = 0;
      for (const [at, fate] of decision.fates.entries()) {
        if (fate.status !== 'APPLICABLE') continue;
        sum += fate.price?.totalAppliedDiscountAmount ?? 0;
        const one = redeemables[at];
        if (typeof one !== 'object') continue;
        assert.equal(fate.paid?.spent, fate.price?.totalAppliedDiscountAmount);
        assert.ok((fate.paid?.spent ?? 0) <= one.balance);
      }
      assert.equal(decision.price?.totalDiscountAmount ?? 0, sum);
      assert.ok((decision.price?.totalAmount ?? 0) >= 0);
    }),
  );
});
