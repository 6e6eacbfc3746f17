/**
 * Runs everything: types, lint, format, dependency rules, then the tests, on one database server.
 *
 *   npm test                    all of it
 *   npm test -- money pricing   only test files whose path contains one of the words
 *   npm run check               only what needs no test: types, lint, format, dependency rules
 *
 * The last line is `N passed, N failed`; a check that fails counts as a failure.
 */
import { globSync } from 'node:fs';
import { join, relative } from 'node:path';
import { run as runTests } from 'node:test';
import { pathToFileURL } from 'node:url';
import { inspect } from 'node:util';
import { runChecks } from './support/checks.ts';
import { startTestServer } from './support/database.ts';

type Tally = { readonly passed: number; readonly failed: number };

const parallelFiles = 2;
const fileLimitMs = 5 * 60_000;
const testFiles = ['src/**/*.test.ts', 'test/**/*.test.ts', 'bench/**/*.test.ts'];

const [option, ...rest] = process.argv.slice(2);
const isStatic = option === '--static';
const words = isStatic || option === undefined ? rest : [option, ...rest];

const failedChecks = words.length === 0 ? await runChecks() : 0;
const tests: Tally = isStatic ? { passed: 0, failed: 0 } : await testAll();
console.log(`\n${tests.passed} passed, ${tests.failed + failedChecks} failed`);
process.exit(tests.failed + failedChecks === 0 ? 0 : 1);

async function testAll(): Promise<Tally> {
  const files = testFiles
    .flatMap((pattern) => globSync(pattern))
    .filter((file) => words.length === 0 || words.some((word) => file.includes(word)))
    .toSorted();
  if (files.length === 0) {
    console.log('no test file matches');
    return { passed: 0, failed: 1 };
  }
  const server = await startTestServer();
  process.env.SCRIP_TEST_DATABASE_URL = server.url;
  // Every file is a process, which else spends half a second more on reading the same sources.
  process.env.NODE_COMPILE_CACHE ??= join(import.meta.dirname, '../node_modules/.cache/compiled');
  try {
    return await testFilesOn(files);
  } finally {
    await server.stop();
  }
}

async function testFilesOn(files: readonly string[]): Promise<Tally> {
  const startedAt = performance.now();
  let tally: Tally | null = null;
  const seeded = pathToFileURL(join(import.meta.dirname, 'support/seeded.ts')).href;
  const execArgv = ['--import', seeded];
  const stream = runTests({ files, concurrency: parallelFiles, timeout: fileLimitMs, execArgv });
  for await (const { type, data } of stream) {
    if (type === 'test:fail') tellFailure(data);
    else if (type === 'test:stdout' || type === 'test:stderr') process.stderr.write(data.message);
    else if (type === 'test:summary' && data.file === undefined) tally = tallyOf(data.counts);
  }
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  console.log(`tests         ${files.length} files, ${seconds} s`);
  return tally ?? { passed: 0, failed: 1 };
}

/** Skipped ones are neither; cancelled ones have failed. */
function tallyOf(counts: Record<'tests' | 'passed' | 'skipped' | 'todo', number>): Tally {
  const { tests: all, passed, skipped, todo } = counts;
  return { passed, failed: all - passed - skipped - todo };
}

type Failure = {
  readonly name: string;
  readonly file?: string;
  readonly line?: number;
  readonly details: { readonly error: Error };
};

function tellFailure({ name, file, line, details }: Failure): void {
  const { error } = details;
  // The parent of a failed test fails with it; one report is enough.
  if ('failureType' in error && error.failureType === 'subtestsFailed') return;
  const place = file === undefined ? '' : `${relative(process.cwd(), file)}:${line ?? 1} `;
  console.log(`\n✖ ${place}${name}\n${inspect(error.cause ?? error)}\n`);
}
