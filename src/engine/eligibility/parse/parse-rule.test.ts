/** Rule definitions by example: what is refused, where, and what the rest becomes. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JsonObject } from '../../json.ts';
import { MAX_ASKED, MAX_NESTING, MAX_RULES, parseRule } from './parse-rule.ts';
import { flagRules, idRules, itemRules, metadataRules, numberRules } from './rule-names.ts';

const amount = { name: 'order.amount', conditions: { $more_than: [100] } };

const refused: readonly (readonly [string, JsonObject, string])[] = [
  ['an unknown rule', { rules: { 1: { name: 'moon.phase' } } }, 'rules.1.name'],
  ['a rule without a name', { rules: { 1: { conditions: {} } } }, 'rules.1.name'],
  [
    'an unknown operator',
    { rules: { 1: amount, 2: number({ $foo: [1] }) } },
    'rules.2.conditions.$foo',
  ],
  [
    'text operators on amounts',
    { rules: { 1: number({ $contains: ['1'] }) } },
    'rules.1.conditions.$contains',
  ],
  ['text for an amount', { rules: { 1: number({ $is: ['5'] }) } }, 'rules.1.conditions.$is.0'],
  ['no conditions', { rules: { 1: number({}) } }, 'rules.1.conditions'],
  ['no operands', { rules: { 1: number({ $in: [] }) } }, 'rules.1.conditions.$in'],
  [
    'metadata without property',
    { rules: { 1: { name: 'order.metadata', conditions: { $is: ['a'] } } } },
    'rules.1.property',
  ],
  ['an object as metadata', { rules: { 1: metadata({ $is: [{}] }) } }, 'rules.1.conditions.$is.0'],
  ['half an element', { rules: { 1: metadata({ $count: [1.5] }) } }, 'rules.1.conditions.$count.0'],
  ['an eighth weekday', { rules: { 1: metadata({ $dow: [1, 7] }) } }, 'rules.1.conditions.$dow.1'],
  [
    'a segment that is no id',
    { rules: { 1: { name: 'customer.segment', conditions: { $is: [7] } } } },
    'rules.1.conditions.$is.0',
  ],
  [
    'an item without id',
    { rules: { 1: items({ $is: [{ object: 'product' }] }) } },
    'rules.1.conditions.$is.0',
  ],
  [
    'an item of no kind',
    { rules: { 1: items({ $is: [{ id: 'a', object: 'car' }] }) } },
    'rules.1.conditions.$is.0.object',
  ],
  [
    'a fault in a sub-rule',
    { rules: { 1: { ...items({}), rules: { 4: number({ $foo: [1] }) } } } },
    'rules.1.rules.4.conditions.$foo',
  ],
  [
    'broken logic of sub-rules',
    { rules: { 1: { ...items({}), rules: { 4: amount, logic: '5' } } } },
    'rules.1.rules.logic at 1',
  ],
  ['a rule named "or"', { rules: { or: amount } }, 'rules.or'],
  [
    'a date that is none',
    { rules: { 1: metadata({ $after: ['soon'] }) } },
    'rules.1.conditions.$after.0',
  ],
  [
    'a recurring frame without a length',
    { rules: { 1: metadata({ $timeframe: ['2026-01-01T09:00:00Z;P1D'] }) } },
    'rules.1.conditions.$timeframe.0',
  ],
  [
    'a recurring frame of parts of a second',
    { rules: { 1: metadata({ $timeframe: ['2026-01-01T09:00:00Z;PT0.1S;PT1H'] }) } },
    'rules.1.conditions.$timeframe.0',
  ],
  [
    'a frame that has no end',
    { rules: { 1: metadata({ $timeframe_absolute: ['2026-01-01'] }) } },
    'rules.1.conditions.$timeframe_absolute.0',
  ],
  [
    'hours of an eighth day',
    { rules: { 1: metadata({ $timeframe_daily_hours: ['18:00;20:00;7'] }) } },
    'rules.1.conditions.$timeframe_daily_hours.0',
  ],
  [
    'hours after midnight of the next day',
    { rules: { 1: metadata({ $timeframe_daily_hours: ['18:00;24:30'] }) } },
    'rules.1.conditions.$timeframe_daily_hours.0',
  ],
  [
    'a message that is no text',
    { rules: { 1: { ...amount, error: { message: 1 } } } },
    'rules.1.error.message',
  ],
  ['a fallback that is no object', { error: 'no' }, 'error'],
  [
    'a negative limit',
    { applicable_to: { included: [{ id: 'a', quantity_limit: -1 }] } },
    'applicable_to.included.0.quantity_limit',
  ],
  [
    'an unknown effect',
    { applicable_to: { excluded: [{ id: 'a', effect: 'HALF' }] } },
    'applicable_to.excluded.0.effect',
  ],
  ['a list of rules', { rules: [amount] }, 'rules'],
  [
    'bundles without end',
    { bundle_rules: { 1: items({ $is: [{ id: 'a' }] }), limit: 101 } },
    'bundle_rules.limit',
  ],
  ['a bundle of amounts', { bundle_rules: { 1: amount } }, 'bundle_rules.1.name'],
];

for (const [what, definition, position] of refused) {
  test(`${what} is refused at ${position}`, () => {
    const parsed = parseRule(definition);
    assert.equal(parsed.ok, false);
    assert.equal(parsed.ok || parsed.key, 'invalid_validation_rules');
    const details = parsed.ok ? '' : (parsed.details ?? '');
    assert.equal(details.slice(0, details.indexOf(': ')), position);
  });
}

test('every rule name of the language parses with conditions of its kind', () => {
  for (const name of numberRules) assertParses({ name, conditions: { $is: [1] } });
  for (const name of idRules) assertParses({ name, conditions: { $not_in: ['a', { id: 'b' }] } });
  for (const name of itemRules) assertParses({ name, conditions: { $is: [{ id: 'a' }] } });
  for (const name of flagRules) assertParses({ name, conditions: { $is: [true] } });
  for (const name of metadataRules) {
    assertParses({ name, property: 'color', conditions: { $starts_with: ['re'] } });
  }
});

test('other spellings of an operator become the canonical one', () => {
  assertParses(metadata({ is_days_ago: [3], $not_contains: ['x'] }));
  const conditions = { $greater_than_or_equal: [1], $less_than_equal: [9], $more_than_equal: [2] };
  const parsed = parseRule({ rules: { 1: number(conditions) } });
  const [rule] = parsed.ok ? parsed.value.group.rules : [];
  assert.ok(rule?.test.kind === 'number');
  assert.deepEqual(
    rule.test.conditions.map(({ operator }) => operator),
    ['$more_than_or_equal', '$less_than_or_equal', '$more_than_or_equal'],
  );
});

test('a definition without rules, or with an empty object, has none', () => {
  for (const definition of [{}, { rules: {} }, { rules: null }, { rules: { logic: '' } }]) {
    const parsed = parseRule(definition);
    assert.deepEqual(parsed.ok && parsed.value.group.rules, []);
  }
});

test('as many rules as allowed parse, and one more is refused', () => {
  const many = (count: number) =>
    Object.fromEntries(Array.from({ length: count }, (_, index) => [`r${index}`, amount]));
  assert.ok(parseRule({ rules: many(MAX_RULES) }).ok);
  assert.ok(!parseRule({ rules: many(MAX_RULES + 1) }).ok);
});

test('rules nest as deep as allowed and no deeper', () => {
  const nest = (levels: number): JsonObject =>
    levels === 1 ? amount : { ...amount, rules: { 1: nest(levels - 1) } };
  assert.ok(parseRule({ rules: { 1: nest(MAX_NESTING) } }).ok);
  assert.ok(!parseRule({ rules: { 1: nest(MAX_NESTING + 1) } }).ok);
});

test('logic that multiplies what is asked is refused', () => {
  const often = (count: number) => Array.from({ length: count }, () => '1').join(' or ');
  const twice = (count: number) => ({
    rules: { 1: { ...amount, rules: { 1: amount, logic: often(count) } }, logic: often(count) },
  });
  const [few, many] = [30, Math.ceil(Math.sqrt(MAX_ASKED)) + 1];
  assert.ok(parseRule(twice(few)).ok);
  assert.ok(!parseRule(twice(many)).ok);
});

test('an entry of applicable_to keeps its limits and takes defaults for the rest', () => {
  const entry = {
    object: 'sku',
    id: 'sku_1',
    effect: 'APPLY_FROM_CHEAPEST',
    amount_limit: 600,
    repeat: 2,
    product_campaign_quantity_limit: 5,
  };
  const parsed = parseRule({ applicable_to: { included: [entry], included_all: false } });
  const [found] = parsed.ok ? parsed.value.applicableTo.included : [];
  assert.deepEqual(found, {
    item: { object: 'sku', id: 'sku_1', sourceId: null },
    effect: 'APPLY_FROM_CHEAPEST',
    target: 'ITEM',
    price: null,
    priceFormula: null,
    quantityLimit: null,
    aggregatedQuantityLimit: null,
    amountLimit: 600,
    aggregatedAmountLimit: null,
    skipInitially: 0,
    repeat: 2,
    strict: false,
    budgets: new Map([['product_campaign_quantity_limit', { limit: 5, formula: null }]]),
  });
});

test('bundle rules name their parts, units and limit', () => {
  const quantity = { name: 'order.items.aggregated_quantity', conditions: { $is: [3] }, rules: {} };
  const part = { ...items({ $is: [{ id: 'prod_1', object: 'product' }] }), rules: { 1: quantity } };
  const parsed = parseRule({ bundle_rules: { 1: part, logic: '1', limit: 2 } });
  assert.deepEqual(parsed.ok && parsed.value.bundle, {
    limit: 2,
    parts: [{ id: '1', item: { object: 'product', id: 'prod_1', sourceId: null }, quantity: 3 }],
    logic: { type: 'rule', id: '1' },
  });
  const empty = parseRule({ bundle_rules: {} });
  assert.equal(empty.ok && empty.value.bundle, null);
});

function number(conditions: JsonObject): JsonObject {
  return { name: 'order.amount', conditions };
}

function metadata(conditions: JsonObject): JsonObject {
  return { name: 'customer.metadata', property: 'color', conditions };
}

function items(conditions: JsonObject): JsonObject {
  return { name: 'order.items.any', conditions };
}

function assertParses(rule: JsonObject): void {
  const parsed = parseRule({ rules: { 1: rule } });
  assert.ok(parsed.ok, parsed.ok ? '' : parsed.details);
}
