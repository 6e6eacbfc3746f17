/** Explanations against decisions: generated rules, orders and customers, the same outcome. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type Activity, activityAt } from '../activity/activity.ts';
import { decide, type Question } from '../decide.ts';
import {
  compileDefinition,
  noon,
  sampleCustomer,
  sampleFacts,
  sampleLine,
  sampleProduct,
} from '../eligibility/sample-facts.ts';
import { examine, type Situation } from '../examine.ts';
import { type Candidate, compileIncentive } from '../incentive.ts';
import type { JsonObject } from '../json.ts';
import { money } from '../money/money.ts';
import { refuse } from '../outcome.ts';
import type { PriceDiscount } from '../pricing/discount.ts';
import { openOrder } from '../pricing/priced-order.ts';
import { DEFAULT_STACKING, type StackingSettings } from '../stacking/settings.ts';
import { nextActive } from './activity-trace.ts';
import { explain, explainFate } from './explain.ts';

const ids = fc.constantFrom('a', 'b', 'c');
const amounts = fc.integer({ min: 0, max: 9 });
const equality = fc.constantFrom('$is', '$is_not', '$in', '$not_in');
const comparison = fc.constantFrom(
  '$is',
  '$is_not',
  '$less_than',
  '$less_than_or_equal',
  '$more_than',
  '$more_than_or_equal',
);

function conditions<T>(operator: fc.Arbitrary<string>, operand: fc.Arbitrary<T>) {
  const operands = fc.array(operand, { minLength: 1, maxLength: 2 });
  return fc.dictionary(operator, operands, { minKeys: 1, maxKeys: 2, noNullPrototype: true });
}

const numbers: fc.Arbitrary<JsonObject> = fc.record({
  name: fc.constantFrom(
    'order.amount',
    'order.initial_amount',
    'order.total_amount',
    'order.items.count',
    'order.items.price_any',
    'order.items.price_each',
    'order.items.aggregated_quantity',
    'order.items.aggregated_amount',
    'campaign.redemptions.count',
    'campaign.orders.amount',
    'campaign.orders.amount_discounted',
    'redemption.count.per_customer',
    'redemption.count.daily',
    'redemption.count.per_user',
    'redemption.reward.pay_with_points.points_used',
  ),
  conditions: conditions(comparison, amounts),
});
const others: fc.Arbitrary<JsonObject> = fc.oneof(
  fc.record({
    name: fc.constantFrom('customer.segment', 'customer.loyalty.tier', 'redemption.api_key'),
    conditions: conditions(equality, ids),
  }),
  fc.record({
    name: fc.constantFrom(
      'customer.metadata',
      'order.metadata',
      'redemption.metadata',
      'order.items.metadata',
      'custom_event.metadata',
    ),
    property: fc.constantFrom('p', 'q'),
    conditions: conditions(fc.oneof(equality, fc.constantFrom('$is_unknown', '$has_value')), ids),
  }),
  fc.record({
    name: fc.constant('publication.redeemable_by_linked_customer'),
    conditions: fc.constant({ $is: [true] }),
  }),
);
const leaf = fc.oneof(numbers, others);
const items: fc.Arbitrary<JsonObject> = fc.oneof(
  fc.record({
    name: fc.constantFrom(
      'order.items.any',
      'order.items.every',
      'order.items.none',
      'order.items.cheapest',
      'order.items.most_expensive',
      'product.id',
      'sku.id',
    ),
    conditions: conditions(
      fc.oneof(equality, fc.constant('$from')),
      ids.map((id) => ({ id })),
    ),
    rules: fc.oneof(
      fc.constant({}),
      fc.tuple(leaf, leaf).map(([one, two]) => ({ 1: one, 2: two, logic: '1 or 2' })),
    ),
  }),
  fc.record({
    name: fc.constant('product.metadata'),
    property: fc.constantFrom('p', 'q'),
    conditions: conditions(equality, ids),
    rules: fc.oneof(
      fc.constant({}),
      numbers.map((rule) => ({ 1: rule })),
    ),
  }),
);
const logic = fc.constantFrom('', '1 or 2', '1 and (2 or 3)', '(1 or 2) and (2 or 3)');
const definition: fc.Arbitrary<JsonObject> = fc
  .tuple(fc.array(fc.oneof(leaf, items), { minLength: 3, maxLength: 3 }), logic)
  .map(([[first = {}, second = {}, third = {}], text]) => ({
    rules: { 1: first, 2: second, 3: third, logic: text },
  }));

const metadata = fc.dictionary(fc.constantFrom('p', 'q'), ids, { noNullPrototype: true });
const lines = fc.array(
  fc.record({ productId: ids, price: fc.nat(5).map(money), quantity: fc.nat(3), metadata }),
  { maxLength: 3 },
);
const customer = fc.option(
  fc.record({ id: ids, metadata }).map((part) => sampleCustomer(part)),
  { nil: null },
);
const order = fc.option(
  fc.record({ lines, metadata }).map((given) => {
    const full = given.lines.map((line, index) =>
      sampleLine({ ...line, index, product: sampleProduct({ metadata: line.metadata }) }),
    );
    const amount = money(full.reduce((sum, line) => sum + line.amount, 0));
    return { amount, lines: full, metadata: given.metadata };
  }),
  { nil: null },
);

const discounts: fc.Arbitrary<PriceDiscount> = fc.oneof(
  fc.record({
    type: fc.constant('AMOUNT'),
    effect: fc.constantFrom('APPLY_TO_ORDER', 'APPLY_TO_ITEMS'),
    amountOff: amounts.map(money),
    aggregatedAmountLimit: amounts.map(money),
  }),
  fc.record({
    type: fc.constant('PERCENT'),
    effect: fc.constantFrom('APPLY_TO_ORDER', 'APPLY_TO_ITEMS'),
    percentOff: fc.nat(100),
    amountLimit: amounts.map(money),
  }),
);

const HOUR = 3_600_000;
const instants = fc
  .integer({ min: -50, max: 50 })
  .map((hours) => noon.epochMilliseconds + hours * HOUR);
const days = fc.uniqueArray(fc.nat(6), { minLength: 1, maxLength: 3 });
const activities: fc.Arbitrary<Activity> = fc.record({
  active: fc.integer({ min: 0, max: 9 }).map((n) => n > 0),
  start: fc.option(instants, { nil: null }),
  expiration: fc.option(instants, { nil: null, freq: 1 }),
  timeframe: fc.constant(null),
  daysOfWeek: fc.option(days, { nil: null }),
  hours: fc.option(
    fc.array(
      fc.record({
        startMinute: fc.nat(23).map((hour) => hour * 60),
        endMinute: fc.nat(24).map((hour) => hour * 60),
        daysOfWeek: fc.option(days, { nil: null }),
      }),
      { minLength: 1, maxLength: 2 },
    ),
    { nil: null },
  ),
});

const candidates: fc.Arbitrary<Candidate> = fc
  .record({
    rules: fc.array(definition, { maxLength: 2 }),
    activities: fc.array(activities, { maxLength: 1 }),
    discount: discounts,
    quantity: fc.option(fc.integer({ min: 1, max: 2 }), { nil: null }),
    redeemedQuantity: fc.nat(1),
    lockedByOthers: fc.constantFrom(0, 0, 0, 1),
    holderId: fc.option(ids, { nil: null }),
    counted: fc.nat(5),
  })
  .map(({ rules, counted, activities: active, discount, ...candidate }) => ({
    id: 'v_1',
    ...candidate,
    counts: () => counted,
    incentive: compileIncentive({
      object: 'voucher',
      discount,
      activities: active,
      rules: rules.map(compileDefinition),
    }),
  }));

const { redemption } = sampleFacts();
const part = fc.constantFrom(
  undefined,
  { customer: true, items: false },
  { customer: false, items: true },
  { customer: false, items: false },
);
const situations: fc.Arbitrary<Situation> = fc
  .record({ order, customer, part })
  .map(({ part: judged, ...given }) => ({
    ...given,
    price: given.order === null ? null : openOrder(given.order),
    redemption,
    now: noon,
    settings: DEFAULT_STACKING,
    ...(judged === undefined ? {} : { part: judged }),
  }));

test('an explanation says what the decision says, and names a step exactly where it refuses', () => {
  let refused = 0;
  fc.assert(
    fc.property(candidates, situations, (candidate, situation) => {
      const examined = examine(candidate, situation);
      const explained = explain(candidate, situation);
      assert.equal(explained.applies, examined.ok);
      assert.equal(explained.steps.length === 0, examined.ok);
      if (!examined.ok) refused += 1;
      else if (examined.price !== null) {
        assert.equal(explained.discount?.after, examined.price.totalAmount);
        assert.equal(explained.discount?.taken.off, examined.price.totalAppliedDiscountAmount);
      }
    }),
    { numRuns: 800 },
  );
  assert.ok(refused > 100, 'both outcomes are met');
});

const categories = fc
  .uniqueArray(ids, { maxLength: 2 })
  .map((all) => all.map((id, hierarchy) => ({ id, hierarchy })));

test('an explanation of a stack says of each what the decision says', () => {
  const requested = fc.oneof(
    {
      arbitrary: fc
        .record({ candidate: candidates, categories })
        .map((one) => ({ ok: true as const, ...one })),
      weight: 9,
    },
    { arbitrary: fc.constant(refuse('not_found')), weight: 1 },
  );
  const few = fc.integer({ min: 1, max: 3 });
  const someCategories = fc.uniqueArray(ids, { maxLength: 2 }).map((all) => new Set<string>(all));
  const stacking: fc.Arbitrary<StackingSettings> = fc
    .record({
      applicableRedeemablesLimit: few,
      perCategoryLimit: fc.option(few, { nil: null }),
      exclusiveLimit: few,
      exclusivePerCategoryLimit: fc.option(few, { nil: null }),
      exclusiveCategories: someCategories,
      jointCategories: someCategories,
      applicationMode: fc.constantFrom('ALL', 'PARTIAL'),
      productsApplicationMode: fc.constantFrom('STACK', 'ONCE'),
      noEffectRule: fc.constantFrom('REDEEM_ANYWAY', 'SKIP'),
      discountCalculationMode: fc.constantFrom('DISCOUNTED_AMOUNT', 'INITIAL_AMOUNT'),
    })
    .map((given) => ({ ...DEFAULT_STACKING, ...given }));
  const questions: fc.Arbitrary<Question> = fc
    .record({ redeemables: fc.array(requested, { maxLength: 4 }), order, customer, stacking })
    .map((given) => ({ ...given, earlier: null, redemption, now: noon }));
  fc.assert(
    fc.property(questions, (question) => {
      const decision = decide(question);
      for (const position of question.redeemables.keys()) {
        const explained = explainFate(question, decision, position);
        const fate = decision.fates[position];
        assert.equal(explained.applies, fate?.status === 'APPLICABLE');
        if (fate?.status !== 'APPLICABLE' || fate.price === null) continue;
        assert.equal(explained.discount?.after, fate.price.totalAmount);
      }
    }),
    { numRuns: 200 },
  );
});

test('the next moment of activity is the first one that is open', () => {
  const switchedOn = activities.map((activity) => ({ ...activity, active: true }));
  fc.assert(
    fc.property(fc.array(switchedOn, { minLength: 1, maxLength: 2 }), (all) => {
      const isOpenAt = (at: typeof noon) => all.every((one) => activityAt(one, at) === 'ok');
      const next = nextActive(all, noon);
      // Everything opens on the hour, and repeats after a week.
      let first = noon;
      for (let hour = 0; hour < 24 * 20 && !isOpenAt(first); hour++)
        first = first.add({ hours: 1 });
      assert.equal(next?.toString() ?? null, isOpenAt(first) ? first.toString() : null);
    }),
    { numRuns: 50 },
  );
});
