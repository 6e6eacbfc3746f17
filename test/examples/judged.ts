/** Rows about rules alone: a dollar off where the rule lets it pass, and nothing where it does not. */
import type { JsonObject } from '../../src/engine/json.ts';
import type { Around, Row } from './example.ts';
import { amount, offer } from './offers.ts';

const dollar = amount(100);

/** `total` is what is to pay: the cart less a dollar. */
export function passes(
  claim: string,
  cart: string,
  total: number,
  rule: JsonObject,
  around: Around = {},
): Row {
  return [claim, cart, [[offer(dollar, rule), 100]], total, around];
}

/** `total` is what is to pay: the whole cart. */
export function fails(
  claim: string,
  cart: string,
  total: number,
  rule: JsonObject,
  around: Around = {},
  key = 'order_rules_violated',
): Row {
  return [claim, cart, [[offer(dollar, rule), key]], total, around];
}
