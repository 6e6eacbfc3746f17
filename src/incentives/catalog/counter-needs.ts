/** Which sums rules read, so that a request's one question to the database brings just those. */
import type { CompiledRule } from '../../engine/eligibility/compile.ts';
import { subjectsCounted } from '../../engine/eligibility/unit-budgets.ts';
import type { Incentive } from '../../engine/incentive.ts';
import { readsPublications } from './publication-needs.ts';
import type { CampaignRow } from './store.ts';

/** A tier, or a campaign itself for the codes it will give away. */
type Counting = {
  readonly row?: { readonly id: string };
  readonly campaign: { readonly id: string };
  readonly incentive: Incentive;
};

export type CounterNeeds = {
  /** Some rule counts per customer. */
  readonly perCustomer: boolean;
  /** Some rule counts per API key. */
  readonly perKey: boolean;
  /** Some rule counts everyone's redemptions of a campaign or tier, or of one code in a window. */
  readonly perEveryone: boolean;
  /** Some rule limits the units discounted of an item over many redemptions. */
  readonly itemUnits: boolean;
  /** Campaigns and tiers that their own rules count: what a qualification asks for. */
  readonly tierSubjects: readonly string[];
  /** Some formula looks at how a voucher was published. */
  readonly publications: boolean;
  /** Some rule asks for the customer's loyalty tiers. */
  readonly loyaltyTiers: boolean;
};

export function counterNeeds(
  rules: readonly CompiledRule[],
  tiers: readonly Counting[],
  { campaign }: { readonly campaign: ReadonlyMap<string, CampaignRow> },
): CounterNeeds {
  // Of 100,000 rules most count nothing: each change of configuration looks through all of them.
  const counting = rules.filter(isCounting);
  const counters = counting.flatMap((rule) => rule.counters);
  const itemUnits = counting.some((rule) => unitSubjectsOf(rule).length > 0);
  const ofTiers = counting.length === 0 ? [] : tiers.filter(hasCounting).flatMap(subjectsOf);
  return {
    perCustomer: counters.some((counter) => counter.per === 'customer'),
    perKey: counters.some((counter) => counter.per === 'api_key'),
    perEveryone: counters.some((counter) => counter.per === 'everyone'),
    itemUnits,
    tierSubjects: [...new Set(ofTiers)],
    publications: readsPublications(campaign.values(), rules),
    loyaltyTiers: rules.some((rule) => rule.readsLoyaltyTiers),
  };
}

function isCounting({ counters, applicability }: CompiledRule): boolean {
  return counters.length > 0 || applicability.included.some(({ entry }) => entry.budgets.size > 0);
}

function hasCounting({ incentive }: Counting): boolean {
  return incentive.rules.some(isCounting);
}

/** Ids of what the tier's rules count. */
function subjectsOf({ row, campaign, incentive }: Counting): readonly string[] {
  const counters = incentive.rules.flatMap((rule) => rule.counters);
  const units = incentive.rules.flatMap(unitSubjectsOf);
  return [...counters.map((counter) => counter.subject), ...units].map((subject) =>
    subject === 'campaign' ? campaign.id : (row ?? campaign).id,
  );
}

function unitSubjectsOf({ applicability }: CompiledRule) {
  return applicability.included.flatMap(({ entry }) => subjectsCounted(entry));
}
