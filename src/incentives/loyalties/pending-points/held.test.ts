/** Pending points on a real database: the card's sum agrees with them after each change. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Temporal } from 'temporal-polyfill';
import { testServer } from '../../../../test/support/api.ts';
import { raisedReason } from '../../../platform/db/database.ts';
import { newId } from '../../../platform/ids.ts';
import type { LedgerContext } from '../../ledger/service.ts';
import {
  addPendingPoints,
  adjustPendingPoints,
  cancelPendingPoints,
  pendingPointsOfOrder,
} from './service.ts';

const server = await testServer();
const now = Temporal.Instant.from('2026-01-01T10:00:00Z');

async function cardIn(projectId: string): Promise<string> {
  const id = newId('v', now.epochMilliseconds);
  await server.db.adhoc(
    `insert into vouchers (project_id, id, code, type, balance, created_at)
     values ($1, $2::text, $2::text, 'LOYALTY_CARD', 0, '2026-01-01')`,
    [projectId, id],
  );
  return id;
}

function contextOf(projectId: string): LedgerContext {
  const project = {
    id: projectId,
    name: 'Books',
    timezone: 'UTC',
    currency: 'USD',
    caseSensitiveCodes: true,
    version: 1,
  };
  return { project, now, newId: (prefix) => newId(prefix, now.epochMilliseconds) };
}

async function pendingOn(projectId: string, cardId: string): Promise<number | undefined> {
  const [row] = await server.db.adhoc<{ pending: number }>(
    'select pending from vouchers where project_id = $1 and id = $2',
    [projectId, cardId],
  );
  return row?.pending;
}

test('what is pending on a card is the sum of what was added, adjusted and not canceled', async () => {
  const { id } = await server.project();
  const [context, cardId] = [contextOf(id), await cardIn(id)];
  const added = { cardId, activatesAt: '2026-01-15', orderId: 'ord_1' };
  const first = await addPendingPoints(context, server.db, { ...added, points: 30 });
  const second = await addPendingPoints(context, server.db, { ...added, points: 12 });
  assert.equal(second.card.pending, 42);
  assert.equal(second.card.balance, 0);
  const adjusted = { id: first.id, cardId, change: -29 };
  assert.deepEqual(await adjustPendingPoints(context, server.db, adjusted), {
    points: 1,
    card: { ...second.card, pending: 13 },
  });
  assert.deepEqual(await adjustPendingPoints(context, server.db, { ...adjusted, change: -1 }), {
    refused: 'amount',
  });
  const canceled = await cancelPendingPoints(context, server.db, { id: second.id, cardId });
  assert.equal('card' in canceled && canceled.card.pending, 1);
  assert.deepEqual(await cancelPendingPoints(context, server.db, { id: second.id, cardId }), {
    refused: 'state',
    status: 'CANCELED',
  });
  const left = await pendingPointsOfOrder(context, server.db, 'ord_1');
  assert.deepEqual(
    left.map(({ id: pendingId, points }) => [pendingId, points]),
    [[first.id, 1]],
  );
  assert.equal(await pendingOn(id, cardId), 1);
});

test('more than can be counted, and a card that is not there, hold nothing', async () => {
  const { id } = await server.project();
  const [context, cardId] = [contextOf(id), await cardIn(id)];
  const most = { points: Number.MAX_SAFE_INTEGER, activatesAt: '2026-01-15' };
  await addPendingPoints(context, server.db, { cardId, ...most });
  const reasonOf = (wanted: string, points: number) =>
    addPendingPoints(context, server.db, { ...most, cardId: wanted, points }).catch(raisedReason);
  assert.equal(await reasonOf(cardId, 1), 'overflow');
  assert.equal(await reasonOf('v_nobody', 1), 'card');
  assert.equal(await pendingOn(id, cardId), Number.MAX_SAFE_INTEGER);
});

test('a deleted card takes along what was pending on it', async () => {
  const { id } = await server.project();
  const [context, cardId] = [contextOf(id), await cardIn(id)];
  await addPendingPoints(context, server.db, { cardId, points: 5, activatesAt: '2026-01-15' });
  await server.db.adhoc('delete from vouchers where project_id = $1', [id]);
  const rows = await server.db.adhoc('select status from pending_points where project_id = $1', [
    id,
  ]);
  assert.deepEqual(rows, [{ status: 'CANCELED' }]);
});
