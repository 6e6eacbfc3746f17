/** Earning rules, compiled: what is earned by an event, when, and by whom. */
import type { Activity } from '../../engine/activity/activity.ts';
import type { CompiledRule } from '../../engine/eligibility/compile.ts';
import type { EarningRule } from '../../engine/loyalty/earning.ts';
import type { ExpirationRules } from '../../engine/loyalty/points-expiry.ts';
import { ALL_PRODUCTS } from '../../engine/order/order.ts';
import { type EarningRuleRow, engineRule, itemsNamed } from '../loyalties/earning-rules/service.ts';
import { effectiveValidity } from '../validity/service.ts';
import { activityOf } from './activity.ts';
import type { CampaignRow } from './store.ts';

export type CatalogEarningRule = {
  readonly row: EarningRuleRow;
  readonly campaign: CampaignRow;
  /** Its own times, and its campaign's where it has none; a campaign switched off stops it. */
  readonly activity: Activity;
  /** Validation rules: all of them have to hold. */
  readonly rules: readonly CompiledRule[];
  readonly earning: EarningRule;
  /** Its own, else its campaign's; null: points never expire. */
  readonly expirationRules: ExpirationRules | null;
  /** Whether it has to be known which collections hold the lines of an order. */
  readonly readsCollections: boolean;
  /** Whether its program has tiers, which points may move a card between. */
  readonly hasTiers: boolean;
};

export type EarningRules = {
  /** By the event's name; the oldest first. */
  on(event: string): readonly CatalogEarningRule[];
  /** Whether there is a loyalty program at all: without one, nothing has been earned. */
  hasPrograms(): boolean;
  /** Configuration changed: compiled anew when somebody asks again. */
  forget(): void;
};

type Entities = {
  readonly earning_rule: ReadonlyMap<string, EarningRuleRow>;
  readonly campaign: ReadonlyMap<string, CampaignRow>;
  readonly loyalty_tier: ReadonlyMap<string, { readonly campaign_id: string }>;
};

export function createEarningRules(
  entities: Entities,
  rulesOf: (objectId: string) => readonly CompiledRule[],
): EarningRules {
  let byEvent: ReadonlyMap<string, readonly CatalogEarningRule[]> | null = null;
  let hasPrograms: boolean | null = null;

  function compiled(): ReadonlyMap<string, readonly CatalogEarningRule[]> {
    const tiered = new Set([...entities.loyalty_tier.values()].map((tier) => tier.campaign_id));
    const rules = [...entities.earning_rule.values()].flatMap((row) => {
      const campaign = entities.campaign.get(row.campaign_id);
      if (campaign === undefined) return [];
      const hasTiers = tiered.has(campaign.id);
      return [{ ...compile(row, campaign, rulesOf(row.id)), hasTiers }];
    });
    rules.sort((one, other) => (one.row.id < other.row.id ? -1 : 1));
    return Map.groupBy(rules, ({ row }) => row.event);
  }

  return {
    on(event) {
      byEvent ??= compiled();
      return byEvent.get(event) ?? [];
    },
    hasPrograms() {
      hasPrograms ??= hasLoyalty(entities.campaign.values());
      return hasPrograms;
    },
    forget() {
      byEvent = null;
      hasPrograms = null;
    },
  };
}

function compile(
  row: EarningRuleRow,
  campaign: CampaignRow,
  rules: readonly CompiledRule[],
): Omit<CatalogEarningRule, 'hasTiers'> {
  const active = row.active && campaign.active;
  const named = itemsNamed(row.loyalty);
  return {
    row,
    campaign,
    activity: activityOf({ ...effectiveValidity(row, campaign), active }, row.created_at),
    rules,
    earning: engineRule(row.loyalty),
    expirationRules:
      row.expiration_rules ?? campaign.voucher?.loyalty_card?.expiration_rules ?? null,
    readsCollections:
      rules.length > 0 ||
      named.some(({ object, id }) => object === 'products_collection' && id !== ALL_PRODUCTS),
  };
}

function hasLoyalty(campaigns: Iterable<CampaignRow>): boolean {
  for (const { campaign_type: type } of campaigns) if (type === 'LOYALTY_PROGRAM') return true;
  return false;
}
