/** What rollbacks give back to cards: one counter-entry for each entry that took something. */
import { entryAsk } from '../../../incentives/ledger/service.ts';
import type { Context } from '../../../platform/context.ts';
import type { StoredRedemption } from '../store.ts';
import type { RefundAsk, RollbackAsk } from './store.ts';

/** In the order in which cards are locked; nothing where no card has paid. */
export function refundsOf(
  context: Context,
  parts: readonly StoredRedemption[],
  rollbackIds: readonly string[],
): Pick<RollbackAsk, 'refunds'> {
  const refunds = parts
    .map((part, at) => ({
      cardId: part.related_object_id,
      refund: refundOf(context, part, rollbackIds[at] ?? ''),
    }))
    .filter(({ refund }) => refund !== null)
    .sort((a, b) => (a.cardId < b.cardId ? -1 : 1))
    .flatMap(({ refund }) => refund ?? []);
  return refunds.length === 0 ? {} : { refunds };
}

function refundOf(
  context: Context,
  { id, order_id: orderId, snapshot }: StoredRedemption,
  rollbackId: string,
): RefundAsk | null {
  const { spent, order } = snapshot;
  if (!spent?.entry_id) return null;
  const { reward } = spent;
  const entry = entryAsk(context, {
    type: spent.with === 'credits' ? 'CREDITS_REFUND' : 'POINTS_REFUND',
    redemption_id: id,
    rollback_id: rollbackId,
    ...(orderId === null ? {} : { order_id: orderId }),
    details: {
      redemption: { id },
      rollback: { id: rollbackId },
      ...(orderId === null ? {} : { order: { id: orderId, source_id: order?.source_id ?? null } }),
      ...(reward === undefined ? {} : { reward: { id: reward.id, name: reward.name } }),
    },
  });
  return { entry_id: spent.entry_id, entry };
}
