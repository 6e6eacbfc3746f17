/** Orders: create or change, read, list. Journeys open and show theirs through this file too. */
import { Temporal } from 'temporal-polyfill';
import { done, notFound, refuse, type Outcome } from '../../engine/outcome.ts';
import type { Context } from '../../platform/context.ts';
import { isUniqueViolation, type Sql } from '../../platform/db/database.ts';
import type { ListPage } from '../../platform/db/list.ts';
import { newId } from '../../platform/ids.ts';
import { isoOf } from '../../platform/iso.ts';
import { emit } from '../../platform/outbox/emit.ts';
import type { CustomerInput } from '../customers/schema.ts';
import { customerAttributes, keepCustomer } from '../customers/service.ts';
import { pricedAnew, type PricedRow } from './prices/service.ts';
import { statusEvent } from './status-events.ts';
import type { OrderCreation, OrderQuery, OrderUpdate } from './schema.ts';
import {
  createOrder,
  findOrder,
  insertOrder,
  listOrders,
  lockOrder,
  type OrderRow,
  updateOrder,
} from './store.ts';

export {
  type CollectionsOf,
  hasAmount,
  identityOf,
  openedOrder,
  orderKeys,
} from './lines/service.ts';
export {
  type FindKnown,
  knownItems,
  SHIPPING,
  storedItem,
  type KnownProductRow,
  type KnownRows,
  type KnownSkuRow,
} from './known-items/service.ts';
export {
  presentAmounts,
  presentItems,
  presentPricedOrder,
  type OrderPeople,
} from './calculated/service.ts';
export { earlierDiscountsOf, isAdded } from './earlier/service.ts';
export { itemAgain } from './prices/service.ts';
export { statusEvent } from './status-events.ts';
export { keepDescribedProducts } from './described-products/service.ts';
export type { OrderRow } from './store.ts';

type Failure = 'not_found' | 'duplicate_found' | 'missing_amount' | 'invalid_amount';

/** Creates the order, or changes the one with this id or source_id. */
export async function upsertOrder(
  context: Context,
  input: OrderCreation,
): Promise<Outcome<OrderRow, Failure>> {
  const key = { id: input.id ?? null, sourceId: input.source_id ?? null };
  await context.outbox.open(context.db);
  if (isPlain(input)) return createPlain(context, input);
  return refusingDuplicates(() =>
    context.db.transaction(async (tx) => {
      const found = await lockOrder(tx, context.project.id, key);
      if (found !== null) return change(context, tx, found, input);
      const fresh = await completed(context, tx, freshOrder(context, input), input, true);
      if (!fresh.ok) return fresh;
      const inserted = await insertOrder(tx, context.project.id, fresh.value);
      if (inserted !== null) return told(context, tx, inserted, null);
      // Somebody else created it this moment: theirs is changed.
      const theirs = await lockOrder(tx, context.project.id, key);
      if (theirs === null) throw new Error('an order that conflicts is there');
      return change(context, tx, theirs, input);
    }),
  );
}

/** Whether it can only be a new order, and stores nothing else but its customer. */
function isPlain({ id, source_id, referrer, referrer_id, items }: OrderCreation): boolean {
  if (id !== undefined || source_id || referrer || referrer_id) return false;
  return !items?.some(({ product, sku }) => product?.override || sku?.override);
}

/** Priced first, then written in one statement: what is refused has changed nothing. */
async function createPlain(
  context: Context,
  input: OrderCreation,
): Promise<Outcome<OrderRow, Failure>> {
  const { db, project } = context;
  const priced = await pricedAnew(context, db, null, input);
  if (!priced.ok) return priced;
  const { status = 'CREATED', metadata } = input;
  const fresh = freshOrder(context, input);
  const order = { ...fresh, ...priced.value, status, metadata: metadata ?? {} };
  const buyer = buyerOf(input);
  const event = statusEvent(order, { before: null, now: status });
  const row = await createOrder(db, project.id, {
    at: isoOf(context.now),
    order,
    customer: buyer === null ? null : customerAttributes(buyer),
    newCustomerId: context.newId('cust'),
    outbox: event === null ? null : context.outbox.entry(event),
  });
  return row === null ? notFound('customer', buyer?.id ?? '') : done(row);
}

function buyerOf({ customer, customer_id: id }: OrderCreation): CustomerInput | null {
  if (customer !== undefined) return customer;
  return id === undefined || id === null ? null : { id };
}

/** Changes what is given; metadata merge. Discounts of redemptions before stay on their lines. */
export async function changeOrder(
  context: Context,
  idOrSourceId: string,
  update: OrderUpdate,
): Promise<Outcome<OrderRow, Failure>> {
  const key = { id: idOrSourceId, sourceId: idOrSourceId };
  await context.outbox.open(context.db);
  return refusingDuplicates(() =>
    context.db.transaction(async (tx) => {
      const found = await lockOrder(tx, context.project.id, key);
      if (found === null) return notFound('order', idOrSourceId);
      return change(context, tx, found, update);
    }),
  );
}

export async function getOrder(
  context: Context,
  idOrSourceId: string,
): Promise<Outcome<OrderRow, 'not_found'>> {
  const row = await findOrder(context.db, context.project.id, idOrSourceId);
  return row === null ? notFound('order', idOrSourceId) : done(row);
}

export function pageOfOrders(context: Context, query: OrderQuery): Promise<ListPage<OrderRow>> {
  return listOrders(context.db, context.project.id, query);
}

async function refusingDuplicates(
  save: () => Promise<Outcome<OrderRow, Failure>>,
): Promise<Outcome<OrderRow, Failure>> {
  try {
    return await save();
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    return refuse('duplicate_found', 'The source_id belongs to another order');
  }
}

async function change(
  context: Context,
  tx: Sql,
  found: OrderRow,
  update: OrderUpdate,
): Promise<Outcome<OrderRow, Failure>> {
  const changed = await completed(context, tx, found, update, false);
  if (!changed.ok) return changed;
  const row = { ...changed.value, updated_at: isoOf(context.now) };
  const updated = (await updateOrder(tx, context.project.id, row)) ?? row;
  return told(context, tx, updated, found.status);
}

/** The order, once others are told of its status: points are earned by it, or taken back. */
async function told(
  context: Context,
  tx: Sql,
  row: OrderRow,
  before: OrderRow['status'] | null,
): Promise<Outcome<OrderRow, never>> {
  const event = statusEvent(row, { before, now: row.status });
  if (event !== null) await emit(context, tx, event);
  return done(row);
}

/** The row with what is given: people, prices, status, metadata. */
async function completed(
  context: Context,
  tx: Sql,
  row: OrderRow,
  given: OrderUpdate,
  isNew: boolean,
): Promise<Outcome<OrderRow, Failure>> {
  const customer = await personOf(context, tx, given.customer, given.customer_id, row.customer_id);
  if (!customer.ok) return customer;
  const referrer = await personOf(context, tx, given.referrer, given.referrer_id, row.referrer_id);
  if (!referrer.ok) return referrer;
  const priced: Outcome<PricedRow, Failure> = await pricedAnew(
    context,
    tx,
    isNew ? null : row,
    given,
  );
  if (!priced.ok) return priced;
  return done({
    ...row,
    ...priced.value,
    source_id: given.source_id ?? row.source_id,
    status: given.status ?? row.status,
    customer_id: customer.value,
    referrer_id: referrer.value,
    metadata: { ...row.metadata, ...given.metadata },
  });
}

/** The id of the customer described, who is saved, or of the one named; as before where neither is. */
async function personOf(
  context: Context,
  tx: Sql,
  described: OrderUpdate['customer'],
  id: string | null | undefined,
  before: string | null,
): Promise<Outcome<string | null, 'not_found'>> {
  if (described === null || (described === undefined && id === null)) return done(null);
  const input = described ?? (id === undefined || id === null ? null : { id });
  if (input === null) return done(before);
  const saved = await keepCustomer(context, tx, input);
  return saved.ok ? done(saved.value.id) : saved;
}

/** An order of nothing. One from another time gets an id of that time: ids sort as dates do. */
function freshOrder(context: Context, { id, created_at }: OrderCreation): OrderRow {
  const at = created_at === undefined ? null : Math.max(0, epochMilliseconds(created_at));
  return {
    id: id ?? (at === null ? context.newId('ord') : newId('ord', at)),
    source_id: null,
    status: 'CREATED',
    customer_id: null,
    referrer_id: null,
    amount: 0,
    total_discount_amount: 0,
    total_amount: 0,
    amounts: {},
    items: [],
    metadata: {},
    redemptions: null,
    created_at: at === null ? isoOf(context.now) : new Date(at).toISOString(),
    updated_at: null,
  };
}

/** Of an instant, or of a day's first moment in UTC; the schema has let nothing else pass. */
function epochMilliseconds(text: string): number {
  const isDay = text.length === 'yyyy-mm-dd'.length;
  return Temporal.Instant.from(isDay ? `${text}T00:00Z` : text).epochMilliseconds;
}
