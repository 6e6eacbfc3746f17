/**
 * Whatever happens to cards, in whatever order: the books stay right, and replaying the entries gives
 * the balances. The database is real, the model is a plain sum.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { testServer } from '../../../test/support/api.ts';
import { newId } from '../../platform/ids.ts';
import { verifyLedger } from './audit/service.ts';
import { credit, debit, expire, type LedgerContext, takeBack } from './service.ts';

const server = await testServer();
/** Each is up to 25 movements on the database. */
const RUNS = 40;
const start = Temporal.Instant.from('2026-01-01T00:00:00Z');

type Step =
  | {
      readonly do: 'add';
      readonly card: number;
      readonly amount: number;
      readonly days: number | null;
    }
  | { readonly do: 'spend' | 'remove'; readonly card: number; readonly amount: number }
  | { readonly do: 'transfer'; readonly card: number; readonly amount: number }
  | { readonly do: 'expire' | 'delete'; readonly card: number }
  | { readonly do: 'roll back' | 'take back'; readonly which: number };

const card = fc.integer({ min: 0, max: 2 });
const amount = fc.integer({ min: 1, max: 60 });
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('add'),
      card,
      amount,
      days: fc.option(fc.integer({ min: 0, max: 8 })),
    }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constantFrom('spend', 'remove'), card, amount }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('transfer'), card, amount }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('expire'), card }) },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constantFrom('roll back', 'take back'), which: fc.nat(20) }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('delete'), card }) },
);

/** Cards of one project, a day later with each step; what was spent and earned, to be given back. */
async function newBooks() {
  const { id: projectId } = await server.project();
  const cards = ['v_0', 'v_1', 'v_2'].map((name) => `${name}_${projectId}`);
  for (const [at, id] of cards.entries()) {
    await server.db.adhoc(
      `insert into vouchers (project_id, id, code, type, balance, created_at)
       values ($1, $2::text, $2::text, 'LOYALTY_CARD', $3, '2026-01-01')`,
      [projectId, id, at * 20],
    );
  }
  return { projectId, cards, spendings: new Array<string>(), earnings: new Array<string>() };
}
type Books = Awaited<ReturnType<typeof newBooks>>;

function contextOn({ projectId }: Books, day: number): LedgerContext {
  const now = start.add({ hours: 24 * day });
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

async function carryOut(books: Books, day: number, one: Step): Promise<void> {
  const context = contextOn(books, day);
  const cardId = 'card' in one ? (books.cards[one.card] ?? '') : '';
  switch (one.do) {
    case 'add': {
      const id = context.newId('vtx');
      const expiresAt =
        one.days === null ? null : context.now.add({ hours: 24 * one.days }).toString();
      const entry = { id, type: 'POINTS_ACCRUAL' } as const;
      const added = await credit(context, server.db, {
        cardId,
        amount: one.amount,
        expiresAt,
        entry,
      });
      if (added.ok) books.earnings.push(id);
      return;
    }
    case 'spend':
    case 'remove': {
      const id = context.newId('vtx');
      const type = one.do === 'spend' ? 'POINTS_REDEMPTION' : 'POINTS_REMOVAL';
      const taken = await debit(context, server.db, {
        cardId,
        amount: one.amount,
        entry: { id, type },
      });
      if (taken.ok && one.do === 'spend') books.spendings.push(id);
      return;
    }
    case 'transfer':
      return transfer(context, cardId, books.cards[(one.card + 1) % 3] ?? '', one.amount);
    case 'expire':
      await expire(context, server.db, cardId);
      return;
    case 'roll back': {
      const spending = books.spendings.splice(one.which, 1)[0];
      const entry = { id: context.newId('vtx'), at: context.now.toString(), type: 'POINTS_REFUND' };
      if (spending === undefined) return;
      const values = [books.projectId, spending, JSON.stringify(entry)];
      await server.db.adhoc('select ledger_refund($1, $2, $3::jsonb)', values);
      return;
    }
    case 'take back': {
      const creditingId = books.earnings[one.which];
      const entry = { type: 'POINTS_ACCRUAL_CANCELLATION' } as const;
      if (creditingId === undefined) return;
      await takeBack(context, server.db, { creditingId, amount: 60, entry });
      return;
    }
    case 'delete':
      await server.db.adhoc('delete from vouchers where project_id = $1 and id = $2', [
        books.projectId,
        cardId,
      ]);
      return;
    default:
      one satisfies never;
  }
}

async function transfer(context: LedgerContext, from: string, to: string, points: number) {
  await server.db.transaction(async (tx) => {
    const out = { cardId: from, amount: points, entry: { type: 'POINTS_TRANSFER_OUT' } } as const;
    const taken = await debit(context, tx, out);
    if (!taken.ok) return taken;
    const entry = { type: 'POINTS_TRANSFER_IN' } as const;
    return credit(context, tx, { cardId: to, amount: points, expiresAt: null, entry });
  });
}

test('any sequence of movements leaves right books, which replayed give the balances', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 25 }), async (steps) => {
      const books = await newBooks();
      for (const [day, one] of steps.entries()) await carryOut(books, day, one);
      assert.deepEqual((await verifyLedger(server.db)).findings, []);
      const entries = await server.db.adhoc<{
        voucher_id: string;
        amount: number;
        balance: number;
      }>(
        'select voucher_id, amount, balance from ledger_entries where project_id = $1 order by number',
        [books.projectId],
      );
      const held = new Map<string, number>();
      for (const { voucher_id: id, amount: change, balance } of entries) {
        held.set(id, (held.get(id) ?? 0) + change);
        assert.equal(held.get(id), balance);
        assert(balance >= 0);
      }
      const cards = await server.db.adhoc<{ id: string; balance: number }>(
        'select id, balance from vouchers where project_id = $1',
        [books.projectId],
      );
      const living = new Map(cards.map(({ id, balance }) => [id, balance]));
      for (const id of books.cards) assert.equal(held.get(id) ?? 0, living.get(id) ?? 0);
    }),
    { numRuns: RUNS },
  );
});

test('a deleted project takes its books along', async () => {
  const manager = await server.management();
  const { body: made } = await manager.post('/management/v1/projects', {
    name: 'Short-lived',
    case_sensitive_codes: true,
    timezone: 'UTC',
    currency: 'USD',
  });
  const projectId = made.id;
  await server.db.adhoc(
    `insert into vouchers (project_id, id, code, type, balance, created_at)
     values ($1, 'v_1', 'CARD', 'GIFT_VOUCHER', 100, now())`,
    [projectId],
  );
  await manager.delete(`/management/v1/projects/${projectId}`);
  for (const table of ['vouchers', 'ledger_entries', 'ledger_lots', 'ledger_postings']) {
    const left = await server.db.adhoc(`select from ${table} where project_id = $1`, [projectId]);
    assert.equal(left.length, 0, table);
  }
});
