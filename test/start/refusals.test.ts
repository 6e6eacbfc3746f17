/** What stops a start is said in one line that names the remedy, and never with a stack trace. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { oldPostgres } from '../support/old-postgres.ts';
import { dataFolder, startScrip } from '../support/scrip-process.ts';

async function refusal(t: TestContext, settings: Record<string, string>): Promise<string[]> {
  const scrip = startScrip(t, settings);
  assert.equal(await scrip.ended(), 1);
  assert.doesNotMatch(scrip.stderr(), /\n\s+at /);
  const lines = scrip.stderr().trimEnd().split('\n');
  return lines.filter((line) => !line.startsWith('…'));
}

async function listen(t: TestContext, server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => server.close());
  const address: string | AddressInfo | null = server.address();
  assert(typeof address === 'object' && address !== null);
  return address.port;
}

test('malformed and unknown settings are all named, one line each', async (t) => {
  assert.deepEqual(
    (await refusal(t, { PORT: 'http', SCRIP_DATEN: '/x' })).map((l) => l.slice(0, 30)),
    ['scrip: PORT must be a whole nu', 'scrip: SCRIP_DATEN is not a se'],
  );
});

test('a taken port is named, and the database started for it is stopped', async (t) => {
  const port = await listen(t, createServer());
  const folder = dataFolder(t);
  assert.deepEqual(await refusal(t, { SCRIP_DATA: folder, PORT: String(port) }), [
    `scrip: port ${port} on 127.0.0.1 is taken: free it, or set PORT to another`,
  ]);
});

test('a taken port is named once, however many processes were to share it', async (t) => {
  const port = await listen(t, createServer());
  const settings = { SCRIP_DATA: dataFolder(t), PORT: String(port), SCRIP_WORKERS: '2' };
  assert.deepEqual(await refusal(t, settings), [
    `scrip: port ${port} on 127.0.0.1 is taken: free it, or set PORT to another`,
  ]);
});

test('a host this machine does not have is named', async (t) => {
  const [line, ...more] = await refusal(t, { SCRIP_DATA: dataFolder(t), HOST: '192.0.2.1' });
  assert.match(line ?? '', /^scrip: cannot listen on 192\.0\.2\.1 \(HOST\)/);
  assert.deepEqual(more, []);
});

test('a data folder that is a file is named', async (t) => {
  const file = join(dataFolder(t), 'file');
  writeFileSync(file, '');
  assert.deepEqual(await refusal(t, { SCRIP_DATA: file }), [
    `scrip: cannot write to the data folder ${file} (SCRIP_DATA): it is not a folder`,
  ]);
});

test('a data folder that cannot be written is named', async (t) => {
  // Not even root makes folders here.
  const [line, ...more] = await refusal(t, { SCRIP_DATA: '/proc/scrip' });
  assert.match(
    line ?? '',
    /^scrip: cannot write to the data folder \/proc\/scrip \(SCRIP_DATA\): /,
  );
  assert.deepEqual(more, []);
});

test('keys that are damaged are not silently replaced', async (t) => {
  const folder = dataFolder(t);
  writeFileSync(join(folder, 'keys.json'), '{"server": ');
  const [line] = await refusal(t, { SCRIP_DATA: folder });
  assert.match(line ?? '', /^scrip: \S+keys\.json does not hold keys: restore it/);
});

test('a folder made by another PostgreSQL is named with both versions', async (t) => {
  const folder = dataFolder(t);
  mkdirSync(join(folder, 'postgres/data'), { recursive: true });
  writeFileSync(join(folder, 'postgres/data/PG_VERSION'), '16\n');
  const [line] = await refusal(t, { SCRIP_DATA: folder });
  assert.match(line ?? '', /was made by PostgreSQL 16, and this Scrip brings 18/);
});

test('a database that does not answer is named without its password', async (t) => {
  const server = createServer();
  const port = await listen(t, server);
  server.close();
  const url = `postgresql://me:geheim@127.0.0.1:${port}/shop`;
  assert.deepEqual(await refusal(t, { SCRIP_DATA: dataFolder(t), DATABASE_URL: url }), [
    `scrip: cannot reach the database at 127.0.0.1:${port}/shop: connection refused`,
  ]);
});

test('a database that is too old is named with its version', async (t) => {
  const port = await listen(t, oldPostgres('14.19'));
  const url = `postgresql://me@127.0.0.1:${port}/shop`;
  assert.deepEqual(await refusal(t, { SCRIP_DATA: dataFolder(t), DATABASE_URL: url }), [
    'scrip: the database runs PostgreSQL 14.19; Scrip needs 15 or newer',
  ]);
});

test('a command it does not have is named', async (t) => {
  const scrip = startScrip(t, {}, 'stat');
  assert.equal(await scrip.ended(), 1);
  assert.equal(scrip.stderr(), 'scrip: there is no command "stat"; scrip help lists them\n');
});
