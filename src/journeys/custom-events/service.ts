/** Custom events: kept, and told to whoever waits for them. */
import { done, notFound, type Outcome, refuse } from '../../engine/outcome.ts';
import { isOwnEvent } from '../../incentives/loyalties/earning-rules/service.ts';
import { findVoucherBy } from '../../incentives/vouchers/service.ts';
import type { Context } from '../../platform/context.ts';
import type { Sql } from '../../platform/db/database.ts';
import { isoOf } from '../../platform/iso.ts';
import { emit } from '../../platform/outbox/emit.ts';
import { type CustomerRow, keepCustomer } from '../../records/customers/service.ts';
import type { CustomEventInput } from './schema.ts';
import { type CustomEventRow, insertCustomEvent } from './store.ts';

/** The topic: {id, type, customer_id, card_id, referral, metadata}; null where none was named. */
export const CUSTOM_EVENT = 'custom_event';

export type TrackedEvent = { readonly event: CustomEventRow; readonly customer: CustomerRow };

export const customEventFailures = ['not_found', 'invalid_customer', 'invalid_payload'] as const;
type Failure = (typeof customEventFailures)[number];

/** Creates or changes the customer, keeps the event, and lets it be followed up. */
export async function trackEvent(
  context: Context,
  input: CustomEventInput,
): Promise<Outcome<TrackedEvent, Failure>> {
  if (isOwnEvent(input.event)) {
    return refuse('invalid_payload', `${input.event} is the name of an event that nobody tracks`);
  }
  if (!input.customer.id && !input.customer.source_id) {
    return refuse('invalid_customer', 'The customer needs an id or a source_id');
  }
  await context.outbox.open(context.db);
  return context.db.transaction(async (tx) => {
    const customer = await keepCustomer(context, tx, input.customer);
    if (!customer.ok) return customer;
    const cardId = await namedCard(context, tx, input, customer.value.id);
    if (!cardId.ok) return cardId;
    const event = eventRow(context, input, customer.value.id);
    await insertCustomEvent(tx, context.project.id, event);
    const { id, type, customer_id, referral, metadata } = event;
    const payload = { id, type, customer_id, card_id: cardId.value, referral, metadata };
    await emit(context, tx, { topic: CUSTOM_EVENT, payload });
    return done({ event, customer: customer.value });
  });
}

/** The customer's own card; null where none is named. What another holds is as if it were not there. */
async function namedCard(
  context: Context,
  tx: Sql,
  { loyalty }: CustomEventInput,
  customerId: string,
): Promise<Outcome<string | null, 'not_found'>> {
  if (!loyalty) return done(null);
  const card = await findVoucherBy(context, tx, loyalty.code);
  const isTheirs = card !== null && card.type === 'LOYALTY_CARD' && card.holder_id === customerId;
  return isTheirs ? done(card.id) : notFound('voucher', loyalty.code);
}

function eventRow(context: Context, input: CustomEventInput, customerId: string): CustomEventRow {
  const { event, referral, loyalty, metadata } = input;
  return {
    id: context.newId('evcus'),
    type: event,
    customer_id: customerId,
    referral: referral ? { code: referral.code, referrer_id: referral.referrer_id ?? null } : null,
    loyalty: loyalty ? { code: loyalty.code } : null,
    metadata: metadata ?? {},
    created_at: isoOf(context.now),
  };
}
