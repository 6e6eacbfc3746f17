/** The limit on client keys: bursts, refills, forgetting. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { createRateLimiter } from './rate-limiter.ts';

const rate = { requests: 5, periodMs: 1_000 };

test('so many pass at once, the next has to wait for its share of the period', () => {
  const limiter = createRateLimiter(rate);
  for (let n = 0; n < 5; n++) assert.equal(limiter.take('a', 0), 0);
  assert.equal(limiter.take('a', 0), 200);
  assert.equal(limiter.take('a', 150), 50);
  assert.equal(limiter.take('b', 150), 0, 'others are not held up');
  assert.equal(limiter.take('a', 200), 0);
});

test('whoever waits as told may pass', () => {
  fc.assert(
    fc.property(fc.array(fc.nat({ max: 400 }), { minLength: 1, maxLength: 60 }), (pauses) => {
      const limiter = createRateLimiter(rate);
      let now = 0;
      for (const pause of pauses) {
        now += pause;
        const wait = limiter.take('a', now);
        if (wait === 0) continue;
        now += wait;
        assert.equal(limiter.take('a', now), 0);
      }
    }),
    { numRuns: 2_000 },
  );
});

test('in no stretch of time do more pass than a burst and what the time refills', () => {
  fc.assert(
    fc.property(fc.array(fc.nat({ max: 100 }), { minLength: 1, maxLength: 100 }), (pauses) => {
      const limiter = createRateLimiter(rate);
      const passed: number[] = [];
      let now = 0;
      for (const pause of pauses) {
        now += pause;
        if (limiter.take('a', now) === 0) passed.push(now);
      }
      for (const [first, from] of passed.entries()) {
        for (const [last, to] of passed.entries()) {
          if (last < first) continue;
          const most = rate.requests + ((to - from) * rate.requests) / rate.periodMs;
          assert.ok(last - first + 1 <= most + 1e-6, `${last - first + 1} from ${from} to ${to}`);
        }
      }
    }),
  );
});

test('of too many names the one seen longest ago is forgotten', () => {
  const limiter = createRateLimiter({ requests: 1, periodMs: 1_000 }, 2);
  assert.equal(limiter.take('a', 0), 0);
  assert.equal(limiter.take('b', 0), 0);
  assert.ok(limiter.take('a', 0) > 0);
  assert.equal(limiter.take('c', 0), 0);
  assert.ok(limiter.take('a', 0) > 0, 'seen after b');
  assert.equal(limiter.take('b', 0), 0, 'forgotten');
});
