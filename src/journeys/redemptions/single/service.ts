/** Redeeming one code or tier: a stack of one. */
import { done, type Outcome } from '../../../engine/outcome.ts';
import type { ProblemKey } from '../../../engine/problem.ts';
import type { Context } from '../../../platform/context.ts';
import type { RedeemableInput } from '../../redeemables/schema.ts';
import { wishOf } from '../../redeemables/service.ts';
import { redeem, redemptionFailures, type RedeemTools } from '../redeem.ts';
import type { Redemption } from '../schema.ts';
import type { CodeRedemptionInput, RedeemedByQuery, SingleRedemptionInput } from './schema.ts';

/** What several may be refused with for being several. */
const together: readonly ProblemKey[] = [
  'duplicated_redeemables',
  'invalid_redeemables',
  'redeemables_limit_exceeded',
];
export const singleFailures = redemptionFailures.filter((key) => !together.includes(key));

/** The redemption with the order it was made upon. */
export async function redeemOne(
  context: Context,
  tools: RedeemTools,
  redeemable: RedeemableInput,
  { customer, ...input }: SingleRedemptionInput,
  trackingId?: string,
): Promise<Outcome<Redemption>> {
  const result = await redeem(context, tools, {
    ...input,
    // The official SDK sends an empty customer where it knows nobody.
    customer: somebody(customer),
    ...(trackingId === undefined ? {} : { tracking_id: trackingId }),
    redeemables: [redeemable],
  });
  if (!result.ok) return result;
  const { redemptions, order = null } = result.value;
  const [redemption] = redemptions;
  if (redemption === undefined) throw new Error('one redeemable gives one redemption');
  return done({ ...redemption, order });
}

/** A code, with what is wished of it where it is a card's. */
export function redeemCode(
  context: Context,
  tools: RedeemTools,
  { code, tracking_id }: RedeemedByQuery,
  { gift, reward, ...input }: CodeRedemptionInput,
): Promise<Outcome<Redemption>> {
  const redeemable = { object: 'voucher' as const, id: code, ...wishOf({ gift, reward }) };
  return redeemOne(context, tools, redeemable, input, tracking_id);
}

function somebody(customer: SingleRedemptionInput['customer']) {
  return Object.values(customer ?? {}).some((value) => value !== null) ? (customer ?? null) : null;
}
