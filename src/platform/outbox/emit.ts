/** Writes into the outbox what has happened, in the transaction in which it happens. */
import type { Context } from '../context.ts';
import type { Sql } from '../db/database.ts';
import { isoOf } from '../iso.ts';
import { addJob } from '../jobs/add-job.ts';
import type { OutboxEvent, RequestOutbox } from './entry.ts';
import { insertEntry } from './store.ts';

/** The task that follows up what no request does: one entry at once, where its payload names it. */
export const FOLLOW_OUTBOX = 'follow_outbox';

/** Of a request, or of work in the background, which has no outbox of its own. */
export type Emitting = Pick<Context, 'project' | 'now' | 'newId'> & {
  readonly outbox?: RequestOutbox;
};

/**
 * What a request emits is followed up right after its commit, before it is answered, and is not even
 * written where nothing would follow from it; what others emit is followed up by a job.
 */
export async function emit(context: Emitting, sql: Sql, event: OutboxEvent): Promise<void> {
  const { outbox, project, now, newId } = context;
  const at = isoOf(now);
  if (outbox !== undefined) {
    const entry = outbox.entry(event);
    if (entry !== null) await insertEntry(sql, project.id, { ...entry, at });
    return;
  }
  const id = newId('out');
  await insertEntry(sql, project.id, { ...event, id, at });
  await addJob(sql, FOLLOW_OUTBOX, { projectId: project.id, id });
}
