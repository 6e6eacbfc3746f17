/** Points for custom events: by rules on an event of that name, or on its schema's id. */
import { type JsonObject, textOf } from '../../engine/json.ts';
import type { Catalog } from '../../incentives/catalog/service.ts';
import type { Context } from '../../platform/context.ts';
import type { Transaction } from '../../platform/db/database.ts';
import type { OutboxEntry } from '../../platform/outbox/entry.ts';
import { earnByPerson } from './people.ts';

export async function earnByCustomEvent(
  catalog: Catalog,
  context: Context,
  tx: Transaction,
  { payload }: OutboxEntry,
): Promise<void> {
  const id = textOf(payload['id']);
  const type = textOf(payload['type']);
  const cardId = payload['card_id'] ?? null;
  const rules = catalog.earning.on(type);
  await earnByPerson(context, tx, catalog, {
    sourceId: id,
    customerId: textOf(payload['customer_id']),
    cardId: cardId === null ? null : textOf(cardId),
    customEvent: { metadata: objectOf(payload['metadata']) },
    rules,
    details: { custom_event: { id, type }, event: { id: context.newId('evcus'), type } },
  });
}

function objectOf(value: JsonObject[string] | undefined): JsonObject {
  return isObject(value) ? value : {};
}

function isObject(value: JsonObject[string] | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
