/** Orders and points: a paid one earns, one that is paid no more gives back what it earned. */
import { textOf } from '../../engine/json.ts';
import type { Catalog } from '../../incentives/catalog/service.ts';
import { ORDER_PAID } from '../../incentives/loyalties/earning-rules/service.ts';
import { pointsChanged } from '../../incentives/loyalties/points-changed/service.ts';
import type { Context } from '../../platform/context.ts';
import type { Sql, Transaction } from '../../platform/db/database.ts';
import { isoOf } from '../../platform/iso.ts';
import type { OutboxEntry } from '../../platform/outbox/entry.ts';
import { earnAtOnce, earnBy } from './earn.ts';
import { factsFor, type Occasion, pricedAgain } from './occasion.ts';
import { findEarningOrder, takeBackEarnings } from './store.ts';

export async function earnByOrder(
  catalog: Catalog,
  context: Context,
  tx: Transaction,
  { payload }: OutboxEntry,
): Promise<void> {
  const occasion = await occasionOf(catalog, context, tx, textOf(payload['order_id']));
  if (occasion !== null) await earnBy(context, tx, catalog, occasion);
}

/** In one statement, where that is enough. */
export async function earnByOrderAtOnce(
  catalog: Catalog,
  context: Context,
  { id, payload }: OutboxEntry,
): Promise<boolean> {
  const occasion = await occasionOf(catalog, context, context.db, textOf(payload['order_id']));
  return occasion === null ? false : earnAtOnce(context, catalog, occasion, id);
}

/** Null for an order that is gone or nobody's: nobody earns for it. */
async function occasionOf(
  catalog: Catalog,
  context: Context,
  sql: Sql,
  orderId: string,
): Promise<Occasion | null> {
  const projectId = context.project.id;
  const row = await findEarningOrder(sql, projectId, { orderId, at: isoOf(context.now) });
  if (row === null || row.customer === null) return null;
  const { customer } = row;
  const cards = row.cards ?? [];
  const rules = catalog.earning.on(ORDER_PAID);
  const priced = await pricedAgain(sql, projectId, { row, catalog, rules });
  return {
    sourceId: orderId,
    orderId,
    rules,
    customer,
    cards,
    mayJoin: true,
    ...factsFor(context, { priced, customer, cards, customEvent: null }),
    details: {
      order: { id: orderId, source_id: row.source_id },
      event: { id: context.newId('evcus'), type: 'customer.order.paid' },
    },
  };
}

/** Points that have been spent since cannot be taken back: the card keeps what it has, nothing more. */
export async function takeBackOfOrder(
  _catalog: Catalog,
  context: Context,
  tx: Transaction,
  { payload }: OutboxEntry,
): Promise<void> {
  const orderId = textOf(payload['order_id']);
  const cards = await takeBackEarnings(tx, context.project.id, {
    order_id: orderId,
    at: isoOf(context.now),
    details: {
      order: { id: orderId, source_id: payload['source_id'] ?? null },
      event: { id: context.newId('evcus'), type: 'customer.order.canceled' },
    },
  });
  if (cards.length > 0) await pointsChanged(context, tx, [...new Set(cards)]);
}
