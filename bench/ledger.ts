/**
 * The books at size: making cards beside making codes, letting so many lots expire, proving and summing
 * up so many entries, writing them as CSV. Time, and the memory of the process that does it.
 *
 *     npm run bench -- ledger [lots]
 */
import assert from 'node:assert/strict';
import { Temporal } from 'temporal-polyfill';
import { allTasks } from '../src/app.ts';
import { reportLiability, verifyLedger } from '../src/incentives/ledger/audit/service.ts';
import { connectDatabase, type Database } from '../src/platform/db/database.ts';
import { newId } from '../src/platform/ids.ts';
import { generate } from './generate.ts';

export type LedgerFigure = {
  readonly name: string;
  readonly ms: number;
  /** Memory of this process before and at its highest, in MB. */
  readonly residentBeforeMb: number;
  readonly residentPeakMb: number;
};

const projectId = 'proj_bench';
const LOTS_OF_A_CARD = 10;

export async function measureLedger(
  databaseUrl: string,
  lots: number,
): Promise<readonly LedgerFigure[]> {
  const db = connectDatabase(databaseUrl, (error) => console.error(error.message));
  try {
    await generate(db, 20_000);
    const card = {
      type: 'GIFT_VOUCHER',
      balance: 1_000,
      issuedExpiresAt: null,
      giftEffect: null,
    } as const;
    const codes = Math.min(lots, 100_000);
    const figures = [
      await measured(`${codes} discount codes made`, () => generate(db, codes)),
      await measured(`${codes} gift cards made`, () => generate(db, codes, card)),
      await measured(`${lots} lots put in (by the database alone)`, () => fill(db, lots)),
      await measured('verify', async () => {
        assert.deepEqual((await verifyLedger(db)).findings, []);
      }),
      await measured('liability', () => reportLiability(db, () => undefined)),
      await measured('transactions as CSV', () => exportAll(db)),
      await measured(`${lots} lots expire`, () => expireAll(db)),
      await measured('verify again', async () => {
        assert.deepEqual((await verifyLedger(db)).findings, []);
      }),
    ];
    return figures;
  } finally {
    await db.close();
  }
}

async function measured(name: string, work: () => Promise<unknown>): Promise<LedgerFigure> {
  const residentBeforeMb = residentMb();
  let residentPeakMb = residentBeforeMb;
  const watch = setInterval(() => {
    residentPeakMb = Math.max(residentPeakMb, residentMb());
  }, 50);
  const startedAt = performance.now();
  await work();
  const ms = performance.now() - startedAt;
  clearInterval(watch);
  return { name, ms, residentBeforeMb, residentPeakMb };
}

/** Cards of ten lots each that expired an hour ago, in the books as the functions would write them. */
async function fill(db: Database, lots: number): Promise<void> {
  const cards = Math.ceil(lots / LOTS_OF_A_CARD);
  await db.transaction(async (tx) => {
    await tx.adhoc('set local statement_timeout = 0', []);
    await tx.adhoc(
      `insert into vouchers (project_id, id, code, type, balance, created_at)
       select $1, 'v_ledger' || n, 'LEDGER' || n, 'LOYALTY_CARD', 0, now() - interval '1 day'
       from generate_series(1, $2::integer) n`,
      [projectId, cards],
    );
    const credits = `select 'v_ledger' || n as card, at, 'vtx_ledger' || n || '_' || at as entry,
      'lopb_ledger' || n || '_' || at as lot from generate_series(1, ${cards}) n,
      generate_series(1, ${LOTS_OF_A_CARD}) at`;
    await tx.adhoc(
      `insert into ledger_entries (project_id, id, voucher_id, number, type, amount, balance, total, created_at)
       select $1, entry, card, at, 'POINTS_ADDITION', 100, at * 100, at * 100, now() - interval '1 day'
       from (${credits}) c`,
      [projectId],
    );
    await tx.adhoc(
      `insert into ledger_lots (project_id, id, voucher_id, entry_id, amount, remaining, expires_at, created_at)
       select $1, lot, card, entry, 100, 100, now() - interval '1 hour', now() - interval '1 day'
       from (${credits}) c`,
      [projectId],
    );
    await tx.adhoc(
      `insert into ledger_postings (project_id, entry_id, lot_id, amount)
       select $1, entry, lot, 100 from (${credits}) c`,
      [projectId],
    );
    await tx.adhoc(
      `update vouchers set balance = $2, added = $2, last_entry = $3
       where project_id = $1 and code like 'LEDGER%'`,
      [projectId, 100 * LOTS_OF_A_CARD, LOTS_OF_A_CARD],
    );
    return { ok: true, value: null };
  });
  await db.adhoc('analyze', []);
}

const forever = { signal: new AbortController().signal, isLastAttempt: false };

async function expireAll(db: Database): Promise<void> {
  await allTasks(db)['expire_points']?.({}, forever);
  const due = await db.adhoc(
    'select from ledger_lots where remaining > 0 and expires_at < now() limit 1',
    [],
  );
  assert.equal(due.length, 0, 'nothing is due any more');
}

async function exportAll(db: Database): Promise<void> {
  const id = newId('exp', Temporal.Now.instant().epochMilliseconds);
  await db.adhoc(
    `insert into exports (project_id, id, exported_object, parameters, shown, token, created_at)
     values ($1, $2, 'voucher_transactions', '{}', '{}', 'token', now())`,
    [projectId, id],
  );
  await allTasks(db)['write_export']?.({ projectId, id }, forever);
}

function residentMb(): number {
  return Math.round(process.memoryUsage.rss() / 2 ** 20);
}
