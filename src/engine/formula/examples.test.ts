/** Formulas by example: a row is a claim of what one gives; null means that it cannot be computed. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FormulaFacts } from './facts.ts';
import { readFormula } from './formula.ts';
import { toDecimal } from './rational.ts';
import { atLine, bareFacts, sampleFacts, tierFacts } from './sample-facts.ts';
import { numberOf } from './value.ts';

type Row = readonly [formula: string, gives: string | null];

function gives(text: string, facts: FormulaFacts): string | null {
  const read = readFormula(text);
  assert(read.ok, `${text}: ${read.ok ? '' : (read.details ?? '')}`);
  const value = numberOf(read.value.compute(facts));
  return value === null ? null : toDecimal(value);
}

function claim(title: string, facts: FormulaFacts, rows: readonly Row[]): void {
  for (const [formula, expected] of rows) {
    test(`${title}: ${formula} gives ${expected ?? 'nothing'}`, () => {
      assert.equal(gives(formula, facts), expected);
    });
  }
}

const V = 'CUSTOMER_METADATA("customer_life_time_value")';

claim('guide dynamic-formula-reference, rounding', sampleFacts, [
  [`ROUND(${V};1)`, '75.6'],
  [`ROUND(${V};0)`, '76'],
  [`ROUND(${V};-1)`, '80'],
  [`FLOOR(${V};1)`, '75.5'],
  [`FLOOR(${V};0)`, '75'],
  [`FLOOR(${V};-1)`, '70'],
  ['CEIL(CUSTOMER_METADATA("low_value");1)', '74.5'],
  ['CEIL(CUSTOMER_METADATA("low_value");0)', '75'],
  ['CEIL(CUSTOMER_METADATA("low_value");-1)', '80'],
]);

claim('guide dynamic-formula-reference, functions', sampleFacts, [
  ['2', '2'],
  ['(10 - ORDER_METADATA("number_of_store_visits"))', '4'],
  [`MIN(PUBLICATION_METADATA("year"); ${V})`, '75.55'],
  [`MAX(PUBLICATION_METADATA("year"); ${V})`, '2026'],
  ['POW(ORDER_METADATA("number_of_store_visits");2)', '36'],
  ['IF(ORDER_METADATA("number_of_store_visits") > 5;10;3)', '10'],
  ['DEFAULT_TO(REDEMPTION_METADATA("store_list") / 2;5)', '4'],
  ['ORDER_METADATA("day_of_week") x 2', '10'],
  ['CUSTOMER_METADATA("customer_months_active") ÷ 8', '2'],
  ['DAY_OF_MONTH(CUSTOMER_BIRTHDATE)', '17'],
  ['MONTH(TODAY)', '11'],
  ['YEAR(CUSTOMER_BIRTHDATE)', '1990'],
]);

const VISITS = 'CUSTOMER_METADATA("number_of_store_visits")';

claim('guide dynamic-formula-reference, conditions', sampleFacts, [
  [`IF(${VISITS} > 10 AND ORDER_METADATA("day_of_week") = 5;20;3)`, '20'],
  [`IF(${VISITS} > 12 AND ORDER_METADATA("day_of_week") = 5;20;3)`, '3'],
  [`IF(${VISITS} > 12 OR ORDER_METADATA("day_of_week") = 5;20;3)`, '20'],
  [`IF(${VISITS} > 12 OR ORDER_METADATA("day_of_week") = 6;20;3)`, '3'],
  ['IF(ORDER_ITEMS_QUANTITY > 4;IF(ORDER_AMOUNT > 200;25;15);10)', '10'],
  ['IF(ORDER_ITEMS_QUANTITY > 2;IF(ORDER_AMOUNT > 200;25;15);10)', '15'],
  ['IF(ORDER_ITEMS_QUANTITY > 2;IF(ORDER_AMOUNT > 20;25;15);10)', '25'],
  [
    'SWITCH(ORDER_METADATA("store_city");SWITCH_CASE("Boston";10) SWITCH_CASE("New York";15);5)',
    '15',
  ],
]);

claim('guide create-dynamic-formulas', sampleFacts, [
  ['IF(ORDER_AMOUNT > 200;ORDER_AMOUNT * 0.15;ORDER_AMOUNT * 0.05)', '2.35'],
  ['IF(CUSTOMER_METADATA("tier") is "VIP";25;10)', '25'],
  ['IF(ORDER_UNITS_QUANTITY > 5;FLOOR(ORDER_UNITS_QUANTITY / 3;0);1)', '2'],
  ['IF(ORDER_AMOUNT > 500;ROUND(ORDER_AMOUNT * 1.5;0);ROUND(ORDER_AMOUNT;0))', '47'],
  ['IF(ORDER_AMOUNT > 100;15;5)', '5'],
]);

const AGE = 'CUSTOMER_METADATA("age")';

claim('example of the API reference', sampleFacts, [
  [`IF(CUSTOMER_METADATA("favorite_brands") contains "Nike";20;${AGE})`, '20'],
  [`IF(CUSTOMER_METADATA("favorite_brands") contains "Asics";20;${AGE})`, '30'],
  [`IF(ORDER_UNITS_QUANTITY > 3;${AGE} + 2;${AGE} - 2)`, '32'],
  [`IF(ORDER_AMOUNT > 100;${AGE} + 2;${AGE} - -2)`, '32'],
  ['IF(VOUCHER_PUBLISH_COUNT = 1;25;5)', '25'],
  ['IF(ORDER_AMOUNT > 400;0;20)', '20'],
]);

claim('guide dynamic-formula-reference, items: a mug', atLine(0), [
  ['ORDER_ITEM_PRICE × 0.01 + 1', '1.06'],
  ['ORDER_ITEM_PRICE', '6'],
  ['ORDER_ITEM_AMOUNT', '12'],
  ['ORDER_ITEM_SUBTOTAL', '12'],
  ['ORDER_ITEM_UNITS_QUANTITY', '2'],
  ['IF(ORDER_ITEM_METADATA("Size") is "M";1;2)', '1'],
  ['IF(ORDER_ITEM_PRODUCT_METADATA("category") is "mugs";1;2)', '1'],
  ['ORDER_ITEM_PRODUCT_METADATA("margin")', '12'],
]);

claim('guide dynamic-formula-reference, items: a shirt', atLine(1), [
  ['ORDER_ITEM_PRICE × 0.01 + 1', '1.1'],
  ['ORDER_ITEM_PRODUCT_METADATA("margin")', '7'],
  ['IF(ORDER_ITEM_PRODUCT_METADATA("colour") is "red";1;2)', '1'],
  ['IF(ORDER_ITEM_PRODUCT_METADATA("category") is "shirts";1;2)', '1'],
  ['IF(ORDER_AMOUNT > 30;ORDER_ITEM_PRICE * 0.8;ORDER_ITEM_PRICE)', '8'],
]);

claim('items: the cap that was discounted', atLine(2), [
  ['ORDER_ITEM_AMOUNT', '6'],
  ['ORDER_ITEM_SUBTOTAL', '5'],
]);

claim('guide dynamic-formula-reference, cheapest and most expensive', sampleFacts, [
  ['CHEAPEST_ORDER_ITEM_PRICE', '6'],
  ['CHEAPEST_ORDER_ITEM_AMOUNT', '6'],
  ['CHEAPEST_ORDER_ITEM_SUBTOTAL', '5'],
  ['CHEAPEST_ORDER_ITEM_UNITS_QUANTITY', '1'],
  ['IF(CHEAPEST_ORDER_ITEM_METADATA("Size") is "S";1;2)', '1'],
  ['IF(CHEAPEST_ORDER_ITEM_PRODUCT_METADATA("category") is "caps";1;2)', '1'],
  ['MOST_EXPENSIVE_ORDER_ITEM_PRICE', '10'],
  ['MOST_EXPENSIVE_ORDER_ITEM_AMOUNT', '30'],
  ['MOST_EXPENSIVE_ORDER_ITEM_SUBTOTAL', '30'],
  ['MOST_EXPENSIVE_ORDER_ITEM_UNITS_QUANTITY', '3'],
  ['IF(MOST_EXPENSIVE_ORDER_ITEM_METADATA("Size") is "L";1;2)', '1'],
  ['MOST_EXPENSIVE_ORDER_ITEM_PRODUCT_METADATA("margin")', '7'],
]);

claim('order and voucher', sampleFacts, [
  ['ORDER_AMOUNT', '47'],
  ['ORDER_INITIAL_AMOUNT', '48'],
  ['ORDER_ITEMS_QUANTITY', '3'],
  ['ORDER_UNITS_QUANTITY', '6'],
  ['VOUCHER_REDEMPTION_QUANTITY', '10'],
  ['VOUCHER_REDEEMED_QUANTITY', '4'],
  ['VOUCHER_PUBLISH_COUNT', '1'],
  ['MONTH(VOUCHER_START_DATE)', '1'],
  ['YEAR(VOUCHER_EXPIRATION_DATE)', '2026'],
  ['REDEEMABLE_METADATA("active_on_calendar_month")', '11'],
  ['REDEMPTION_METADATA("store_list")', '8'],
  ['PUBLICATION_METADATA("year")', '2026'],
  ['MONTH(PROMOTION_TIER_START_DATE)', null],
]);

claim('promotion tier', tierFacts, [
  ['REDEEMABLE_METADATA("membership_duration")', '3'],
  ['DAYS_SINCE(PROMOTION_TIER_START_DATE)', '23'],
  ['MONTH(PROMOTION_TIER_EXPIRATION_DATE)', null],
  ['VOUCHER_REDEEMED_QUANTITY', null],
  ['VOUCHER_PUBLISH_COUNT', null],
  ['VOUCHER_REDEMPTION_QUANTITY', null],
  ['MONTH(VOUCHER_START_DATE)', null],
]);

claim('arithmetic', sampleFacts, [
  ['0.1 + 0.2', '0.3'],
  ['1 / 3 * 3', '1'],
  ['FLOOR(10 / 3 * 3;0)', '10'],
  ['7 - 2 - 1', '4'],
  ['2 + 3 * 4', '14'],
  ['(2 + 3) * 4', '20'],
  ['20 / 2 / 5', '2'],
  ['2x3', '6'],
  ['.5 * 4', '2'],
  ['7 % 3', '1'],
  ['-7 % 3', '-1'],
  ['7.5 % 2', '1.5'],
  ['-2 * -3', '6'],
  ['--2', '2'],
  ['5 − 2', '3'],
  ['1 / 0', null],
  ['1 / (2 - 2)', null],
  ['5 % 0', null],
  ['1.005 * 100', '100.5'],
  ['99999999999999999999 + 1', '100000000000000000000'],
  ['POW(2;10)', '1024'],
  ['POW(2;-1)', '0.5'],
  ['POW(0;0)', '1'],
  ['POW(0;-1)', null],
  ['POW(1.5;2)', '2.25'],
  ['POW(2;0.5)', '1.414213562373'],
  ['POW(27;1 / 3)', '3'],
  ['POW(-8;1 / 3)', null],
  ['POW(10;101)', null],
  ['POW(2;0.05)', '1.035264923841'],
  ['POW(2;0.01)', null],
  ['POW(POW(10;30);3)', null],
  ['ROUND(2.5)', '3'],
  ['ROUND(-2.5)', '-3'],
  ['ROUND(2.345;2)', '2.35'],
  ['FLOOR(-2.5)', '-3'],
  ['CEIL(-2.5)', '-2'],
  ['ROUND(5;0.5)', null],
  ['ROUND(5;99)', null],
  ['MIN(3)', '3'],
  ['MIN(3;1;2)', '1'],
  ['MAX(3;1;CUSTOMER_METADATA("unknown"))', null],
]);

claim('comparison', sampleFacts, [
  ['IF(2 > 1;1;0)', '1'],
  ['IF(2 > 2;1;0)', '0'],
  ['IF(1 < 2;1;0)', '1'],
  ['IF(2 >= 2;1;0)', '1'],
  ['IF(2 <= 1;1;0)', '0'],
  ['IF(0.1 + 0.2 = 0.3;1;0)', '1'],
  ['IF(1 != 2;1;0)', '1'],
  ['IF("5" = 5;1;0)', '1'],
  ['IF("VIP" = "VIP";1;0)', '1'],
  ['IF(CUSTOMER_METADATA("written") > 12;1;0)', '1'],
  ['IF(CUSTOMER_METADATA("tier") > 12;1;0)', null],
  ['IF(ORDER_METADATA("day_of_week") IN_ARRAY "1,5,7";1;0)', '1'],
  ['IF(ORDER_METADATA("day_of_week") NOT_IN_ARRAY "1,5,7";1;0)', '0'],
]);

claim('text', sampleFacts, [
  ['IF(CUSTOMER_METADATA("tier") isNot "Beginner";1;0)', '1'],
  ['IF(CUSTOMER_METADATA("tier") is "vip";1;0)', '0'],
  ['IF(CUSTOMER_METADATA("state") contains "California";1;0)', '1'],
  ['IF(ORDER_METADATA("channel") startsWith "store_";1;0)', '1'],
  ['IF(ORDER_METADATA("channel") endsWith "_sms";1;0)', '1'],
  ['IF(ORDER_METADATA("region") IN_ARRAY "EU,EMEA";1;0)', '1'],
  ['IF(ORDER_METADATA("region") NOT_IN_ARRAY "EU, EMEA";1;0)', '0'],
  ['IF(IN_ARRAY(ORDER_METADATA("region");"APAC,EMEA");1;0)', '0'],
  ['IF(CUSTOMER_METADATA("favorite_brands") IN_ARRAY "Puma,Asics";1;0)', '1'],
  ['IF("Puma" IN_ARRAY CUSTOMER_METADATA("favorite_brands");1;0)', '1'],
  [`IF(${AGE} is "30";1;0)`, '1'],
  [`IF(${AGE} is "030";1;0)`, '0'],
  [`IF(${AGE} = "030";1;0)`, '1'],
  ['IF(CUSTOMER_METADATA("is_member");1;0)', '1'],
  ['IF(CUSTOMER_METADATA("is_member") is "true";1;0)', '1'],
  ['IF(CUSTOMER_METADATA("favorite_brands") is "Nike";1;0)', null],
  [String.raw`IF("a\"b\\" is "a\"b\\";1;0)`, '1'],
  ['SWITCH(ORDER_METADATA("currency");SWITCH_CASE("USD";1);SWITCH_CASE("EUR";2);3)', '2'],
  ['SWITCH(ORDER_METADATA("currency");SWITCH_CASE("USD";1);3)', '3'],
]);

claim('dates', sampleFacts, [
  ['YEAR(NOW)', '2026'],
  ['DAY_OF_MONTH(TODAY)', '24'],
  ['DAYS_SINCE(DATE("2026-11-20"))', '4'],
  ['DAYS_SINCE(DATE("2026-11-25"))', '-1'],
  ['MONTHS_SINCE(DATE("2026-08-25"))', '2'],
  ['YEARS_SINCE(CUSTOMER_BIRTHDATE)', '36'],
  ['DAYS_UNTIL(DATE("2026-12-24"))', '30'],
  ['MONTHS_UNTIL(DATE("2027-11-24"))', '12'],
  ['DAYS_SINCE(TODAY)', '0'],
  ['DAYS_SINCE(CUSTOMER_METADATA("joined"))', '313'],
  ['DAY_OF_MONTH(CUSTOMER_METADATA("last_visit"))', '21'],
  ['DAYS_SINCE(CUSTOMER_METADATA("tier"))', null],
  ['DAY_OF_MONTH(DATE_TIME("2023-08-17T23:05:00.000Z"))', '18'],
  ['YEAR(DATE("2023-08-17"))', '2023'],
  ['IF(TODAY DATE_IS DATE("2026-11-24");1;0)', '1'],
  ['IF(NOW DATE_IS_NOT DATE("2026-11-24");1;0)', '0'],
  ['IF(NOW DATE_IS TODAY;1;0)', '1'],
  ['IF(TODAY IS_AFTER VOUCHER_START_DATE;1;0)', '1'],
  ['IF(NOW IS_BEFORE DATE_TIME("2026-11-24T10:31:00Z");1;0)', '1'],
  ['IF(TODAY IS_BEFORE DATE("2026-11-24");1;0)', '0'],
  ['IF(DATE_IS(CUSTOMER_BIRTHDATE;DATE("1990-08-17"));1;0)', '1'],
  ['DAY_OF_MONTH(VOUCHER_EXPIRATION_DATE)', '31'],
]);

claim('what is missing', sampleFacts, [
  ['CUSTOMER_METADATA("unknown")', null],
  ['CUSTOMER_METADATA("nothing")', null],
  ['CUSTOMER_METADATA("unknown") + 1', null],
  ['CUSTOMER_METADATA("tier") * 2', null],
  ['CUSTOMER_METADATA("is_member") + 1', null],
  ['CUSTOMER_METADATA("favorite_brands") + 1', null],
  ['CUSTOMER_METADATA("nested")', null],
  ['CUSTOMER_METADATA("constructor")', null],
  ['CUSTOMER_METADATA("a.b")', '1'],
  ['CUSTOMER_METADATA("nested.deep")', '2'],
  ['CUSTOMER_METADATA("written") * 2', '25'],
  ['ORDER_ITEM_PRICE', null],
  ['ORDER_ITEM_METADATA("Size")', null],
  ['DEFAULT_TO(CUSTOMER_METADATA("unknown");CUSTOMER_METADATA("nothing");7)', '7'],
  ['DEFAULT_TO(1 / 0;7)', '7'],
  ['IF(CUSTOMER_METADATA("unknown") > 1;1;0)', null],
  ['IF(CUSTOMER_METADATA("unknown") isNot "x";1;0)', null],
  ['IF(CUSTOMER_METADATA("unknown") > 1 AND 1 > 2;1;0)', '0'],
  ['IF(CUSTOMER_METADATA("unknown") > 1 OR 2 > 1;1;0)', '1'],
  ['IF(2 > 1 AND CUSTOMER_METADATA("unknown") > 1;1;0)', null],
  ['IF(2 > 1;5;CUSTOMER_METADATA("unknown"))', '5'],
  ['IF(CUSTOMER_METADATA("age");1;0)', null],
  ['SWITCH(CUSTOMER_METADATA("unknown");SWITCH_CASE("x";1);2)', null],
]);

claim('nothing but a moment', bareFacts, [
  ['ORDER_AMOUNT', null],
  ['ORDER_INITIAL_AMOUNT', null],
  ['ORDER_ITEMS_QUANTITY', null],
  ['CHEAPEST_ORDER_ITEM_PRICE', null],
  ['ORDER_METADATA("day_of_week")', null],
  ['CUSTOMER_METADATA("age")', null],
  ['YEAR(CUSTOMER_BIRTHDATE)', null],
  ['REDEEMABLE_METADATA("x")', null],
  ['PUBLICATION_METADATA("year")', null],
  ['VOUCHER_REDEMPTION_QUANTITY', null],
  ['VOUCHER_PUBLISH_COUNT', '0'],
  ['YEAR(TODAY)', '2026'],
]);
