/** Points for what happens to customers: they enter a segment, or their card comes into another tier. */
import { type JsonObject, textOf } from '../../engine/json.ts';
import type { Catalog, CatalogEarningRule } from '../../incentives/catalog/service.ts';
import { ANY_TIER, SEGMENT_ENTERED } from '../../incentives/loyalties/earning-rules/service.ts';
import type { Context } from '../../platform/context.ts';
import type { Transaction } from '../../platform/db/database.ts';
import { isoOf } from '../../platform/iso.ts';
import type { OutboxEntry } from '../../platform/outbox/entry.ts';
import { earnBy } from './earn.ts';
import { factsFor } from './occasion.ts';
import { findCardHolder, findEarningPeople } from './store.ts';

/** `customer.segment.entered`: {customer_id, segment_id}. */
export async function earnBySegment(
  catalog: Catalog,
  context: Context,
  tx: Transaction,
  { id, payload }: OutboxEntry,
): Promise<void> {
  const segmentId = textOf(payload['segment_id']);
  await earnByPerson(context, tx, catalog, {
    sourceId: id,
    customerId: textOf(payload['customer_id']),
    cardId: null,
    customEvent: null,
    rules: catalog.earning
      .on(SEGMENT_ENTERED)
      .filter(({ row }) => row.about.segment?.id === segmentId),
    details: {
      segment: { id: segmentId },
      event: { id: context.newId('evcus'), type: SEGMENT_ENTERED },
    },
  });
}

/** `customer.loyalty.tier.…`: {card_id, tier_id}; of the card's own program, and no other. */
export async function earnByTier(
  catalog: Catalog,
  context: Context,
  tx: Transaction,
  { id, topic, payload }: OutboxEntry,
): Promise<void> {
  const cardId = textOf(payload['card_id']);
  const tierId = textOf(payload['tier_id']);
  const tier = catalog.entities.loyalty_tier.get(tierId);
  const customerId = await findCardHolder(tx, context.project.id, cardId);
  if (customerId === null) return;
  await earnByPerson(context, tx, catalog, {
    sourceId: id,
    customerId,
    cardId,
    customEvent: null,
    rules: catalog.earning
      .on(topic)
      .filter(({ row }) => [ANY_TIER, tierId].includes(row.about.loyalty_tier?.id ?? ANY_TIER)),
    details: {
      ...(tier === undefined ? {} : { loyalty_tier: { id: tier.id, name: tier.name } }),
      event: { id: context.newId('evcus'), type: topic },
    },
  });
}

export type PersonalOccasion = {
  readonly sourceId: string;
  readonly customerId: string;
  /** The one card that may earn; null: the customer's card of each program. */
  readonly cardId: string | null;
  readonly customEvent: { readonly metadata: JsonObject } | null;
  readonly rules: readonly CatalogEarningRule[];
  readonly details: JsonObject;
};

/** What is about a customer alone, without an order. */
export async function earnByPerson(
  context: Context,
  tx: Transaction,
  catalog: Catalog,
  { customerId, cardId, customEvent, ...occasion }: PersonalOccasion,
): Promise<void> {
  if (occasion.rules.length === 0) return;
  const asked = { customerId, at: isoOf(context.now) };
  const people = await findEarningPeople(tx, context.project.id, asked);
  const { customer } = people;
  if (customer === null) return;
  const cards = people.cards ?? [];
  const about = { priced: null, customer, cards, customEvent };
  await earnBy(context, tx, catalog, {
    ...occasion,
    orderId: null,
    customer,
    cards: cardId === null ? cards : cards.filter(({ id }) => id === cardId),
    mayJoin: cardId === null,
    ...factsFor(context, about),
  });
}
