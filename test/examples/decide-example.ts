/** A worked cart through the pure engine: wire form in, decision out, as the server would do it. */
import assert from 'node:assert/strict';
import { Temporal } from 'temporal-polyfill';
import { Value } from 'typebox/value';
import { decide, type Decision } from '../../src/engine/decide.ts';
import type { CustomerFacts } from '../../src/engine/eligibility/facts.ts';
import { compileRule } from '../../src/engine/eligibility/compile.ts';
import { parseRule } from '../../src/engine/eligibility/parse/parse-rule.ts';
import { discountFor } from '../../src/engine/examine.ts';
import { compileIncentive } from '../../src/engine/incentive.ts';
import type { JsonObject } from '../../src/engine/json.ts';
import type { Order } from '../../src/engine/order/order.ts';
import type { Outcome } from '../../src/engine/outcome.ts';
import { activityOf } from '../../src/incentives/catalog/service.ts';
import { DiscountInput } from '../../src/incentives/discounts/schema.ts';
import { checkDiscount, readDiscount } from '../../src/incentives/discounts/service.ts';
import { readValidity } from '../../src/incentives/validity/service.ts';
import { openedOrder } from '../../src/records/orders/service.ts';
import { orderOf } from './cart.ts';
import type { Around, Example } from './example.ts';
import { knownGood, withNames } from './free-goods.ts';
import { knownGoods } from './goods.ts';
import type { Offer } from './offers.ts';
import { stackingSettings } from './stacking-rules.ts';

/** A Wednesday in May. */
const NOON = '2026-05-20T12:00:00[Europe/Warsaw]';
const CREATED_AT = '2026-01-01T00:00:00Z';
const CUSTOMER_ID = 'cust_ann';

export type Decided = {
  readonly order: Order;
  readonly decision: Decision;
  /** What ranking says that each offer would take of the order as it comes; null: it would not apply. */
  readonly ranked: readonly (number | null)[];
};

export function decideExample({ cart, offers, around }: Example): Decided {
  const input = orderOf(cart, around.order, around.lines);
  const order = valueOf(openedOrder(input, knownGoods, () => []));
  const question = {
    redeemables: offers.map((one, index) => requested(one, index, around)),
    order,
    earlier: around.earlier ?? null,
    customer: customerOf(around),
    redemption: {
      metadata: around.redemption ?? {},
      apiKeyId: 'key_shop',
      apiKeyName: 'Shop',
      userLogin: null,
      pointsUsed: null,
    },
    now: Temporal.ZonedDateTime.from(around.now ?? NOON),
    stacking: stackingSettings(around.stacking ?? {}),
    items: knownGood,
  };
  const decision = decide(question);
  const situation = { ...question, price: decision.opened, settings: question.stacking };
  const ranked = question.redeemables.map(({ candidate }) => discountFor(candidate, situation));
  return { order, decision, ranked };
}

function requested(one: Offer, index: number, around: Around) {
  assert(Value.Check(DiscountInput, one.discount), 'the discount has the shape of a request');
  const stored = valueOf(checkDiscount(one.discount, 'invalid_voucher'));
  const { active = true, ...validity } = one.validity;
  const columns = valueOf(readValidity(validity, 'invalid_voucher'));
  const incentive = compileIncentive({
    object: 'voucher',
    discount: valueOf(readDiscount(withNames(stored))),
    activities: [activityOf({ active, ...columns }, CREATED_AT)],
    rules: one.rules.map(compiled),
  });
  const candidate = {
    id: `v_${index}`,
    incentive,
    quantity: one.quantity,
    redeemedQuantity: one.redeemed,
    lockedByOthers: 0,
    holderId: null,
    counts: (counter: keyof NonNullable<Around['counts']>) => around.counts?.[counter] ?? 0,
  };
  const categories = one.category === undefined ? [] : [one.category];
  return { ok: true, candidate, categories } as const;
}

function compiled(definition: JsonObject) {
  return compileRule(valueOf(parseRule(definition)));
}

function customerOf({ customer }: Around): CustomerFacts | null {
  if (customer === null) return null;
  return {
    id: CUSTOMER_ID,
    sourceId: 'ann',
    segmentIds: new Set(),
    loyaltyTierIds: new Set(),
    metadata: customer?.metadata ?? {},
  };
}

/** Examples are well formed: what is refused is a mistake in the table. */
function valueOf<T>(outcome: Outcome<T>): T {
  assert(outcome.ok, outcome.ok ? '' : `${outcome.key}: ${outcome.details ?? ''}`);
  return outcome.value;
}
