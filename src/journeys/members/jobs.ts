/** The task that adds members, a portion at a time, so that large additions let small ones pass. */
import assert from 'node:assert/strict';
import type { Database } from '../../platform/db/database.ts';
import { addJob } from '../../platform/jobs/add-job.ts';
import type { Run, Tasks } from '../../platform/jobs/start-jobs.ts';
import { ADD_MEMBERS, type AdditionId, addNextMembers, failAddition } from './add-many.ts';

/** After so long the rest goes to the end of the queue. */
const PORTION_MS = 2_000;

export function memberTasks(db: Database): Tasks {
  return { [ADD_MEMBERS]: (payload, run) => addPortion(db, additionOf(payload), run) };
}

async function addPortion(
  db: Database,
  addition: AdditionId,
  { signal, isLastAttempt }: Run,
): Promise<void> {
  const startedAt = performance.now();
  try {
    while (performance.now() - startedAt < PORTION_MS && !signal.aborted) {
      if (await addNextMembers(db, addition)) return;
    }
    // If this process dies right here, the job it is in runs again instead.
    await addJob(db, ADD_MEMBERS, addition);
  } catch (error) {
    if (isLastAttempt) await failAddition(db, addition);
    throw error;
  }
}

function additionOf(payload: unknown): AdditionId {
  assert(typeof payload === 'object' && payload !== null, 'the payload is an object');
  assert('projectId' in payload && 'id' in payload, 'the payload names an addition');
  const { projectId, id } = payload;
  assert(typeof projectId === 'string' && typeof id === 'string', 'ids are text');
  return { projectId, id };
}
