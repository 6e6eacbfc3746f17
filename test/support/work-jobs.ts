/** A process that works off the jobs of a database until it is killed. */
import { allTasks } from '../../src/app.ts';
import { connectDatabase } from '../../src/platform/db/database.ts';
import { startJobs } from '../../src/platform/jobs/start-jobs.ts';

const databaseUrl = process.argv[2] ?? '';
const nothing = () => undefined;
const tasks = allTasks(connectDatabase(databaseUrl, nothing));
await startJobs({ databaseUrl, tasks, log: { info: nothing, warn: nothing, error: nothing } });
