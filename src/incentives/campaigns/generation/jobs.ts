/** The task that makes codes, a portion at a time, so that large campaigns let small ones pass. */
import assert from 'node:assert/strict';
import { Temporal } from 'temporal-polyfill';
import type { Database } from '../../../platform/db/database.ts';
import { isoOf } from '../../../platform/iso.ts';
import { addJob } from '../../../platform/jobs/add-job.ts';
import type { Run, Tasks } from '../../../platform/jobs/start-jobs.ts';
import { renewPlans } from './renew-plans.ts';
import { failGeneration, GENERATE_VOUCHERS, type GenerationId, makeNextBatch } from './service.ts';

/** After so long the rest goes to the end of the queue. */
const PORTION_MS = 2_000;

export function generationTasks(db: Database): Tasks {
  return {
    [GENERATE_VOUCHERS]: (payload, run) => generatePortion(db, generationOf(payload), run),
  };
}

async function generatePortion(
  db: Database,
  generation: GenerationId,
  { signal, isLastAttempt }: Run,
): Promise<void> {
  const startedAt = performance.now();
  let way: 'copy' | 'insert' = 'copy';
  try {
    while (performance.now() - startedAt < PORTION_MS && !signal.aborted) {
      const now = Temporal.Now.instant();
      const at = { iso: isoOf(now), epochMilliseconds: now.epochMilliseconds };
      const next = await makeNextBatch(db, generation, way, at);
      await renewPlans(db, next);
      if (next.isOver) return;
      way = next.way;
    }
    // If this process dies right here, the job it is in runs again instead.
    await addJob(db, GENERATE_VOUCHERS, generation);
  } catch (error) {
    if (isLastAttempt) await failGeneration(db, generation, isoOf(Temporal.Now.instant()));
    throw error;
  }
}

function generationOf(payload: unknown): GenerationId {
  assert(typeof payload === 'object' && payload !== null, 'the payload is an object');
  assert('projectId' in payload && 'id' in payload, 'the payload names a generation');
  const { projectId, id } = payload;
  assert(typeof projectId === 'string' && typeof id === 'string', 'ids are text');
  return { projectId, id };
}
