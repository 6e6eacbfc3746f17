/** What can be exported: a kind of object with its fields, orders and filters, as its resource states it. */
import type { Temporal } from 'temporal-polyfill';
import type { FilterFields } from '../../platform/db/filters.ts';

export type ExportSource = {
  readonly object: ExportedObject;
  /** Tables with their joins, or a query with its name. */
  readonly from: string;
  /** The column that says whose it is. */
  readonly project: string;
  /** Breaks ties, and stands for the time of creation where ids begin with it. */
  readonly id: string;
  /** SQL by the name of the field. */
  readonly fields: Readonly<Record<string, string>>;
  /** Fields where the request names none. */
  readonly defaults: readonly string[];
  /** The column of metadata; `metadata.<key>` is a field then. */
  readonly metadata?: string;
  /** SQL by the name of the order. */
  readonly orders: Readonly<Record<string, string>>;
  /** The order where the request names none. */
  readonly order: string;
  /** Columns that an address may narrow an export to. */
  readonly scopes?: Readonly<Record<string, string>>;
  /** What holds of every row. */
  readonly where?: string;
  readonly filters: (now: Temporal.Instant) => FilterFields;
};

export const exportedObjects = [
  'voucher',
  'redemption',
  'customer',
  'publication',
  'order',
  'points_expiration',
  'voucher_transactions',
] as const;
export type ExportedObject = (typeof exportedObjects)[number];

/** All there is, by the object's name. */
export type ExportSources = ReadonlyMap<string, ExportSource>;

export function sourcesOf(sources: readonly ExportSource[]): ExportSources {
  return new Map(sources.map((source) => [source.object, source]));
}
