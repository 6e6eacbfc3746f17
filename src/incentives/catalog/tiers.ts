/** Promotion tiers that can be decided on, and the index that finds those which may match. */
import type { RuleFacts } from '../../engine/eligibility/facts.ts';
import { createRuleIndex } from '../../engine/eligibility/index/rule-index.ts';
import type { Incentive } from '../../engine/incentive.ts';
import type { CampaignRow, TierRow } from './store.ts';

export type CatalogTier = {
  readonly row: TierRow;
  readonly campaign: CampaignRow;
  readonly incentive: Incentive;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
};

export type Tiers = {
  /** Null takes it out. */
  place(id: string, tier: CatalogTier | null): void;
  get(id: string): CatalogTier | null;
  all(): Iterable<CatalogTier>;
  /** Active tiers whose rules may pass: to be examined. */
  candidates(facts: RuleFacts): readonly CatalogTier[];
};

export function createTiers(): Tiers {
  const tiers = new Map<string, CatalogTier>();
  const numbers = new Map<string, number>();
  const byNumber: (CatalogTier | undefined)[] = [];
  const index = createRuleIndex();
  return {
    place(id, tier) {
      const number = numbers.get(id) ?? byNumber.length;
      numbers.set(id, number);
      byNumber[number] = tier ?? undefined;
      if (tier === null) tiers.delete(id);
      else tiers.set(id, tier);
      // Tiers that are switched off can match nothing until they change, and a change comes here.
      if (tier?.incentive.activities.every((activity) => activity.active)) {
        index.put({ id: number, rules: tier.incentive.rules });
      } else {
        index.remove(number);
      }
    },
    get: (id) => tiers.get(id) ?? null,
    all: () => tiers.values(),
    candidates: (facts) => index.candidates(facts).flatMap((number) => byNumber[number] ?? []),
  };
}
