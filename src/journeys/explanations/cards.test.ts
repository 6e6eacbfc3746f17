/** Explanations of cards over HTTP: what they pay, and what would let them. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { testServer } from '../../../test/support/api.ts';

const server = await testServer();

async function explained(amount: number, credits: number | null, more: object = {}) {
  const shop = await server.project();
  const made = await shop.post('/v1/vouchers/GIFT', {
    type: 'GIFT_VOUCHER',
    gift: { amount, effect: 'APPLY_TO_ORDER', ...more },
  });
  assert.equal(made.status, 200);
  const { body } = await shop.post('/v1/validations', {
    redeemables: [{ object: 'voucher', id: 'GIFT', gift: { credits } }],
    order: { amount: 3_000 },
    options: { explain: true },
  });
  return body.redeemables[0].explanation;
}

test('a card that pays tells what it has, what it is asked for, and what it pays', async () => {
  const { applies, payment, discount, smallest_change } = await explained(5_000, null);
  assert.equal(applies, true);
  const paid = { spent: 3_000, amount: 3_000 };
  const asked = { with: 'GIFT_CREDITS', available: 5_000, asked: null, passed: true };
  assert.deepEqual(payment, { ...asked, ...paid });
  assert.equal(discount.amount_after, 0);
  assert.equal(smallest_change, undefined);
});

const changes: readonly (readonly [number, number, object, string])[] = [
  [500, 800, {}, 'no more than 5.00 USD of the card'],
  [0, 800, {}, '8.00 USD more on the card'],
  [500, 100, { effect: 'APPLY_TO_ITEMS' }, 'the items of the order, not its amount alone'],
];

for (const [amount, credits, more, sentence] of changes) {
  test(`${credits} asked of ${amount}: ${sentence}`, async () => {
    const { applies, smallest_change } = await explained(amount, credits, more);
    assert.equal(applies, false);
    assert.equal(smallest_change.sentence, sentence);
  });
}
