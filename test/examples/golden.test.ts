/**
 * Carts that the reference works out to the last amount, in the names of the wire: what it shows of
 * each redeemable and of the whole request is what we answer.
 */
import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import Type, { type Static } from 'typebox';
import { Value } from 'typebox/value';
import type { Json, JsonObject } from '../../src/engine/json.ts';
import { presentPricedOrder } from '../../src/records/orders/service.ts';
import { decideExample } from './decide-example.ts';
import { offer } from './offers.ts';

const Row = Type.Array(Type.Integer());
/** Values in the order of the names; items where the reference shows them. */
const Shown = Type.Object({ order: Row, items: Type.Optional(Type.Array(Row)) });

const Golden = Type.Object({
  guide: Type.String(),
  heading: Type.String(),
  cart: Type.String(),
  offers: Type.Array(Type.Record(Type.String(), Type.Union([Type.String(), Type.Number()]))),
  /** Beside the offers, one for one. */
  rules: Type.Optional(Type.Array(Type.Record(Type.String(), Type.Unknown()))),
  /** Names of what is shown of the order, and of each item. */
  order: Type.Array(Type.String()),
  item: Type.Optional(Type.Array(Type.String())),
  /** After each redeemable, where the reference shows that. */
  steps: Type.Array(Shown),
  whole: Shown,
});
type Golden = Static<typeof Golden>;

for (const file of globSync('golden/**/*.json', { cwd: import.meta.dirname }).toSorted()) {
  const golden: unknown = JSON.parse(readFileSync(join(import.meta.dirname, file), 'utf8'));
  test(`${file} comes out as the reference shows it`, () => {
    assert(Value.Check(Golden, golden), JSON.stringify(Value.Errors(Golden, golden)));
    assert.deepEqual(answered(golden), { steps: golden.steps, whole: golden.whole });
  });
}

function answered(golden: Golden): Pick<Golden, 'steps' | 'whole'> {
  const offers = golden.offers.map((discount, index) => offer(discount, ruleOf(golden, index)));
  const example = { claim: '', cart: golden.cart, offers, taken: [], total: 0, around: {} };
  const { order, decision } = decideExample(example);
  const people = { customerId: null, referrerId: null };
  const shown = (price: typeof decision.price) => {
    assert(price !== null);
    return selected(golden, presentPricedOrder(order, price, people));
  };
  const steps = decision.fates.map((fate) => {
    assert(fate.status === 'APPLICABLE');
    return shown(fate.price);
  });
  return { steps: golden.steps.length === 0 ? [] : steps, whole: shown(decision.price) };
}

function ruleOf({ rules }: Golden, index: number): JsonObject {
  const text = JSON.stringify(rules?.[index] ?? {});
  return JSON.parse(text);
}

type Answer = ReturnType<typeof presentPricedOrder>;

function selected({ order, item }: Golden, answer: Answer): Static<typeof Shown> {
  const values = (names: readonly string[], of: object) => {
    const wire: Readonly<Record<string, Json>> = JSON.parse(JSON.stringify(of));
    return names.map((name) => Number(wire[name] ?? 0));
  };
  return {
    order: values(order, answer),
    ...(item === undefined ? {} : { items: answer.items.map((one) => values(item, one)) }),
  };
}
