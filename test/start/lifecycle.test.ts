/** From the first start to the last stop, with the accidents between. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { statSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  dataFolder,
  postmasterOf,
  type Scrip,
  serverHeaders,
  startScrip,
} from '../support/scrip-process.ts';

async function started(t: TestContext, folder: string): Promise<{ scrip: Scrip; address: string }> {
  const scrip = startScrip(t, { SCRIP_DATA: folder });
  return { scrip, address: await scrip.ready() };
}

async function stop(scrip: Scrip): Promise<void> {
  scrip.process.kill('SIGTERM');
  assert.equal(await scrip.ended(), 0);
}

function customers(address: string, folder: string, body?: object): Promise<Response> {
  const headers = { ...serverHeaders(folder), 'content-type': 'application/json' };
  const post = { method: 'POST', body: JSON.stringify(body) };
  return fetch(`${address}/v1/customers`, { headers, ...(body === undefined ? {} : post) });
}

async function untilGone(folder: string): Promise<void> {
  for (let i = 0; i < 500 && postmasterOf(folder) !== null; i++) await sleep(10);
  assert.equal(postmasterOf(folder), null);
}

test('the first start makes keys, the request it prints works, and a second start keeps all', async (t) => {
  const folder = dataFolder(t);
  const first = await started(t, folder);
  const line = /curl -s (\S+) -H '(\S+): (\S+)' -H '(\S+): (\S+)'/.exec(first.scrip.stdout());
  const [, url = '', idName = '', id = '', tokenName = '', token = ''] = line ?? [];
  assert.equal((await fetch(url, { headers: { [idName]: id, [tokenName]: token } })).status, 200);
  assert.equal(statSync(join(folder, 'keys.json')).mode & 0o777, 0o600);
  assert.equal((await customers(first.address, folder, { source_id: 'kept' })).status, 200);
  await stop(first.scrip);
  await untilGone(folder);

  const second = await started(t, folder);
  assert.doesNotMatch(second.scrip.stdout(), new RegExp(token), 'tokens are printed once');
  const kept = await fetch(`${second.address}/v1/customers/kept`, {
    headers: serverHeaders(folder),
  });
  assert.equal(kept.status, 200);
  await stop(second.scrip);
});

test('a killed Scrip leaves its database running, and the next start adopts it', async (t) => {
  const folder = dataFolder(t);
  const first = await started(t, folder);
  await customers(first.address, folder, { source_id: 'safe' });
  const pid = postmasterOf(folder);
  assert(pid !== null);
  first.scrip.process.kill('SIGKILL');
  await first.scrip.ended();
  assert.equal(postmasterOf(folder), pid);

  const second = await started(t, folder);
  assert.equal(postmasterOf(folder), pid);
  const safe = await fetch(`${second.address}/v1/customers/safe`, {
    headers: serverHeaders(folder),
  });
  assert.equal(safe.status, 200);
  await stop(second.scrip);
  await untilGone(folder);
});

test('two Scrips that start on one new folder share it; the last one stops the database', async (t) => {
  const folder = dataFolder(t);
  const [one, two] = await Promise.all([started(t, folder), started(t, folder)]);
  assert.equal((await customers(one.address, folder, { source_id: 'common' })).status, 200);
  await stop(one.scrip);
  const common = await fetch(`${two.address}/v1/customers/common`, {
    headers: serverHeaders(folder),
  });
  assert.equal(common.status, 200);
  await stop(two.scrip);
  await untilGone(folder);
});

test('a database that dies is started again under a running Scrip', async (t) => {
  const folder = dataFolder(t);
  const { scrip, address } = await started(t, folder);
  const pid = postmasterOf(folder);
  assert(pid !== null);
  process.kill(pid, 'SIGKILL');
  let status = 0;
  for (let i = 0; i < 100 && status !== 200; i++) {
    await sleep(100);
    status = (await customers(address, folder)).status;
  }
  assert.equal(status, 200);
  assert.notEqual(postmasterOf(folder), pid);
  await stop(scrip);
  await untilGone(folder);
});

test('a stop answers the request in flight and takes no new one', async (t) => {
  const folder = dataFolder(t);
  const { scrip, address } = await started(t, folder);
  const headers = { ...serverHeaders(folder), 'content-type': 'application/json' };
  const slow = request(`${address}/v1/customers`, { method: 'POST', headers });
  slow.write('{"source_id":');
  await sleep(200);
  scrip.process.kill('SIGTERM');
  await sleep(200);
  await assert.rejects(fetch(`${address}/healthz`));
  slow.end('"in-flight"}');
  const [response] = await once(slow, 'response');
  assert.equal(response.statusCode, 200);
  assert.equal(await scrip.ended(), 0);
});

test('a second signal does not wait for anything', async (t) => {
  const folder = dataFolder(t);
  const { scrip, address } = await started(t, folder);
  const headers = { ...serverHeaders(folder), 'content-type': 'application/json' };
  const hanging = request(`${address}/v1/customers`, { method: 'POST', headers });
  hanging.on('error', () => undefined);
  hanging.write('{');
  await sleep(200);
  scrip.process.kill('SIGINT');
  scrip.process.kill('SIGINT'); // the same wish, passed on twice
  await sleep(700);
  assert.equal(scrip.process.exitCode, null);
  scrip.process.kill('SIGINT');
  assert.equal(await scrip.ended(), 1);
});

test('several processes share the port; one that is killed is replaced', async (t) => {
  const folder = dataFolder(t);
  const scrip = startScrip(t, { SCRIP_DATA: folder, SCRIP_WORKERS: '2' });
  const address = await scrip.ready();
  assert.equal((await customers(address, folder, { source_id: 'many' })).status, 200);
  const [victim] = await workersOf(scrip);
  assert(victim !== undefined);
  process.kill(victim, 'SIGKILL');
  let now: number[] = [];
  for (let i = 0; i < 200 && (now.length < 2 || now.includes(victim)); i++) {
    await sleep(50);
    now = await workersOf(scrip);
  }
  assert.equal(now.length, 2);
  assert.equal((await customers(address, folder)).status, 200);
  await stop(scrip);
  await untilGone(folder);
});

/** The children that run the launcher: what a shell's `pgrep -P` shows. */
async function workersOf(scrip: Scrip): Promise<number[]> {
  const { execFile } = await import('node:child_process');
  const ps = execFile('ps', ['-e', '-o', 'pid=,ppid=,args=']);
  let text = '';
  ps.stdout?.on('data', (chunk: string) => (text += chunk));
  await once(ps, 'close');
  return text
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter(
      ([, parent, ...args]) =>
        parent === String(scrip.process.pid) && args.join(' ').includes('scrip.mjs'),
    )
    .map(([pid]) => Number(pid));
}
