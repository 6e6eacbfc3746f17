/** The commands of `scrip`, in the order its help shows them. Another one is another row. */
import type { Config } from '../config.ts';
import { demo } from './demo/demo.ts';
import { keys } from './keys.ts';
import { ledger } from './ledger.ts';
import { migrateNow } from './migrate-now.ts';
import { start } from './start.ts';

export type Command = {
  /** Says in the help what it does, in at most 70 characters. */
  readonly summary: string;
  /** Answers the exit code. Throws a `StartProblem` for what the operator can mend. */
  run(config: Config, args: readonly string[]): Promise<number>;
};

export const commands: Readonly<Record<string, Command>> = {
  start: { summary: 'start the server, with a database of its own if none is set', run: start },
  demo: { summary: 'set up a shop through the API and walk two customers through it', run: demo },
  migrate: { summary: 'bring the database up to date without starting', run: migrateNow },
  keys: { summary: "print the first project's keys and a request to try", run: keys },
  ledger: {
    summary: 'ledger verify proves all books; ledger liability [--csv] sums them up',
    run: ledger,
  },
};
