/**
 * `scrip ledger verify`: proves the books of the whole database; exits with 1 and names what is wrong.
 * `scrip ledger liability [--csv]`: what is outstanding, by programme and by the month it expires in.
 */
import type { Config } from '../config.ts';
import {
  type Liability,
  reportLiability,
  verifyLedger,
} from '../incentives/ledger/audit/service.ts';
import { csvLine } from '../platform/csv/csv.ts';
import { connectDatabase, type Database } from '../platform/db/database.ts';
import { startDatabase } from '../platform/db/embedded/start-database.ts';
import { migrate } from '../platform/db/migrate.ts';
import { StartProblem } from '../platform/start-problem.ts';
import { progress } from './progress.ts';

export async function ledger(config: Config, args: readonly string[]): Promise<number> {
  const [name, ...options] = args;
  if (name === 'verify' && options.length === 0) return withDatabase(config, verify);
  const isCsv = options[0] === '--csv';
  if (name === 'liability' && options.length === (isCsv ? 1 : 0)) {
    return withDatabase(config, (db) => liability(db, isCsv ? csvRow : textRow));
  }
  throw new StartProblem('say scrip ledger verify, or scrip ledger liability [--csv]');
}

async function withDatabase(
  config: Config,
  work: (db: Database) => Promise<number>,
): Promise<number> {
  const database = await startDatabase(config, progress);
  try {
    await migrate(database.url);
    const db = connectDatabase(database.url, (error) => console.error(`scrip: ${error.message}`));
    try {
      return await work(db);
    } finally {
      await db.close();
    }
  } finally {
    await database.stop();
  }
}

async function verify(db: Database): Promise<number> {
  const { extent, findings } = await verifyLedger(db);
  for (const { claim, faults } of findings) {
    console.log(`not so: ${claim}`);
    for (const { project_id: project, id, found, expected } of faults) {
      console.log(`  ${project} ${id}: ${found ?? 'nothing'} instead of ${expected ?? 'nothing'}`);
    }
  }
  const { cards, entries, lots } = extent;
  const books = `${cards} cards, ${entries} entries, ${lots} lots`;
  console.log(
    findings.length === 0 ? `the books are right: ${books}` : `the books are wrong: ${books}`,
  );
  return findings.length === 0 ? 0 : 1;
}

async function liability(
  db: Database,
  row: (values: readonly string[]) => string,
): Promise<number> {
  console.log(row(['project', 'kind', 'programme', 'month', 'outstanding', 'cards']));
  await reportLiability(db, (rows) => {
    for (const one of rows) console.log(row(valuesOf(one)));
  });
  return 0;
}

function valuesOf({ project, kind, programme, month, outstanding, cards }: Liability): string[] {
  return [project, kind, programme ?? '', month ?? 'never', String(outstanding), String(cards)];
}

function csvRow(values: readonly string[]): string {
  return csvLine(values).trimEnd();
}

function textRow([
  project = '',
  kind = '',
  programme = '',
  month = '',
  ...figures
]: readonly string[]) {
  const [outstanding = '', cards = ''] = figures;
  const names = `${project.padEnd(44)} ${kind.padEnd(8)} ${programme.padEnd(30)}`;
  return `${names} ${month.padEnd(8)} ${outstanding.padStart(16)} ${cards.padStart(10)}`;
}
