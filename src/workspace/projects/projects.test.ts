/** Projects over HTTP, with management keys. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { clientOf, testServer } from '../../../test/support/api.ts';

const server = await testServer();
const path = '/management/v1/projects';
const shop = { name: 'Shop', case_sensitive_codes: true, timezone: 'UTC', currency: 'EUR' };

test('a project is born with the keys that open it, and with the defaults', async () => {
  const manager = await server.management();
  const { status, body } = await manager.post(path, shop);
  assert.equal(status, 200);
  assert.match(body.id, /^proj_/);
  assert.equal(body.client_redeem_enabled, false);
  assert.deepEqual(body.client_trusted_domains, []);
  assert.equal(body.api_usage_notifications.messages.value, 80);
  assert.equal(body.api_usage_notifications.redemptions.enabled, false);
  assert.equal(body.is_sandbox, false);
  assert.ok(body.webhook_token);

  const { app_id: appId, app_token: token } = body.server_side_key;
  const opened = clientOf(body.id, server.url, { server: { appId, token } });
  assert.equal((await opened.get('/v1/customers')).status, 200);
  const { app_id, app_token } = body.client_side_key;
  const closed = clientOf(body.id, server.url, { server: { appId: app_id, token: app_token } });
  assert.equal((await closed.get('/v1/customers')).status, 401, 'a client key is no server key');
});

test('a project is read again without its keys, alone and in the list', async () => {
  const manager = await server.management();
  const { body: created } = await manager.post(path, { ...shop, description: 'Sells' });
  const { body: read } = await manager.get(`${path}/${created.id}`);
  assert.equal(read.description, 'Sells');
  assert.equal(read.server_side_key, undefined);
  assert.equal(read.default_code_config.charset.length, 62);
  const { body: list } = await manager.get(path);
  assert.equal(list.data_ref, 'data');
  assert.equal(list.total, list.data.length);
  assert.deepEqual(
    list.data.find(({ id }: { id: string }) => id === created.id),
    read,
  );
});

test('an update changes what is given, each kind of notification by itself', async () => {
  const manager = await server.management();
  const told = { enabled: true, value: 50, in_app: false, emails: ['a@b.org'] };
  const { body: created } = await manager.post(path, {
    ...shop,
    client_redeem_enabled: true,
    api_usage_notifications: { messages: told },
  });
  const { body: changed } = await manager.put(`${path}/${created.id}`, {
    name: 'Other',
    timezone: 'GMT+2',
    dial_code: '48',
    default_code_config: { charset: 'abc' },
    api_usage_notifications: { api_calls: { ...told, value: 60 } },
    case_sensitive_codes: false,
    currency: 'PLN',
  });
  assert.equal(changed.name, 'Other');
  assert.equal(changed.timezone, 'Etc/GMT-2');
  assert.equal(changed.currency, 'PLN');
  assert.equal(changed.client_redeem_enabled, true);
  assert.equal(changed.dial_code, '48');
  assert.equal(changed.default_code_config.charset, 'abc');
  assert.equal(changed.api_usage_notifications.messages.value, 50);
  assert.equal(changed.api_usage_notifications.api_calls.value, 60);
  assert.equal(changed.case_sensitive_codes, true, 'codes are keyed by it: it never changes');
  assert.equal(changed.webhook_token, created.webhook_token);
});

test('a project that is removed takes its keys and its rows along, and no one else’s', async () => {
  const manager = await server.management();
  const [doomed, spared] = [await server.project(), await server.project()];
  await fillEveryTable(doomed.id);
  await fillEveryTable(spared.id);
  const before = await rowsByTable(spared.id);
  assert.equal(Object.keys(before).length, (await ownedTables()).length);
  assert.deepEqual(Object.keys(await rowsByTable(doomed.id)), Object.keys(before));

  assert.equal((await manager.delete(`${path}/${doomed.id}`)).status, 204);
  assert.deepEqual(await rowsByTable(doomed.id), {});
  assert.deepEqual(await rowsByTable(spared.id), before);
  assert.equal((await doomed.get('/v1/customers')).status, 401);
  assert.equal((await manager.get(`${path}/${doomed.id}`)).status, 404);
  assert.equal((await manager.delete(`${path}/${doomed.id}`)).body.key, 'not_found');
});

const refusals = [
  // claim, body, key
  ['a name is missing', { ...shop, name: undefined }, 'invalid_payload'],
  ['the name is empty', { ...shop, name: '' }, 'invalid_payload'],
  ['the zone is unknown', { ...shop, timezone: 'Mars/Base' }, 'invalid_project_params'],
  ['the zone is an offset', { ...shop, timezone: '+02:00' }, 'invalid_project_params'],
  ['the currency is none', { ...shop, currency: 'ABC' }, 'invalid_project_params'],
  ['the currency is too long', { ...shop, currency: 'EURO' }, 'invalid_payload'],
  ['the API version is another', { ...shop, api_version: 'v2' }, 'invalid_payload'],
  [
    'a notification is told beyond 90 percent',
    {
      ...shop,
      api_usage_notifications: {
        messages: { enabled: true, value: 91, in_app: true, emails: [] },
      },
    },
    'invalid_payload',
  ],
] as const;

for (const [claim, body, key] of refusals) {
  test(`no project is made where ${claim}`, async () => {
    const manager = await server.management();
    const before = (await manager.get(path)).body.total;
    const answer = await manager.post(path, body);
    assert.equal(answer.status, 400);
    assert.equal(answer.body.key, key);
    assert.equal((await manager.get(path)).body.total, before);
  });
}

test('an update of no project, or to no zone, is refused', async () => {
  const manager = await server.management();
  const { id } = await server.project();
  assert.equal((await manager.put(`${path}/proj_none`, { name: 'x' })).body.key, 'not_found');
  const answer = await manager.put(`${path}/${id}`, { name: 'x', timezone: 'Nowhere' });
  assert.equal(answer.body.key, 'invalid_project_params');
  assert.equal((await manager.get(`${path}/${id}`)).body.name, 'Test');
});

test('a server key opens nothing above projects', async () => {
  const project = await server.project();
  assert.equal((await project.get(path)).status, 401);
});

/** Read from the database, so that a table added tomorrow is covered too. */
async function ownedTables(): Promise<{ table: string }[]> {
  const rows = await server.db.adhoc<{ table: string }>(
    `select table_name::text as table
     from information_schema.columns join information_schema.tables using (table_schema, table_name)
     where table_schema = 'public' and table_type = 'BASE TABLE' and column_name = 'project_id'
     order by 1`,
    [],
  );
  assert.ok(rows.length > 20, 'there are tables to look at');
  return rows;
}

/** Tables of the project that hold rows, with their number. */
async function rowsByTable(projectId: string): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { table } of await ownedTables()) {
    const [row] = await server.db.adhoc<{ n: number }>(
      `select count(*) as n from ${table} where project_id = $1`,
      [projectId],
    );
    if (row !== undefined && row.n > 0) counts[table] = row.n;
  }
  return counts;
}

/** A row in each table, with whatever its columns take: keys and checks are out of force for it. */
async function fillEveryTable(projectId: string): Promise<void> {
  await dropChecks();
  await server.db.transaction(async (tx) => {
    await tx.adhoc(`set local session_replication_role = 'replica'`, []);
    for (const { table } of await ownedTables()) {
      const needed = await tx.adhoc<{ name: string; type: string }>(
        `select a.attname::text as name, format_type(coalesce(nullif(t.typbasetype, 0), t.oid), null) as type
         from pg_attribute a join pg_type t on t.oid = a.atttypid
         where a.attrelid = $1::regclass and a.attnum > 0 and not a.attisdropped and a.attnotnull
           and not a.atthasdef and a.attidentity = '' and a.attname <> 'project_id'`,
        [table],
      );
      const names = ['project_id', ...needed.map(({ name }) => name)];
      const values = [projectId, ...needed.map(({ type }) => someValue(type, projectId))];
      const places = names.map((_, i) => `$${i + 1}`).join(', ');
      await tx.adhoc(`insert into ${table} (${names.join(', ')}) values (${places})`, values);
    }
    return { ok: true, value: null };
  });
}

async function dropChecks(): Promise<void> {
  await server.db.adhoc(
    `do $$ declare c record; begin
       for c in select conrelid::regclass as owner, conname from pg_constraint
         where contype = 'c' and conrelid <> 0 and connamespace = 'public'::regnamespace loop
         execute format('alter table %s drop constraint %I', c.owner, c.conname);
       end loop;
     end $$`,
    [],
  );
}

function someValue(type: string, projectId: string): unknown {
  if (type === 'text') return projectId;
  if (type.startsWith('timestamp')) return new Date().toISOString();
  if (type === 'date') return '2026-01-01';
  if (type.startsWith('json')) return '{}';
  if (type === 'bytea') return Buffer.from(projectId);
  if (type === 'boolean') return false;
  return type.endsWith('[]') ? [] : 1;
}
