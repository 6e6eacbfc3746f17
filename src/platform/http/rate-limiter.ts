/**
 * How many requests somebody may send: so many at once, and as many again in each period. Counted in
 * the memory of this process alone, for the names seen last.
 */

export type Rate = {
  readonly requests: number;
  readonly periodMs: number;
};

export type RateLimiter = {
  /** 0 where the request may pass; otherwise after how many milliseconds the next one may. */
  take(name: string, nowMs: number): number;
};

/** A request costs `periodMs` of credit, a millisecond gives `requests` of it: whole numbers all along. */
type Bucket = { credit: number; at: number };

/** Names remembered: beyond, the one seen longest ago starts anew, which then is no gift to it. */
const MAX_NAMES = 50_000;

/** `nowMs` never goes back. */
export function createRateLimiter({ requests, periodMs }: Rate, maxNames = MAX_NAMES): RateLimiter {
  const most = requests * periodMs;
  /** In the order they were seen last. */
  const buckets = new Map<string, Bucket>();

  return {
    take(name, nowMs) {
      const now = Math.floor(nowMs);
      const bucket = buckets.get(name) ?? { credit: most, at: now };
      bucket.credit = Math.min(most, bucket.credit + (now - bucket.at) * requests);
      bucket.at = now;
      buckets.delete(name);
      buckets.set(name, bucket);
      if (buckets.size > maxNames) forgetFirst(buckets);
      if (bucket.credit < periodMs) return Math.ceil((periodMs - bucket.credit) / requests);
      bucket.credit -= periodMs;
      return 0;
    },
  };
}

function forgetFirst(buckets: Map<string, Bucket>): void {
  const first = buckets.keys().next();
  if (!first.done) buckets.delete(first.value);
}
