/** What redemptions take from cards: what the ledger books, what rows and totals keep of it. */
import type { Paid } from '../../engine/stored-value/payment.ts';
import type { Candidate } from '../../engine/incentive.ts';
import type { JsonObject } from '../../engine/json.ts';
import type { Context } from '../../platform/context.ts';
import { entryAsk } from '../../incentives/ledger/service.ts';
import type { Facts } from '../facts/service.ts';
import type { RedeemedReward } from './schema.ts';
import type { SpendAsk, Spent } from './store.ts';

/** Null where it is no card. What takes nothing has no entry. */
export function spentBy(
  context: Context,
  facts: Facts,
  { candidate, paid }: { readonly candidate: Candidate; readonly paid?: Paid },
): Spent | null {
  if (paid === undefined) return null;
  const reward = rewardOf(facts, candidate);
  return {
    entry_id: paid.spent === 0 ? null : context.newId('vtx'),
    with: paid.with,
    amount: paid.spent,
    ...(reward === null ? {} : { reward }),
  };
}

/** As the campaign of the card has it now. */
function rewardOf({ catalog, voucher }: Facts, { id, payment }: Candidate): RedeemedReward | null {
  if (payment?.with !== 'points' || payment.reward === null) return null;
  const campaignId = voucher(id)?.campaign_id ?? '';
  const assigned = catalog.rewards.assigned(campaignId, payment.reward.id);
  if (assigned === null) throw new Error('a reward that was decided on is there');
  const { reward, assignment } = assigned;
  return {
    id: reward.id,
    assignment_id: assignment.id,
    name: reward.name,
    type: reward.type,
    parameters: reward.parameters,
    object: 'reward',
  };
}

type Made = {
  readonly redemptionId: string;
  readonly order: { readonly id: string; readonly sourceId: string | null } | null;
};

/** What is to leave the card; undefined where nothing does. */
export function spendAsk(
  context: Context,
  spent: Spent | null,
  { redemptionId, order }: Made,
): SpendAsk | undefined {
  if (spent === null || spent.entry_id === null) return undefined;
  const entry = entryAsk(context, {
    id: spent.entry_id,
    type: spent.with === 'credits' ? 'CREDITS_REDEMPTION' : 'POINTS_REDEMPTION',
    redemption_id: redemptionId,
    ...(order === null ? {} : { order_id: order.id }),
    details: detailsOf(spent, { redemptionId, order }),
  });
  return { amount: spent.amount, entry };
}

/** What readers of the ledger are shown beside the balance. */
function detailsOf({ reward }: Spent, { redemptionId, order }: Made): JsonObject {
  return {
    redemption: { id: redemptionId },
    ...(order === null ? {} : { order: { id: order.id, source_id: order.sourceId } }),
    ...(reward === undefined ? {} : { reward: { id: reward.id, name: reward.name } }),
  };
}

/** Gift credits among what was spent: what budgets of gift amounts count. */
export function giftAmount(spent: Spent | null | undefined): number {
  return spent?.with === 'credits' ? spent.amount : 0;
}
