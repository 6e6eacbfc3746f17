/** Publications over HTTP. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type TestProject, testServer } from '../../../test/support/api.ts';
import { campaignRow } from '../../../test/support/campaign-row.ts';

const server = await testServer();

const tenPercent = { type: 'PERCENT', percent_off: 10 };

/** A campaign with vouchers of these codes. */
async function campaign(
  of: TestProject,
  name: string,
  codes: readonly string[] = [],
  columns: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  await campaignRow(server, of, name, columns);
  for (const code of codes) {
    const made = await of.post('/v1/vouchers', { code, campaign: name });
    assert.equal(made.status, 200);
  }
}

test('one voucher of a campaign goes to a customer, who then holds it', async () => {
  const shop = await server.project();
  await campaign(shop, 'Spring', ['A']);
  const made = await shop.post('/v1/publications', {
    source_id: 'mine-1',
    campaign: { name: 'Spring' },
    customer: { source_id: 'alice', name: 'Alice' },
    metadata: { year: 2030 },
    channel: 'mail',
  });
  assert.equal(made.status, 200);
  const { body } = made;
  assert.match(body.id, /^pub_/);
  assert.equal(body.object, 'publication');
  assert.equal(body.result, 'SUCCESS');
  assert.equal(body.channel, 'mail');
  assert.equal(body.source_id, 'mine-1');
  assert.equal(body.tracking_id, 'alice');
  assert.deepEqual(body.metadata, { year: 2030 });
  assert.equal(body.customer.name, 'Alice');
  assert.equal(body.customer_id, body.customer.id);
  assert.equal(body.voucher.code, 'A');
  assert.equal(body.voucher.campaign, 'Spring');
  assert.equal(body.voucher.holder_id, body.customer.id);
  assert.equal(body.voucher.publish.count, 1);
  assert.deepEqual(body.vouchers_id, [body.voucher.id]);
  assert.equal(body.vouchers, undefined);
  assert.equal((await shop.get('/v1/vouchers?customer=alice')).body.total, 1);
  const rows = await server.db.adhoc('select version from vouchers where project_id = $1', [
    shop.id,
  ]);
  assert.deepEqual(rows, [{ version: 2 }]);
});

test('several vouchers are answered as their codes', async () => {
  const shop = await server.project();
  await campaign(shop, 'Spring', ['A', 'B', 'C']);
  const { body } = await shop.post('/v1/publications', {
    campaign: { name: 'camp_Spring', count: 2 },
    customer: { source_id: 'alice' },
  });
  assert.equal(body.vouchers.length, 2);
  assert.equal(body.vouchers_id.length, 2);
  assert.equal(body.voucher, undefined);
  assert.equal(body.source_id, null);
  assert.equal(body.channel, 'API');
  const { body: list } = await shop.get('/v1/publications');
  assert.deepEqual(list.publications[0].vouchers, body.vouchers);
});

test('a voucher may be named, and then counts over the campaign', async () => {
  const shop = await server.project();
  await campaign(shop, 'Spring', ['A', 'B']);
  const request = { voucher: 'B', campaign: 'Spring', customer: { source_id: 'alice' } };
  const { body } = await shop.post('/v1/publications', request);
  assert.equal(body.voucher.code, 'B');
  await shop.post('/v1/vouchers/ALONE', { discount: tenPercent });
  const alone = await shop.post('/v1/publications', {
    voucher: 'ALONE',
    customer: { id: body.customer_id },
  });
  assert.equal(alone.body.voucher.campaign, undefined);
  assert.equal(alone.body.customer_id, body.customer_id);
});

test('a publication may be asked for in the address', async () => {
  const shop = await server.project();
  await campaign(shop, 'Spring', ['A']);
  const made = await shop.get(
    '/v1/publications/create?campaign[name]=Spring&campaign[count]=1&customer[source_id]=alice' +
      '&customer[metadata][lang]=en&metadata[year]=2030',
  );
  assert.equal(made.status, 200);
  assert.equal(made.body.voucher.code, 'A');
  assert.deepEqual(made.body.metadata, { year: '2030' });
  assert.deepEqual(made.body.customer.metadata, { lang: 'en' });
  const many = await shop.get(
    '/v1/publications/create?campaign[name]=Spring&campaign[count]=2&customer[source_id]=alice',
  );
  assert.equal(many.body.key, 'too_many_vouchers_requested');
});

test('join_once gives the same customer the same code, however often and at once', async () => {
  const shop = await server.project();
  await campaign(shop, 'Spring', ['A', 'B', 'C', 'D']);
  const request = { campaign: { name: 'Spring' }, customer: { source_id: 'alice' } };
  await shop.post('/v1/customers', { source_id: 'alice' });
  const answers = await Promise.all(
    Array.from({ length: 6 }, () => shop.post('/v1/publications?join_once=true', request)),
  );
  assert.deepEqual(
    answers.map(({ status }) => status),
    [200, 200, 200, 200, 200, 200],
  );
  assert.equal(new Set(answers.map(({ body }) => body.voucher.code)).size, 1);
  assert.equal(new Set(answers.map(({ body }) => body.id)).size, 1);
  const other = { ...request, customer: { source_id: 'bob' } };
  const bob = await shop.post('/v1/publications?join_once=true', other);
  assert.notEqual(bob.body.voucher.code, answers[0]?.body.voucher.code);
  const again = await shop.post('/v1/publications', request);
  assert.notEqual(again.body.voucher.code, answers[0]?.body.voucher.code);
});

test('join_once of a named voucher gives it again', async () => {
  const shop = await server.project();
  await shop.post('/v1/vouchers/A', { discount: tenPercent });
  const request = { voucher: 'A', customer: { source_id: 'alice' } };
  const first = await shop.post('/v1/publications?join_once=true', request);
  const second = await shop.post('/v1/publications?join_once=true', request);
  assert.equal(second.body.id, first.body.id);
  assert.equal((await shop.post('/v1/publications', request)).status, 400);
});

test('a campaign that is joined once refuses the second time', async () => {
  const shop = await server.project();
  await campaign(shop, 'Spring', ['A', 'B'], { join_once: true });
  const request = { campaign: { name: 'Spring' }, customer: { source_id: 'alice' } };
  const first = await shop.post('/v1/publications', request);
  assert.equal(first.status, 200);
  const second = await shop.post('/v1/publications', request);
  assert.equal(second.body.key, 'voucher_cannot_be_published');
  const same = await shop.post('/v1/publications?join_once=true', request);
  assert.equal(same.body.voucher.code, first.body.voucher.code);
  const inBody = await shop.post('/v1/publications', { ...request, join_once: true });
  assert.equal(inBody.body.voucher?.code, first.body.voucher.code);
});

test('the same source_id gives the same publication again, to the same customer only', async () => {
  const shop = await server.project();
  await campaign(shop, 'Spring', ['A', 'B', 'C']);
  await shop.post('/v1/vouchers/ALONE', { discount: tenPercent });
  const request = {
    source_id: 'mine',
    campaign: { name: 'Spring' },
    customer: { source_id: 'alice' },
  };
  const answers = await Promise.all(
    Array.from({ length: 4 }, () => shop.post('/v1/publications', request)),
  );
  assert.equal(new Set(answers.map(({ body }) => body.id)).size, 1);
  const bob = await shop.post('/v1/publications', { ...request, customer: { source_id: 'bob' } });
  assert.equal(bob.status, 400);
  assert.equal(bob.body.key, 'duplicate_source_id');
  const other = await shop.post('/v1/publications', { ...request, voucher: 'ALONE' });
  assert.equal(other.body.key, 'duplicate_source_id');
  assert.equal((await shop.get('/v1/publications?source_id=mine')).body.total, 1);
});

test('one source_id goes to one of many customers who ask at once', async () => {
  const shop = await server.project();
  await campaign(shop, 'Spring', ['A', 'B', 'C', 'D', 'E', 'F']);
  const answers = await Promise.all(
    Array.from({ length: 6 }, (_, at) =>
      shop.post('/v1/publications', {
        source_id: 'mine',
        campaign: 'Spring',
        customer: { source_id: `customer-${at}` },
      }),
    ),
  );
  const keys = answers.map(({ body }) => String(body.key ?? 'published')).sort();
  assert.deepEqual(keys, [...Array.from({ length: 5 }, () => 'duplicate_source_id'), 'published']);
  const filter = 'filters[publish.count][conditions][$is]=0';
  assert.equal((await shop.get(`/v1/vouchers?${filter}`)).body.total, 5);
});

test('50 at once from 30 codes: 30 different codes and 20 refusals', async () => {
  const shop = await server.project();
  const codes = Array.from({ length: 30 }, (_, at) => `C-${at}`);
  await campaign(shop, 'Spring', codes);
  const answers = await Promise.all(
    Array.from({ length: 50 }, (_, at) =>
      shop.post('/v1/publications', {
        campaign: { name: 'Spring' },
        customer: { source_id: `customer-${at}` },
      }),
    ),
  );
  const given = answers
    .filter(({ status }) => status === 200)
    .map(({ body }) => String(body.voucher.code));
  assert.deepEqual(given.sort(), codes.sort());
  const refused = answers.filter(({ status }) => status !== 200);
  assert.equal(refused.length, 20);
  for (const { body } of refused) {
    assert.equal(body.key, 'no_voucher_suitable_for_publication');
  }
  assert.equal((await shop.get('/v1/publications')).body.total, 30);
});

test('an auto-updating campaign makes codes when none is free, counted with the others', async () => {
  const shop = await server.project();
  await campaign(shop, 'Auto', ['A'], { type: 'AUTO_UPDATE' });
  const answers = await Promise.all(
    Array.from({ length: 10 }, (_, at) =>
      shop.post('/v1/publications', {
        campaign: { name: 'Auto', count: 2 },
        customer: { source_id: `customer-${at}` },
      }),
    ),
  );
  const codes = answers.flatMap(({ body }) => body.vouchers);
  assert.equal(new Set(codes).size, 20);
  assert.equal(codes.filter((code) => /^Auto-\w{4}$/.test(code)).length, 19);
  const made = await shop.get(`/v1/vouchers/${codes.find((code) => code !== 'A')}`);
  assert.equal(made.body.redemption.quantity, 1);
  assert.equal(made.body.publish.count, 1);
  const [progress] = await server.db.adhoc<{ vouchers_count: number }>(
    'select vouchers_count from campaign_progress where project_id = $1',
    [shop.id],
  );
  assert.equal(progress?.vouchers_count, 20);
});

test('a voucher may hold for so long after it was published, past its campaign', async () => {
  const shop = await server.project();
  await campaign(shop, 'Spring', ['A'], {
    activity_duration_after_publishing: 'P1D',
    expiration_date: new Date(Date.now() + 60_000).toISOString(),
  });
  const { body } = await shop.post('/v1/publications', {
    campaign: 'Spring',
    customer: { source_id: 'alice' },
  });
  const lasts = Date.parse(body.voucher.expiration_date) - Date.parse(body.created_at);
  assert.equal(lasts, 24 * 60 * 60 * 1000);
});

test('an Idempotency-Key publishes once', async () => {
  const shop = await server.project();
  await campaign(shop, 'Spring', ['A', 'B', 'C']);
  const request = { campaign: { name: 'Spring' }, customer: { source_id: 'alice' } };
  const key = { 'idempotency-key': 'once' };
  const answers = await Promise.all(
    Array.from({ length: 5 }, () => shop.post('/v1/publications', request, key)),
  );
  assert.equal(new Set(answers.map(({ body }) => body.id)).size, 1);
  assert.equal((await shop.get('/v1/publications')).body.total, 1);
});

const customer = { source_id: 'alice' };
const refusals: readonly [claim: string, body: object, key: string][] = [
  ['no customer', { voucher: 'FREE' }, 'invalid_payload'],
  [
    'a customer without a name to find them by',
    { voucher: 'FREE', customer: { name: 'A' } },
    'invalid_customer',
  ],
  ['a customer nobody is', { voucher: 'FREE', customer: { id: 'cust_none' } }, 'not_found'],
  ['neither a campaign nor a voucher', { customer }, 'missing_vouchers'],
  ['a campaign without a name', { campaign: { count: 1 }, customer }, 'missing_vouchers'],
  ['a campaign nobody has', { campaign: { name: 'None' }, customer }, 'not_found'],
  ['a voucher nobody has', { voucher: 'NONE', customer }, 'not_found'],
  ['a voucher somebody holds', { voucher: 'HELD', customer }, 'voucher_already_published'],
  ['a voucher that is disabled', { voucher: 'OFF', customer }, 'voucher_disabled'],
  ['a voucher that is expired', { voucher: 'OLD', customer }, 'voucher_expired'],
  ['no vouchers at all', { campaign: { name: 'Spring', count: 0 }, customer }, 'invalid_payload'],
  ['more than 50', { campaign: { name: 'Spring', count: 51 }, customer }, 'invalid_payload'],
  [
    'more than there are',
    { campaign: { name: 'Spring', count: 2 }, customer },
    'no_voucher_suitable_for_publication',
  ],
  [
    'of a campaign that is switched off',
    { campaign: { name: 'Off' }, customer },
    'no_voucher_suitable_for_publication',
  ],
  [
    'of a campaign that is over',
    { campaign: { name: 'Over' }, customer },
    'no_voucher_suitable_for_publication',
  ],
  [
    'of a campaign of promotions',
    { campaign: { name: 'Promo' }, customer },
    'invalid_publish_params',
  ],
  [
    'of a campaign whose codes have run out',
    { campaign: { name: 'Full' }, customer },
    'no_voucher_suitable_for_publication',
  ],
  [
    'several with one source_id',
    { source_id: 's', campaign: { name: 'Spring', count: 2 }, customer },
    'too_many_vouchers_requested',
  ],
];

async function shopOfRefusals(): Promise<TestProject> {
  const shop = await server.project();
  await shop.post('/v1/vouchers/FREE', { discount: tenPercent });
  await shop.post('/v1/vouchers/OFF', { discount: tenPercent, active: false });
  await shop.post('/v1/vouchers/OLD', { discount: tenPercent, expiration_date: '2020-01-01' });
  await shop.post('/v1/vouchers/HELD', { discount: tenPercent });
  await campaign(shop, 'Spring', ['S', 'S-OLD', 'S-OFF']);
  await shop.put('/v1/vouchers/S-OLD', { expiration_date: '2020-01-01' });
  await shop.post('/v1/vouchers/S-OFF/disable');
  await campaign(shop, 'Off', ['O'], { active: false });
  await campaign(shop, 'Over', ['V'], { expiration_date: '2020-01-01' });
  await campaign(shop, 'Promo', [], { campaign_type: 'PROMOTION', voucher: null });
  await campaign(shop, 'Full', [], {
    type: 'AUTO_UPDATE',
    voucher: { type: 'DISCOUNT_VOUCHER', discount: tenPercent, code_config: { pattern: 'FREE' } },
  });
  await shop.post('/v1/publications', { voucher: 'HELD', customer: { source_id: 'bob' } });
  return shop;
}

const shop = await shopOfRefusals();
for (const [claim, body, key] of refusals) {
  test(`refused: ${claim}`, async () => {
    const answer = await shop.post('/v1/publications', body);
    assert.equal(answer.body.key, key, JSON.stringify(answer.body));
    assert.equal(answer.status, answer.body.code);
    assert.equal((await shop.get('/v1/publications')).body.total, 1);
    assert.equal((await shop.get('/v1/customers/alice')).status, 404);
  });
}
