/** What campaigns do in the background. */
import type { Database } from '../../platform/db/database.ts';
import type { Tasks } from '../../platform/jobs/start-jobs.ts';
import { generationTasks } from './generation/jobs.ts';
import { removalTasks } from './removal/jobs.ts';

export function campaignTasks(db: Database): Tasks {
  return { ...generationTasks(db), ...removalTasks(db) };
}
