/** Exports: ask for one, follow it, download its file, remove it. */
import { done, refuse } from '../../engine/outcome.ts';
import { Download } from '../../platform/http/download.ts';
import { type Route, route } from '../../platform/http/route.ts';
import { NoContent } from '../../platform/http/shapes.ts';
import { presentExport } from './present.ts';
import {
  DownloadQuery,
  Export,
  ExportId,
  ExportInput,
  ExportList,
  ExportQuery,
  FileOrExport,
} from './schema.ts';
import {
  createExport,
  deleteExport,
  downloadExport,
  type ExportSources,
  getExport,
  pageOfExports,
} from './service.ts';

const tag = 'Exports';

/** With what there is to export. */
export function exportRoutes(sources: ExportSources): readonly Route[] {
  return [createRoute(sources), ...ofExports];
}

function createRoute(sources: ExportSources): Route {
  return route({
    operation: 'create-export',
    on: 'POST /v1/exports',
    tag,
    does: 'Begins to write objects of a kind as CSV, in the background',
    may: 'exports.modify',
    body: ExportInput,
    reply: Export,
    fails: ['invalid_export_fields', 'invalid_payload'],
    async handle({ body }, context) {
      const source = sources.get(body.exported_object);
      if (source === undefined) return refuse('invalid_payload', 'There is no such object');
      const made = await createExport(context, { source, parameters: body.parameters ?? {} });
      return made.ok ? done(presentExport(made.value)) : made;
    },
  });
}

const ofExports = [
  route({
    operation: 'list-exports',
    on: 'GET /v1/exports',
    tag,
    does: 'Lists exports, newest first unless asked otherwise',
    may: 'exports.read',
    query: ExportQuery,
    reply: ExportList,
    fails: ['invalid_query_params'],
    async handle({ query }, context) {
      const { rows, total } = await pageOfExports(context, query);
      const exports = rows.map(presentExport);
      return done({ object: 'list', data_ref: 'exports', exports, total });
    },
  }),
  route({
    operation: 'get-export',
    on: 'GET /v1/exports/:exportId',
    tag,
    does: 'Reads an export; with the token of its result, the file itself',
    may: 'exports.read',
    params: ExportId,
    query: DownloadQuery,
    reply: FileOrExport,
    fails: ['not_found', 'unauthorized'],
    async handle({ params: { exportId }, query: { token } }, context) {
      if (token === undefined) {
        const found = await getExport(context, exportId);
        return found.ok ? done(presentExport(found.value)) : found;
      }
      const file = await downloadExport(context, exportId, token);
      if (!file.ok) return file;
      return done(
        new Download(file.value, {
          type: 'text/csv; charset=utf-8',
          fileName: `${exportId}.csv`,
        }),
      );
    },
  }),
  route({
    operation: 'delete-export',
    on: 'DELETE /v1/exports/:exportId',
    tag,
    does: 'Removes an export with its file',
    may: 'exports.delete',
    params: ExportId,
    reply: NoContent,
    status: 204,
    fails: ['not_found'],
    handle: ({ params }, context) => deleteExport(context, params.exportId),
  }),
];
