/** What can be said of the code without running it: each check is a program of its own. */
import { spawn } from 'node:child_process';
import { globSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';

type Check = {
  readonly name: string;
  readonly command: readonly string[];
  /** A further word on output that looks fine; `null` if it is. */
  readonly doubt?: (output: string) => string | null;
};

const programs = join(import.meta.dirname, '../../node_modules/.bin');

const checks: readonly Check[] = [
  { name: 'types', command: ['tsc', '--noEmit', '-p', '.'] },
  { name: 'lint', command: ['oxlint', '--type-aware', '--deny-warnings'] },
  { name: 'format', command: ['biome', 'format', '--max-diagnostics=20', '.'] },
  {
    name: 'dependencies',
    command: [
      'depcruise',
      '--config',
      '.dependency-cruiser.cjs',
      '--output-type',
      'json',
      ...roots(),
    ],
    doubt: doubtDependencies,
  },
];

/** Answers how many failed. Two at a time: the machine may have two cores, and most wait. */
export async function runChecks(): Promise<number> {
  const [types, lint, ...others] = checks.map((check) => () => runCheck(check));
  const [first, second] = await Promise.all([types?.(), lint?.()]);
  const rest = await Promise.all(others.map((check) => check()));
  return [first, second, ...rest].filter((passed) => passed === false).length;
}

async function runCheck({ name, command, doubt }: Check): Promise<boolean> {
  const startedAt = performance.now();
  const { code, output, errors } = await outputOf(command);
  const complaint = doubt?.(output) ?? (code === 0 ? null : output + errors);
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  console.log(`${name.padEnd(13)} ${complaint === null ? 'pass' : 'FAIL'}, ${seconds} s`);
  if (complaint !== null) console.log(complaint);
  return complaint === null;
}

type Output = { readonly code: number; readonly output: string; readonly errors: string };

function outputOf([program = '', ...args]: readonly string[]): Promise<Output> {
  return new Promise((resolve, reject) => {
    const path = [dirname(process.execPath), programs, process.env.PATH].join(delimiter);
    const isWindows = process.platform === 'win32';
    const child = spawn(join(programs, isWindows ? `${program}.cmd` : program), args, {
      env: { ...process.env, PATH: path },
      shell: isWindows,
    });
    let output = '';
    let errors = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
    child.on('error', reject);
    child.on('close', (code) => resolve({ code: code ?? 1, output, errors }));
  });
}

/** The folders of ours that hold code; a missing one is not an error. */
function roots(): string[] {
  return globSync(['src', 'test', 'bench', 'examples', 'bin', 'dashboard/src']);
}

type Cruise = {
  readonly modules: readonly { readonly source: string }[];
  readonly summary: {
    readonly violations: readonly {
      readonly from: string;
      readonly to: string;
      readonly rule: { readonly name: string };
    }[];
  };
};

/** With its parser missing the cruiser sees no module and is content: so count what it saw. */
function doubtDependencies(output: string): string | null {
  const { modules, summary }: Cruise = JSON.parse(output);
  const seen = modules.filter(({ source }) => isOurs(source)).length;
  const existing = roots().flatMap((root) => globSync(`${root}/**/*.{ts,tsx}`)).length;
  if (seen === 0 || seen !== existing) return `saw ${seen} modules of ${existing}`;
  const lines = summary.violations.map(({ from, to, rule }) => `${rule.name}: ${from} → ${to}`);
  return lines.length === 0 ? null : [...new Set(lines)].join('\n');
}

function isOurs(source: string): boolean {
  return /\.tsx?$/.test(source) && !source.includes('node_modules/');
}
