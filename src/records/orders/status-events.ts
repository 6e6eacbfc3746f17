/** What follows from an order's status: others are told when it comes to be paid, and when it is no more. */
import type { OutboxEvent } from '../../platform/outbox/entry.ts';

type Identified = { readonly id: string; readonly source_id: string | null };

/** A fulfilled order has been paid, or will not be told apart from one that has. */
const standing: ReadonlySet<string> = new Set(['PAID', 'FULFILLED']);

/** `order.paid`, `order.unpaid`, or null where neither is new. `before` is null for a new order. */
export function statusEvent(
  order: Identified,
  { before, now }: { readonly before: string | null; readonly now: string },
): OutboxEvent | null {
  const payload = { order_id: order.id, source_id: order.source_id };
  if (now === 'PAID' && before !== 'PAID') return { topic: 'order.paid', payload };
  const wasStanding = before !== null && standing.has(before);
  return wasStanding && !standing.has(now) ? { topic: 'order.unpaid', payload } : null;
}
