/** Writing exports: one query of the database, its rows as CSV, stored in portions. */
import assert from 'node:assert/strict';
import { Temporal } from 'temporal-polyfill';
import { done } from '../../engine/outcome.ts';
import { csvLine, csvTitle } from '../../platform/csv/csv.ts';
import type { Database } from '../../platform/db/database.ts';
import type { Tasks } from '../../platform/jobs/start-jobs.ts';
import { type ExportSources, readParameters, WRITE_EXPORT } from './service.ts';
import { insertChunk, lockExport, nextRows, openRows, settleExport } from './store.ts';

/** Rows of a portion: some 100 KB, so that a process never holds much of a file. */
const PORTION = 1_000;

export function exportTasks(db: Database, sources: ExportSources): Tasks {
  return {
    async [WRITE_EXPORT](payload, { isLastAttempt }) {
      const { projectId, id } = exportOf(payload);
      await settleIfWaiting(db, projectId, id);
      try {
        await write(db, sources, projectId, id);
      } catch (error) {
        if (isLastAttempt) await settleExport(db, projectId, { id, status: 'ERROR' });
        throw error;
      }
    },
  };
}

/** Others see that it has begun: what `write` writes they see when it is done. */
async function settleIfWaiting(db: Database, projectId: string, id: string): Promise<void> {
  await db.transaction(async (tx) => {
    const row = await lockExport(tx, projectId, id);
    if (row !== null) await settleExport(tx, projectId, { id, status: 'IN_PROGRESS' });
    return done(null);
  });
}

/** All in one transaction: who is killed leaves nothing, and the job begins anew. */
async function write(
  db: Database,
  sources: ExportSources,
  projectId: string,
  id: string,
): Promise<void> {
  await db.transaction(async (tx) => {
    const row = await lockExport(tx, projectId, id);
    if (row === null) return done(null);
    const source = sources.get(row.exported_object);
    assert(source !== undefined, 'exports are made of what there is');
    const at = Temporal.Instant.from(row.created_at);
    const read = readParameters(source, row.parameters, at);
    assert(read.ok, 'the parameters were checked when the export was asked for');
    await openRows(tx, projectId, source, { ...read.value, scope: row.scope });
    const title = csvLine(read.value.fields.map(csvTitle));
    await insertChunk(tx, projectId, { exportId: id, number: 0, content: title });
    let rows = await nextRows(tx, PORTION);
    for (let number = 1; rows.length > 0; number++) {
      const content = rows.map(csvLine).join('');
      await insertChunk(tx, projectId, { exportId: id, number, content });
      rows = await nextRows(tx, PORTION);
    }
    await settleExport(tx, projectId, { id, status: 'DONE' });
    return done(null);
  });
}

function exportOf(payload: unknown): { readonly projectId: string; readonly id: string } {
  assert(typeof payload === 'object' && payload !== null, 'the payload is an object');
  assert('projectId' in payload && 'id' in payload, 'the payload names an export');
  const { projectId, id } = payload;
  assert(typeof projectId === 'string' && typeof id === 'string', 'ids are text');
  return { projectId, id };
}
