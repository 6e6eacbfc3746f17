/** Members of loyalty programs: loyalty card → wire. */
import { presentListedVoucher } from '../../vouchers/present.ts';
import type { VoucherWithCampaign } from '../../vouchers/service.ts';
import type { LoyaltyMember } from './schema.ts';

export function presentMember(card: VoucherWithCampaign): LoyaltyMember {
  return presentListedVoucher(card);
}
