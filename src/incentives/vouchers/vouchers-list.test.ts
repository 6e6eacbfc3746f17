/** Lists of vouchers over HTTP: what is filtered, sorted and paged. One row is one claim. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type TestProject, testServer } from '../../../test/support/api.ts';
import { campaignRow } from '../../../test/support/campaign-row.ts';

const server = await testServer();

const tenPercent = { type: 'PERCENT', percent_off: 10 };

/** A shop whose vouchers differ in what lists ask for. */
async function shopOfThree(): Promise<TestProject> {
  const shop = await server.project();
  const start_date = '2030-01-01T00:00:00Z';
  await campaignRow(server, shop, 'Spring', { start_date });
  await shop.post('/v1/vouchers/B-1', {
    discount: tenPercent,
    metadata: { seq: 1, tags: ['x', 'y'] },
    expiration_date: '2020-01-01',
  });
  await shop.post('/v1/vouchers/A-2', { campaign: 'Spring', metadata: { seq: 2 } });
  await shop.post('/v1/vouchers/C-3', {
    discount: tenPercent,
    active: false,
    redemption: { quantity: 5 },
  });
  const { body: holder } = await shop.post('/v1/customers', { source_id: 'alice' });
  await server.db.adhoc(
    `update vouchers set holder_id = $2, redeemed_quantity = 3, published_count = 1
     where project_id = $1 and code = 'C-3'`,
    [shop.id, holder.id],
  );
  return shop;
}

const three = await shopOfThree();

const lists: readonly [claim: string, query: string, codes: readonly string[]][] = [
  ['newest first', '', ['C-3', 'A-2', 'B-1']],
  ['by code', 'order=code', ['A-2', 'B-1', 'C-3']],
  ['by code, last first', 'order=-code', ['C-3', 'B-1', 'A-2']],
  ['oldest first', 'order=created_at', ['B-1', 'A-2', 'C-3']],
  ['one page after another', 'order=code&limit=2&page=2', ['C-3']],
  ['of one code', 'code=A-2', ['A-2']],
  ['of a campaign’s name', 'campaign=Spring', ['A-2']],
  ['of a campaign’s id', 'campaign_id=camp_Spring', ['A-2']],
  ['of a holder', 'customer=alice', ['C-3']],
  ['of ids nobody has', 'ids[]=v_none&ids[]=v_nobody', []],
  ['of one id nobody has', 'ids=v_none', []],
  ['of referral codes', 'is_referral_code=true', []],
  ['made before then', 'created_at[before]=2020-01-01', []],
  ['never changed', 'updated_at[after]=2020-01-01', []],
  ['active now', 'filters[active][conditions][$active]=true', []],
  ['expired', 'filters[active][conditions][$expired]=true', ['B-1']],
  ['not expired', 'filters[active][conditions][$expired]=false', ['C-3', 'A-2']],
  ['enabled', 'filters[active][conditions][$enabled]=true', ['A-2', 'B-1']],
  ['disabled', '[filters][active][conditions][$disabled]=true', ['C-3']],
  ['of a redeemed quantity', 'filters[redemption.redeemed_quantity][conditions][$is]=3', ['C-3']],
  ['redeemed more', 'filters[redemption.redeemed_quantity][conditions][$more_than]=0', ['C-3']],
  ['without limit', 'filters[redemption.quantity][conditions][$is_unknown]=', ['B-1']],
  ['of metadata', 'filters[metadata.seq][conditions][$is]=2', ['A-2']],
  [
    'of one of several',
    'filters[metadata.seq][conditions][$in][0]=1&filters[metadata.seq][conditions][$in][1]=2',
    ['A-2', 'B-1'],
  ],
  ['of an element of metadata', 'filters[metadata.tags][conditions][$is]=y', ['B-1']],
  ['of a number in metadata', 'filters[metadata.seq][conditions][$more_than]=1', ['A-2']],
  ['of a beginning', 'filters[code][conditions][$starts_with]=A', ['A-2']],
  ['of no wildcard', 'filters[code][conditions][$contains]=%25', []],
  ['of anything else', 'filters[code][conditions][$is_not]=A-2', ['C-3', 'B-1']],
  ['of an end', 'filters[expiration_date][conditions][$before]=2024-01-01', ['B-1']],
  ['of the campaign’s start', 'filters[start_date][conditions][$after]=2029-01-01', ['A-2']],
  ['made within days', 'filters[created_at][conditions][$less_than]=2', ['C-3', 'A-2', 'B-1']],
  ['of a discount’s type', 'filters[discount.type][conditions][$is]=AMOUNT', ['A-2']],
  [
    'of both',
    'filters[code][conditions][$starts_with]=A&filters[metadata.seq][conditions][$is]=1',
    [],
  ],
  [
    'of either',
    'filters[code][conditions][$starts_with]=A&filters[metadata.seq][conditions][$is]=1&filters[junction]=OR',
    ['A-2', 'B-1'],
  ],
  ['not referral codes', 'filters[is_referral_code][conditions][$is]=false', ['C-3', 'A-2', 'B-1']],
];

for (const [claim, query, codes] of lists) {
  test(`listed: ${claim}`, async () => {
    const { body, status } = await three.get(`/v1/vouchers?${query}`);
    assert.equal(status, 200, JSON.stringify(body));
    assert.equal(body.data_ref, 'vouchers');
    assert.deepEqual(
      body.vouchers.map(({ code }: { code: string }) => code),
      codes,
    );
    if (!query.includes('page')) assert.equal(body.total, codes.length);
  });
}

test('listed: of ids', async () => {
  const { body: one } = await three.get('/v1/vouchers/A-2');
  const { body: two } = await three.get('/v1/vouchers/B-1');
  assert.equal((await three.get(`/v1/vouchers?ids=${one.id}`)).body.total, 1);
  assert.equal((await three.get(`/v1/vouchers?ids[]=${one.id}&ids[]=${two.id}`)).body.total, 2);
});

for (const [claim, query] of [
  ['a page too large', 'limit=101'],
  ['an order there is not', 'order=discount'],
  ['a field there is not', 'filters[secret][conditions][$is]=1'],
  ['a condition there is not', 'filters[code][conditions][$like]=1'],
  ['a number that is none', 'filters[redemption.quantity][conditions][$is]=many'],
  ['a date that is none', 'filters[created_at][conditions][$after]=soon'],
  ['a junction there is not', 'filters[junction]=xor&filters[code][conditions][$is]=1'],
  ['a filter without conditions', 'filters[code]=A'],
  ['a NUL', 'code=a%00b'],
  ['a NUL in a filter', 'filters[code][conditions][$is]=%00'],
]) {
  test(`not listed: ${claim}`, async () => {
    const answer = await three.get(`/v1/vouchers?${query}`);
    assert.equal(answer.status, 400);
    assert.equal(answer.body.key, 'invalid_query_params');
  });
}
