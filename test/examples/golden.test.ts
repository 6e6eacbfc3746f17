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

/** As a request would bring it; read on where it is used. */
const Wire = Type.Record(Type.String(), Type.Unknown());
const Row = Type.Array(Type.Integer());
/** Values in the order of the names; items where the reference shows them. */
const Shown = Type.Object({ order: Row, items: Type.Optional(Type.Array(Row)) });

const Golden = Type.Object({
  guide: Type.String(),
  heading: Type.String(),
  cart: Type.String(),
  offers: Type.Array(Wire),
  /** Beside the offers, one for one. */
  rules: Type.Optional(Type.Array(Wire)),
  /** Names of what is shown of the order, and of each item. */
  order: Type.Array(Type.String()),
  item: Type.Optional(Type.Array(Type.String())),
  /** After each redeemable, where the reference shows that. */
  steps: Type.Array(Shown),
  whole: Shown,
});
type Golden = Static<typeof Golden>;

for (const { file, golden } of goldensOf('golden/*.json')) {
  test(`${file} comes out as the reference shows it`, () => {
    assert.deepEqual(answered(golden), { steps: golden.steps, whole: golden.whole });
  });
}

function goldensOf(pattern: string) {
  const directory = import.meta.dirname;
  return globSync(pattern, { cwd: directory })
    .toSorted()
    .map((file) => {
      const golden: unknown = JSON.parse(readFileSync(join(directory, file), 'utf8'));
      assert(
        Value.Check(Golden, golden),
        `${file}: ${JSON.stringify(Value.Errors(Golden, golden))}`,
      );
      return { file, golden };
    });
}

function answered(golden: Golden): Pick<Golden, 'steps' | 'whole'> {
  const offers = golden.offers.map((discount, index) =>
    offer(wire(discount), wire(golden.rules?.[index] ?? {})),
  );
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

function wire(value: Static<typeof Wire>): JsonObject {
  return JSON.parse(JSON.stringify(value));
}

type Answer = ReturnType<typeof presentPricedOrder>;

function selected({ order, item }: Golden, answer: Answer): Static<typeof Shown> {
  const values = (names: readonly string[], of: object) => {
    const shown: Readonly<Record<string, Json>> = JSON.parse(JSON.stringify(of));
    return names.map((name) => Number(shown[name] ?? 0));
  };
  return {
    order: values(order, answer),
    ...(item === undefined ? {} : { items: answer.items.map((one) => values(item, one)) }),
  };
}
