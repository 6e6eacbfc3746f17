/** What is refused of vouchers over HTTP; nothing changes then. One row is one claim. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { testServer } from '../../../test/support/api.ts';
import { campaignRow } from '../../../test/support/campaign-row.ts';
import { done } from '../../engine/outcome.ts';

const server = await testServer();

const tenPercent = { type: 'PERCENT', percent_off: 10 };

const refusals: readonly [
  claim: string,
  method: 'post' | 'put' | 'delete',
  path: string,
  body: object,
  key: string,
  details?: RegExp,
][] = [
  [
    'a code that is taken',
    'post',
    '/v1/vouchers/TAKEN',
    { discount: tenPercent },
    'duplicate_found',
    /TAKEN/,
  ],
  ['no discount', 'post', '/v1/vouchers/A', {}, 'invalid_voucher', /discount is required/],
  [
    'more than all',
    'post',
    '/v1/vouchers/A',
    { discount: { type: 'PERCENT', percent_off: 101 } },
    'invalid_voucher',
    /0 to 100/,
  ],
  [
    'a discount of no type',
    'post',
    '/v1/vouchers/A',
    { discount: { percent_off: 5 } },
    'invalid_payload',
    /type/,
  ],
  [
    'half a free unit',
    'post',
    '/v1/vouchers/A',
    { discount: { type: 'UNIT', unit_off: 1.5, unit_type: 'prod_1' } },
    'invalid_voucher',
    /unit_off/,
  ],
  [
    'a quantity below nothing',
    'post',
    '/v1/vouchers/A',
    { discount: tenPercent, redemption: { quantity: -1 } },
    'invalid_payload',
  ],
  [
    'a quantity beyond counting',
    'post',
    '/v1/vouchers/A',
    { discount: tenPercent, redemption: { quantity: 1e20 } },
    'invalid_payload',
  ],
  [
    'an end before the start',
    'post',
    '/v1/vouchers/A',
    { discount: tenPercent, start_date: '2030-01-02', expiration_date: '2030-01-01' },
    'invalid_voucher',
    /later/,
  ],
  [
    'a date that is none',
    'post',
    '/v1/vouchers/A',
    { discount: tenPercent, start_date: 'soon' },
    'invalid_payload',
  ],
  [
    'a day of the week that is none',
    'post',
    '/v1/vouchers/A',
    { discount: tenPercent, validity_day_of_week: [7] },
    'invalid_payload',
  ],
  [
    'an hour that is none',
    'post',
    '/v1/vouchers/A',
    { discount: tenPercent, validity_hours: { daily: [{ start_time: '25:00' }] } },
    'invalid_payload',
  ],
  [
    'a campaign nobody has',
    'post',
    '/v1/vouchers/A',
    { discount: tenPercent, campaign: 'None' },
    'not_found',
    /campaign/,
  ],
  [
    'a category nobody has',
    'post',
    '/v1/vouchers/A',
    { discount: tenPercent, category: 'None' },
    'not_found',
    /category/,
  ],
  [
    'a rule nobody has',
    'post',
    '/v1/vouchers/A',
    { discount: tenPercent, validation_rules: ['val_none'] },
    'not_found',
    /val_none/,
  ],
  ['an empty code', 'post', '/v1/vouchers', { code: '', discount: tenPercent }, 'invalid_payload'],
  [
    'a code with a line break',
    'post',
    '/v1/vouchers',
    { code: 'a\nb', discount: tenPercent },
    'invalid_payload',
  ],
  [
    'a code configuration that makes none',
    'post',
    '/v1/vouchers',
    { discount: tenPercent, code_config: { length: 0 } },
    'invalid_code_config',
  ],
  ['a change of nobody', 'put', '/v1/vouchers/NONE', { active: true }, 'not_found', /voucher/],
  [
    'a change of the discount’s type',
    'put',
    '/v1/vouchers/TAKEN',
    { discount: { type: 'AMOUNT', amount_off: 5 } },
    'invalid_voucher',
    /type of a discount/,
  ],
  [
    'a change to an end before the start',
    'put',
    '/v1/vouchers/TAKEN',
    { expiration_date: '2029-12-31' },
    'invalid_voucher',
    /later/,
  ],
  [
    'a change to a category nobody has',
    'put',
    '/v1/vouchers/TAKEN',
    { category: 'None' },
    'not_found',
    /category/,
  ],
  ['a removal of nobody', 'delete', '/v1/vouchers/NONE', {}, 'not_found'],
  ['enabling nobody', 'post', '/v1/vouchers/NONE/enable', {}, 'not_found'],
  ['disabling nobody', 'post', '/v1/vouchers/NONE/disable', {}, 'not_found'],
];

for (const [claim, method, path, body, key, details] of refusals) {
  test(`refused: ${claim}`, async () => {
    const shop = await server.project();
    const taken = { discount: tenPercent, start_date: '2030-01-01' };
    const { body: before } = await shop.post('/v1/vouchers/TAKEN', taken);
    const answer = method === 'delete' ? await shop.delete(path) : await shop[method](path, body);
    assert.equal(answer.body.key, key);
    assert.equal(answer.status, answer.body.code);
    if (details !== undefined) assert.match(answer.body.details, details);
    const { body: list } = await shop.get('/v1/vouchers');
    assert.equal(list.total, 1);
    assert.equal(list.vouchers[0].updated_at, before.updated_at);
  });
}

for (const code of ['RACE', null]) {
  const kind = code === null ? 'a random code' : 'a code given';
  test(`refused: ${kind} for a campaign whose removal is under way, once it is removed`, async () => {
    const shop = await server.project();
    const campaign_id = await campaignRow(server, shop, 'leaving');
    const removal = await server.db.transaction(async (tx) => {
      await tx.adhoc('delete from campaigns where project_id = $1', [shop.id]);
      const request = shop.post('/v1/vouchers', {
        campaign_id,
        ...(code === null ? {} : { code }),
      });
      await untilOneWaits();
      return done({ request });
    });
    const { status, body } = await removal.value.request;
    assert.deepEqual([status, body.key, body.resource_id], [404, 'not_found', campaign_id]);
    assert.equal((await shop.get('/v1/vouchers')).body.total, 0);
  });
}

async function untilOneWaits(): Promise<void> {
  for (let tries = 0; tries < 500; tries++) {
    const waiting = await server.db.adhoc(
      `select from pg_stat_activity
       where datname = current_database() and wait_event_type = 'Lock'`,
      [],
    );
    if (waiting.length > 0) return;
    await sleep(10);
  }
  throw new Error('the request never waited');
}
