/** What holds for every request under all stacking rules. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { bareOrder, orderOfProducts, requestOf } from '../../../test/support/stacking-request.ts';
import { decide, type Decision, type Question } from '../decide.ts';
import type { Order } from '../order/order.ts';
import { calculationModeOf, eligibilityOf, hierarchyOf, noEffectOf } from './categories.ts';
import { DEFAULT_STACKING, type StackingSettings } from './settings.ts';

const ids = ['a', 'b', 'x', 'y', 'j'];
const subsets = fc.subarray(ids).map((some) => new Set(some));
const category = fc
  .tuple(fc.constantFrom(...ids), fc.nat(3))
  .map(([id, hierarchy]) => `@${id}${hierarchy}`);
const redeemable = fc
  .tuple(
    fc.constantFrom('off', 'unknown', '0', '100', '700', '3000', '10%', '50%', '20%i'),
    fc.array(category, { maxLength: 2 }),
    fc.constantFrom('', '', '', '>900', '>1900'),
  )
  .map(([what, categories, rule]) => what + categories.join('') + rule);
const redeemables = fc.array(redeemable, { minLength: 1, maxLength: 10 });
const upTo = (most: number) => fc.integer({ min: 1, max: most });

const settings: fc.Arbitrary<StackingSettings> = fc
  .record({
    applicableRedeemablesLimit: upTo(10),
    perCategoryLimit: fc.option(upTo(4)),
    categoryLimits: fc.dictionary(fc.constantFrom(...ids), upTo(4)),
    exclusiveLimit: upTo(5),
    exclusivePerCategoryLimit: fc.option(upTo(3)),
    exclusiveCategories: fc.subarray(['x', 'y']).map((some) => new Set(some)),
    jointCategories: fc.subarray(['j', 'b']).map((some) => new Set(some)),
    applicationMode: fc.constantFrom('ALL', 'PARTIAL'),
    sortingRule: fc.constantFrom('CATEGORY_HIERARCHY', 'REQUESTED_ORDER'),
    groupedSortingRule: fc.constantFrom('JOINT_ALWAYS_LAST', 'SORTING_RULE'),
    productsApplicationMode: fc.constantFrom('STACK', 'ONCE'),
    noEffectRule: fc.constantFrom('REDEEM_ANYWAY', 'SKIP'),
    noEffectSkipCategories: subsets,
    noEffectRedeemAnywayCategories: subsets,
    discountCalculationMode: fc.constantFrom('INITIAL_AMOUNT', 'DISCOUNTED_AMOUNT'),
    initialAmountCategories: subsets,
    discountedAmountCategories: subsets,
  })
  .map((some) => ({
    ...DEFAULT_STACKING,
    ...some,
    categoryLimits: new Map(Object.entries(some.categoryLimits)),
  }));

const orders: fc.Arbitrary<Order | null> = fc.constantFrom(
  null,
  bareOrder(2_000),
  orderOfProducts('p', 'q', 'p', null),
);
const questions = fc
  .tuple(redeemables, settings, orders)
  .map(([texts, stacking, order]) => requestOf(texts, stacking, order));

/** Positions of those that apply, in the order of application. */
function appliedIn({ order, fates }: Decision): readonly number[] {
  return order.filter((position) => fates[position]?.status === 'APPLICABLE');
}

function categoriesAt({ redeemables: asked }: Question, position: number) {
  const one = asked[position];
  return one?.ok ? (one.categories ?? []) : [];
}

function claim(name: string, holds: (question: Question, decision: Decision) => void): void {
  test(name, () => {
    fc.assert(
      fc.property(questions, (question) => holds(question, decide(question))),
      { numRuns: 500 },
    );
  });
}

claim('no limit is ever exceeded', (question, decision) => {
  const { stacking } = question;
  const applied = appliedIn(decision);
  const isExclusive = (at: number) =>
    eligibilityOf(categoriesAt(question, at), stacking) === 'EXCLUSIVE';
  const exclusive = applied.filter(isExclusive);
  assert.ok(applied.length <= stacking.applicableRedeemablesLimit);
  assert.ok(exclusive.length <= stacking.exclusiveLimit);
  for (const id of ids) {
    const isIn = (at: number) => categoriesAt(question, at).some((one) => one.id === id);
    const limit = stacking.categoryLimits.get(id) ?? stacking.perCategoryLimit;
    assert.ok(applied.filter(isIn).length <= (limit ?? Infinity), id);
    if (!stacking.exclusiveCategories.has(id)) continue;
    assert.ok(exclusive.filter(isIn).length <= (stacking.exclusivePerCategoryLimit ?? Infinity));
  }
});

claim('beside an exclusive one that applies, no common one does', (question, decision) => {
  const kinds = appliedIn(decision).map((at) =>
    eligibilityOf(categoriesAt(question, at), question.stacking),
  );
  assert.ok(!kinds.includes('EXCLUSIVE') || !kinds.includes('COMMON'));
});

claim('what is skipped for a limit says which, and that it is reached', (_, { fates }) => {
  for (const fate of fates) {
    if (fate.status === 'SKIPPED' && 'limit' in fate) assert.ok(fate.count >= fate.limit);
  }
});

claim(
  'the order of application is a permutation of the request',
  ({ redeemables: asked }, made) => {
    assert.deepEqual(
      made.order.toSorted((a, b) => a - b),
      asked.map((_, position) => position),
    );
    assert.equal(made.fates.length, asked.length);
  },
);

claim('by rank, none is applied before one of a lower number', (question, decision) => {
  const { stacking } = question;
  if (stacking.sortingRule === 'REQUESTED_ORDER') return;
  const applied = appliedIn(decision);
  const ofGroup = (joint: boolean) =>
    applied
      .map((at) => categoriesAt(question, at))
      .filter((categories) => (eligibilityOf(categories, stacking) === 'JOINT') === joint)
      .map(hierarchyOf);
  for (const ranks of [ofGroup(true), ofGroup(false)]) {
    assert.deepEqual(
      ranks,
      ranks.toSorted((a, b) => a - b),
    );
  }
});

claim('PARTIAL takes what ALL takes of those alone that apply', (question) => {
  const partial = { ...question, stacking: withMode(question, 'PARTIAL') };
  const decision = decide(partial);
  const positions = appliedIn(decision).toSorted((a, b) => a - b);
  if (positions.length === 0) return;
  const alone = decide({
    ...question,
    stacking: withMode(question, 'ALL'),
    redeemables: positions.flatMap((at) => question.redeemables[at] ?? []),
  });
  assert.equal(alone.valid, true);
  assert.deepEqual(
    alone.fates,
    positions.map((at) => decision.fates[at]),
  );
  assert.deepEqual(alone.price, decision.price);
});

claim('ALL is valid only where nothing was refused and something applies', (question, decision) => {
  const statuses = decision.fates.map(({ status }) => status);
  const isRefused =
    question.stacking.applicationMode === 'ALL' && statuses.includes('INAPPLICABLE');
  assert.equal(decision.valid, statuses.includes('APPLICABLE') && !isRefused);
});

claim('the prices of those that apply follow one another to the total', (_, decision) => {
  let { opened: before } = decision;
  for (const at of appliedIn(decision)) {
    const fate = decision.fates[at];
    if (fate?.status !== 'APPLICABLE' || fate.price === null || before === null) return;
    const { totalAmount, totalAppliedDiscountAmount } = fate.price;
    assert.equal(totalAmount, before.totalAmount - totalAppliedDiscountAmount);
    before = fate.price;
  }
  assert.equal(decision.price?.totalAmount, before?.totalAmount);
});

claim('once a product, no two discounts lower one line', ({ stacking }, decision) => {
  if (stacking.productsApplicationMode === 'STACK') return;
  const lowered = decision.fates.flatMap((fate) =>
    fate.status === 'APPLICABLE' && fate.price !== null
      ? fate.price.lines.filter((line) => line.appliedDiscountAmount > 0).map(({ index }) => index)
      : [],
  );
  assert.equal(new Set(lowered).size, lowered.length);
});

claim('nothing idle applies where it is to be skipped', (question, { fates }) => {
  for (const [at, fate] of fates.entries()) {
    if (fate.status !== 'APPLICABLE' || fate.price === null) continue;
    const { rule } = noEffectOf(categoriesAt(question, at), question.stacking);
    assert.ok(rule === 'REDEEM_ANYWAY' || fate.price.totalAppliedDiscountAmount > 0);
  }
});

claim('the same request gives the same bytes', (question, decision) => {
  assert.equal(JSON.stringify(decide(question)), JSON.stringify(decision));
});

claim('a category’s mode is what one of the lists says, or the project’s', (question) => {
  const { stacking } = question;
  for (const at of question.redeemables.keys()) {
    const categories = categoriesAt(question, at);
    const mode = calculationModeOf(categories, stacking);
    const isNamed = categories.some(
      ({ id }) =>
        stacking.initialAmountCategories.has(id) || stacking.discountedAmountCategories.has(id),
    );
    assert.ok(isNamed || mode === stacking.discountCalculationMode);
  }
});

function withMode({ stacking }: Question, applicationMode: 'ALL' | 'PARTIAL'): StackingSettings {
  return { ...stacking, applicationMode };
}
