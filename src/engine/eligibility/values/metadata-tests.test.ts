/** Operators over metadata by example: what the attribute holds, and whether the condition does. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Json } from '../../json.ts';
import { noon } from '../sample-facts.ts';
import type { MetadataOperator } from '../parse/operators.ts';
import { metadataTests } from './metadata-tests.ts';

const examples: readonly (readonly [
  Json | undefined,
  MetadataOperator,
  readonly Json[],
  boolean,
])[] = [
  // value                      operator                  operands                holds
  ['red', '$is', ['red'], true],
  ['red', '$is', ['Red'], false],
  [5, '$is', [5], true],
  ['5', '$is', [5], true],
  [true, '$is', ['true'], true],
  [false, '$is', [true], false],
  [['a', 'b'], '$is', ['b'], true],
  [['a', 'b'], '$is', ['c'], false],
  [{ a: 1 }, '$is', ['[object Object]'], false],
  [undefined, '$is', ['undefined'], false],
  [null, '$is', ['null'], false],
  ['2026-05-20T10:00:00Z', '$is', ['2026-05-20T12:00:00+02:00'], true],
  ['2026-05-20T10:00:00', '$is', ['2026-05-20T10:00:00.000Z'], true],
  ['red', '$is_not', ['blue'], true],
  ['red', '$is_not', ['red'], false],
  [undefined, '$is_not', ['red'], true],
  [['a', 'b'], '$is_not', ['b'], false],
  ['red', '$in', ['blue', 'red'], true],
  ['red', '$in', ['blue'], false],
  ['red', '$not_in', ['blue', 'red'], false],
  [undefined, '$not_in', ['red'], true],
  ['teapot', '$starts_with', ['tea'], true],
  ['teapot', '$starts_with', ['pot'], false],
  [420, '$starts_with', ['42'], true],
  [undefined, '$starts_with', ['u'], false],
  ['teapot', '$ends_with', ['pot'], true],
  ['teapot', '$ends_with', ['tea'], false],
  ['teapot', '$contains', ['eap'], true],
  ['teapot', '$contains', ['cup'], false],
  [['cup', 'pot'], '$contains', ['up'], true],
  ['teapot', '$not_contain', ['cup'], true],
  ['teapot', '$not_contain', ['tea'], false],
  [10, '$more_than', [9], true],
  [9, '$more_than', [9], false],
  ['10', '$more_than', [9], false],
  ['b', '$more_than', ['a'], false],
  [undefined, '$more_than', [-1], false],
  [[1, 20], '$more_than', [9], true],
  ['2026-05-21', '$more_than', ['2026-05-20'], true],
  [9, '$more_than_or_equal', [9], true],
  [8, '$more_than_or_equal', [9], false],
  [8, '$less_than', [9], true],
  [9, '$less_than', [9], false],
  [9, '$less_than_or_equal', [9], true],
  [10, '$less_than_or_equal', [9], false],
  ['x', '$has_value', [], true],
  ['', '$has_value', [], false],
  [false, '$has_value', [], true],
  [undefined, '$is_unknown', [], true],
  [null, '$is_unknown', [], true],
  [0, '$is_unknown', [], false],
  [['a', 'b'], '$count', [2], true],
  [['a'], '$count', [2], false],
  ['ab', '$count', [2], false],
  [['a', 'b'], '$count_more', [1], true],
  [['a', 'b'], '$count_more', [2], false],
  [['a'], '$count_less', [2], true],
  [['a', 'b'], '$count_less', [2], false],
  [['b', 'a'], '$not_differ', ['a', 'b'], true],
  [['a'], '$not_differ', ['a', 'b'], false],
  [['c'], '$not_intersect', ['a', 'b'], true],
  [['b', 'c'], '$not_intersect', ['a', 'b'], false],
  ['2026-05-21', '$after', ['2026-05-20'], true],
  ['2026-05-20', '$after', ['2026-05-20'], false],
  ['2026-05-19T23:59:59Z', '$before', ['2026-05-20'], true],
  ['soon', '$before', ['2026-05-20'], false],
  ['2026-05-17', '$is_days_ago', [3], true],
  ['2026-05-17', '$more_than_ago', [3], false],
  ['2026-05-16', '$more_than_ago', [3], true],
  ['2026-05-18', '$less_than_ago', [3], true],
  ['2026-05-21', '$less_than_ago', [3], false],
  // In Warsaw the 17th begins at 22:00 UTC of the 16th.
  ['2026-05-16T22:30:00Z', '$is_days_ago', [3], true],
  ['2026-05-16T21:30:00Z', '$is_days_ago', [3], false],
  ['2026-05-23', '$is_days_in_future', [3], true],
  ['2026-05-24', '$more_than_future', [3], true],
  ['2026-05-23', '$more_than_future', [3], false],
  ['2026-05-22', '$less_than_future', [3], true],
  ['2026-05-19', '$less_than_future', [3], false],
  ['2026-05-20T10:00:00Z', '$dow', [3], true],
  ['2026-05-20T10:00:00Z', '$dow', [0, 1], false],
  ['2026-05-24T10:00:00Z', '$dow', [0], true],
  ['2026-05-20T15:10:00Z', '$timeframe', ['2026-05-18T15:00:00Z;P1D;PT1H'], true],
  ['2026-05-20T16:10:00Z', '$timeframe', ['2026-05-18T15:00:00Z;P1D;PT1H'], false],
  ['2026-05-17T15:10:00Z', '$timeframe', ['2026-05-18T15:00:00Z;P1D;PT1H'], false],
  ['2026-05-20T15:10:00Z', '$timeframe', ['not a frame'], false],
  ['2026-05-20', '$timeframe_absolute', ['2026-05-19;2026-05-21'], true],
  ['2026-05-21', '$timeframe_absolute', ['2026-05-19;2026-05-21'], false],
  ['2026-05-20T16:30:00Z', '$timeframe_daily_hours', ['18:00;20:01;2,3'], true],
  ['2026-05-21T16:30:00Z', '$timeframe_daily_hours', ['18:00;20:01;2,3'], false],
  ['2026-05-20T15:59:00Z', '$timeframe_daily_hours', ['18:00;20:01;2,3'], false],
  // From ten in Wednesday's evening to two on Thursday.
  ['2026-05-20T23:30:00Z', '$timeframe_daily_hours', ['22:00;02:00;3'], true],
  ['2026-05-21T21:30:00Z', '$timeframe_daily_hours', ['22:00;02:00;3'], false],
];

for (const [value, operator, operands, holds] of examples) {
  const verb = holds ? 'holds' : 'does not hold';
  const of = JSON.stringify(value) ?? 'nothing';
  test(`${operator} ${JSON.stringify(operands)} ${verb} for ${of}`, () => {
    const [condition] = metadataTests([{ operator, operands }]);
    assert.equal(condition?.holds(value, noon), holds);
  });
}
