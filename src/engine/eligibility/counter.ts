/** Counters that budget rules read: what the store has to fetch, and to guard a write with. */

export type CounterScope = 'everyone' | 'customer' | 'api_key' | 'user';
export type CounterWindow = 'ever' | 'day' | 'week' | 'month';
export type CounterMeasure = 'redemptions' | 'orders_amount' | 'discount_amount' | 'gift_amount';

/** One sum over redemptions, of a campaign or of a single code or promotion tier. */
export type CounterKind = {
  readonly subject: 'campaign' | 'incentive';
  /** Whose redemptions count: everyone's, or only this customer's, API key's or user's. */
  readonly per: CounterScope;
  /** Calendar day, week or month in the project's time zone. */
  readonly window: CounterWindow;
  /** Redemptions are counted; amounts are sums in minor units. */
  readonly measure: CounterMeasure;
};

export type CounterName =
  `${CounterKind['subject']}:${CounterScope}:${CounterWindow}:${CounterMeasure}`;

export type Counter = CounterKind & {
  readonly name: CounterName;
  /**
   * The most the counter may hold once this redemption is in it (`count + contribution <= limit`).
   * Null where the rule can pass above any one limit (an OR, a test that is no upper bound): the
   * write then has to be guarded by the very value that was read.
   */
  readonly limit: number | null;
};

export function nameCounter(kind: CounterKind): CounterName {
  return `${kind.subject}:${kind.per}:${kind.window}:${kind.measure}`;
}
