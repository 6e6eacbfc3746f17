/** Settings by example: what a wrong one is told, and what an empty environment means. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isConfig, readConfig } from './config.ts';

test('an empty environment gives a local server on its own database', () => {
  const config = readConfig({ PATH: '/bin', PORT: '', SCRIP_WORKERS: ' ' });
  assert(isConfig(config));
  assert.equal(config.port, 8787);
  assert.equal(config.host, '127.0.0.1');
  assert.equal(config.databaseUrl, null);
  assert.equal(config.workers, 1);
  assert.equal(config.clientRequests, 50);
  assert.deepEqual(config.trustedProxies, []);
  assert.match(config.dataFolder, /^\/.*\.scrip$/);
  assert.equal(config.serverKey, null);
  assert(Object.isFrozen(config));
});

test('settings are taken as they stand', () => {
  const config = readConfig({
    PORT: '0',
    HOST: '::',
    DATABASE_URL: 'postgresql://u:p@/scrip?host=/run/postgresql',
    SCRIP_DATA: '/srv/scrip',
    SCRIP_WORKERS: '4',
    SMTP_URL: 'smtp://localhost:25',
    SCRIP_CLIENT_REQUESTS: '5',
    SCRIP_TRUSTED_PROXIES: '10.0.0.0/8, ::1',
    SCRIP_APP_ID: 'my-server-app',
    SCRIP_APP_TOKEN: 'a-long-token',
  });
  assert(isConfig(config));
  assert.deepEqual(
    [config.port, config.host, config.workers, config.dataFolder],
    [0, '::', 4, '/srv/scrip'],
  );
  assert.equal(config.databaseUrl, 'postgresql://u:p@/scrip?host=/run/postgresql');
  assert.equal(config.clientRequests, 5);
  assert.deepEqual(config.trustedProxies, ['10.0.0.0/8', '::1']);
  assert.deepEqual(config.serverKey, { id: 'my-server-app', token: 'a-long-token' });
});

const refused = [
  // claim                                    environment                             variables named
  ['a port above 65535', { PORT: '65536' }, ['PORT']],
  ['a port that is no number', { PORT: '80a' }, ['PORT']],
  ['a negative port', { PORT: '-1' }, ['PORT']],
  ['a host with a scheme', { HOST: 'http://x' }, ['HOST']],
  ['no workers at all', { SCRIP_WORKERS: '0' }, ['SCRIP_WORKERS']],
  ['a database of another kind', { DATABASE_URL: 'mysql://h/d' }, ['DATABASE_URL']],
  ['a database URL without a scheme', { DATABASE_URL: 'localhost/scrip' }, ['DATABASE_URL']],
  ['a database URL with a bad port', { DATABASE_URL: 'postgres://h:x/d' }, ['DATABASE_URL']],
  ['a mail server that is none', { SMTP_URL: 'http://mail' }, ['SMTP_URL']],
  ['no client requests at all', { SCRIP_CLIENT_REQUESTS: '0' }, ['SCRIP_CLIENT_REQUESTS']],
  ['a proxy by name', { SCRIP_TRUSTED_PROXIES: 'proxy' }, ['SCRIP_TRUSTED_PROXIES']],
  ['a network too narrow', { SCRIP_TRUSTED_PROXIES: '10.0.0.0/33' }, ['SCRIP_TRUSTED_PROXIES']],
  ['an id without its token', { SCRIP_APP_ID: 'abcdefgh' }, ['SCRIP_APP_TOKEN']],
  ['a token without its id', { SCRIP_CLIENT_APP_TOKEN: 'abcdefgh' }, ['SCRIP_CLIENT_APP_ID']],
  [
    'a token with a space',
    { SCRIP_MANAGEMENT_ID: 'abcdefgh', SCRIP_MANAGEMENT_TOKEN: 'abc defgh' },
    ['SCRIP_MANAGEMENT_TOKEN'],
  ],
  ['a setting it does not know', { SCRIP_WORKER: '2' }, ['SCRIP_WORKER']],
  ['several wrong ones together', { PORT: 'x', SCRIP_DAAT: '/x' }, ['PORT', 'SCRIP_DAAT']],
] as const;

for (const [claim, env, variables] of refused) {
  test(`the settings refuse ${claim}`, () => {
    const problems = readConfig(env);
    assert(!isConfig(problems));
    assert.deepEqual(
      problems.map((problem) => problem.variable),
      variables,
    );
  });
}

test('a refused database URL is not repeated: it may hold a password', () => {
  const problems = readConfig({ DATABASE_URL: 'mysql://u:geheim@h/d' });
  assert(!isConfig(problems));
  assert.doesNotMatch(JSON.stringify(problems), /geheim/);
});
