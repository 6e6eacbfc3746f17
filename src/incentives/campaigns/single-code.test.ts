/** Campaigns with one known code: a generic one that the request names, or a pattern without a `#`. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type TestProject, testServer } from '../../../test/support/api.ts';

const server = await testServer();

const voucher = { type: 'DISCOUNT_VOUCHER', discount: { type: 'PERCENT', percent_off: 10 } };
const generic = (code: unknown, rest: object = {}) => ({
  name: 'Generic',
  campaign_type: 'DISCOUNT_COUPONS',
  type: 'STANDALONE',
  voucher: { ...voucher, code },
  ...rest,
});
const patterned = (pattern: string, rest: object = {}) => ({
  name: 'Patterned',
  campaign_type: 'DISCOUNT_COUPONS',
  voucher: { ...voucher, code_config: { pattern } },
  ...rest,
});

async function create(project: TestProject, input: object) {
  const { status, body } = await project.post('/v1/campaigns', input);
  assert.equal(status, 200, JSON.stringify(body));
  return body;
}

async function codesOf(project: TestProject): Promise<string[]> {
  const { body } = await project.get('/v1/vouchers?order=code');
  return body.vouchers.map(({ code }: { code: string }) => code);
}

test('a STANDALONE campaign gets the code it names, which is then its only one', async () => {
  const project = await server.project();
  const input = generic('SUMMER-20', { metadata: { season: 'summer' } });
  const campaign = await create(project, input);
  assert.deepEqual([campaign.vouchers_count, campaign.vouchers_generation_status], [1, 'DONE']);
  const { body } = await project.get('/v1/vouchers/SUMMER-20');
  assert.deepEqual([body.campaign_id, body.metadata], [campaign.id, { season: 'summer' }]);
  assert.equal(body.discount.percent_off, 10);
  assert.equal(body.redemption.quantity, null);
  const more = await project.post(`/v1/campaigns/${campaign.id}/vouchers/OTHER`, {});
  assert.deepEqual([more.status, more.body.key], [400, 'invalid_campaign_params']);
});

const made: readonly (readonly [string, object, readonly string[] | RegExp])[] = [
  ['beside a count of none', generic('A', { vouchers_count: 0 }), ['A']],
  ['beside a count of one', generic('A', { vouchers_count: 1 }), ['A']],
  [
    'whatever the code config',
    generic('A', { voucher: { ...voucher, code: 'A', code_config: { pattern: 'B#' } } }),
    ['A'],
  ],
  ['with spaces and signs', generic('Flash sale 10%!'), ['Flash sale 10%!']],
  ['at its longest', generic('x'.repeat(255)), ['x'.repeat(255)]],
  ['but not where it is null: then by chance', generic(null), /^\w{8}$/],
  [
    'but not of an AUTO_UPDATE campaign: that has several',
    generic('A', { type: 'AUTO_UPDATE', vouchers_count: 1 }),
    /^\w{8}$/,
  ],
];
for (const [claim, input, codes] of made) {
  test(`a code named is made ${claim}`, async () => {
    const project = await server.project();
    await create(project, input);
    const answered = await codesOf(project);
    if (codes instanceof RegExp) assert.match(answered.join(), codes);
    else assert.deepEqual(answered, codes);
  });
}

test('a code that is taken is a conflict that names it, and no campaign is made', async () => {
  const project = await server.project();
  await project.post('/v1/vouchers/TAKEN', { discount: voucher.discount });
  const { status, body } = await project.post('/v1/campaigns', generic('TAKEN'));
  assert.deepEqual(
    [status, body.key, body.resource_id, body.resource_type],
    [409, 'duplicate_found', 'TAKEN', 'voucher'],
  );
  assert.equal((await project.get('/v1/campaigns')).body.total, 0);
  await create(project, generic('FREE'));
});

test('of many who ask for one code at once, one gets it', async () => {
  const project = await server.project();
  const answers = await Promise.all(
    Array.from({ length: 8 }, (_, at) =>
      project.post('/v1/campaigns', generic('RACE', { name: `Campaign ${at}` })),
    ),
  );
  assert.equal(answers.filter(({ status }) => status === 200).length, 1);
  assert.equal(answers.filter(({ status }) => status === 409).length, 7);
  assert.equal((await project.get('/v1/campaigns')).body.total, 1);
});

const unusable = [
  ['that is empty', ''],
  ['with a zero byte', 'a\0b'],
  ['beyond 255 characters', 'x'.repeat(256)],
  ['that is no text', 7],
] as const;
for (const [claim, code] of unusable) {
  test(`a code ${claim} is refused`, async () => {
    const project = await server.project();
    const { status, body } = await project.post('/v1/campaigns', generic(code));
    assert.deepEqual([status, body.key], [400, 'invalid_payload']);
  });
}

test('a pattern without a # is the code, where one is asked for', async () => {
  const project = await server.project();
  const { id } = await create(project, patterned('SALE', { vouchers_count: 1 }));
  assert.deepEqual(await codesOf(project), ['SALE']);
  const more = await project.post(`/v1/campaigns/${id}/vouchers`, {});
  assert.deepEqual([more.status, more.body.key], [400, 'invalid_code_config']);
  assert.match(more.body.details, /taken: SALE/);
});

test('a pattern without a # waits for the first voucher that is added', async () => {
  const project = await server.project();
  const { id, voucher: shown } = await create(project, patterned('LATER'));
  assert.deepEqual([shown.code_config.pattern, shown.code_config.length], ['LATER', 0]);
  const added = await project.post(`/v1/campaigns/${id}/vouchers`, {});
  assert.deepEqual([added.status, added.body.code], [200, 'LATER']);
});

test('a pattern without a # is the code of a STANDALONE campaign that names none', async () => {
  const project = await server.project();
  await create(project, patterned('ALONE', { type: 'STANDALONE' }));
  assert.deepEqual(await codesOf(project), ['ALONE']);
});

test('a pattern without a # is refused where several codes are asked for', async () => {
  const project = await server.project();
  const { status, body } = await project.post(
    '/v1/campaigns',
    patterned('SALE', { vouchers_count: 3 }),
  );
  assert.deepEqual([status, body.key], [400, 'invalid_code_config']);
  assert.match(body.details, /Only one code can be made .* and 3 are wanted/);
  const { id } = await create(project, patterned('SALE'));
  const more = await project.post(`/v1/campaigns/${id}/vouchers?vouchers_count=2`, {});
  assert.deepEqual([more.status, more.body.key], [400, 'invalid_code_config']);
  assert.deepEqual(await codesOf(project), []);
});
