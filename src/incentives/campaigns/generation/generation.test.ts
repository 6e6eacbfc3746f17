/** Codes made in the background: all of them, none twice, whatever befalls the process. */
import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { type TestProject, testServer } from '../../../../test/support/api.ts';
import { beforeDrop } from '../../../../test/support/database.ts';
import { allTasks } from '../../../app.ts';
import { startJobs } from '../../../platform/jobs/start-jobs.ts';

const server = await testServer();
const { db, databaseUrl } = server;
const nothing = () => undefined;
const log = { info: nothing, warn: nothing, error: nothing };
/** Stopped by the test, or where it fails with the database. */
async function start() {
  const jobs = await startJobs({ databaseUrl, tasks: allTasks(db), log });
  let stopped: Promise<void> | undefined;
  const stop = () => (stopped ??= jobs.stop());
  beforeDrop(stop);
  return { stop };
}

const discount = { type: 'PERCENT', percent_off: 10 };

async function campaignWith(
  project: TestProject,
  count: number,
  codeConfig: object = {},
  name = 'Codes',
) {
  const { status, body } = await project.post('/v1/campaigns', {
    name,
    campaign_type: 'DISCOUNT_COUPONS',
    vouchers_count: count,
    voucher: {
      type: 'DISCOUNT_VOUCHER',
      discount,
      redemption: { quantity: 3 },
      code_config: codeConfig,
    },
  });
  assert.equal(status, 200, JSON.stringify(body));
  return body;
}

/** The action once it has ended. */
async function ended(project: TestProject, id?: string) {
  const deadline = Date.now() + 30_000;
  while (Date.now() < deadline) {
    const { body } = await project.get('/v1/async-actions?limit=100');
    const action = body.async_actions.find(
      (one: { id: string }) => id === undefined || one.id === id,
    );
    if (action.status === 'DONE' || action.status === 'FAILED') {
      return (await project.get(`/v1/async-actions/${action.id}`)).body;
    }
    await sleep(20);
  }
  throw new Error('the action never ended');
}

async function codesOf(campaignId: string): Promise<string[]> {
  const rows = await db.adhoc<{ code: string }>(
    'select code from vouchers where campaign_id = $1',
    [campaignId],
  );
  return rows.map(({ code }) => code);
}

test('40,000 codes survive a kill in their middle: none too many, none twice, none missing', {
  timeout: 90_000,
}, async () => {
  const project = await server.project();
  const count = 40_000;
  const campaign = await campaignWith(project, count, { prefix: 'K-' });
  assert.equal(campaign.vouchers_count, 0);
  assert.equal(campaign.vouchers_generation_status, 'IN_PROGRESS');
  assert.equal(campaign.creation_status, 'IN_PROGRESS');

  const child = fork(`${import.meta.dirname}/../../../../test/support/work-jobs.ts`, [databaseUrl]);
  const made = async () => (await project.get(`/v1/campaigns/${campaign.id}`)).body.vouchers_count;
  while ((await made()) === 0) await sleep(5);
  child.kill('SIGKILL');
  await once(child, 'exit');
  const atTheKill = await made();
  assert(atTheKill < count, 'killed in the middle');
  assert.equal((await codesOf(campaign.id)).length, atTheKill, 'batches are whole');

  const jobs = await start();
  const action = await ended(project);
  assert.equal(action.type, 'CAMPAIGN.VOUCHERS_GENERATE');
  assert.equal(action.status, 'DONE');
  assert.equal(action.result.done_count, count);
  const codes = await codesOf(campaign.id);
  assert.equal(codes.length, count);
  assert.equal(new Set(codes).size, count);
  assert(codes.every((code) => /^K-[0-9A-Za-z]{8}$/.test(code)));
  const { body } = await project.get(`/v1/campaigns/${campaign.id}`);
  assert.equal(body.vouchers_count, count);
  assert.equal(body.vouchers_generation_status, 'DONE');
  const { body: voucher } = await project.get(`/v1/vouchers/${encodeURIComponent(codes[0] ?? '')}`);
  assert.deepEqual(voucher.discount, { ...discount, effect: 'APPLY_TO_ORDER' });
  assert.equal(voucher.redemption.quantity, 3);
  await jobs.stop();
});

test('generations at once that draw from the same few codes share them without a double', async () => {
  const project = await server.project();
  const config = { charset: '0123456789', length: 3 };
  const jobs = await start();
  const campaigns = await Promise.all(
    ['A', 'B', 'C', 'D'].map((name) => campaignWith(project, 250, config, name)),
  );
  for (const { id } of campaigns) {
    const status = async () =>
      (await project.get(`/v1/campaigns/${id}`)).body.vouchers_generation_status;
    while ((await status()) === 'IN_PROGRESS') await sleep(20);
    assert.equal(await status(), 'DONE');
    assert.equal((await codesOf(id)).length, 250);
  }
  const all = await Promise.all(campaigns.map(({ id }) => codesOf(id)));
  assert.equal(new Set(all.flat()).size, 1_000);

  const fifth = await campaignWith(project, 2, config, 'E');
  const action = await ended(project);
  assert.equal(action.status, 'FAILED', 'all codes are taken');
  assert.match(action.result.message, /no free codes/);
  const { body } = await project.get(`/v1/campaigns/${fifth.id}`);
  assert.equal(body.vouchers_generation_status, 'FAILED');
  await jobs.stop();
});

test('codes that differ in case alone are one where the project ignores case', async () => {
  const project = await server.project();
  await db.adhoc('update projects set case_sensitive_codes = false where id = $1', [project.id]);
  await db.adhoc('update projects set config_version = config_version + 1 where id = $1', [
    project.id,
  ]);
  const config = { charset: 'abAB', length: 3 };
  const { status, body } = await project.post('/v1/campaigns', {
    name: 'Too many',
    vouchers_count: 9,
    voucher: { type: 'DISCOUNT_VOUCHER', discount, code_config: config },
  });
  assert.deepEqual([status, body.key], [400, 'invalid_code_config']);
  const jobs = await start();
  const campaign = await campaignWith(project, 8, config);
  assert.equal((await ended(project)).status, 'DONE');
  const codes = await codesOf(campaign.id);
  assert.equal(new Set(codes.map((code) => code.toLowerCase())).size, 8);
  await jobs.stop();
});

test('added vouchers carry what the request says, the rest is the campaign’s', async () => {
  const project = await server.project();
  const jobs = await start();
  const campaign = await campaignWith(project, 0);
  const path = `/v1/campaigns/${campaign.id}/vouchers?vouchers_count=3`;
  const { status, body } = await project.post(path, {
    code_config: { pattern: 'T\\A\tB##########'.replace('\t', '-') },
    metadata: { note: 'tab\tand\\backslash' },
    additional_info: 'line\nbreak',
    redemption: { quantity: null },
    start_date: '2026-01-01',
    expiration_date: '2027-01-01T00:00:00Z',
  });
  assert.equal(status, 202);
  const action = await ended(project, body.async_action_id);
  assert.deepEqual(action.result, { message: 'Generated 3 vouchers.', done_count: 3 });
  const codes = await codesOf(campaign.id);
  assert.equal(codes.length, 3);
  const [code = ''] = codes;
  assert(code.startsWith('T\\A-B'));
  const { body: voucher } = await project.get(`/v1/vouchers/${encodeURIComponent(code)}`);
  assert.deepEqual(voucher.metadata, { note: 'tab\tand\\backslash' });
  assert.equal(voucher.additional_info, 'line\nbreak');
  assert.equal(voucher.redemption.quantity, null);
  assert.equal(voucher.start_date, '2026-01-01T00:00:00.000Z');
  assert.equal(voucher.expiration_date, '2027-01-01T00:00:00.000Z');
  await jobs.stop();
});

test('a campaign removed while its codes are made leaves none behind', async () => {
  const project = await server.project();
  const campaign = await campaignWith(project, 1_000_000);
  const jobs = await start();
  const path = `/v1/campaigns/${campaign.id}`;
  while ((await project.get(path)).body.vouchers_count === 0) await sleep(5);
  const { status, body } = await project.delete(path);
  assert.equal(status, 202);
  const action = await ended(project, body.async_action_id);
  assert.equal(action.status, 'DONE');
  assert.equal((await project.get(path)).status, 404);
  assert.deepEqual(await codesOf(campaign.id), []);
  const { body: list } = await project.get('/v1/async-actions');
  const generation = list.async_actions.find(
    (one: { type: string }) => one.type === 'CAMPAIGN.VOUCHERS_GENERATE',
  );
  assert.equal(generation.status, 'FAILED');
  await jobs.stop();
});
