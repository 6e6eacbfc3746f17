/** Custom events: what was tracked → wire. */
import type { CustomerInput } from '../../records/customers/schema.ts';
import type { CustomEvent } from './schema.ts';
import type { TrackedEvent } from './service.ts';

export function presentCustomEvent({ event, customer }: TrackedEvent): CustomEvent {
  const { id, source_id, name, email, metadata } = customer;
  return {
    object: 'event',
    type: event.type,
    customer: {
      id,
      ...(source_id === null ? {} : { source_id }),
      ...(name === null ? {} : { name }),
      ...(email === null ? {} : { email }),
      metadata,
      object: 'customer',
    },
    referral: null,
    loyalty: null,
    metadata: event.metadata,
  };
}

/** Browsers see of the customer who it is, and what they have said themselves. */
export function presentToBrowser(tracked: TrackedEvent, said: CustomerInput): CustomEvent {
  const { name = null, email = null, metadata } = said;
  const customer = { ...tracked.customer, name, email, metadata: metadata ?? {} };
  return presentCustomEvent({ ...tracked, customer });
}
