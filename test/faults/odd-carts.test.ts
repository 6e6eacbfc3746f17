/** Carts nobody would send, a thousand of them: each is answered or refused, and none half done. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { testServer } from '../support/api.ts';
import { campaignRow } from '../support/campaign-row.ts';
import { assertBooksAgree, voucher } from './two-servers.ts';

const server = await testServer();
const shop = await server.project();
const campaign = await campaignRow(server, shop, 'odd');

const discounts = [
  { type: 'AMOUNT', amount_off: 100_000_000_000_000 },
  { type: 'PERCENT', percent_off: 33.3333, effect: 'APPLY_TO_ITEMS' },
  { type: 'FIXED', fixed_amount: 0 },
];
for (const [n, discount] of discounts.entries()) {
  await voucher(shop, `V${n}`, { discount, redemption: { quantity: null } });
}
await voucher(shop, 'ONCE', { redemption: { quantity: 1 } });
await voucher(shop, 'LIMITED', { redemption: { quantity: null } });
const rule = await shop.post('/v1/validation-rules', {
  name: 'huge',
  rules: {
    1: { name: 'campaign.redemptions.count', conditions: { $less_than: [1e300] } },
    2: { name: 'campaign.orders.amount', conditions: { $less_than_or_equal: [1e17] } },
    logic: '1 and 2',
  },
});
await shop.post(`/v1/validation-rules/${rule.body.id}/assignments`, {
  related_object_type: 'campaign',
  related_object_id: campaign,
});
await server.db.adhoc('update vouchers set campaign_id = $2 where project_id = $1', [
  shop.id,
  campaign,
]);

const text = fc.oneof(
  fc.constantFrom(
    '',
    ' ',
    'V0',
    'ann',
    'prod_odd',
    'nobody',
    '\u{1F457}',
    "'; --",
    'x'.repeat(999),
  ),
  fc.string({ maxLength: 20 }),
);
const oddNumber = fc.constantFrom(0.5, -1, 1e14, 1e14 + 1, 2 ** 53, 1e300, 2_147_483_648);
const number = fc.oneof(
  { weight: 1, arbitrary: oddNumber },
  { weight: 12, arbitrary: fc.constantFrom(0, 1, 2, 999, 33_333, 99_999_999_999) },
);
const maybe = <Value>(values: fc.Arbitrary<Value>) =>
  fc.option(values, { nil: undefined, freq: 3 });
const metadata = fc.dictionary(text, fc.oneof(text, number, fc.constant(null)), { maxKeys: 3 });

const item = fc.record(
  {
    product_id: text,
    sku_id: text,
    source_id: text,
    related_object: fc.constantFrom('product', 'sku'),
    quantity: fc.oneof(number, fc.constantFrom('1', '999999999')),
    price: number,
    amount: number,
    product: fc.record({ id: text, price: number, metadata }, { requiredKeys: [] }),
    metadata,
  },
  { requiredKeys: [] },
);
const items = fc.oneof(
  { weight: 20, arbitrary: fc.array(item, { maxLength: 6 }) },
  { weight: 1, arbitrary: item.map((one) => Array.from({ length: 500 }, () => one)) },
);
const redeemable = fc.record({
  object: fc.constantFrom('voucher', 'voucher', 'voucher', 'promotion_tier', 'promotion_stack'),
  id: fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom('V0', 'V1', 'V2', 'LIMITED', 'ONCE') },
    { weight: 1, arbitrary: text },
  ),
});
const cart = fc.record({
  redeemables: fc.oneof(
    { weight: 9, arbitrary: fc.array(redeemable, { minLength: 1, maxLength: 4 }) },
    { weight: 1, arbitrary: fc.array(redeemable, { maxLength: 35 }) },
  ),
  order: maybe(
    fc.record({ id: text, source_id: text, amount: number, items, metadata }, { requiredKeys: [] }),
  ),
  customer: maybe(
    fc.record({ id: text, source_id: text, name: text, metadata }, { requiredKeys: [] }),
  ),
  tracking_id: maybe(text),
  metadata: maybe(metadata),
  options: maybe(fc.constantFrom({}, { expand: [] }, { expand: ['order', 'category'] })),
});

test('1,000 odd carts, validated and redeemed: no 5xx, and the books agree', async () => {
  let [succeeded, refused] = [0, 0];
  await fc.assert(
    fc.asyncProperty(cart, async (request) => {
      const valid = await shop.post('/v1/validations', request);
      assert.ok(valid.status < 500, JSON.stringify(valid.body));
      const redeemed = await shop.post('/v1/redemptions', request);
      assert.ok(redeemed.status < 500, JSON.stringify(redeemed.body));
      assert.notEqual(redeemed.body.key, 'multiple_requests', 'nobody else is here');
      if (redeemed.status === 200) {
        assert.equal(valid.body.valid, true, 'what was not valid is not redeemed');
        succeeded += redeemed.body.redemptions.length;
      } else refused += 1;
    }),
    { numRuns: 1_000, seed: 20_261_123, endOnFailure: true },
  );
  const [row] = await server.db.adhoc<{ n: number }>(
    `select count(*) as n from redemptions where project_id = $1 and status = 'SUCCEEDED'
       and related_object_type <> 'redemption'`,
    [shop.id],
  );
  assert.equal(row?.n, succeeded);
  assert.ok(succeeded > 50 && refused > 50, `${succeeded} succeeded, ${refused} were refused`);
  await assertBooksAgree(server, shop);
});
