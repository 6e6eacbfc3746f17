/** The one lock of a project's configuration: writers of several rows take it before any other. */
import { type Sql, statement } from './database.ts';

const lockStatement = statement<{ id: string }>(
  'lock_configuration',
  'select id from projects where id = $1 for no key update',
);

/**
 * Until the transaction ends nobody else changes the project's configuration. Every change takes
 * this row in the end, to raise `config_version`; two that took it after other rows could each hold
 * what the other waits for. Requests that only read never wait for it.
 */
export async function lockConfiguration(tx: Sql, projectId: string): Promise<void> {
  await tx.rows(lockStatement, [projectId]);
}
