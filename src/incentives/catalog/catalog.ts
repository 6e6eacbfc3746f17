/**
 * A project's configuration, compiled, in memory: what a request needs to know without asking the
 * database. Mutable: a change of configuration is put in where it belongs. Whoever decides does so
 * without awaiting, so no decision ever sees half a change.
 */
import type { CompiledRule } from '../../engine/eligibility/compile.ts';
import type { RuleFacts } from '../../engine/eligibility/facts.ts';
import type { RewardTerms } from '../../engine/stored-value/reward-terms.ts';
import { DEFAULT_STACKING, type StackingSettings } from '../../engine/stacking/settings.ts';
import { settingsOf } from '../../workspace/projects/stacking-rules/service.ts';
import type { Discount } from '../discounts/schema.ts';
import { type CodeCampaigns, createCodeCampaigns } from './code-campaigns.ts';
import { createCollections, type Collections } from './collections.ts';
import { type CounterNeeds, counterNeeds } from './counter-needs.ts';
import { createIncentiveCompiler } from './compile-incentive.ts';
import { createDirtyObjects } from './dirty-objects.ts';
import { type GrantedItems, grantedItems, NO_GRANTED_ITEMS } from './granted-items.ts';
import { createGuards, type Guards } from './guards.ts';
import { createRewards, type Rewards } from './rewards.ts';
import { type CatalogTier, createTiers, type Tiers } from './tiers.ts';
import type { AssignmentRow, EntityKind, EntityRows, StackRow } from './store.ts';

export type { CatalogTier } from './tiers.ts';

export type Catalog = {
  readonly projectId: string;
  /** Of the configuration this holds. */
  version: number;
  timezone: string;
  readonly entities: { readonly [Kind in EntityKind]: ReadonlyMap<string, EntityRows[Kind]> };
  readonly collections: Collections;
  /** How redeemables of one request go together. */
  stacking: StackingSettings;
  /** What rules count and formulas read: what a request has to bring along. */
  needs: CounterNeeds;
  /** What its discounts give units of. */
  granted: GrantedItems;
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
  /** Rewards, and which campaign has them. */
  readonly rewards: Pick<Rewards, 'reward' | 'assigned' | 'ofCampaign'>;
  /** What a card of this campaign can be exchanged for; null where the campaign has no such reward. */
  rewardTerms(campaignId: string, rewardId: string): RewardTerms | null;
  /** Puts a change in: a new row, or null for one that is gone. Takes effect with `settle`. */
  put<Kind extends EntityKind>(kind: Kind, id: string, row: EntityRows[Kind] | null): void;
  settle(): void;
};

/** What else changes with an entity, told before the entity itself is replaced. */
type Notes = {
  readonly [Kind in EntityKind]: (id: string, row: EntityRows[Kind] | null) => void;
};

const nothing = (): void => undefined;

/** Before the first reading. */
const NOTHING_READ: Pick<Catalog, 'version' | 'timezone' | 'stacking' | 'granted'> = {
  version: 0,
  timezone: 'UTC',
  stacking: DEFAULT_STACKING,
  granted: NO_GRANTED_ITEMS,
};

export function createCatalog(projectId: string): Catalog {
  const entities = emptyEntities();
  const dirty = createDirtyObjects(
    (id) => entities.promotion_tier.has(id) || tiers.get(id) !== null,
  );
  const guards = createGuards(dirty.touch);
  const tiers = createTiers();
  const collections = createCollections();
  const codeCampaigns = createCodeCampaigns();
  const standaloneCampaigns = new Set<string>();
  const rewards = createRewards();
  const compiler = createIncentiveCompiler(guards.rulesOf);

  const takeNote: Notes = {
    promotion_tier: (id, row) =>
      dirty.touchTier(id, row?.campaign_id ?? tiers.get(id)?.row.campaign_id, row !== null),
    assignment: guards.putAssignment,
    validation_rule(id, row) {
      dirty.touchRules();
      guards.putRule(id, row);
    },
    product_collection: collections.put,
    campaign: dirty.touch,
    promotion_stack: nothing,
    category: nothing,
    ...rewards.notes,
    stacking_rules: (_id, row) => (catalog.stacking = settingsOf(row?.settings ?? {})),
  };

  function placeTier(id: string): void {
    const row = entities.promotion_tier.get(id);
    const campaign = row && entities.campaign.get(row.campaign_id);
    tiers.place(id, row && campaign ? compiler.tier(row, campaign) : null);
  }

  function placeCampaign(id: string): void {
    const campaign = entities.campaign.get(id);
    standaloneCampaigns[campaign?.type === 'STANDALONE' ? 'add' : 'delete'](id);
    codeCampaigns.put(id, campaign === undefined ? null : compiler.campaign(campaign));
  }

  const catalog: Catalog = {
    ...NOTHING_READ,
    projectId,
    entities,
    collections,
    needs: counterNeeds([], [], entities),
    tier: tiers.get,
    stack: (id) => entities.promotion_stack.get(id) ?? null,
    rulesOf: guards.rulesOf,
    rule: guards.rule,
    assignmentsOf: guards.assignmentsOf,
    campaignDiscount: (campaignId) => entities.campaign.get(campaignId)?.voucher?.discount ?? null,
    candidateTiers: tiers.candidates,
    allTiers: tiers.all,
    codeCampaigns,
    standaloneCampaigns,
    rewards,
    rewardTerms: rewards.terms,
    put(kind, id, row) {
      takeNote[kind](id, row);
      if (row === null) entities[kind].delete(id);
      else entities[kind].set(id, row);
    },
    settle() {
      const changed = dirty.take();
      if (changed === null) return;
      for (const id of changed.tiers) placeTier(id);
      for (const id of changed.campaigns) placeCampaign(id);
      Object.assign(catalog, readOff(guards, { tiers, codeCampaigns, entities }));
    },
  };
  return catalog;
}

type Entities = { readonly [Kind in EntityKind]: Map<string, EntityRows[Kind]> };

function emptyEntities(): Entities {
  return {
    campaign: new Map(),
    promotion_tier: new Map(),
    promotion_stack: new Map(),
    validation_rule: new Map(),
    assignment: new Map(),
    product_collection: new Map(),
    category: new Map(),
    stacking_rules: new Map(),
    reward: new Map(),
    reward_assignment: new Map(),
  };
}

/** What requests have to bring along, as everything that is configured asks for it. */
function readOff(
  guards: Guards,
  configured: {
    readonly tiers: Tiers;
    readonly codeCampaigns: CodeCampaigns;
    readonly entities: Entities;
  },
): Pick<Catalog, 'needs' | 'granted'> {
  const { entities } = configured;
  const tiers = [...configured.tiers.all()];
  const campaigns = [...configured.codeCampaigns.all()];
  return {
    needs: counterNeeds(guards.allRules(), [...tiers, ...campaigns], entities),
    granted: grantedItems(tiers, campaigns, entities.campaign.values()),
  };
}
