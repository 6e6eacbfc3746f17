/** A page in a browser and the shop's servers, through both flavours of the official SDK. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { refusalOf } from '../../src/cli/demo/shop-api.ts';
import { type TestProject, testServer } from '../support/api.ts';
import { newShop, percentOff } from '../support/qualification-shop.ts';

const { default: sdk } = await import('@voucherify/sdk');
const server = await testServer({ jobs: true });
const origin = 'https://shop.example';
const customer = { source_id: 'nora' };

function page({ url, clientKey }: TestProject) {
  return sdk.VoucherifyClientSide({
    apiUrl: url,
    clientApplicationId: clientKey.appId,
    clientSecretKey: clientKey.token,
    origin,
    trackingId: 'nora',
  });
}

/** Its own types want a customer's and an order's ids in every request. */
type OneCodeApi = {
  readonly validations: {
    validateVoucher(code: string, request: object): Promise<{ readonly valid?: boolean }>;
    validate(request: object): Promise<{ readonly valid?: boolean }>;
  };
  readonly promotions: {
    validate(
      request: object,
    ): Promise<{ readonly promotions?: readonly { readonly id?: string }[] }>;
    readonly tiers: { redeem(id: string, request: object): Promise<RedeemedOne> };
  };
  readonly redemptions: {
    redeem(code: string, request?: object): Promise<RedeemedOne>;
    rollback(id: string): Promise<object>;
  };
  readonly vouchers: {
    get(code: string): Promise<{ readonly redemption?: { readonly redeemed_quantity?: number } }>;
    readonly qualifications: { examine(request: object): Promise<Found> };
  };
  readonly campaigns: { readonly qualifications: { examine(request: object): Promise<Found> } };
};
type RedeemedOne = {
  readonly id: string;
  readonly result?: string;
  readonly order?: { readonly total_amount?: number };
};
type Found = { readonly data?: readonly { readonly code?: string; readonly name?: string }[] };

function backend({ url, credentials }: TestProject): OneCodeApi {
  return sdk.VoucherifyServerSide({
    apiUrl: url,
    applicationId: credentials.appId,
    secretKey: credentials.token,
  });
}

/** Ten percent off for everybody, as a code and as a promotion. */
async function furnished() {
  const shop = await newShop(server);
  await shop.voucher('TEN', { discount: percentOff(10), redemption: { quantity: 3 } });
  const tierId = await shop.tier('Ten off');
  const made = await shop.project.post('/v1/campaigns', {
    name: 'Welcome',
    campaign_type: 'DISCOUNT_COUPONS',
    vouchers_count: 0,
    voucher: { type: 'DISCOUNT_VOUCHER', discount: percentOff(15), redemption: { quantity: 1 } },
  });
  assert.equal(made.status, 200, JSON.stringify(made.body));
  return { shop: shop.project, tierId, campaign: made.body.name };
}

test('a page validates a code for a cart in its address', async () => {
  const { shop } = await furnished();
  const beans = await shop.post('/v1/products', {
    source_id: 'beans',
    name: 'Beans',
    price: 1_290,
  });
  assert.equal(beans.status, 200);
  const items = Array.from({ length: 30 }, () => ({
    source_id: 'beans',
    related_object: 'product' as const,
    quantity: 2,
  }));
  const valid = await page(shop).validate({
    code: ' TEN\n',
    items,
    customer,
    metadata: { channel: 'web' },
    orderMetadata: { gift: true },
  });
  assert.equal(valid.valid, true);
  assert.equal(valid.code, 'TEN');
  assert.equal(valid.order?.amount, 77_400);
  assert.equal(valid.order?.total_amount, 69_660);
  const unknown = await page(shop).validate('NONE');
  assert.equal(unknown.valid, false);
  const promotions = await page(shop).validate({ amount: 10_000 });
  assert.equal(promotions.promotions?.length, 1);
});

test('a page validates and redeems a stack', async () => {
  const { shop, tierId } = await furnished();
  const request = {
    customer,
    order: { amount: 10_000 },
    redeemables: [
      { object: 'voucher' as const, id: 'TEN' },
      { object: 'promotion_tier' as const, id: tierId },
    ],
  };
  const valid = await page(shop).validateStackable(request);
  assert.equal(valid.valid, true);
  assert.equal(valid.order?.total_amount, 8_100);
  const paid = await page(shop).redeemStackable(request);
  assert.equal(paid.order?.total_amount, 8_100);
  assert.equal(paid.redemptions.length, 2);
});

test('a page redeems a code for the customer it tracks', async () => {
  const { shop } = await furnished();
  const redeemed = await page(shop).redeem('TEN', { order: { amount: 10_000 } });
  assert.equal(redeemed.result, 'SUCCESS');
  assert.equal(redeemed.order?.total_amount, 9_000);
  assert.equal((await shop.get('/v1/customers/nora')).body.id, redeemed.customer_id);
  const key = (await refusalOf(page(shop).redeem('NONE'))).key;
  assert.equal(key, 'not_found');
});

test('a page gives its visitor one code of a campaign, and finds what they may use', async () => {
  const { shop, campaign } = await furnished();
  const published = await page(shop).publish(campaign, { customer }, { join_once: true });
  assert.ok(published.voucher.code);
  const again = await page(shop).publish(campaign, { customer }, { join_once: true });
  assert.equal(again.voucher.code, published.voucher.code);
  const found = await page(shop).qualifications({
    customer,
    order: { amount: 10_000 },
    scenario: 'CUSTOMER_WALLET',
  });
  assert.deepEqual(
    found.redeemables.data.map(({ id }) => id),
    [published.voucher.code],
  );
});

test('a page signs a customer up, and lists the codes that they hold', async () => {
  const { shop, campaign } = await furnished();
  const made = await page(shop).createCustomer({ source_id: 'nora', name: 'Nora' });
  assert.equal(Reflect.get(made, 'name'), 'Nora');
  const published = await page(shop).publish(campaign, { customer });
  const listed = await page(shop).listVouchers({ customer: 'nora' });
  assert.deepEqual(
    listed.vouchers.map(({ code }) => code),
    [published.voucher.code],
  );
  assert.equal(await keyOf(page(shop).listVouchers()), 'invalid_query_params');
});

test('a page is told what is wrong with a publication', async () => {
  const { shop } = await furnished();
  const wrong = [
    [{ customer }, 'missing_vouchers'],
    [{ customer, campaign: 'None' }, 'not_found'],
    [{ customer: {}, campaign: 'Welcome' }, 'invalid_customer'],
    [
      { customer, campaign: { name: 'Welcome', count: 2 }, source_id: 'x' },
      'too_many_vouchers_requested',
    ],
  ] as const;
  for (const [body, key] of wrong) {
    const answer = await shop.browser().post('/client/v1/publish', body);
    assert.equal(answer.body.key, key, JSON.stringify(answer.body));
  }
});

test('a shop’s server works with the operations on one code', async () => {
  const { shop, tierId } = await furnished();
  const api = backend(shop);
  const order = { amount: 10_000 };
  const valid = await api.validations.validateVoucher('TEN', { customer, order });
  assert.equal(valid.valid, true);
  const promotions = await api.validations.validate({ customer, order });
  assert.equal(promotions.valid, true);
  const same = await api.promotions.validate({ customer, order });
  assert.equal(same.promotions?.[0]?.id, tierId);

  const redeemed = await api.redemptions.redeem('TEN', { customer, order });
  assert.equal(redeemed.result, 'SUCCESS');
  const tier = await api.promotions.tiers.redeem(tierId, { customer, order });
  assert.equal(tier.order?.total_amount, 9_000);
  assert.equal(await keyOf(api.redemptions.redeem('NONE')), 'not_found');
  assert.equal(await keyOf(api.promotions.tiers.redeem('promo_none', {})), 'not_found');

  const codes = await api.vouchers.qualifications.examine({ customer, order });
  assert.deepEqual(
    codes.data?.map(({ code }) => code),
    ['TEN'],
  );
  const campaigns = await api.campaigns.qualifications.examine({ customer, order });
  assert.deepEqual(
    campaigns.data?.map(({ name }) => name),
    ['Welcome'],
  );
  await api.redemptions.rollback(redeemed.id);
  assert.equal((await api.vouchers.get('TEN')).redemption?.redeemed_quantity, 0);
});

async function keyOf(request: Promise<unknown>): Promise<string | undefined> {
  return (await refusalOf(request)).key;
}
