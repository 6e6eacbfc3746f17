/** Rules on custom attributes of customers, orders, redemptions and lines, operator by operator. */
import type { Json, JsonObject } from '../../../src/engine/json.ts';
import { section } from '../example.ts';
import { fails, passes } from '../judged.ts';
import { metadata, rule } from '../offers.ts';

const guide = 'optimize/validation-rules-reference.mdx';
const conditions = 'api.openapi.json';
const heading = 'ValidationRuleConditions';

const order = (value: Json) => ({ order: { value } });
const met = (claim: string, value: Json, tests: JsonObject) =>
  passes(claim, '10000', 9_900, metadata('order', 'value', tests), order(value));
const missed = (claim: string, value: Json, tests: JsonObject) =>
  fails(claim, '10000', 10_000, metadata('order', 'value', tests), order(value));

const owners = section(
  guide,
  'Metadata',
  passes('of the customer', '10000', 9_900, metadata('customer', 'tier', { $is: ['VIP'] }), {
    customer: { metadata: { tier: 'VIP' } },
  }),
  fails(
    'of the customer, another',
    '10000',
    10_000,
    metadata('customer', 'tier', { $is: ['VIP'] }),
    { customer: { metadata: { tier: 'new' } } },
    'customer_rules_violated',
  ),
  fails(
    'of the customer, where none is named',
    '10000',
    10_000,
    metadata('customer', 'tier', { $is_not: ['VIP'] }),
    { customer: null },
    'customer_rules_violated',
  ),
  passes('of the order', '10000', 9_900, metadata('order', 'channel', { $is: ['web'] }), {
    order: { channel: 'web' },
  }),
  fails('of the order, another', '10000', 10_000, metadata('order', 'channel', { $is: ['web'] }), {
    order: { channel: 'till' },
  }),
  passes(
    'of the redemption',
    '10000',
    9_900,
    metadata('redemption', 'store', { $is: ['Boston'] }),
    { redemption: { store: 'Boston' } },
  ),
  fails(
    'of the redemption, another',
    '10000',
    10_000,
    metadata('redemption', 'store', { $is: ['Boston'] }),
    { redemption: { store: 'New York' } },
    'redemption_rules_violated',
  ),
  fails(
    'of a custom event, which a redemption is not',
    '10000',
    10_000,
    metadata('custom_event', 'page', { $is: ['cart'] }),
    {},
    'redemption_rules_violated',
  ),
  passes(
    'of any line',
    '1 mug, 1 poster',
    2_400,
    rule('order.items.metadata_any', { $is: ['red'] }, { property: 'color' }),
    { lines: [{ color: 'red' }, { color: 'blue' }] },
  ),
  fails(
    'of no line',
    '1 mug, 1 poster',
    2_500,
    rule('order.items.metadata_any', { $is: ['red'] }, { property: 'color' }),
    { lines: [{ color: 'blue' }] },
  ),
  passes(
    'of each line',
    '1 mug, 1 poster',
    2_400,
    rule('order.items.metadata_each', { $is: ['red'] }, { property: 'color' }),
    { lines: [{ color: 'red' }, { color: 'red' }] },
  ),
  fails(
    'of each line but one',
    '1 mug, 1 poster',
    2_500,
    rule('order.items.metadata_each', { $is: ['red'] }, { property: 'color' }),
    { lines: [{ color: 'red' }, { color: 'blue' }] },
  ),
);

const texts = section(
  conditions,
  `${heading}, of text`,
  met('$is', 'EU', { $is: ['EU'] }),
  missed('$is, in other letters', 'eu', { $is: ['EU'] }),
  met('$is_not', 'US', { $is_not: ['EU'] }),
  missed('$is_not, the same', 'EU', { $is_not: ['EU'] }),
  met('$in', 'EMEA', { $in: ['EU', 'EMEA'] }),
  missed('$in, another', 'US', { $in: ['EU', 'EMEA'] }),
  met('$not_in', 'US', { $not_in: ['EU', 'EMEA'] }),
  missed('$not_in, one of them', 'EU', { $not_in: ['EU', 'EMEA'] }),
  met('$starts_with', 'store_7', { $starts_with: ['store_'] }),
  missed('$starts_with, later', 'a store_7', { $starts_with: ['store_'] }),
  met('$ends_with', 'promo_sms', { $ends_with: ['_sms'] }),
  missed('$ends_with, earlier', 'promo_sms_2', { $ends_with: ['_sms'] }),
  met('$contains', 'South California', { $contains: ['California'] }),
  missed('$contains, nothing of it', 'Texas', { $contains: ['California'] }),
  met('$not_contain', 'Texas', { $not_contain: ['California'] }),
  missed('$not_contain, a part', 'South California', { $not_contain: ['California'] }),
  met('$has_value', 'anything', { $has_value: true }),
  missed('$has_value, none', null, { $has_value: true }),
  met('$is_unknown', null, { $is_unknown: true }),
  missed('$is_unknown, one', 'anything', { $is_unknown: true }),
);

const numbers = section(
  conditions,
  `${heading}, of numbers`,
  met('$is', 5, { $is: [5] }),
  missed('$is, another', 6, { $is: [5] }),
  met('$more_than', 11, { $more_than: [10] }),
  missed('$more_than, the same', 10, { $more_than: [10] }),
  met('$more_than_or_equal', 10, { $more_than_or_equal: [10] }),
  missed('$more_than_or_equal, less', 9.5, { $more_than_or_equal: [10] }),
  met('$less_than', 9, { $less_than: [10] }),
  missed('$less_than, the same', 10, { $less_than: [10] }),
  met('$less_than_or_equal', 10, { $less_than_or_equal: [10] }),
  missed('$less_than_or_equal, more', 10.5, { $less_than_or_equal: [10] }),
  met('a flag', true, { $is: [true] }),
  missed('the other flag', false, { $is: [true] }),
);

const lists = section(
  conditions,
  `${heading}, of lists`,
  met('$count', ['a', 'b'], { $count: [2] }),
  missed('$count, one more', ['a', 'b', 'c'], { $count: [2] }),
  met('$count_more', ['a', 'b', 'c'], { $count_more: [2] }),
  missed('$count_more, just as many', ['a', 'b'], { $count_more: [2] }),
  met('$count_less', ['a'], { $count_less: [2] }),
  missed('$count_less, just as many', ['a', 'b'], { $count_less: [2] }),
  met('$is, one element', ['a', 'b'], { $is: ['b'] }),
  missed('$is_not, one element', ['a', 'b'], { $is_not: ['b'] }),
);

/** Today is Wednesday, 20 May 2026; it is noon in Warsaw, 10:00 in UTC. */
const today = '2026-05-20';

const dates = section(
  conditions,
  `${heading}, of dates`,
  met('$after', '2026-05-21', { $after: [today] }),
  missed('$after, the same', today, { $after: [today] }),
  met('$before', '2026-05-19T23:59:59Z', { $before: [today] }),
  missed('$before, the same', today, { $before: [today] }),
  met('$more_than, with dates', '2026-05-21', { $more_than: [today] }),
  missed('$less_than, with dates', '2026-05-21', { $less_than: [today] }),
  met('$timeframe: within an hour every day from 14:59', '2024-12-02T15:30:00Z', {
    $timeframe: ['2024-11-12T14:59:23.019Z;P1D;PT1H'],
  }),
  missed('$timeframe: the hour is over', '2024-12-02T16:00:00Z', {
    $timeframe: ['2024-11-12T14:59:23.019Z;P1D;PT1H'],
  }),
  missed('$timeframe: before it first opens', '2024-11-11T15:30:00Z', {
    $timeframe: ['2024-11-12T14:59:23.019Z;P1D;PT1H'],
  }),
  met('$timeframe_absolute: between', '2024-11-20T00:00:00Z', {
    $timeframe_absolute: ['2024-11-14T16:02:00.000Z;2024-11-28T16:02:00.000Z'],
  }),
  missed('$timeframe_absolute: after', '2024-11-28T16:02:00Z', {
    $timeframe_absolute: ['2024-11-14T16:02:00.000Z;2024-11-28T16:02:00.000Z'],
  }),
  met('$dow: a Wednesday', '2026-05-20T12:00:00Z', { $dow: [3] }),
  missed('$dow: a Thursday', '2026-05-21T12:00:00Z', { $dow: [3] }),
);

/** Rows that look at the clock run on the engine alone. */
const now = '2026-05-20T12:00:00[Europe/Warsaw]';
const dated = (claim: string, value: Json, tests: JsonObject) =>
  passes(claim, '10000', 9_900, metadata('order', 'value', tests), { ...order(value), now });
const undated = (claim: string, value: Json, tests: JsonObject) =>
  fails(claim, '10000', 10_000, metadata('order', 'value', tests), { ...order(value), now });

const relative = section(
  conditions,
  `${heading}, of dates, from today on`,
  dated('$more_than_ago: four days', '2026-05-16', { $more_than_ago: [3] }),
  undated('$more_than_ago: just three', '2026-05-17', { $more_than_ago: [3] }),
  dated('$less_than_ago: two days', '2026-05-18', { $less_than_ago: [3] }),
  undated('$less_than_ago: just three', '2026-05-17', { $less_than_ago: [3] }),
  undated('$less_than_ago: in the future', '2026-05-21', { $less_than_ago: [3] }),
  dated('$is_days_ago: three', '2026-05-17', { $is_days_ago: [3] }),
  undated('$is_days_ago: two', '2026-05-18', { $is_days_ago: [3] }),
  dated('$more_than_future: four days', '2026-05-24', { $more_than_future: [3] }),
  undated('$more_than_future: just three', '2026-05-23', { $more_than_future: [3] }),
  dated('$less_than_future: two days', '2026-05-22', { $less_than_future: [3] }),
  undated('$less_than_future: just three', '2026-05-23', { $less_than_future: [3] }),
  undated('$less_than_future: in the past', '2026-05-19', { $less_than_future: [3] }),
  dated('$is_days_in_future: three', '2026-05-23', { $is_days_in_future: [3] }),
  undated('$is_days_in_future: four', '2026-05-24', { $is_days_in_future: [3] }),
  dated('$timeframe_daily_hours: Wednesday, 20:00 in Warsaw', '2026-05-20T18:00:00Z', {
    $timeframe_daily_hours: ['18:00;20:01;2,3'],
  }),
  undated('$timeframe_daily_hours: a minute late', '2026-05-20T18:01:00Z', {
    $timeframe_daily_hours: ['18:00;20:01;2,3'],
  }),
  undated('$timeframe_daily_hours: on Thursday', '2026-05-21T17:00:00Z', {
    $timeframe_daily_hours: ['18:00;20:01;2,3'],
  }),
);

export const metadataRules = [owners, texts, numbers, lists, dates, relative];
