/** The task that removes large campaigns, a portion at a time. */
import assert from 'node:assert/strict';
import { Temporal } from 'temporal-polyfill';
import type { Database } from '../../../platform/db/database.ts';
import { isoOf } from '../../../platform/iso.ts';
import { addJob } from '../../../platform/jobs/add-job.ts';
import type { Tasks } from '../../../platform/jobs/start-jobs.ts';
import { REMOVE_CAMPAIGN, type Removal, removeNextBatch } from './service.ts';

/** After so long the rest goes to the end of the queue. */
const PORTION_MS = 2_000;

export function removalTasks(db: Database): Tasks {
  return {
    async [REMOVE_CAMPAIGN](payload, { signal }) {
      const removal = removalOf(payload);
      const startedAt = performance.now();
      while (performance.now() - startedAt < PORTION_MS && !signal.aborted) {
        const { isOver } = await removeNextBatch(db, removal, isoOf(Temporal.Now.instant()));
        if (isOver) return;
      }
      // If this process dies right here, the job it is in runs again instead.
      await addJob(db, REMOVE_CAMPAIGN, removal);
    },
  };
}

function removalOf(payload: unknown): Removal {
  assert(typeof payload === 'object' && payload !== null, 'the payload is an object');
  assert('projectId' in payload && 'campaignId' in payload, 'the payload names a campaign');
  assert('actionId' in payload && 'wanted' in payload, 'the payload names an action');
  const { projectId, campaignId, actionId, wanted } = payload;
  assert(typeof projectId === 'string' && typeof campaignId === 'string', 'ids are text');
  assert(typeof actionId === 'string' && typeof wanted === 'number', 'a count is a number');
  return { projectId, campaignId, actionId, wanted };
}
