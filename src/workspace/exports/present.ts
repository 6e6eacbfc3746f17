/** Exports: row → wire. */
import type { Export } from './schema.ts';
import type { ExportRow } from './service.ts';

export function presentExport(row: ExportRow): Export {
  const { id, created_at, status, exported_object, shown, token } = row;
  const url = `/v1/exports/${id}?token=${token}`;
  return {
    id,
    object: 'export',
    created_at,
    status,
    channel: 'API',
    exported_object,
    parameters: shown,
    result: status === 'DONE' ? { url } : null,
    user_id: null,
  };
}
