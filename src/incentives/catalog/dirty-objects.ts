/** What has to be compiled anew: told as changes come in, taken when they are settled. */
import { memberSet } from './member-set.ts';

export type DirtyObjects = {
  /** A campaign or tier changed, or what guards it: with a campaign go its tiers. */
  readonly touch: (objectId: string) => void;
  /** A tier came (`isThere`), changed or went; its campaign's id where it is known. */
  touchTier(id: string, campaignId: string | undefined, isThere: boolean): void;
  /** Rules changed, whatever they guard: what they count has to be looked up anew. */
  touchRules(): void;
  /** All since the last time; null where nothing changed. */
  take(): { readonly tiers: readonly string[]; readonly campaigns: readonly string[] } | null;
};

export function createDirtyObjects(isTier: (id: string) => boolean): DirtyObjects {
  const tiersOfCampaign = new Map<string, Set<string>>();
  const tiers = new Set<string>();
  const campaigns = new Set<string>();
  let rulesChanged = false;
  return {
    touch(objectId) {
      if (isTier(objectId)) {
        tiers.add(objectId);
        return;
      }
      campaigns.add(objectId);
      for (const tierId of tiersOfCampaign.get(objectId) ?? []) tiers.add(tierId);
    },
    touchTier(id, campaignId, isThere) {
      if (campaignId !== undefined) {
        memberSet(tiersOfCampaign, campaignId)[isThere ? 'add' : 'delete'](id);
      }
      tiers.add(id);
    },
    touchRules() {
      rulesChanged = true;
    },
    take() {
      if (tiers.size + campaigns.size === 0 && !rulesChanged) return null;
      const changed = { tiers: [...tiers], campaigns: [...campaigns] };
      tiers.clear();
      campaigns.clear();
      rulesChanged = false;
      return changed;
    },
  };
}
