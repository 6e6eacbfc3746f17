/** What tiers make of points, by example and as properties. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { mappedCost, mappedPoints, mappingOf, type PointsMapping } from './tier-mapping.ts';

const times = (multiplier: number): PointsMapping => ({ type: 'MULTIPLY', multiplier });
const exactly = (points: number): PointsMapping => ({ type: 'CUSTOM', points });

const examples = [
  // claim                                        points  mapping        mapped
  ['stay what they are without a mapping', 20, null, 20],
  ['double for Gold', 20, times(2), 40],
  ['are halved where a reward costs 50% less', 30, times(0.5), 15],
  ['round half a point up', 5, times(1.5), 8],
  ['round less than half a point down', 3, times(1.4), 4],
  ['are exact where floating point is not', 100, times(1.005), 101],
  ['become the custom number, whatever they were', 20, exactly(200), 200],
  ['become nothing by a custom 0', 20, exactly(0), 0],
  ['stop at what can be counted', 2 ** 53 - 1, times(1.5), 2 ** 53 - 1],
] as const;

for (const [claim, points, mapping, mapped] of examples) {
  test(`points ${claim}`, () => {
    assert.equal(mappedPoints(points, mapping), mapped);
    assert.equal(mappedCost(points, mapping), mapped);
  });
}

test('a reward that is not available has no price, and earns nothing', () => {
  assert.equal(mappedCost(30, { type: 'NOT_AVAILABLE' }), null);
  assert.equal(mappedPoints(30, { type: 'NOT_AVAILABLE' }), 0);
});

test('points that are no whole number are refused', () => {
  assert.throws(() => mappedPoints(0.5, null));
  assert.throws(() => mappedPoints(-1, null));
});

test('a mapping is found by its id alone, not by what every object has', () => {
  assert.deepEqual(mappingOf({ ern_1: times(2) }, 'ern_1'), times(2));
  assert.equal(mappingOf({}, 'constructor'), null);
});

test('more points never map to fewer, and the product is off by half a point at most', () => {
  const points = fc.integer({ min: 0, max: 1_000_000 });
  const steps = fc.integer({ min: 0, max: 100_000 });
  fc.assert(
    fc.property(points, points, steps, (one, other, inTenThousandths) => {
      const mapping = times(inTenThousandths / 10_000);
      const [less, more] = [Math.min(one, other), Math.max(one, other)];
      assert(mappedPoints(less, mapping) <= mappedPoints(more, mapping));
      const twice = BigInt(mappedPoints(more, mapping)) * 20_000n;
      const exact = BigInt(more) * BigInt(inTenThousandths) * 2n;
      const off = twice - exact;
      assert(off <= 10_000n && off > -10_000n);
    }),
  );
});
