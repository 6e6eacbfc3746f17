/** The ledger's movements on a real database: entries, lots and balances agree after each. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Temporal } from 'temporal-polyfill';
import { testServer } from '../../../test/support/api.ts';
import { newId } from '../../platform/ids.ts';
import { credit, debit, expire, type LedgerContext, takeBack } from './service.ts';

const server = await testServer();
const start = Temporal.Instant.from('2026-01-01T00:00:00Z');

function contextAt(projectId: string, days: number): LedgerContext {
  const now = start.add({ hours: 24 * days });
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

async function card(projectId: string, balance: number): Promise<string> {
  const id = newId('v', start.epochMilliseconds);
  await server.db.adhoc(
    `insert into vouchers (project_id, id, code, type, balance, created_at)
     values ($1, $2::text, $2::text, 'LOYALTY_CARD', $3, '2026-01-01')`,
    [projectId, id, balance],
  );
  return id;
}

async function lots(projectId: string, cardId: string) {
  return server.db.adhoc<{ amount: number; remaining: number }>(
    `select amount, remaining from ledger_lots where project_id = $1 and voucher_id = $2 order by id`,
    [projectId, cardId],
  );
}

test('value is drawn from the lots that expire soonest, and expires from what is left of them', async () => {
  const { id } = await server.project();
  const cardId = await card(id, 10);
  const at = (days: number) => contextAt(id, days);
  const added = { type: 'POINTS_ADDITION', source: 'API' } as const;
  await credit(at(1), server.db, {
    cardId,
    amount: 100,
    expiresAt: '2026-03-01T00:00:00Z',
    entry: added,
  });
  await credit(at(2), server.db, {
    cardId,
    amount: 50,
    expiresAt: '2026-02-01T00:00:00Z',
    entry: added,
  });
  const removed = await debit(at(3), server.db, {
    cardId,
    amount: 70,
    entry: { type: 'POINTS_REMOVAL', source: 'API' },
  });
  assert.deepEqual(removed.ok && removed.value.balance, 90);
  assert.deepEqual(await lots(id, cardId), [
    { amount: 10, remaining: 10 },
    { amount: 100, remaining: 80 },
    { amount: 50, remaining: 0 },
  ]);
  assert.equal(await expire(at(70), server.db, cardId), 80);
  assert.equal(await expire(at(70), server.db, cardId), 0);
  const tooMuch = await debit(at(71), server.db, {
    cardId,
    amount: 11,
    entry: { type: 'POINTS_REMOVAL' },
  });
  assert.deepEqual(!tooMuch.ok && tooMuch.key, 'loyalty_card_points_exceeded');
});

test('what is taken back comes from its own lot first, and never exceeds what is there', async () => {
  const { id } = await server.project();
  const cardId = await card(id, 0);
  const at = (days: number) => contextAt(id, days);
  const entry = { id: 'vtx_earned', type: 'POINTS_ACCRUAL' } as const;
  await credit(at(1), server.db, { cardId, amount: 30, expiresAt: null, entry });
  await credit(at(1), server.db, {
    cardId,
    amount: 20,
    expiresAt: '2027-01-01T00:00:00Z',
    entry: { type: 'POINTS_ADDITION' },
  });
  await debit(at(2), server.db, { cardId, amount: 25, entry: { type: 'POINTS_REMOVAL' } });
  const back = {
    creditingId: 'vtx_earned',
    entry: { type: 'POINTS_ACCRUAL_CANCELLATION' },
  } as const;
  assert.equal(await takeBack(at(3), server.db, { ...back, amount: 30 }), 25);
  assert.equal(await takeBack(at(3), server.db, { ...back, amount: 30 }), 0);
});

test('entries cannot be changed or removed, and a deleted card leaves its books closed', async () => {
  const { id } = await server.project();
  const cardId = await card(id, 40);
  await assert.rejects(
    server.db.adhoc('update ledger_entries set amount = 1 where project_id = $1', [id]),
    /append-only/,
  );
  await assert.rejects(
    server.db.adhoc('delete from ledger_postings where project_id = $1', [id]),
    /append-only/,
  );
  await server.db.adhoc('delete from vouchers where project_id = $1 and id = $2', [id, cardId]);
  const entries = await server.db.adhoc<{ number: number; amount: number; balance: number }>(
    'select number, amount, balance from ledger_entries where project_id = $1 order by number',
    [id],
  );
  assert.deepEqual(entries, [
    { number: 1, amount: 40, balance: 40 },
    { number: 2, amount: -40, balance: 0 },
  ]);
  assert.deepEqual(await lots(id, cardId), [{ amount: 40, remaining: 0 }]);
});
