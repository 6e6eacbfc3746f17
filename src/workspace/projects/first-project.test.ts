/** The first project, as starts of the server make and find it. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { clientOf, requestsTo, testServer } from '../../../test/support/api.ts';
import { connectDatabase } from '../../platform/db/database.ts';
import { StartProblem } from '../../platform/start-problem.ts';
import { ensureFirstProject, type FirstProjectKeys, firstProjectId } from './service.ts';

const server = await testServer();

function keysNamed(name: string): FirstProjectKeys {
  const pair = (kind: string) => ({ id: `${name}-${kind}`, token: `${name}-${kind}-token` });
  return { server: pair('server'), client: pair('client'), management: pair('management') };
}

async function opens({ id, token }: FirstProjectKeys['server']): Promise<boolean> {
  const client = clientOf(firstProjectId, server.url, { server: { appId: id, token } });
  return (await client.get('/v1/customers')).status === 200;
}

test('two processes that start at once make one project, and every key opens it', async () => {
  const other = connectDatabase(server.databaseUrl, () => undefined);
  const [one, two] = [keysNamed('one'), keysNamed('two')];
  await Promise.all([
    ...[server.db, other].map((db) => ensureFirstProject(db, one)),
    ...[server.db, other].map((db) => ensureFirstProject(db, two)),
  ]);
  await other.close();
  const projects = await server.db.adhoc<{ name: string }>('select name from projects', []);
  assert.deepEqual(projects, [{ name: 'Default' }]);
  assert.equal(await opens(one.server), true);
  assert.equal(await opens(two.server), true);
  const manager = requestsTo(server.url, {
    'x-management-id': one.management.id,
    'x-management-token': one.management.token,
  });
  assert.equal((await manager.get('/management/v1/projects')).body.total, 1);
});

test('a later start changes nothing; one with another token replaces it', async () => {
  const keys = keysNamed('later');
  await ensureFirstProject(server.db, keys);
  const before = await snapshot();
  await ensureFirstProject(server.db, keys);
  assert.deepEqual(await snapshot(), before);

  const changed = { ...keys, server: { ...keys.server, token: 'a-new-token' } };
  await ensureFirstProject(server.db, changed);
  assert.equal(await opens(changed.server), true);
  assert.equal(await opens(keys.server), false);
});

test('a start with the id of another project’s key is refused and writes nothing', async () => {
  const shop = await server.project();
  const keys = keysNamed('taken');
  const before = await snapshot();
  const stolen = { ...keys, server: { id: shop.credentials.appId, token: 'stolen-token' } };
  await assert.rejects(ensureFirstProject(server.db, stolen), StartProblem);
  const swapped = { ...keys, management: { id: shop.credentials.appId, token: 'stolen-token' } };
  await assert.rejects(ensureFirstProject(server.db, swapped), StartProblem);
  assert.deepEqual(await snapshot(), before);
  assert.equal((await shop.get('/v1/customers')).status, 200);
});

async function snapshot(): Promise<unknown> {
  return server.db.adhoc(
    `select (select jsonb_agg(p order by id) from projects p) as projects,
       (select jsonb_agg(k order by app_id) from api_keys k) as keys`,
    [],
  );
}
