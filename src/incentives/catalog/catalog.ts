/**
 * A project's configuration, compiled, in memory: what a request needs to know without asking the
 * database. Mutable: a change of configuration is put in where it belongs. Whoever decides does so
 * without awaiting, so no decision ever sees half a change.
 */
import type { Activity } from '../../engine/activity/activity.ts';
import type { CompiledRule } from '../../engine/eligibility/compile.ts';
import type { RuleFacts } from '../../engine/eligibility/facts.ts';
import { createRuleIndex } from '../../engine/eligibility/index/rule-index.ts';
import { compileIncentive, type Incentive } from '../../engine/incentive.ts';
import type { Discount } from '../discounts/schema.ts';
import { readDiscount } from '../discounts/service.ts';
import { activityOf } from './activity.ts';
import { type CatalogCampaign, type CodeCampaigns, createCodeCampaigns } from './code-campaigns.ts';
import { createRuleCompiler } from './rules.ts';
import { createCollections, type Collections } from './collections.ts';
import { type CounterNeeds, counterNeeds } from './counter-needs.ts';
import type {
  AssignmentRow,
  CampaignRow,
  EntityKind,
  EntityRows,
  StackRow,
  TierRow,
} from './store.ts';

export type CatalogTier = {
  readonly row: TierRow;
  readonly campaign: CampaignRow;
  readonly incentive: Incentive;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
};

export type Catalog = {
  readonly projectId: string;
  /** Of the configuration this holds. */
  version: number;
  timezone: string;
  readonly entities: { readonly [Kind in EntityKind]: ReadonlyMap<string, EntityRows[Kind]> };
  readonly collections: Collections;
  /** What rules count: which sums a request has to bring along. */
  needs: CounterNeeds;
  /** A tier that can be decided on; null where it or its campaign is gone. */
  tier(id: string): CatalogTier | null;
  stack(id: string): StackRow | null;
  /** The rules assigned to a campaign or tier, and those named by `ruleIds`. */
  rulesOf(objectId: string, ruleIds?: readonly string[]): readonly CompiledRule[];
  rule(id: string): CompiledRule | null;
  assignmentsOf(objectId: string): readonly AssignmentRow[];
  /** What a voucher of this campaign gives, unless it has a discount of its own. */
  campaignDiscount(campaignId: string): Discount | null;
  /** Active tiers whose rules may pass: to be examined. */
  candidateTiers(facts: RuleFacts): readonly CatalogTier[];
  /** All tiers, switched off ones too. */
  allTiers(): Iterable<CatalogTier>;
  /** Campaigns that give away unique codes. */
  readonly codeCampaigns: Pick<CodeCampaigns, 'all' | 'candidates'>;
  /** Ids of campaigns with one code for everyone. */
  readonly standaloneCampaigns: ReadonlySet<string>;
  /** Puts a change in: a new row, or null for one that is gone. Takes effect with `settle`. */
  put<Kind extends EntityKind>(kind: Kind, id: string, row: EntityRows[Kind] | null): void;
  settle(): void;
};

export function createCatalog(projectId: string): Catalog {
  const entities: { readonly [Kind in EntityKind]: Map<string, EntityRows[Kind]> } = {
    campaign: new Map<string, CampaignRow>(),
    promotion_tier: new Map<string, TierRow>(),
    promotion_stack: new Map<string, StackRow>(),
    validation_rule: new Map<string, EntityRows['validation_rule']>(),
    assignment: new Map<string, AssignmentRow>(),
    product_collection: new Map<string, EntityRows['product_collection']>(),
    category: new Map<string, EntityRows['category']>(),
  };
  const rules = new Map<string, CompiledRule>();
  const compileRule = createRuleCompiler();
  const activityOfCampaign = createCampaignActivities();
  const assigned = new Map<string, AssignmentRow[]>();
  const guardedByRule = new Map<string, Set<string>>();
  const tiersOfCampaign = new Map<string, Set<string>>();
  const tiers = new Map<string, CatalogTier>();
  const tierNumbers = new Map<string, number>();
  const tierByNumber: (CatalogTier | undefined)[] = [];
  const collections = createCollections();
  const index = createRuleIndex();
  const codeCampaigns = createCodeCampaigns();
  const standaloneCampaigns = new Set<string>();
  const dirtyTiers = new Set<string>();
  const dirtyCampaigns = new Set<string>();
  let rulesChanged = false;

  function touch(objectId: string): void {
    if (entities.promotion_tier.has(objectId) || tiers.has(objectId)) dirtyTiers.add(objectId);
    for (const tierId of tiersOfCampaign.get(objectId) ?? []) dirtyTiers.add(tierId);
    if (entities.campaign.has(objectId)) dirtyCampaigns.add(objectId);
  }

  function touchCampaign(id: string): void {
    touch(id);
    dirtyCampaigns.add(id);
  }

  function putTier(id: string, row: TierRow | null): void {
    const campaignId = row?.campaign_id ?? tiers.get(id)?.row.campaign_id;
    if (campaignId !== undefined)
      memberSet(tiersOfCampaign, campaignId)[row ? 'add' : 'delete'](id);
    dirtyTiers.add(id);
  }

  function putAssignment(id: string, row: AssignmentRow | null): void {
    const before = entities.assignment.get(id);
    if (before !== undefined) {
      const others = (assigned.get(before.related_object_id) ?? []).filter((one) => one.id !== id);
      assigned.set(before.related_object_id, others);
      memberSet(guardedByRule, before.rule_id).delete(before.related_object_id);
      touch(before.related_object_id);
    }
    if (row === null) return;
    assigned.set(row.related_object_id, [...(assigned.get(row.related_object_id) ?? []), row]);
    memberSet(guardedByRule, row.rule_id).add(row.related_object_id);
    touch(row.related_object_id);
  }

  function putRule(id: string, row: EntityRows['validation_rule'] | null): void {
    rulesChanged = true;
    if (row === null) rules.delete(id);
    else rules.set(id, compileRule(row.definition));
    for (const objectId of guardedByRule.get(id) ?? []) touch(objectId);
  }

  function rulesOf(objectId: string, ruleIds: readonly string[] = []): readonly CompiledRule[] {
    const ids = [...(assigned.get(objectId) ?? []).map((one) => one.rule_id), ...ruleIds];
    return ids.flatMap((id) => rules.get(id) ?? []);
  }

  function compileTier(id: string): CatalogTier | null {
    const row = entities.promotion_tier.get(id);
    const campaign = row && entities.campaign.get(row.campaign_id);
    if (row === undefined || campaign === undefined) return null;
    const discount = readDiscount(row.action.discount);
    if (!discount.ok) return null;
    const incentive = compileIncentive({
      object: 'promotion_tier',
      discount: discount.value,
      activities: [activityOf(row, row.created_at), activityOfCampaign(campaign)],
      rules: [...rulesOf(campaign.id), ...rulesOf(row.id)],
    });
    return { row, campaign, incentive, createdAt: Date.parse(row.created_at) };
  }

  function placeCampaign(id: string): void {
    const campaign = entities.campaign.get(id);
    if (campaign?.type === 'STANDALONE') standaloneCampaigns.add(id);
    else standaloneCampaigns.delete(id);
    codeCampaigns.put(id, campaign === undefined ? null : compileCampaign(campaign));
  }

  /** Null where it has no unique codes, or codes that give no discount. */
  function compileCampaign(campaign: CampaignRow): CatalogCampaign | null {
    const stored = campaign.voucher?.discount ?? null;
    if (stored === null || campaign.type === 'STANDALONE') return null;
    const discount = readDiscount(stored);
    if (!discount.ok) return null;
    const incentive = compileIncentive({
      object: 'voucher',
      discount: discount.value,
      activities: [activityOfCampaign(campaign)],
      rules: rulesOf(campaign.id),
    });
    return { campaign, incentive, createdAt: Date.parse(campaign.created_at) };
  }

  function placeTier(id: string): void {
    const tier = compileTier(id);
    const number = tierNumbers.get(id) ?? tierByNumber.length;
    tierNumbers.set(id, number);
    tierByNumber[number] = tier ?? undefined;
    if (tier === null) tiers.delete(id);
    else tiers.set(id, tier);
    // Tiers that are switched off can match nothing until they change, and a change comes here.
    if (tier?.incentive.activities.every((activity) => activity.active)) {
      index.put({ id: number, rules: tier.incentive.rules });
    } else {
      index.remove(number);
    }
  }

  /** What else changes with an entity, told before the entity itself is replaced. */
  const takeNote: {
    readonly [Kind in EntityKind]: (id: string, row: EntityRows[Kind] | null) => void;
  } = {
    promotion_tier: putTier,
    assignment: putAssignment,
    validation_rule: putRule,
    product_collection: collections.put,
    campaign: touchCampaign,
    promotion_stack: () => undefined,
    category: () => undefined,
  };

  const catalog: Catalog = {
    projectId,
    version: 0,
    timezone: 'UTC',
    entities,
    collections,
    needs: counterNeeds([], []),
    tier: (id) => tiers.get(id) ?? null,
    stack: (id) => entities.promotion_stack.get(id) ?? null,
    rulesOf,
    rule: (id) => rules.get(id) ?? null,
    assignmentsOf: (objectId) => assigned.get(objectId) ?? [],
    campaignDiscount: (campaignId) => entities.campaign.get(campaignId)?.voucher?.discount ?? null,
    candidateTiers: (facts) =>
      index.candidates(facts).flatMap((number) => tierByNumber[number] ?? []),
    allTiers: () => tiers.values(),
    codeCampaigns,
    standaloneCampaigns,
    put(kind, id, row) {
      takeNote[kind](id, row);
      if (row === null) entities[kind].delete(id);
      else entities[kind].set(id, row);
    },
    settle() {
      if (dirtyTiers.size + dirtyCampaigns.size === 0 && !rulesChanged) return;
      for (const id of dirtyTiers) placeTier(id);
      for (const id of dirtyCampaigns) placeCampaign(id);
      dirtyTiers.clear();
      dirtyCampaigns.clear();
      rulesChanged = false;
      const ofCodes = [...codeCampaigns.all()].map((one) => ({ ...one, row: one.campaign }));
      catalog.needs = counterNeeds([...rules.values()], [...tiers.values(), ...ofCodes]);
    },
  };
  return catalog;
}

/** One for all tiers of a campaign. */
function createCampaignActivities(): (campaign: CampaignRow) => Activity {
  const activities = new WeakMap<CampaignRow, Activity>();
  return (campaign) => {
    const known = activities.get(campaign);
    if (known !== undefined) return known;
    const activity = activityOf(campaign, campaign.created_at);
    activities.set(campaign, activity);
    return activity;
  };
}

function memberSet(sets: Map<string, Set<string>>, key: string): Set<string> {
  const known = sets.get(key);
  if (known !== undefined) return known;
  const made = new Set<string>();
  sets.set(key, made);
  return made;
}
