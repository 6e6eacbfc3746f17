/**
 * `npm run bench`: everything side by side in one run, as ratios. Absolute numbers say more about the
 * machine than about the code; the ratios are what docs/performance.md records.
 *
 * `npm run bench -- hot-path` runs one part; the others are `qualification`, `many-tiers`, `explain`,
 * `earning`, `stored-value`, and `generate`, `ledger` and `members`, which take a number of codes, lots or
 * members (of these at most 100,000): `npm run bench -- generate 100000`.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { startDatabase } from '../src/platform/db/embedded/start-database.ts';
import { migrate } from '../src/platform/db/migrate.ts';
import { migrateJobs } from '../src/platform/jobs/start-jobs.ts';
import { benchEarning } from './earning.ts';
import { benchExplain } from './explain.ts';
import { measureGeneration } from './generate.ts';
import { benchHotPath, type HotPathResult } from './hot-path.ts';
import { measureLedger } from './ledger.ts';
import { benchManyTiers } from './many-tiers.ts';
import { measureMembers } from './members.ts';
import { benchQualification } from './qualification.ts';
import { benchStoredValue } from './stored-value.ts';

const wanted = process.argv.slice(2).filter((argument) => !isNumber(argument));
const codes = Number(process.argv.slice(2).find(isNumber) ?? 1_000_000);
const isWanted = (name: string) => wanted.length === 0 || wanted.includes(name);

const folder = mkdtempSync(join(tmpdir(), 'scrip-bench-'));
const database = await startDatabase({ databaseUrl: null, dataFolder: folder }, () => undefined);
try {
  await migrate(database.url);
  await migrateJobs(database.url);
  console.log(
    `${cpus().length} cores (${cpus()[0]?.model ?? 'unknown'}), ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.version}; server, database and clients share them\n`,
  );
  if (isWanted('hot-path')) showRates(await benchHotPath(database.url));
  if (isWanted('qualification')) await showQualification(database.url);
  if (isWanted('many-tiers')) await showManyTiers(database.url);
  if (isWanted('explain')) showRates(await benchExplain(database.url));
  if (isWanted('earning')) showRates(await benchEarning(database.url));
  if (isWanted('stored-value')) showRates(await benchStoredValue(database.url));
  if (isWanted('generate')) await showGeneration(database.url);
  if (isWanted('ledger')) await showLedger(database.url);
  if (isWanted('members')) await showMembers(database.url);
} finally {
  await database.stop();
  rmSync(folder, { recursive: true, force: true });
}

function isNumber(argument: string): boolean {
  return /^\d+$/.test(argument);
}

function showRates(results: readonly HotPathResult[]): void {
  for (const { title, floor, rates } of results) {
    console.log(title);
    for (const rate of [floor, ...rates]) {
      const ratio =
        rate === floor ? '      ' : (rate.perSecond / floor.perSecond).toFixed(2).padStart(6);
      const speed = `${Math.round(rate.perSecond)}/s`.padStart(9);
      console.log(
        `  ${rate.name.padEnd(40)}${speed}  ${ratio}   p50 ${rate.p50} ms, p99 ${rate.p99} ms`,
      );
    }
    console.log('');
  }
}

async function showQualification(url: string): Promise<void> {
  console.log('Qualification, scenario ALL, 8 lines of 2, by number of active promotion tiers');
  for (const { shape, sorting, tiers, p50, p95 } of await benchQualification(url)) {
    const name = `${shape}, ${sorting}, ${tiers.toLocaleString('en')} tiers`;
    console.log(`  ${name.padEnd(40)} p50 ${p50.toFixed(2)} ms, p95 ${p95.toFixed(2)} ms`);
  }
  console.log('');
}

async function showManyTiers(url: string): Promise<void> {
  console.log(
    'Qualification among tiers with rules of many kinds; the server a process of its own',
  );
  for (const one of await benchManyTiers(url)) {
    const name = `${one.matching} of ${one.tiers.toLocaleString('en')} match`;
    const perTier = Math.round((one.heapMb * 1_024) / one.tiers);
    console.log(
      `  ${name.padEnd(26)} p50 ${one.p50.toFixed(2)} ms, p95 ${one.p95.toFixed(2)} ms; first ${Math.round(one.firstMs)} ms; after one change ${one.afterChangeMs.toFixed(1)} ms; ${Math.round(one.heapMb)} MB, ${perTier} KB a tier`,
    );
  }
  console.log('');
}

async function showMembers(url: string): Promise<void> {
  const measured = await measureMembers(url, Math.min(codes, 100_000));
  const { members, addedMs, activatedMs, residentBeforeMb, residentPeakMb } = measured;
  const figures = (ms: number) =>
    `${(ms / 1_000).toFixed(1)} s`.padStart(9) +
    `${Math.round((1_000 * members) / ms)}/s`.padStart(9);
  console.log(`${members.toLocaleString('en')} members of a loyalty program, in the background`);
  console.log(`  ${'added'.padEnd(40)}${figures(addedMs)}`);
  console.log(`  ${'their pending points activated'.padEnd(40)}${figures(activatedMs)}`);
  console.log(
    `  memory of the process: ${residentBeforeMb} MB before, ${residentPeakMb} MB at its peak\n`,
  );
}

async function showGeneration(url: string): Promise<void> {
  const measured = await measureGeneration(url, codes);
  const { generatedMs, copiedMs, ratio, residentBeforeMb, residentPeakMb } = measured;
  const seconds = (ms: number) => `${(ms / 1_000).toFixed(1)} s`.padStart(9);
  console.log(`${codes.toLocaleString('en')} codes of a campaign, and their rows by one raw COPY`);
  console.log(`  ${'raw COPY, the same indexes'.padEnd(40)}${seconds(copiedMs)}`);
  console.log(
    `  ${'generated'.padEnd(40)}${seconds(generatedMs)}  ${ratio.toFixed(2).padStart(6)}`,
  );
  console.log(
    `  memory of the process: ${residentBeforeMb} MB before, ${residentPeakMb} MB at its peak\n`,
  );
}

async function showLedger(url: string): Promise<void> {
  console.log('The books at size: time, and memory of the process before and at its peak');
  for (const { name, ms, residentBeforeMb, residentPeakMb } of await measureLedger(url, codes)) {
    const seconds = `${(ms / 1_000).toFixed(1)} s`.padStart(9);
    console.log(`  ${name.padEnd(44)}${seconds}  ${residentBeforeMb} MB, ${residentPeakMb} MB`);
  }
  console.log('');
}
