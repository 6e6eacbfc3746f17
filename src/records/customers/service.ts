/** Customers: find, create or change, remove. Other resources save theirs through `keepCustomer`. */
import { done, notFound, type Outcome } from '../../engine/outcome.ts';
import type { JsonObject } from '../../engine/json.ts';
import type { Context } from '../../platform/context.ts';
import type { ListPage } from '../../platform/db/list.ts';
import type { Sql } from '../../platform/db/database.ts';
import { isoOf } from '../../platform/iso.ts';
import type { CustomerInput, CustomerQuery, CustomerUpdate } from './schema.ts';
import {
  type CustomerRow,
  type CustomerWithTotals,
  findCustomer,
  listCustomers,
  removeCustomer,
  saveCustomer,
} from './store.ts';

export type { CustomerRow } from './store.ts';

type Found = Outcome<CustomerWithTotals, 'not_found'>;

/** Creates the customer, or changes the one with this id or source_id. */
export async function upsertCustomer(context: Context, input: CustomerInput): Promise<Found> {
  const saved = await keepCustomer(context, context.db, input);
  return saved.ok ? getCustomer(context, saved.value.id) : saved;
}

/** The same inside another use case's transaction: the row, without its totals. */
export async function keepCustomer(
  context: Context,
  sql: Sql,
  input: CustomerInput,
): Promise<Outcome<CustomerRow, 'not_found'>> {
  const row = await saveCustomer(sql, context.project.id, customerAttributes(input), {
    id: context.newId('cust'),
    at: isoOf(context.now),
  });
  return row === null ? notFound('customer', input.id ?? '') : done(row);
}

export async function getCustomer(context: Context, idOrSourceId: string): Promise<Found> {
  const row = await findCustomer(context.db, context.project.id, idOrSourceId);
  return row === null ? notFound('customer', idOrSourceId) : done(row);
}

export async function updateCustomer(
  context: Context,
  idOrSourceId: string,
  update: CustomerUpdate,
): Promise<Found> {
  const found = await getCustomer(context, idOrSourceId);
  return found.ok ? upsertCustomer(context, { ...update, id: found.value.id }) : found;
}

export async function deleteCustomer(
  context: Context,
  idOrSourceId: string,
): Promise<Outcome<null, 'not_found'>> {
  const removed = await removeCustomer(context.db, context.project.id, idOrSourceId);
  return removed ? done(null) : notFound('customer', idOrSourceId);
}

export function pageOfCustomers(
  context: Context,
  query: CustomerQuery,
): Promise<ListPage<CustomerWithTotals>> {
  return listCustomers(context.db, context.project.id, query);
}

/** The known attributes alone: what a request adds beyond them is ignored, as the reference does. */
export function customerAttributes(input: CustomerInput): JsonObject {
  const { id, source_id, name, description, email, phone, address, metadata } = input;
  const birthdate = input.birthdate ?? input.birthday;
  const known = { id, source_id, name, description, email, phone, address, metadata, birthdate };
  return Object.fromEntries(
    Object.entries(known).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])),
  );
}
