/** What earns points: our own events by their names; any other name is a custom event's. */

export const ORDER_PAID = 'order.paid';
export const SEGMENT_ENTERED = 'customer.segment.entered';

export const tierEvents = [
  'customer.loyalty.tier.joined',
  'customer.loyalty.tier.left',
  'customer.loyalty.tier.upgraded',
  'customer.loyalty.tier.downgraded',
  'customer.loyalty.tier.prolonged',
] as const;

const tierEventNames: ReadonlySet<string> = new Set(tierEvents);

export function isTierEvent(event: string): boolean {
  return tierEventNames.has(event);
}

/** Whether Scrip itself tells of such events: no custom event has its name. */
export function isOwnEvent(event: string): boolean {
  return event === ORDER_PAID || event === SEGMENT_ENTERED || isTierEvent(event);
}

/** Stands for every tier of the programme. */
export const ANY_TIER = '__ANY__';
