/** Referral codes in a decision: whose they are, and who may not use them. */
import { refuse, type Refusal } from '../../engine/outcome.ts';
import type { Catalog } from '../../incentives/catalog/service.ts';
import type { FactsRow, VoucherFacts } from './question.ts';

type ReferralRefusal = Refusal<'referrer_not_permitted_to_redeem' | 'not_published'>;

/** To whom a referral code was published; null of any other voucher. */
export function referrerOf(catalog: Catalog, voucher: VoucherFacts | null): string | null {
  return voucher !== null && isReferralCode(catalog, voucher) ? voucher.holder_id : null;
}

/** Nobody refers themselves, and a code that nobody shares refers nobody. */
export function referralRefusal(
  catalog: Catalog,
  voucher: VoucherFacts,
  customer: FactsRow['customer'],
): ReferralRefusal | null {
  if (!isReferralCode(catalog, voucher)) return null;
  if (voucher.holder_id === null) {
    return refuse('not_published', 'Referral code must be published to its referrer first');
  }
  return voucher.holder_id === customer?.id
    ? refuse('referrer_not_permitted_to_redeem', voucher.code)
    : null;
}

function isReferralCode(catalog: Catalog, { campaign_id }: VoucherFacts): boolean {
  if (campaign_id === null) return false;
  return catalog.entities.campaign.get(campaign_id)?.campaign_type === 'REFERRAL_PROGRAM';
}
