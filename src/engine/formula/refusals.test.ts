/** What is no formula, and where that is said to be. One row is one claim. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readFormula } from './formula.ts';
import { MAX_DEPTH, MAX_LENGTH, MAX_PARTS } from './parse.ts';

const rows: readonly [claim: string, formula: string, place: string, problem: RegExp][] = [
  ['a sum without its second part', '1 + ', 'line 1, column 5', /the end stands where a value/],
  ['a value too many', '1 2', 'line 1, column 3', /"2" is not expected/],
  ['a bracket too few', '(1 + 2', 'line 1, column 7', /the end stands where "\)"/],
  ['a bracket too many', '1)', 'line 1, column 2', /"\)" is not expected/],
  ['an unknown word', 'ORDER_TOTAL + 1', 'line 1, column 1', /"ORDER_TOTAL" is no operand/],
  ['a word in small letters', 'order_amount', 'line 1, column 1', /no operand/],
  ['a sign without meaning', '1 & 2', 'line 1, column 3', /"&" has no meaning/],
  ['a comma between arguments', 'MIN(1,2)', 'line 1, column 6', /"," has no meaning/],
  ['a text without an end', '1 + "abc', 'line 1, column 5', /no end/],
  [
    'a fault in a later line',
    'IF(\n  1 > 0;\n  2;)',
    'line 3, column 5',
    /"\)" stands where a value/,
  ],
  ['too few arguments', 'IF(1 > 0;2)', 'line 1, column 1', /IF takes 3 values, not 2/],
  ['too many arguments', 'POW(1;2;3)', 'line 1, column 1', /POW takes 2 values, not 3/],
  ['no arguments', 'MIN()', 'line 1, column 5', /value is expected/],
  ['a rounding with three', 'ROUND(1;2;3)', 'line 1, column 1', /1 or 2 values/],
  ['a function without brackets', 'TODAY + MIN', 'line 1, column 12', /"\(" after MIN/],
  ['metadata without a name', 'ORDER_METADATA(5)', 'line 1, column 16', /name of an attribute/],
  ['metadata with two', 'ORDER_METADATA("a";"b")', 'line 1, column 19', /"\)" is expected/],
  ['a chain of comparisons', 'IF(1 = 1 = 1;1;2)', 'line 1, column 10', /";" or "\)"/],
  ['a SWITCH without cases', 'SWITCH(1;2)', 'line 1, column 10', /SWITCH_CASE is expected/],
  ['a SWITCH without a default', 'SWITCH(1;SWITCH_CASE(1;2))', 'line 1, column 26', /expected/],
  ['a case with one value', 'SWITCH(1;SWITCH_CASE(1);2)', 'line 1, column 10', /2 values, not 1/],
  ['a number as a condition', 'IF(5;1;2)', 'line 1, column 4', /true or false is expected/],
  ['a condition as the result', 'ORDER_AMOUNT > 5', 'line 1, column 1', /a number is expected/],
  ['a text as the result', '"VIP"', 'line 1, column 1', /a number is expected, this is a text/],
  ['a date as the result', 'TODAY', 'line 1, column 1', /this is a date/],
  ['text in branches', 'IF(1 > 0;"a";"b")', 'line 1, column 1', /this is a text/],
  ['arithmetic with text', '1 + "2"', 'line 1, column 5', /a number is expected, this is a text/],
  ['arithmetic with dates', 'CUSTOMER_BIRTHDATE - 1', 'line 1, column 1', /this is a date/],
  ['a comparison of dates by sign', 'IF(TODAY > NOW;1;2)', 'line 1, column 4', /this is a date/],
  ['a date of no calendar', 'YEAR(DATE("2023-02-30"))', 'line 1, column 11', /this is no date/],
  ['a date that is computed', 'YEAR(DATE(ORDER_METADATA("d")))', 'line 1, column 11', /a text/],
  ['the year of a number', 'YEAR(2023)', 'line 1, column 6', /a date or a text is expected/],
  ['one value for a test of two', 'IN_ARRAY(1)', 'line 1, column 1', /IN_ARRAY takes 2 values/],
  ['nothing', '', 'line 1, column 1', /the end stands where a value/],
  ['a number of too many digits', '9'.repeat(81), 'line 1, column 1', /too many digits/],
  [
    'too long a text',
    ' '.repeat(MAX_LENGTH) + '1',
    `line 1, column ${MAX_LENGTH + 1}`,
    /characters/,
  ],
  [
    'too deep a nesting',
    '('.repeat(MAX_DEPTH) + '1' + ')'.repeat(MAX_DEPTH),
    `line 1, column ${MAX_DEPTH + 1}`,
    /nested too deep/,
  ],
  ['too many parts', '1' + '+1'.repeat(MAX_PARTS / 2), 'line 1, column 1', /more than 500 parts/],
];

for (const [claim, formula, place, problem] of rows) {
  test(`a formula is refused with its place: ${claim}`, () => {
    const read = readFormula(formula);
    assert(!read.ok);
    assert.equal(read.key, 'invalid_formula');
    const details = read.details ?? '';
    assert.equal(details.split(': ')[0], place);
    assert.match(details, problem);
  });
}
