/** A process that takes the job `abandoned`, says so, and never ends it: made to be killed. */
import { startJobs } from '../../src/platform/jobs/start-jobs.ts';

const nothing = () => undefined;
await startJobs({
  databaseUrl: process.argv[2] ?? '',
  log: { info: nothing, warn: nothing, error: nothing },
  tasks: {
    abandoned: async () => {
      process.send?.('taken');
      await new Promise(nothing);
    },
  },
});
