/** Joining a loyalty program by earning: the customer is given a card, as by a publication. */
import type { Context } from '../../platform/context.ts';
import type { Transaction } from '../../platform/db/database.ts';
import { isoOf } from '../../platform/iso.ts';
import { publish } from '../publications/service.ts';
import type { Occasion } from './occasion.ts';
import { type EarningCard, findEarningPeople, holdPaidOrder } from './store.ts';

/** The card; null where the program has none to give, or the order is not paid any more. */
export async function join(
  context: Context,
  tx: Transaction,
  { customer, orderId }: Occasion,
  campaignId: string,
): Promise<EarningCard | null> {
  // The order before the customer, as everywhere; and nobody joins by what is not there any more.
  if (orderId !== null && !(await holdPaidOrder(tx, context.project.id, orderId))) return null;
  const made = await publish(
    context,
    { campaign: { id: campaignId }, customer: { id: customer.id }, channel: 'Automation' },
    { joinOnce: true, maxCount: 1 },
  );
  if (!made.ok) return null;
  // Whoever joined before may hold a card that cannot earn now.
  const asked = { customerId: customer.id, at: isoOf(context.now) };
  const { cards } = await findEarningPeople(tx, context.project.id, asked);
  return cards?.find((card) => card.campaign_id === campaignId) ?? null;
}
