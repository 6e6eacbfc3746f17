/** Lists of publications over HTTP. One row is one claim. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type TestProject, testServer } from '../../../test/support/api.ts';
import { campaignRow } from '../../../test/support/campaign-row.ts';

const server = await testServer();

const tenPercent = { type: 'PERCENT', percent_off: 10 };

const three = await shopOfThree();

async function shopOfThree(): Promise<TestProject> {
  const of = await server.project();
  await campaignRow(server, of, 'Spring');
  await of.post('/v1/vouchers/B', { campaign: 'Spring' });
  await of.post('/v1/vouchers/A', { discount: tenPercent });
  await of.post('/v1/vouchers/C', { discount: tenPercent });
  for (const [voucher, source_id, channel] of [
    ['B', 'bob', 'mail'],
    ['A', 'alice', 'sms'],
    ['C', 'alice', 'mail'],
  ] as const) {
    const request = { voucher, source_id: `pub-${voucher}`, customer: { source_id }, channel };
    assert.equal((await of.post('/v1/publications', request)).status, 200);
  }
  return of;
}

const lists: readonly [claim: string, query: string, codes: readonly string[]][] = [
  ['newest first', '', ['C', 'A', 'B']],
  ['oldest first', 'order=created_at', ['B', 'A', 'C']],
  ['by code', 'order=voucher_code', ['A', 'B', 'C']],
  ['by channel', 'order=-channel', ['A', 'C', 'B']],
  ['by id', 'order=id', ['B', 'A', 'C']],
  ['by the customer’s own id', 'order=tracking_id&limit=2', ['A', 'C']],
  ['one page after another', 'order=voucher_code&limit=2&page=2', ['C']],
  ['of a campaign', 'campaign=Spring', ['B']],
  ['of a customer', 'customer=alice', ['C', 'A']],
  ['of a code', 'voucher=A', ['A']],
  ['of a code nobody has', 'voucher=NONE', []],
  ['that succeeded', 'result=SUCCESS', ['C', 'A', 'B']],
  ['that failed', 'result=FAILURE', []],
  ['of discounts', 'voucher_type=discount', ['C', 'A', 'B']],
  ['of loyalty cards', 'voucher_type=loyalty', []],
  ['of no referral codes', 'is_referral_code=false', ['C', 'A', 'B']],
  ['of one source_id', 'source_id=pub-A', ['A']],
  ['filtered by campaign', 'filters[campaign_name][conditions][$is]=Spring', ['B']],
  ['filtered by what has none', 'filters[parent_object_id][conditions][$is_unknown]=', ['C', 'A']],
  [
    'filtered by source_id',
    'filters[source_id][conditions][$in][0]=pub-A&filters[source_id][conditions][$in][1]=pub-B',
    ['A', 'B'],
  ],
  [
    'filtered by either',
    'filters[source_id][conditions][$is]=pub-A&filters[campaign_name][conditions][$is]=Spring&filters[junction]=or',
    ['A', 'B'],
  ],
];

for (const [claim, query, codes] of lists) {
  test(`listed: ${claim}`, async () => {
    const { body, status } = await three.get(`/v1/publications?${query}`);
    assert.equal(status, 200, JSON.stringify(body));
    assert.equal(body.data_ref, 'publications');
    assert.deepEqual(
      body.publications.map((item: { voucher: { code: string } }) => item.voucher.code),
      codes,
    );
  });
}

test('listed: by the id of a voucher, with the campaign’s discount', async () => {
  const { body: voucher } = await three.get('/v1/vouchers/B');
  const query = `filters[related_object_id][conditions][$is]=${voucher.id}`;
  const { body } = await three.get(`/v1/publications?${query}`);
  assert.equal(body.total, 1);
  assert.deepEqual(body.publications[0].voucher, {
    code: 'B',
    object: 'voucher',
    campaign: 'Spring',
    discount: { type: 'AMOUNT', amount_off: 500 },
    is_referral_code: false,
  });
  assert.equal(body.publications[0].customer.source_id, 'bob');
});

test('listed: also when the voucher and the customer are gone', async () => {
  const of = await server.project();
  await of.post('/v1/vouchers/A', { discount: tenPercent });
  await of.post('/v1/publications', { voucher: 'A', customer: { source_id: 'alice' } });
  await of.delete('/v1/vouchers/A');
  await of.delete('/v1/customers/alice');
  const { body } = await of.get('/v1/publications');
  assert.equal(body.publications[0].voucher, undefined);
  assert.equal(body.publications[0].customer.source_id, 'alice');
});

test('not listed: a filter there is not', async () => {
  const answer = await three.get('/v1/publications?filters[secret][conditions][$is]=1');
  assert.equal(answer.body.key, 'invalid_query_params');
});
