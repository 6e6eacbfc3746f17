/** Exchanges of a member: a card named by its programme, redeemed for whoever holds it. */
import { notFound, type Outcome } from '../../../engine/outcome.ts';
import { loyaltyCampaign } from '../../../incentives/rewards/assignments/service.ts';
import { findVoucherBy } from '../../../incentives/vouchers/service.ts';
import type { Context } from '../../../platform/context.ts';
import type { RedeemTools } from '../redeem.ts';
import type { Redemption } from '../schema.ts';
import { redeemOne } from '../single/service.ts';
import type { ExchangeInput } from './schema.ts';

/** How an address names a member; without a campaign where the card alone is enough. */
type Member = { readonly campaignId?: string; readonly memberId: string };

export async function exchange(
  context: Context,
  tools: RedeemTools,
  { campaignId, memberId }: Member,
  { reward, ...input }: ExchangeInput,
): Promise<Outcome<Redemption>> {
  const campaign =
    campaignId === undefined ? null : await loyaltyCampaign(context, context.db, campaignId);
  if (campaign?.ok === false) return campaign;
  const card = await findVoucherBy(context, context.db, memberId);
  if (card === null || card.type !== 'LOYALTY_CARD') return notFound('voucher', memberId);
  if (campaign !== null && card.campaign_id !== campaign.value.id) {
    return notFound('voucher', memberId);
  }
  const redeemable = { object: 'voucher' as const, id: card.id, ...(reward ? { reward } : {}) };
  const customer = card.holder_id === null ? null : { id: card.holder_id };
  return redeemOne(context, tools, redeemable, { ...input, customer });
}
