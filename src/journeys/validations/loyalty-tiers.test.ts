/** Rules on the customer's loyalty tier, wherever rules are asked: by the tier that is held at that moment. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type TestProject, testServer } from '../../../test/support/api.ts';
import { contextAt, member, movePoints, programme } from '../../../test/support/tier-shop.ts';

const server = await testServer();
const { db } = server;

/** A code for members in Gold, and one who is and one who is not. */
async function shopWith(name: string) {
  const project = await server.project();
  const { id, tierIds } = await programme(project);
  const rule = await project.post('/v1/validation-rules', {
    name: 'Gold members',
    rules: { 1: { name, conditions: { $is: [tierIds.Gold] } }, logic: '1' },
  });
  assert.equal(rule.status, 200, JSON.stringify(rule.body));
  const voucher = await project.post('/v1/vouchers', {
    code: 'LOUNGE',
    type: 'DISCOUNT_VOUCHER',
    discount: { type: 'AMOUNT', amount_off: 500 },
    validation_rules: [rule.body.id],
  });
  assert.equal(voucher.status, 200, JSON.stringify(voucher.body));
  const [gold, bronze] = [await member(project, id), await member(project, id)];
  await movePoints(db, contextAt(project, null), { cardId: gold.id, points: 1_000 });
  await movePoints(db, contextAt(project, null), { cardId: bronze.id, points: 100 });
  return { project, gold, bronze };
}

const request = (customerId: string) => ({
  redeemables: [{ object: 'voucher', id: 'LOUNGE' }],
  customer: { id: customerId },
  order: { amount: 5_000 },
});

async function refusedFor(project: TestProject, customerId: string) {
  const { body } = await project.post('/v1/validations', request(customerId));
  return body.valid ? null : body.redeemables[0].result.error.key;
}

for (const name of ['customer.loyalty_tier', 'customer.loyalty.tier']) {
  test(`a rule on ${name} lets those in the tier validate, qualify and redeem, and nobody else`, async () => {
    const { project, gold, bronze } = await shopWith(name);
    assert.equal(await refusedFor(project, gold.customerId), null);
    assert.equal(await refusedFor(project, bronze.customerId), 'customer_rules_violated');
    const nobody = await project.post('/v1/validations', {
      ...request(''),
      customer: { source_id: 'nobody' },
    });
    assert.equal(nobody.body.valid, false);
    for (const [{ customerId }, found] of [
      [gold, 1],
      [bronze, 0],
    ] as const) {
      const { body } = await project.post('/v1/qualifications', {
        customer: { id: customerId },
        order: { amount: 5_000 },
        scenario: 'ALL',
      });
      const codes = body.redeemables.data.filter((one: { id: string }) => one.id === 'LOUNGE');
      assert.equal(codes.length, found, JSON.stringify(body));
    }
    const refused = await project.post('/v1/redemptions', request(bronze.customerId));
    assert.deepEqual([refused.status, refused.body.key], [400, 'customer_rules_violated']);
    const redeemed = await project.post('/v1/redemptions', request(gold.customerId));
    assert.equal(redeemed.status, 200, JSON.stringify(redeemed.body));
  });
}

test('a tier that is lost opens nothing any more, from the next request on', async () => {
  const { project, gold } = await shopWith('customer.loyalty_tier');
  assert.equal(await refusedFor(project, gold.customerId), null);
  await movePoints(db, contextAt(project, null), { cardId: gold.id, points: -1 });
  assert.equal(await refusedFor(project, gold.customerId), 'customer_rules_violated');
});

test('an explanation says which tiers the customer is in', async () => {
  const { project, bronze } = await shopWith('customer.loyalty_tier');
  const options = { explain: true };
  const { body } = await project.post('/v1/validations', {
    ...request(bronze.customerId),
    options,
  });
  const explained = JSON.stringify(body.redeemables[0]);
  assert.match(explained, /customer\.loyalty_tier/);
});
