/** Async actions over HTTP. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { testServer } from '../../../test/support/api.ts';
import { failAsyncAction, finishAsyncAction, progressAsyncAction } from './service.ts';

const server = await testServer();
const { db } = server;

async function begin(projectId: string, id: string, createdAt: string) {
  await db.adhoc(
    `insert into async_actions (project_id, id, type, status, request_id, created_at)
     values ($1, $2, 'CAMPAIGN.VOUCHERS_GENERATE', 'ENQUEUED', 'v-1', $3)`,
    [projectId, id, createdAt],
  );
  const change = (at: string) => ({ projectId, id, at });
  return change;
}

test('an action goes from enqueued over its progress to its result', async () => {
  const project = await server.project();
  const change = await begin(project.id, 'aa_1', '2026-11-01T10:00:00.000Z');
  const read = async () => (await project.get('/v1/async-actions/aa_1')).body;

  const enqueued = {
    id: 'aa_1',
    type: 'CAMPAIGN.VOUCHERS_GENERATE',
    status: 'ENQUEUED',
    operation_status: 'UNKNOWN',
    created_at: '2026-11-01T10:00:00.000Z',
    request_id: 'v-1',
    progress: 0,
    object: 'async_action',
  };
  assert.deepEqual(await read(), enqueued);

  const middle = { finished: 199, wanted: 300 };
  await progressAsyncAction(db, change('2026-11-01T10:00:01Z'), middle);
  const inProgress = {
    ...enqueued,
    status: 'IN_PROGRESS',
    progress: 66,
    updated_at: '2026-11-01T10:00:01.000Z',
  };
  assert.deepEqual(await read(), inProgress);

  await finishAsyncAction(db, change('2026-11-01T10:00:02.500Z'), { done_count: 300 });
  const finished = {
    ...inProgress,
    status: 'DONE',
    operation_status: 'SUCCESS',
    progress: 100,
    processing_time: 2500,
    updated_at: '2026-11-01T10:00:02.500Z',
    result: { done_count: 300 },
  };
  assert.deepEqual(await read(), finished);

  await failAsyncAction(db, change('2026-11-01T10:00:03Z'), { message: 'too late' });
  assert.deepEqual(await read(), finished, 'an action ends once');
});

test('an action that fails says what it reached', async () => {
  const project = await server.project();
  const change = await begin(project.id, 'aa_1', '2026-11-01T10:00:00.000Z');
  await failAsyncAction(db, change('2026-11-01T10:00:03Z'), { message: 'Full', done_count: 7 });
  const { body } = await project.get('/v1/async-actions/aa_1');
  assert.equal(body.status, 'FAILED');
  assert.equal(body.operation_status, 'FAILED');
  assert.deepEqual(body.result, { message: 'Full', done_count: 7 });
});

test('the list shows the newest first, up to limit and end_date, without results', async () => {
  const project = await server.project();
  for (const day of [1, 2, 3]) {
    await begin(project.id, `aa_${day}`, `2026-11-0${day}T10:00:00.000Z`);
  }
  const list = async (query: string) => {
    const { body } = await project.get(`/v1/async-actions${query}`);
    assert.equal(body.object, 'list');
    assert.equal(body.data_ref, 'async_actions');
    return [body.async_actions.map((action: { id: string }) => action.id), body.has_more];
  };
  assert.deepEqual(await list(''), [['aa_3', 'aa_2', 'aa_1'], false]);
  assert.deepEqual(await list('?limit=2'), [['aa_3', 'aa_2'], true]);
  assert.deepEqual(await list('?end_date=2026-11-03'), [['aa_2', 'aa_1'], false]);
});

test('an action of another project is not found', async () => {
  const [project, other] = [await server.project(), await server.project()];
  await begin(project.id, 'aa_1', '2026-11-01T10:00:00.000Z');
  const { status, body } = await other.get('/v1/async-actions/aa_1');
  assert.equal(status, 404);
  assert.equal(body.resource_type, 'async_action');
  assert.deepEqual((await other.get('/v1/async-actions')).body.async_actions, []);
});

for (const query of ['limit=0', 'limit=101', 'limit=x', 'end_date=yesterday']) {
  test(`${query} is refused`, async () => {
    const project = await server.project();
    const { status, body } = await project.get(`/v1/async-actions?${query}`);
    assert.equal(status, 400);
    assert.equal(body.key, 'invalid_query_params');
  });
}
