/**
 * The command line: `scrip <command>`. Every command is a row of `commands`; add one there.
 *
 * What an operator can mend is told in one line on standard error, `scrip: …`, and exits with 1.
 */
import { isConfig, readConfig } from '../config.ts';
import { StartProblem } from '../platform/start-problem.ts';
import { commands } from './commands.ts';
import { version } from './version.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** Answers the exit code. */
export async function run(args: readonly string[], env: Environment): Promise<number> {
  const [name = 'help', ...rest] = args;
  if (['help', '--help', '-h'].includes(name)) return help();
  if (['version', '--version', '-v'].includes(name)) return print(version());

  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (command === undefined) {
    console.error(`scrip: there is no command "${name}"; scrip help lists them`);
    return 1;
  }
  const config = readConfig(env);
  if (!isConfig(config)) {
    for (const { variable, message } of config) console.error(`scrip: ${variable} ${message}`);
    return 1;
  }
  return await attempt(() => command.run(config, rest));
}

async function attempt(work: () => Promise<number>): Promise<number> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof StartProblem)) throw error; // our bug: the stack is worth having
    console.error(`scrip: ${error.message}`);
    return 1;
  }
}

function help(): number {
  const rows = Object.entries(commands).map(([name, { summary }]) => row(name, summary));
  rows.push(row('version', 'print the version'), row('help', 'print this'));
  return print(
    `Scrip ${version()}, the open promotion and loyalty engine\n\n${rows.join('\n')}\n\n` +
      'Settings are environment variables: PORT, HOST, DATABASE_URL, SCRIP_DATA, SCRIP_WORKERS …',
  );
}

function row(name: string, summary: string): string {
  return `  scrip ${name.padEnd(10)} ${summary}`;
}

function print(text: string): number {
  console.log(text);
  return 0;
}
