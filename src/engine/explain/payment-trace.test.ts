/** What would let a card pay: made so, it can, and nothing less would do. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { exceededKey, type Payment } from '../stored-value/payment.ts';
import { paymentSteps } from './payment-trace.ts';

const id = { id: 'rew', assignmentId: 'rewa' };
const reward = fc.oneof(
  fc.record({
    exchangeRatio: fc.constant(1),
    pointsRatio: fc.integer({ min: 1, max: 50 }),
    type: fc.constant('COIN' as const),
  }),
  fc.record({ cost: fc.integer({ min: 1, max: 50 }), type: fc.constant('MATERIAL' as const) }),
);
const wish = { available: fc.nat(60), asked: fc.option(fc.nat(80)), isOffered: fc.boolean() };
const payments: fc.Arbitrary<Payment> = fc.oneof(
  fc.record({ ...wish, with: fc.constant('credits' as const) }),
  fc.record({
    ...wish,
    with: fc.constant('points' as const),
    reward: fc.option(reward.map((one) => ({ ...id, ...one }))),
  }),
);

test('a step lets the card pay, and one unit less does not', () => {
  fc.assert(
    fc.property(payments, (payment) => {
      const [step] = paymentSteps(payment);
      if (step === undefined) return assert.equal(exceededKey(payment), null);
      const passes = (changed: Payment) => exceededKey(changed) === null;
      if (step.type === 'TOP_UP') {
        const { available } = payment;
        assert.ok(passes({ ...payment, available: available + step.by }));
        assert.ok(!passes({ ...payment, available: available + step.by - 1 }));
      } else {
        assert.ok(step.type === 'CHANGE_PAYMENT');
        assert.ok(passes({ ...payment, asked: step.available }));
        assert.ok(!passes({ ...payment, asked: step.available + 1 }));
      }
    }),
  );
});
