/** Exchanges of a member: a card named by its programme, redeemed for whoever holds it. */
import type { Outcome } from '../../../engine/outcome.ts';
import { findMember, type MemberAddress } from '../../../incentives/loyalties/members/service.ts';
import type { Context } from '../../../platform/context.ts';
import type { RedeemTools } from '../redeem.ts';
import type { Redemption } from '../schema.ts';
import { redeemOne } from '../single/service.ts';
import type { ExchangeInput } from './schema.ts';

export async function exchange(
  context: Context,
  tools: RedeemTools,
  member: MemberAddress,
  { reward, ...input }: ExchangeInput,
): Promise<Outcome<Redemption>> {
  const found = await findMember(context, context.db, member);
  if (!found.ok) return found;
  const card = found.value;
  const redeemable = { object: 'voucher' as const, id: card.id, ...(reward ? { reward } : {}) };
  const customer = card.holder_id === null ? null : { id: card.holder_id };
  return redeemOne(context, tools, redeemable, { ...input, customer });
}
