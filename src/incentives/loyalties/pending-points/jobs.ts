/**
 * Pending points become active when their day begins where the project is. Time zones are whole
 * quarters of an hour apart, so every quarter is some project's midnight.
 */
import assert from 'node:assert/strict';
import { Temporal } from 'temporal-polyfill';
import type { Database } from '../../../platform/db/database.ts';
import { isoOf } from '../../../platform/iso.ts';
import { addJob } from '../../../platform/jobs/add-job.ts';
import type { Recurring, Run, Tasks } from '../../../platform/jobs/start-jobs.ts';
import { activateNextDue, BATCH_SIZE } from './due.ts';
import { findProjectsWithDue } from './store.ts';

const ACTIVATE = 'activate_pending_points';
/** After so long the rest goes to the end of the queue. */
const PORTION_MS = 2_000;

export function pendingPointsTasks(db: Database): Tasks {
  return {
    async find_due_pending_points() {
      for (const id of await findProjectsWithDue(db, isoOf(Temporal.Now.instant()))) {
        await addActivation(db, id);
      }
    },
    [ACTIVATE]: (payload, run) => activatePortion(db, projectOf(payload), run),
  };
}

export const pendingPointsRecurring: Recurring = { find_due_pending_points: '*/15 * * * *' };

async function activatePortion(db: Database, projectId: string, { signal }: Run): Promise<void> {
  const startedAt = performance.now();
  while (performance.now() - startedAt < PORTION_MS && !signal.aborted) {
    const looked = await activateNextDue(db, projectId, Temporal.Now.instant());
    if (looked < BATCH_SIZE) return;
  }
  // If this process dies right here, the job it is in runs again instead.
  await addActivation(db, projectId);
}

/** One at a time for a project: two would look at the same points. */
function addActivation(db: Database, projectId: string): Promise<void> {
  const name = `${ACTIVATE}:${projectId}`;
  return addJob(db, ACTIVATE, { projectId }, { jobKey: name, queue: name });
}

function projectOf(payload: unknown): string {
  assert(typeof payload === 'object' && payload !== null, 'the payload is an object');
  assert('projectId' in payload, 'the payload names a project');
  assert(typeof payload.projectId === 'string', 'an id is text');
  return payload.projectId;
}
