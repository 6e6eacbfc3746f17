/**
 * Worked carts over HTTP, one of each section of the tables: a live server validates them to the
 * same amounts as the engine alone, and redeems them to the amounts that it validated.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JsonObject } from '../../src/engine/json.ts';
import type { Validation } from '../../src/journeys/validations/schema.ts';
import type { OrderCalculated } from '../../src/records/orders/schema.ts';
import type { Example } from '../examples/example.ts';
import { type Amounts, expectedOf } from '../examples/expected.ts';
import { openLiveShop } from '../examples/live-shop.ts';
import { tables } from '../examples/tables/all.ts';
import { testServer } from '../support/api.ts';

const server = await testServer();
const shop = await openLiveShop(await server.project());

for (const { guide, heading, examples } of Object.values(tables).flat()) {
  const example = examples.find(isStageable);
  if (example === undefined) continue;
  test(`${guide}, ${heading}: ${example.claim}`, async () => {
    const request = await shop.request(example);
    const validated = await shop.project.post('/v1/validations', request);
    assert.equal(validated.status, 200, JSON.stringify(validated.body));
    assertValidated(validated.body, example);
    await assertRedeemed(request, validated.body);
  });
}

test('as many carts are worked over HTTP as there are sections that a live server can stage', () => {
  const sections = Object.values(tables).flat();
  const live = sections.filter(({ examples }) => examples.some(isStageable));
  assert(live.length >= 40, `only ${live.length} of ${sections.length}`);
});

/** A live server has its own clock, counts and settings, and no order is redeemed upon twice. */
function isStageable({ around, offers }: Example): boolean {
  const { now, counts, earlier, stacking } = around;
  const isFresh = [now, counts, earlier, stacking].every((one) => one === undefined);
  return isFresh && offers.every((one) => one.redeemed === 0);
}

function assertValidated(answer: Validation, example: Example): void {
  const { steps, whole } = expectedOf(example);
  const isValid = steps.every((step) => typeof step !== 'string');
  assert.equal(answer.valid, isValid, JSON.stringify(answer));
  assert.deepEqual(answer.redeemables.map(told), steps);
  if (!isValid) return;
  assert.deepEqual(amountsOf(answer.order), whole);
  assert.equal(answer.order?.total_amount, example.total);
}

/** What was valid costs the same once it is redeemed; what was not is refused for the same reason. */
async function assertRedeemed(request: JsonObject, validation: Validation): Promise<void> {
  const { status, body } = await shop.project.post('/v1/redemptions', request);
  if (validation.valid) {
    assert.equal(status, 200, JSON.stringify(body));
    assert.deepEqual(amountsOf(body.order), amountsOf(validation.order));
    return;
  }
  assert.equal(status, 400, JSON.stringify(body));
  assert(validation.redeemables.map(told).includes(body.key), body.key);
}

/** Amounts where it applies, else the key that says why not. */
function told(one: Validation['redeemables'][number]): Amounts | string {
  switch (one.status) {
    case 'APPLICABLE':
      return amountsOf(one.order);
    case 'INAPPLICABLE':
      return one.result.error?.key ?? '';
    case 'SKIPPED':
      return one.result?.details?.key ?? '';
    default:
      return one satisfies never;
  }
}

function amountsOf(order: OrderCalculated | undefined): Amounts {
  assert(order !== undefined, 'there is an order');
  return {
    amount: order.amount ?? NaN,
    initial: order.initial_amount ?? NaN,
    discount: order.discount_amount ?? NaN,
    itemsDiscount: order.items_discount_amount ?? NaN,
    totalDiscount: order.total_discount_amount ?? NaN,
    applied: order.applied_discount_amount ?? NaN,
    itemsApplied: order.items_applied_discount_amount ?? NaN,
    totalApplied: order.total_applied_discount_amount ?? NaN,
    total: order.total_amount ?? NaN,
    lines: (order.items ?? []).map((item) => ({
      quantity: item.quantity ?? NaN,
      initialQuantity: item.initial_quantity ?? NaN,
      free: item.discount_quantity ?? 0,
      appliedFree: item.applied_discount_quantity ?? 0,
      added: item.applied_quantity ?? 0,
      addedAmount: item.applied_quantity_amount ?? 0,
      amount: item.amount ?? NaN,
      initial: item.initial_amount ?? NaN,
      discount: item.discount_amount ?? NaN,
      applied: item.applied_discount_amount ?? NaN,
      subtotal: item.subtotal_amount ?? NaN,
    })),
  };
}
