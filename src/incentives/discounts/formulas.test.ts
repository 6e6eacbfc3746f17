/** Formulas at the edge, over HTTP: what is not understood is refused with its place, and changes nothing. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Answer, type TestProject, testServer } from '../../../test/support/api.ts';

const server = await testServer();
const shop = await server.project();

async function post(path: string, body: object) {
  const answer = await shop.post(path, body);
  assert.equal(answer.status, 200, JSON.stringify(answer.body));
  return answer.body;
}

const RIGHT = 'IF(ORDER_AMOUNT > 200;15;5)';
const WRONG = 'IF(ORDER_AMOUNT > 200;15)';
const percent = (percent_off_formula: string) => ({
  discount: { type: 'PERCENT', percent_off: 5, percent_off_formula },
});
const voucher = (formula: string) => ({ type: 'DISCOUNT_VOUCHER', ...percent(formula) });
const tier = (formula: string) => ({ name: 'Tier', action: percent(formula) });
const campaign = (name: string, formula: string) => ({
  name,
  campaign_type: 'DISCOUNT_COUPONS',
  voucher: voucher(formula),
});
const rule = (entry: object) => ({
  name: 'Rule',
  rules: {},
  applicable_to: {
    included: [
      { object: 'product', id: 'prod_1' },
      { object: 'product', id: 'prod_2', ...entry },
    ],
  },
});

await post('/v1/vouchers/KEPT', voucher(RIGHT));
const kept = await post('/v1/campaigns', campaign('Kept', RIGHT));
const promotion = await post('/v1/campaigns', { name: 'Promotion', campaign_type: 'PROMOTION' });
const keptTier = await post(`/v1/promotions/${promotion.id}/tiers`, tier(RIGHT));
const keptRule = await post('/v1/validation-rules', rule({ price: 100, price_formula: RIGHT }));

type Try = (at: TestProject) => Promise<Answer>;
const WRONG_PERCENT =
  /^Property discount\.percent_off_formula, line 1, column 1: IF takes 3 values, not 2$/;

const refused: readonly [what: string, attempt: Try, details: RegExp][] = [
  ['a voucher', (at) => at.post('/v1/vouchers', { code: 'NEW', ...voucher(WRONG) }), WRONG_PERCENT],
  ['a voucher by its code', (at) => at.post('/v1/vouchers/NEW', voucher(WRONG)), WRONG_PERCENT],
  ['a change of a voucher', (at) => at.put('/v1/vouchers/KEPT', percent(WRONG)), WRONG_PERCENT],
  ['a campaign', (at) => at.post('/v1/campaigns', campaign('New', WRONG)), WRONG_PERCENT],
  [
    'a change of a campaign',
    (at) => at.put(`/v1/campaigns/${kept.id}`, percent(WRONG)),
    WRONG_PERCENT,
  ],
  [
    'a promotion with its tiers',
    (at) => {
      const tiers = [tier(RIGHT), tier(WRONG)];
      return at.post('/v1/campaigns', {
        name: 'New',
        campaign_type: 'PROMOTION',
        promotion: { tiers },
      });
    },
    WRONG_PERCENT,
  ],
  ['a tier', (at) => at.post(`/v1/promotions/${promotion.id}/tiers`, tier(WRONG)), WRONG_PERCENT],
  [
    'a change of a tier',
    (at) => at.put(`/v1/promotions/tiers/${keptTier.id}`, { action: percent(WRONG) }),
    WRONG_PERCENT,
  ],
  [
    'a rule with a price',
    (at) => at.post('/v1/validation-rules', rule({ price: 1, price_formula: '5 *' })),
    /^Property applicable_to\.included\.1\.price_formula, line 1, column 4: the end/,
  ],
  [
    'a rule with a limit',
    (at) =>
      at.post('/v1/validation-rules', rule({ product_campaign_quantity_limit_formula: 'NOBODY' })),
    /^Property applicable_to\.included\.1\.product_campaign_quantity_limit_formula, line 1, column 1: /,
  ],
  [
    'a change of a rule',
    (at) => at.put(`/v1/validation-rules/${keptRule.id}`, rule({ price_formula: '1 +\n+ 2' })),
    /^Property applicable_to\.included\.1\.price_formula, line 2, column 1: /,
  ],
];

const everything = [
  '/v1/vouchers',
  '/v1/campaigns',
  '/v1/promotions/tiers',
  '/v1/validation-rules',
];

async function stored(): Promise<unknown> {
  const answers = await Promise.all(everything.map((path) => shop.get(path)));
  return answers.map(({ body }) => body);
}

for (const [what, attempt, details] of refused) {
  test(`a formula that is not understood is refused with its place: ${what}`, async () => {
    const before = await stored();
    const { status, body } = await attempt(shop);
    assert.equal(status, 400);
    assert.equal(body.key, 'invalid_formula');
    assert.match(body.details, details);
    assert.deepEqual(await stored(), before, 'nothing has changed');
  });
}

test('a formula is kept and shown as it was written', async () => {
  const written = 'IF( ORDER_AMOUNT>200 ;15;\n 5)';
  const { body } = await shop.put('/v1/vouchers/KEPT', percent(written));
  assert.deepEqual(body.discount, {
    type: 'PERCENT',
    percent_off: 5,
    percent_off_formula: written,
    effect: 'APPLY_TO_ORDER',
  });
});
