/** What discounts of configuration give units of: a request asks for these along with everything else. */
import type { Incentive } from '../../engine/incentive.ts';
import type { GrantedItem } from '../../engine/pricing/units/unit-discount.ts';
import type { CampaignRow } from './store.ts';

export type GrantedItems = {
  /** Of all tiers, and of campaigns for the codes they will give away. Without duplicates. */
  readonly all: readonly GrantedItem[];
  /** Whether vouchers of some campaign give units: which, only the database knows of a code. */
  readonly hasCampaigns: boolean;
};

export const NO_GRANTED_ITEMS: GrantedItems = { all: [], hasCampaigns: false };

type Configured = { readonly incentive: Incentive };

export function grantedItems(
  tiers: Iterable<Configured>,
  codes: Iterable<Configured>,
  campaigns: Iterable<CampaignRow>,
): GrantedItems {
  const found = new Map<string, GrantedItem>();
  for (const some of [tiers, codes]) {
    for (const { incentive } of some) {
      if (incentive.discount.type !== 'UNIT') continue;
      for (const item of itemsOf(incentive)) found.set(`${item.object} ${item.id}`, item);
    }
  }
  let hasCampaigns = false;
  for (const { voucher } of campaigns) hasCampaigns ||= voucher?.discount?.type === 'UNIT';
  return { all: [...found.values()], hasCampaigns };
}

/** What one of them gives units of. */
export function itemsOf({ discount }: Incentive): readonly GrantedItem[] {
  return discount.type === 'UNIT' ? discount.grants.map(({ item }) => item) : [];
}
