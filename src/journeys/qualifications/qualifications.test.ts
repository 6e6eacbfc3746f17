/** Qualifications over HTTP: what an offer shows, filters, sorting, paging, freshness, refusals. */
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { testServer } from '../../../test/support/api.ts';
import { buildApp } from '../../app.ts';
import { connectDatabase } from '../../platform/db/database.ts';
import { jsonLog } from '../../platform/log.ts';
import {
  condition,
  covers,
  isVip,
  newShop,
  percentOff,
  type Shop,
} from '../../../test/support/qualification-shop.ts';

const server = await testServer();

const NOTHING = { object: 'list', data_ref: 'data', data: [], total: 0 };
const cart = { items: [{ product_id: 'prod_tea', price: 1_000, quantity: 2 }] };

test('an offer alone shows what it takes off, and no more than was asked for', async () => {
  const shop = await newShop(server);
  const action = { discount: percentOff(20, 'APPLY_TO_ITEMS') };
  const id = await shop.tier('Tea', { action, banner: 'Tea time' }, covers('prod_tea', 'prod_cup'));
  const { body } = await shop.qualify({ order: cart });
  const [{ created_at, order, ...offer }] = body.redeemables.data;
  assert.ok(Date.parse(created_at) > 0);
  assert.deepEqual(offer, {
    id,
    object: 'promotion_tier',
    result: { discount: { ...action.discount, is_dynamic: false } },
    applicable_to: {
      ...NOTHING,
      data: [
        {
          object: 'product',
          id: 'prod_tea',
          strict: false,
          effect: 'APPLY_TO_EVERY',
          order_item_indices: [0],
        },
        { object: 'product', id: 'prod_cup', strict: false, effect: 'APPLY_TO_EVERY' },
      ],
      total: 2,
    },
    inapplicable_to: NOTHING,
  });
  assert.equal(order.total_applied_discount_amount, 400);
  assert.equal(order.items[0].subtotal_amount, 1_600);
  assert.deepEqual(
    { ...body.redeemables, data: null },
    { object: 'list', data_ref: 'data', data: null, total: 1, has_more: false },
  );
  assert.equal(body.order.total_amount, 2_000);
  assert.equal(body.order.total_applied_discount_amount, 0);
  assert.equal(body.stacking_rules.redeemables_limit, 30);
  assert.equal(body.tracking_id, undefined, 'nobody to track');
});

test('expanded, it also shows what it is called, where it belongs and what guards it', async () => {
  const shop = await newShop(server);
  await server.db.adhoc(
    `insert into categories (project_id, id, name, hierarchy, created_at)
     values ($1, 'cat_1', 'Hot', 2, now())`,
    [shop.project.id],
  );
  await shop.tier('Tea', { banner: 'Tea time', metadata: { a: 1 }, category_id: 'cat_1' }, isVip);
  const { body } = await shop.qualify({
    customer: { source_id: 'x', metadata: { tier: 'VIP' } },
    options: { expand: ['redeemable', 'category', 'validation_rules'] },
  });
  const [offer] = body.redeemables.data;
  assert.equal(offer.name, 'Tea');
  assert.equal(offer.banner, 'Tea time');
  assert.deepEqual(offer.metadata, { a: 1 });
  assert.equal(offer.campaign_id, shop.campaign);
  assert.equal(offer.campaign_name, 'Promotion');
  assert.deepEqual(
    offer.categories.map((one: { name: string }) => one.name),
    ['Hot'],
  );
  assert.equal(offer.validation_rules_assignments.total, 1);
  assert.match(body.tracking_id, /^track_/);
});

test('a campaign and a voucher describe themselves', async () => {
  const shop = await newShop(server);
  const id = await shop.codes('Codes');
  await shop.voucher('OPEN', { metadata: { b: 2 } }, undefined);
  const { body } = await shop.qualify({ order: cart, options: { expand: ['redeemable'] } });
  const [voucher, campaign] = body.redeemables.data;
  assert.equal(voucher.id, 'OPEN');
  assert.deepEqual(voucher.metadata, { b: 2 });
  assert.equal(campaign.id, id);
  assert.equal(campaign.object, 'campaign');
  assert.equal(campaign.name, 'Codes');
  assert.equal(campaign.campaign_id, undefined);
  assert.equal(campaign.order.total_applied_discount_amount, 60);
});

test('a voucher’s own rules guard it, and are shown', async () => {
  const shop = await newShop(server);
  const rule = await shop.rule(isVip);
  await shop.voucher('VIPS', { validation_rules: [rule] });
  assert.deepEqual(await shop.names({ order: cart }), []);
  const { body } = await shop.qualify({
    customer: { metadata: { tier: 'VIP' } },
    options: { expand: ['validation_rules'] },
  });
  const [offer] = body.redeemables.data;
  assert.equal(offer.validation_rules_assignments.data[0].rule_id, rule);
  assert.equal(offer.validation_rules_assignments.data[0].related_object_type, 'voucher');
});

async function mixedShop(): Promise<Shop> {
  const shop = await newShop(server);
  const ann = await shop.customer('ann');
  for (const percent of [30, 10, 20]) {
    await shop.tier(`${percent} %`, { action: { discount: percentOff(percent) } });
  }
  await shop.codes('codes');
  await shop.voucher('OPEN');
  await shop.voucher('ANNS', {}, ann);
  return shop;
}

const mixed = await mixedShop();

for (const [sorting_rule, names] of [
  [undefined, ['ANNS', 'OPEN', 'codes', '20 %', '10 %', '30 %']],
  ['DEFAULT', ['ANNS', 'OPEN', 'codes', '20 %', '10 %', '30 %']],
  ['BEST_DEAL', ['30 %', '20 %', '10 %', 'ANNS', 'OPEN', 'codes']],
  ['LEAST_DEAL', ['codes', 'ANNS', 'OPEN', '10 %', '20 %', '30 %']],
] as const) {
  test(`sorted by ${sorting_rule ?? 'nothing said'}: ${names.join(', ')}`, async () => {
    const options = sorting_rule === undefined ? {} : { sorting_rule };
    const body = { order: cart, customer: { source_id: 'ann' }, options };
    assert.deepEqual(await mixed.names(body), names);
  });
}

const tiers = '10 %, 20 %, 30 %';
const filters: readonly (readonly [string, object, string])[] = [
  ['of one type', { resource_type: { conditions: { $is: ['voucher'] } } }, 'ANNS, OPEN'],
  ['of the first type alone', { resource_type: is('voucher', 'campaign') }, 'ANNS, OPEN'],
  [
    'of several types',
    { resource_type: { conditions: { $in: ['voucher', 'campaign'] } } },
    'ANNS, OPEN, codes',
  ],
  [
    'of other types',
    { resource_type: { conditions: { $not_in: ['voucher', 'campaign'] } } },
    tiers,
  ],
  ['of one campaign', { campaign_id: is(mixed.campaign) }, tiers],
  ['of no campaign', { campaign_id: { conditions: { $is_unknown: [true] } } }, 'ANNS, OPEN'],
  ['of some campaign', { campaign_id: { conditions: { $has_value: [] } } }, `${tiers}, codes`],
  ['of a kind of campaign', { campaign_type: is('DISCOUNT_COUPONS') }, 'codes'],
  ['not of it', { campaign_type: { conditions: { $is_not: ['PROMOTION'] } } }, 'ANNS, OPEN, codes'],
  ['by code', { code: is('OPEN') }, 'OPEN'],
  ['by id', { resource_id: is('OPEN') }, 'OPEN'],
  ['by kind of voucher', { voucher_type: is('DISCOUNT_VOUCHER') }, 'ANNS, OPEN, codes'],
  ['of gift cards', { voucher_type: is('GIFT_VOUCHER') }, ''],
  ['by role of the holder', { holder_role: is('OWNER') }, 'ANNS'],
  ['in no category', { category_id: { conditions: { $has_value: [] } } }, ''],
  ['by all fields', { junction: 'and', code: is('OPEN'), holder_role: is('OWNER') }, ''],
  ['by any field', { junction: 'or', code: is('OPEN'), holder_role: is('OWNER') }, 'ANNS, OPEN'],
  ['by nothing', { junction: 'or' }, `${tiers}, ANNS, OPEN, codes`],
];

function is(...values: readonly string[]) {
  return { conditions: { $is: values } };
}

for (const [claim, given, names] of filters) {
  test(`filtered ${claim}: ${names || 'nothing'}`, async () => {
    const body = { order: cart, customer: { source_id: 'ann' }, options: { filters: given } };
    assert.equal([...(await mixed.names(body))].sort().join(', '), names);
  });
}

/** 23 tiers, several of one moment, among vouchers and a campaign. */
async function longShop(): Promise<Shop> {
  const shop = await mixedShop();
  await server.db.adhoc(
    `insert into promotion_tiers (project_id, id, campaign_id, name, action, hierarchy, created_at)
     select $1, 'promo_' || i, $2, 'Tier ' || i, jsonb_build_object('discount',
       jsonb_build_object('type', 'PERCENT', 'percent_off', i % 4, 'effect', 'APPLY_TO_ORDER')),
       i, timestamptz '2026-01-01' + (i / 8) * interval '1 second'
     from generate_series(1, 23) i`,
    [shop.project.id, shop.campaign],
  );
  return shop;
}

const long = await longShop();

for (const sorting_rule of ['DEFAULT', 'BEST_DEAL', 'LEAST_DEAL']) {
  for (const limit of [1, 4, 5]) {
    test(`pages of ${limit}, ${sorting_rule}, lead through all without gap or repeat`, async () => {
      const request = { order: cart, customer: { source_id: 'ann' } };
      const all = await long.qualify({ ...request, options: { sorting_rule, limit: 50 } });
      const expected = all.body.redeemables.data.map((one: { id: string }) => one.id);
      assert.equal(expected.length, 29);
      const seen: string[] = [];
      let starting_after: string | undefined;
      for (let page = 0; page < 40; page += 1) {
        const options = { sorting_rule, limit, starting_after };
        const { redeemables } = (await long.qualify({ ...request, options })).body;
        seen.push(...redeemables.data.map((one: { id: string }) => one.id));
        assert.equal(redeemables.total, redeemables.data.length);
        starting_after = redeemables.more_starting_after;
        assert.equal(redeemables.has_more, starting_after !== undefined);
        if (!redeemables.has_more) break;
      }
      assert.deepEqual(seen, expected);
    });
  }
}

test('created_at of the last offer leads on, too, where no two were created at once', async () => {
  for (const sorting_rule of ['DEFAULT', 'BEST_DEAL']) {
    const ask = async (options: object) => {
      const answer = await mixed.qualify({ order: cart, options: { sorting_rule, ...options } });
      return answer.body.redeemables.data;
    };
    const all = await ask({ limit: 50 });
    const first = await ask({ limit: 2 });
    const rest = await ask({ limit: 50, starting_after: first[1].created_at });
    assert.deepEqual([...first, ...rest], all);
  }
});

test('five are shown unless told otherwise, and the word null begins at the first', async () => {
  const { body } = await long.qualify({ order: cart, options: { starting_after: 'null' } });
  assert.equal(body.redeemables.total, 5);
  assert.equal(body.redeemables.has_more, true);
});

test('whatever changes is seen by the next request, through another process, too', async () => {
  const db = connectDatabase(server.databaseUrl, () => undefined);
  const app = buildApp({ db, log: jsonLog(() => undefined), version: 'other' });
  after(async () => {
    await app.close();
    await db.close();
  });
  const url = await app.listen({ port: 0, host: '127.0.0.1' });
  const shop = await newShop(server);
  const other = shop.project.through(url);
  const namesThere = async () => {
    const answer = await other.post('/v1/qualifications', {
      order: cart,
      options: { expand: ['redeemable'], limit: 50 },
    });
    return answer.body.redeemables.data.map((one: { name: string }) => one.name).join(', ');
  };
  assert.equal(await namesThere(), '');
  const id = await shop.tier('new');
  assert.equal(await namesThere(), 'new');
  const rule = await shop.rule(condition('order.amount', { $more_than: [50_000] }));
  const path = `/v1/promotions/tiers/${id}`;
  await shop.project.put(path, { validation_rules: [rule] });
  assert.equal(await namesThere(), '');
  await shop.project.put(
    `/v1/validation-rules/${rule}`,
    condition('order.amount', { $more_than: [1] }),
  );
  assert.equal(await namesThere(), 'new');
  await shop.project.put(path, { name: 'renamed' });
  assert.equal(await namesThere(), 'renamed');
  const codes = await shop.codes('codes');
  assert.equal(await namesThere(), 'codes, renamed');
  await server.db.adhoc('update campaigns set active = false where id = $1', [codes]);
  assert.equal(await namesThere(), 'renamed');
  await shop.project.put(path, { active: false });
  assert.equal(await namesThere(), '');
});

test('one project never sees what another offers', async () => {
  const shop = await newShop(server);
  assert.deepEqual(await shop.names({ order: cart, customer: { source_id: 'ann' } }), []);
});

test('budgets are judged: a campaign used up is not offered', async () => {
  const shop = await newShop(server);
  const once = condition('campaign.redemptions.count', { $less_than_or_equal: [1] });
  const id = await shop.tier('once', {}, once);
  const redeem = { redeemables: [{ object: 'promotion_tier', id }], order: cart };
  assert.deepEqual(await shop.names({ order: cart }), ['once']);
  const redeemed = await shop.project.post('/v1/redemptions', redeem);
  assert.equal(redeemed.status, 200, JSON.stringify(redeemed.body));
  assert.deepEqual(await shop.names({ order: cart }), []);
});

const refusals: readonly (readonly [string, unknown, number, string])[] = [
  ['a limit of nothing', { options: { limit: 0 } }, 400, 'invalid_payload'],
  ['a limit beyond fifty', { options: { limit: 51 } }, 400, 'invalid_payload'],
  ['a cursor that is no time', { options: { starting_after: 'soon' } }, 400, 'invalid_payload'],
  ['an unknown scenario', { scenario: 'SOME' }, 400, 'invalid_payload'],
  ['an unknown sorting', { options: { sorting_rule: 'BEST' } }, 400, 'invalid_payload'],
  ['an unknown expansion', { options: { expand: ['all'] } }, 400, 'invalid_payload'],
  [
    'a filter that is no list',
    filtered({ code: { conditions: { $is: 1 } } }),
    400,
    'invalid_payload',
  ],
  ['an unknown type', filtered({ resource_type: is('car') }), 400, 'invalid_payload'],
  [
    'amounts that contradict each other',
    { order: { items: [{ price: 2, quantity: 2, amount: 5 }] } },
    400,
    'invalid_amount',
  ],
];

function filtered(given: object) {
  return { options: { filters: given } };
}

for (const [claim, body, status, key] of refusals) {
  test(`refused: ${claim}`, async () => {
    const answer = await mixed.project.post('/v1/qualifications', body);
    assert.equal(answer.status, status, JSON.stringify(answer.body));
    assert.equal(answer.body.key, key);
  });
}

test('refused: a key that opens nothing', async () => {
  const headers = { 'x-app-token': 'wrong' };
  const answer = await mixed.project.post('/v1/qualifications', {}, headers);
  assert.equal(answer.status, 401);
  assert.equal(answer.body.key, 'unauthorized');
});

for (const starting_after of [
  '0001-01-01T00:00:00+14:00',
  '9999-12-31T23:59:59.999999999Z',
  '9999-12-31',
  '2026-02-03T04:05:06.7Z',
]) {
  test(`the edge of time ${starting_after} is a cursor like any other`, async () => {
    for (const sorting_rule of ['DEFAULT', 'LEAST_DEAL']) {
      const options = { starting_after, sorting_rule };
      const answer = await mixed.qualify({ customer: { source_id: 'ann' }, options });
      assert.ok(answer.status < 500, JSON.stringify(answer.body));
    }
  });
}

test('a campaign with one code for everyone offers its code, not itself', async () => {
  const shop = await newShop(server);
  const id = await shop.codes('For all');
  await server.db.adhoc(`update campaigns set type = 'STANDALONE' where id = $1`, [id]);
  await server.db.adhoc(
    `insert into vouchers (project_id, id, code, campaign_id, created_at)
     values ($1, 'v_all', 'FOR-ALL', $2, now())`,
    [shop.project.id, id],
  );
  const { body } = await shop.qualify({ order: cart, options: { expand: ['redeemable'] } });
  const [voucher, ...others] = body.redeemables.data;
  assert.deepEqual(others, []);
  assert.equal(voucher.id, 'FOR-ALL');
  assert.equal(voucher.campaign_name, 'For all');
  assert.equal(voucher.order.total_applied_discount_amount, 60);
});
