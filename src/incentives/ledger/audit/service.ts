/** Auditing the ledger: are the books of a database right, and what do they still owe. */
import { done } from '../../../engine/outcome.ts';
import type { Database, Sql } from '../../../platform/db/database.ts';
import {
  beginAudit,
  checks,
  type Extent,
  extentOf,
  type Fault,
  faultsOf,
  type Liability,
  nextLiabilities,
  openLiability,
} from './store.ts';

export type { Extent, Fault, Liability } from './store.ts';

/** Faults of a check that are named; more are not counted. */
const MOST_FAULTS = 20;
/** Rows of the liability that are held at a time. */
const PORTION = 1_000;

export type Finding = { readonly claim: string; readonly faults: readonly Fault[] };
export type Audit = { readonly extent: Extent; readonly findings: readonly Finding[] };

/** Every claim with what contradicts it, of one moment: none, where the books are right. */
export async function verifyLedger(db: Database): Promise<Audit> {
  const audit = await db.transaction(async (tx) => {
    await beginAudit(tx);
    return done({ extent: await extentOf(tx), findings: await findingsOf(tx) });
  });
  return audit.value;
}

/** What contradicts the claims, as the transaction of `sql` sees the books. */
export async function findingsOf(sql: Sql): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const check of checks) {
    const faults = await faultsOf(sql, check, MOST_FAULTS);
    if (faults.length > 0) findings.push({ claim: check.claim, faults });
  }
  return findings;
}

/** What is outstanding, handed over a portion at a time, of one moment. */
export async function reportLiability(
  db: Database,
  told: (rows: readonly Liability[]) => void,
): Promise<void> {
  await db.transaction(async (tx) => {
    await beginAudit(tx);
    await openLiability(tx);
    for (let rows = await nextLiabilities(tx, PORTION); rows.length > 0; ) {
      told(rows);
      rows = await nextLiabilities(tx, PORTION);
    }
    return done(null);
  });
}
