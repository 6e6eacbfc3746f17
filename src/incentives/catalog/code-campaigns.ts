/** Campaigns whose vouchers have codes: what one of them gives, found by what its rules need. */
import type { RuleFacts } from '../../engine/eligibility/facts.ts';
import { createRuleIndex } from '../../engine/eligibility/index/rule-index.ts';
import type { Incentive } from '../../engine/incentive.ts';
import type { CampaignRow } from './store.ts';

/** A campaign of unique codes that can be decided on as its vouchers would be. */
export type CatalogCampaign = {
  readonly campaign: CampaignRow;
  readonly incentive: Incentive;
  /** What a card of it would be issued with, in minor units; null where its codes are no gift cards. */
  readonly credits: number | null;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
};

export type CodeCampaigns = {
  /** Null takes it out. */
  put(id: string, entry: CatalogCampaign | null): void;
  all(): Iterable<CatalogCampaign>;
  /** Active ones whose rules may pass. */
  candidates(facts: RuleFacts): readonly CatalogCampaign[];
};

export function createCodeCampaigns(): CodeCampaigns {
  const numbers = new Map<string, number>();
  const byNumber: (CatalogCampaign | undefined)[] = [];
  const entries = new Map<string, CatalogCampaign>();
  const index = createRuleIndex();
  return {
    put(id, entry) {
      const number = numbers.get(id) ?? byNumber.length;
      numbers.set(id, number);
      byNumber[number] = entry ?? undefined;
      if (entry === null) entries.delete(id);
      else entries.set(id, entry);
      if (entry?.campaign.active) index.put({ id: number, rules: entry.incentive.rules });
      else index.remove(number);
    },
    all: () => entries.values(),
    candidates: (facts) => index.candidates(facts).flatMap((number) => byNumber[number] ?? []),
  };
}
