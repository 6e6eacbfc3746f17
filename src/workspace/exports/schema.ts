/** Exports on the wire. */
import Type, { type Static } from 'typebox';
import { Limit, Order, Page } from '../../platform/http/query.ts';
import { DateTime, Nullable } from '../../platform/http/shapes.ts';
import type { Download } from '../../platform/http/download.ts';
import { exportedObjects } from './source.ts';

const ExportedObject = Type.Enum(exportedObjects, { description: 'What is written' });

export const ExportId = Type.Object({ exportId: Type.String({ minLength: 1 }) });

export const ExportParameters = Type.Object({
  order: Type.Optional(
    Type.String({ maxLength: 100, description: 'Sorted by; a minus sorts the greatest first' }),
  ),
  fields: Type.Optional(
    Type.Array(Type.String({ maxLength: 300 }), {
      maxItems: 200,
      description: 'Columns, in order',
    }),
  ),
  filters: Type.Optional(
    Type.Record(Type.String(), Type.Unknown(), {
      description: 'Conditions by field, joined by `junction`',
    }),
  ),
});
export type ExportParameters = Static<typeof ExportParameters>;

export const ExportInput = Type.Object({
  exported_object: ExportedObject,
  parameters: Type.Optional(ExportParameters),
});
export type ExportInput = Static<typeof ExportInput>;

/** What an operation on one thing takes: the object is known. */
export const PartialExportInput = Type.Object({
  parameters: Type.Optional(ExportParameters),
});
export type PartialExportInput = Static<typeof PartialExportInput>;

export const ExportQuery = Type.Object({
  limit: Limit,
  page: Page,
  order: Order(['created_at', 'status']),
});
export type ExportQuery = Static<typeof ExportQuery>;

export const DownloadQuery = Type.Object({
  token: Type.Optional(
    Type.String({ maxLength: 100, description: "The result's token: answers the file instead" }),
  ),
});

export const Export = Type.Object({
  id: Type.String(),
  object: Type.Literal('export'),
  created_at: DateTime,
  status: Type.Enum(['SCHEDULED', 'IN_PROGRESS', 'DONE', 'ERROR']),
  channel: Type.Literal('API'),
  exported_object: ExportedObject,
  parameters: ExportParameters,
  result: Nullable(
    Type.Object({ url: Type.String({ description: 'Where the file is, on this server' }) }),
  ),
  user_id: Type.Null(),
});
export type Export = Static<typeof Export>;

/** The file where its token was sent; described as the export, which JSON answers. */
export const FileOrExport = Type.Unsafe<Export | Download>(Export);

export const ExportList = Type.Object({
  object: Type.Literal('list'),
  data_ref: Type.Literal('exports'),
  exports: Type.Array(Export),
  total: Type.Integer({ minimum: 0 }),
});
