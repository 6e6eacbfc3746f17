/** What a redemption tells of referrals: who referred the customer, and that it is to be followed up. */
import type { Candidate } from '../../engine/incentive.ts';
import type { Context } from '../../platform/context.ts';
import type { OutboxEntry } from '../../platform/outbox/entry.ts';
import { type Facts, referrerOf } from '../facts/service.ts';
import { REFERRAL_REDEEMED } from '../referrals/service.ts';
import type { StoredRedemption } from './store.ts';

/** A redeemable that applies, with the redemption it becomes. */
type Redeemed = { readonly id: string; readonly candidate: Candidate };
type Plan = {
  readonly decided: { readonly facts: Facts };
  readonly applied: readonly Redeemed[];
  readonly customerId: string | null;
};

/** Whose referral code it is; null of anything else. */
export function referrerOfApplied(facts: Facts, { candidate }: Redeemed): string | null {
  const isVoucher = candidate.incentive.object === 'voucher';
  return isVoucher ? referrerOf(facts.catalog, facts.voucher(candidate.id)) : null;
}

/** Of the first referral code among what was redeemed, else as the order had it. */
export function referrerOfOrder({ decided: { facts }, applied }: Plan): string | null {
  const referrers = applied.flatMap((one) => referrerOfApplied(facts, one) ?? []);
  return referrers[0] ?? facts.row.earlier?.referrer_id ?? null;
}

/** Nobody was referred where nobody is named. */
export function referralsRedeemed(context: Context, plan: Plan): readonly OutboxEntry[] {
  const { applied, decided, customerId } = plan;
  const ofReferrers = applied.filter((one) => referrerOfApplied(decided.facts, one) !== null);
  return followUps(context, customerId === null ? [] : ofReferrers);
}

export function referralsRolledBack(
  context: Context,
  parts: readonly StoredRedemption[],
): readonly OutboxEntry[] {
  const referred = parts.filter(
    ({ snapshot, customer_id }) => snapshot.referrer_id !== undefined && customer_id !== null,
  );
  return followUps(context, referred);
}

function followUps(
  { outbox }: Context,
  redemptions: readonly { readonly id: string }[],
): readonly OutboxEntry[] {
  return redemptions.flatMap(
    ({ id }) => outbox.entry({ topic: REFERRAL_REDEEMED, payload: { redemption_id: id } }) ?? [],
  );
}
