/** Stacking by example: each row is a claim on what becomes of a request. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  bareOrder,
  decideOn,
  orderOfProducts,
  outcomesOf,
  requestOf,
} from '../../../test/support/stacking-request.ts';
import { decide, placeOf } from '../decide.ts';
import type { Order } from '../order/order.ts';
import type { StackingSettings } from './settings.ts';

type Row = readonly [
  claim: string,
  settings: Partial<StackingSettings>,
  redeemables: string,
  /** One for one: what it takes off, or why it does not. */
  outcomes: readonly (number | string)[],
  rest?: { readonly order?: Order | null; readonly sequence?: readonly number[] },
];

const partial = { applicationMode: 'PARTIAL' } as const;
const byRank = { sortingRule: 'CATEGORY_HIERARCHY' } as const;
const skip = { noEffectRule: 'SKIP' } as const;
const once = { productsApplicationMode: 'ONCE' } as const;
const set = (...ids: string[]) => new Set(ids);
const limits = (of: Record<string, number>) => new Map(Object.entries(of));
/** x and y are exclusive, j is joint. */
const kinds = { exclusiveCategories: set('x', 'y'), jointCategories: set('j') };
const many = { ...kinds, exclusiveLimit: 5, exclusivePerCategoryLimit: null };
const initial = { discountCalculationMode: 'INITIAL_AMOUNT' } as const;

// biome-ignore format: a row is a claim
const tables: Readonly<Record<string, readonly Row[]>> = {
  'the guides’ scenarios': [
    ['105.00: 10 % first leaves too little for 20 %', partial, '10% 20%>10000', [1_050, 'order_rules_violated'], { order: bareOrder(10_500) }],
    ['105.00: 20 % first, then 10 % of the rest', partial, '20%>10000 10%', [2_100, 840], { order: bareOrder(10_500) }],
    ['105.00: by rank, 10 % first', { ...partial, ...byRank }, '20%@b2>10000 10%@a1', ['order_rules_violated', 1_050], { order: bareOrder(10_500) }],
    ['105.00: by rank, 20 % first', { ...partial, ...byRank }, '10%@b2 20%@a1>10000', [840, 2_100], { order: bareOrder(10_500) }],
    ['ALL: one expired code fails the welcome code too', {}, '500 off', [500, 'voucher_disabled']],
    ['PARTIAL: the welcome code applies without the expired one', partial, '500 off', [500, 'voucher_disabled']],
    ['a VIP campaign that never stacks shuts out the newsletter', kinds, '50%@x 10%@c', [5_000, 'excluded']],
    ['whatever their order', kinds, '10%@c 50%@x', ['excluded', 5_000]],
    ['an always stackable one goes with the exclusive one', kinds, '50%@x 10%@j', [5_000, 500]],
    ['three flash sales in a category of two: the third is skipped', { categoryLimits: limits({ f: 2 }) }, '100@f 100@f 100@f', [100, 100, 'of category']],
    ['prevented: without effect it is not redeemed', skip, '500 0', [500, 'idle']],
    ['forced: without effect it is redeemed nonetheless', {}, '500 0', [500, 0]],
    ['initial amount: 10 and 20 of 100 are 30', initial, '10% 20%', [1_000, 2_000]],
    ['discounted amount: 10 and 18 are 28', {}, '10% 20%', [1_000, 1_800]],
  ],
  'one that fails': [
    ['ALL: what comes after it is not looked at', {}, '100 off 100', [100, 'voucher_disabled', 'preceding']],
    ['ALL: an unknown code fails all', {}, 'unknown 100', ['not_found', 'preceding']],
    ['ALL: the second failure is not looked at', {}, 'off unknown', ['voucher_disabled', 'preceding']],
    ['PARTIAL: it takes nothing from the others', partial, '100 off 10%', [100, 'voucher_disabled', 990]],
    ['PARTIAL: each failure has its own reason', partial, 'off unknown 100', ['voucher_disabled', 'not_found', 100]],
    ['PARTIAL: it counts for no limit', { ...partial, applicableRedeemablesLimit: 1 }, 'off 100 100', ['voucher_disabled', 100, 'limit']],
    ['ALL by rank: what ranks higher is tried first', byRank, '100@b2 off@a1', ['preceding', 'voucher_disabled']],
  ],
  'the order of application': [
    ['as requested, whatever the ranks', {}, '10%@b2 20%@a1', [1_000, 1_800], { sequence: [0, 1] }],
    ['by rank: the lower number first', byRank, '10%@b2 20%@a1', [800, 2_000], { sequence: [1, 0] }],
    ['equal ranks as requested', byRank, '10%@a1 20%@b1', [1_000, 1_800], { sequence: [0, 1] }],
    ['without category the rank is 1', byRank, '10%@b2 20%', [800, 2_000], { sequence: [1, 0] }],
    ['without category it ties with rank 1', byRank, '10% 20%@a1', [1_000, 1_800], { sequence: [0, 1] }],
    ['0 is the first rank', byRank, '10% 20%@a0', [800, 2_000], { sequence: [1, 0] }],
    ['its own category ranks it, not its campaign’s', byRank, '10%@a3@b0 20%@c2', [800, 2_000], { sequence: [1, 0] }],
    ['three ranks', byRank, '100@c3 100@a1 100@b2', [100, 100, 100], { sequence: [1, 2, 0] }],
    ['exclusive ones come before joint ones, as requested otherwise', kinds, '10%@j 20%@x', [800, 2_000], { sequence: [1, 0] }],
    ['even where joint ones rank higher', { ...kinds, ...byRank }, '10%@j0 20%@x9', [800, 2_000], { sequence: [1, 0] }],
    ['unless the sorting rule is for all: as requested', { ...kinds, groupedSortingRule: 'SORTING_RULE' }, '10%@j 20%@x', [1_000, 1_800], { sequence: [0, 1] }],
    ['unless the sorting rule is for all: by rank', { ...kinds, ...byRank, groupedSortingRule: 'SORTING_RULE' }, '20%@x9 10%@j0', [1_800, 1_000], { sequence: [1, 0] }],
    ['joint ones among themselves by rank', { ...kinds, ...byRank }, '100@j5 100@x1 100@j2', [100, 100, 100], { sequence: [1, 2, 0] }],
    ['joint and common ones without exclusive ones: as requested', kinds, '10%@j 20%', [1_000, 1_800], { sequence: [0, 1] }],
    ['what is shut out is at the end of the sequence', kinds, '100 100@x 100@j', ['excluded', 100, 100], { sequence: [1, 2, 0] }],
  ],
  'how many apply': [
    ['as many as there are, by default', {}, '1 1 1 1 1 1 1', [1, 1, 1, 1, 1, 1, 1]],
    ['what is beyond the limit is skipped', { applicableRedeemablesLimit: 2 }, '100 100 100', [100, 100, 'limit']],
    ['by rank, the last ones are skipped', { ...byRank, applicableRedeemablesLimit: 1 }, '100@b2 200@a1', ['limit', 200]],
    ['one beyond the limit is not looked at', { applicableRedeemablesLimit: 1 }, '100 off', [100, 'limit']],
    ['an unknown code beyond the limit is told so', { ...partial, applicableRedeemablesLimit: 1 }, '100 unknown', [100, 'not_found']],
    ['one that is skipped makes no place less', { ...skip, applicableRedeemablesLimit: 1 }, '0 100', ['idle', 100]],
    ['of one category', { perCategoryLimit: 1 }, '100@a 100@a 100@b', [100, 'of category', 100]],
    ['without category there is no such limit', { perCategoryLimit: 1 }, '100 100 100', [100, 100, 100]],
    ['a category’s own limit, above the common one', { perCategoryLimit: 1, categoryLimits: limits({ a: 2 }) }, '100@a 100@a 100@a', [100, 100, 'of category']],
    ['a category’s own limit, below the common one', { perCategoryLimit: 3, categoryLimits: limits({ a: 1 }) }, '100@a 100@a 100@b 100@b', [100, 'of category', 100, 100]],
    ['silver two, gold one, bronze as all', { perCategoryLimit: 3, categoryLimits: limits({ s: 2, g: 1 }) }, '1@s 1@s 1@s 1@g 1@g 1@b 1@b 1@b 1@b', [1, 1, 'of category', 1, 'of category', 1, 1, 1, 'of category']],
    ['its campaign’s category counts as well', { perCategoryLimit: 1 }, '100@a@c 100@b@c', [100, 'of category']],
    ['its own category counts as well', { perCategoryLimit: 1 }, '100@a@b 100@a@c', [100, 'of category']],
    ['one that fails counts for no category', { ...partial, perCategoryLimit: 1 }, 'off@a 100@a', ['voucher_disabled', 100]],
    ['one of a full category is not looked at', { perCategoryLimit: 1 }, '100@a off@a', [100, 'of category']],
    ['the limit of all comes before that of the category', { applicableRedeemablesLimit: 1, perCategoryLimit: 1 }, '100@a 100@a', [100, 'limit']],
    ['joint ones count for the limit of all', { ...kinds, applicableRedeemablesLimit: 2 }, '100@j 100@j 100', [100, 100, 'limit']],
  ],
  'exclusive ones': [
    ['one, by default', kinds, '100@x 100@x', [100, 'exclusive']],
    ['one, by default, of whatever exclusive category', kinds, '100@x 100@y', [100, 'exclusive']],
    ['two of two categories where two may', { ...kinds, exclusiveLimit: 2 }, '100@x 100@y', [100, 100]],
    ['two of one category where one of each may', { ...kinds, exclusiveLimit: 2 }, '100@x 100@x 100@y', [100, 'of exclusive', 100]],
    ['two of one category where two of each may', { ...kinds, exclusiveLimit: 3, exclusivePerCategoryLimit: 2 }, '1@x 1@x 1@x 1@y', [1, 1, 'of exclusive', 1]],
    ['as many of one category as in all where nothing is said', { ...many, exclusiveLimit: 2 }, '1@x 1@x 1@x', [1, 1, 'exclusive']],
    ['the limit of the category stands before that of exclusive ones', { ...many, perCategoryLimit: 1 }, '1@x 1@x', [1, 'of category']],
    ['the limit of all holds for exclusive ones', { ...many, applicableRedeemablesLimit: 1 }, '1@x 1@y', [1, 'limit']],
    ['they are alone with exclusive and joint ones', many, '1@x 1 1@j 1@y 1@c', [1, 'excluded', 1, 1, 'excluded']],
    ['PARTIAL: one that fails shuts nobody out', { ...kinds, ...partial }, 'off@x 100 100@j', ['voucher_disabled', 100, 100]],
    ['ALL: one that fails fails all', kinds, '100 off@x', ['preceding', 'voucher_disabled']],
    ['PARTIAL: the one of two that applies shuts out', { ...kinds, ...partial }, 'off@x 100 100@y', ['voucher_disabled', 'excluded', 100]],
    ['one that is skipped for its idleness shuts nobody out', { ...kinds, ...skip }, '0@x 100', ['idle', 100]],
    ['what is shut out is not looked at', kinds, '100@x off', [100, 'excluded']],
    ['an unknown code is told so, and fails ALL', kinds, '100@x unknown', [100, 'not_found']],
    ['PARTIAL: an unknown code is told so beside an exclusive one', { ...kinds, ...partial }, '100@x unknown 100', [100, 'not_found', 'excluded']],
    ['ALL: a joint one that fails fails the exclusive one’s request', kinds, '100 100@x off@j', ['preceding', 100, 'voucher_disabled']],
    ['an exclusive one needs what common ones would have left', { ...kinds, ...partial }, '50% 10%@x>9000', ['excluded', 1_000]],
    ['one left behind does not come back when others lower the price', { ...kinds, ...partial }, '100 10%@x>20000', [100, 'order_rules_violated']],
    ['its own joint category stands before its campaign’s exclusive one', kinds, '100@j@x 100', [100, 100]],
    ['its campaign’s exclusive category makes it exclusive', kinds, '100@c@x 100', [100, 'excluded']],
    ['of two categories the exclusive one has the exclusive limit', { ...kinds, exclusiveLimit: 3 }, '100@c@x 100@c@x 100@c@y', [100, 'of exclusive', 100]],
  ],
  'no effect': [
    ['the order has become free', skip, '10000 100', [10_000, 'idle']],
    ['forced, it applies with nothing', {}, '10000 100', [10_000, 0]],
    ['a category that is skipped although the project forces', { noEffectSkipCategories: set('a') }, '0@a 0@b', ['idle', 0]],
    ['a category that is forced although the project skips', { ...skip, noEffectRedeemAnywayCategories: set('a') }, '0@a 0@b', [0, 'idle']],
    ['its own category stands before its campaign’s', { noEffectSkipCategories: set('a'), noEffectRedeemAnywayCategories: set('b') }, '0@a@b 0@b@a', ['idle', 0]],
    ['no order, no effect to be seen', skip, '100 0', ['applies', 'applies'], { order: null }],
    ['a refused one is refused, not idle', { ...skip, ...partial }, 'off 100', ['voucher_disabled', 100]],
    ['ALL: an idle one fails nobody', skip, '0 100 0', ['idle', 100, 'idle']],
    ['it takes no place in its category', { ...skip, perCategoryLimit: 1 }, '0@a 100@a', ['idle', 100]],
  ],
  'what percentages are taken of': [
    ['a category of the initial amount', { initialAmountCategories: set('a') }, '50% 10%@a 10%', [5_000, 1_000, 400]],
    ['a category of the discounted amount', { ...initial, discountedAmountCategories: set('a') }, '50% 10%@a 10%', [5_000, 500, 1_000]],
    ['its own category stands before its campaign’s', { initialAmountCategories: set('a'), discountedAmountCategories: set('b') }, '50% 10%@a@b 10%@b@a', [5_000, 1_000, 400]],
    ['never more than is left', initial, '80% 80%', [8_000, 2_000]],
    ['amounts do not care', { initialAmountCategories: set('a') }, '500@a 500', [500, 500]],
  ],
  'one discount a product': [
    ['stacked, both lower it', {}, '10%i 10%i', [200, 180], { order: orderOfProducts('p', 'q') }],
    ['once, the second finds nothing', once, '10%i 10%i', [200, 0], { order: orderOfProducts('p', 'q') }],
    ['once and skipped, where it has no effect', { ...once, ...skip }, '10%i 10%i', [200, 'idle'], { order: orderOfProducts('p', 'q') }],
    ['discounts on the order are none on products', once, '10% 10%i 10%', [200, 200, 160], { order: orderOfProducts('p', 'q') }],
    ['the first by rank has it', { ...once, ...byRank }, '10%i@b2 20%i@a1', [0, 400], { order: orderOfProducts('p', 'q') }],
    ['a line without product stands for itself', once, '10%i 20%i', [200, 0], { order: orderOfProducts(null, null) }],
    ['one that fails takes no product', { ...once, ...partial }, 'off 10%i', ['voucher_disabled', 200], { order: orderOfProducts('p', 'q') }],
    ['one without effect takes no product', once, '0%i 10%i', [0, 200], { order: orderOfProducts('p', 'q') }],
  ],
};

for (const [name, rows] of Object.entries(tables)) {
  for (const [claim, settings, text, outcomes, { order, sequence } = {}] of rows) {
    test(`${name}: ${claim}`, () => {
      const decision = decideOn(text.split(' '), settings, order);
      assert.deepEqual(outcomesOf(decision), outcomes);
      if (sequence !== undefined) assert.deepEqual(decision.order, sequence);
    });
  }
}

test('a skip says which limit it met, of which category, and how many apply already', () => {
  const settings = { ...many, exclusiveLimit: 2, exclusivePerCategoryLimit: 1, ...skip };
  const reasons = (text: string, more: Partial<StackingSettings> = {}) =>
    decideOn(text.split(' '), { ...settings, ...more }).fates.flatMap((fate) => {
      const { examined: _, ...told } = fate;
      return told.status === 'SKIPPED' ? [told] : [];
    });
  const status = 'SKIPPED';
  assert.deepEqual(reasons('1 1 1', { applicableRedeemablesLimit: 2 }), [
    { status, reason: 'applicable_redeemables_limit_exceeded', count: 2, limit: 2 },
  ]);
  const ofCategory = 'applicable_redeemables_per_category_limit_exceeded';
  assert.deepEqual(reasons('1@b@a 1@c@a', { perCategoryLimit: 1 }), [
    { status, reason: ofCategory, categoryId: 'a', count: 1, limit: 1 },
  ]);
  const exclusive = 'applicable_exclusive_redeemables_limit_exceeded';
  assert.deepEqual(reasons('1@x 1@y 1@x'), [{ status, reason: exclusive, count: 2, limit: 2 }]);
  const ofExclusive = 'applicable_exclusive_redeemables_per_category_limit_exceeded';
  assert.deepEqual(reasons('1@x 1@x 1'), [
    { status, reason: ofExclusive, categoryId: 'x', count: 1, limit: 1 },
    { status, reason: 'exclusion_rules_not_met', exclusivePosition: 0 },
  ]);
  assert.deepEqual(reasons('0 0@c', { noEffectSkipCategories: set('c') }), [
    { status, reason: 'no_effect', categoryId: null },
    { status, reason: 'no_effect', categoryId: 'c' },
  ]);
  assert.deepEqual(reasons('1 off 1'), [
    { status, reason: 'preceding_validation_failed', failedPosition: 1 },
  ]);
});

test('one that applies says what the rules made of it', () => {
  const settings = { ...kinds, ...once, initialAmountCategories: set('j') };
  const question = requestOf(['10%i@x', '10%i@j'], settings, orderOfProducts('p', 'q'));
  const decision = decide(question);
  assert.deepEqual(
    decision.fates.map(({ status, examined }, position) => {
      if (status !== 'APPLICABLE' || examined === undefined) return null;
      const { eligibility } = placeOf(question, decision, position).standing;
      const { settings: pricing, takenLines = [] } = examined.situation;
      const { discountCalculationMode: calculationMode } = pricing;
      return { eligibility, calculationMode, takenLines: [...takenLines] };
    }),
    [
      { eligibility: 'EXCLUSIVE', calculationMode: 'DISCOUNTED_AMOUNT', takenLines: [] },
      { eligibility: 'JOINT', calculationMode: 'INITIAL_AMOUNT', takenLines: [0, 1] },
    ],
  );
});
