/** SQL of the catalog: a project's configuration as rows, whole or what changed since a version. */
import type { Json, JsonObject } from '../../engine/json.ts';
import type { StackingRulesInput } from '../../workspace/projects/stacking-rules/schema.ts';
import type { CategoryRow } from '../categories/service.ts';
import type { GiftTemplate } from '../cards/service.ts';
import type { Discount } from '../discounts/schema.ts';
import type { RewardAssignmentRow } from '../rewards/assignments/service.ts';
import type { RewardDefinition } from '../rewards/service.ts';
import type { ValidityColumns } from '../validity/service.ts';
import { type Sql, statement } from '../../platform/db/database.ts';

/** Columns that say when an incentive may be used; the same in three tables. */
export type ActivityColumns = ValidityColumns & { readonly active: boolean };

export type CampaignRow = ActivityColumns & {
  readonly id: string;
  readonly name: string;
  readonly campaign_type: string;
  readonly type: string;
  /** The template of its vouchers, in wire form. */
  readonly voucher: { readonly discount?: Discount; readonly gift?: GiftTemplate } | null;
  readonly voucher_metadata: JsonObject;
  readonly category_id: string | null;
  readonly metadata: JsonObject;
  readonly created_at: string;
};

export type TierRow = ActivityColumns & {
  readonly id: string;
  readonly campaign_id: string;
  readonly name: string;
  readonly banner: string | null;
  readonly action: { readonly discount: Discount };
  readonly hierarchy: number;
  readonly category_id: string | null;
  readonly metadata: JsonObject;
  readonly created_at: string;
  readonly updated_at: string | null;
};

export type StackRow = {
  readonly id: string;
  readonly campaign_id: string;
  readonly name: string;
  readonly tier_ids: readonly string[];
  readonly category_id: string | null;
  readonly created_at: string;
};

export type RuleRow = { readonly id: string; readonly definition: JsonObject };

export type AssignmentRow = {
  readonly id: string;
  readonly rule_id: string;
  readonly related_object_type: string;
  readonly related_object_id: string;
  readonly created_at: string;
  readonly updated_at: string | null;
};

export type CollectionRow = {
  readonly id: string;
  readonly type: 'STATIC' | 'AUTO_UPDATE';
  readonly filter: Json;
};

/** One a project, or none. */
export type StackingRow = { readonly id: string; readonly settings: StackingRulesInput };

/** The kinds a catalog holds, by the names their triggers write. */
export type EntityRows = {
  readonly campaign: CampaignRow;
  readonly promotion_tier: TierRow;
  readonly promotion_stack: StackRow;
  readonly validation_rule: RuleRow;
  readonly assignment: AssignmentRow;
  readonly product_collection: CollectionRow;
  readonly category: CategoryRow;
  readonly stacking_rules: StackingRow;
  readonly reward: RewardDefinition;
  readonly reward_assignment: RewardAssignmentRow;
};
export type EntityKind = keyof EntityRows;

const activity =
  'active, start_date, expiration_date, validity_timeframe, validity_day_of_week, validity_hours';

const sources: Readonly<Record<EntityKind, string>> = {
  campaign: `select id, name, campaign_type, type, voucher, voucher_metadata, category_id, metadata, created_at, ${activity} from campaigns where project_id = $1`,
  promotion_tier: `select id, campaign_id, name, banner, action, hierarchy, category_id, metadata, created_at, updated_at, ${activity} from promotion_tiers where project_id = $1`,
  promotion_stack: `select id, campaign_id, name, tier_ids, category_id, created_at from promotion_stacks where project_id = $1`,
  validation_rule: `select id, definition from validation_rules where project_id = $1`,
  // Those of single vouchers come with the voucher: there may be millions.
  assignment: `select id, rule_id, related_object_type, related_object_id, created_at, updated_at from validation_rule_assignments where project_id = $1 and related_object_type <> 'voucher'`,
  product_collection: `select id, type, filter from product_collections where project_id = $1`,
  category: `select id, name, hierarchy, created_at, updated_at from categories where project_id = $1`,
  stacking_rules: `select id, settings from stacking_rules where project_id = $1`,
  reward: `select id, name, type, parameters, attributes, metadata, created_at, updated_at from rewards where project_id = $1`,
  reward_assignment: `select id, reward_id, campaign_id, points, auto_redeem, created_at, updated_at from reward_assignments where project_id = $1`,
};

function bothOf<Kind extends EntityKind>(kind: Kind) {
  return {
    all: statement<EntityRows[Kind]>(`catalog_all_${kind}`, sources[kind]),
    some: statement<EntityRows[Kind]>(`catalog_some_${kind}`, `${sources[kind]} and id = any($2)`),
  };
}

const statements: { readonly [Kind in EntityKind]: ReturnType<typeof bothOf<Kind>> } = {
  campaign: bothOf('campaign'),
  promotion_tier: bothOf('promotion_tier'),
  promotion_stack: bothOf('promotion_stack'),
  validation_rule: bothOf('validation_rule'),
  assignment: bothOf('assignment'),
  product_collection: bothOf('product_collection'),
  category: bothOf('category'),
  stacking_rules: bothOf('stacking_rules'),
  reward: bothOf('reward'),
  reward_assignment: bothOf('reward_assignment'),
};

/** All entities of a kind, or those of `ids` that still exist. */
export async function findEntities<Kind extends EntityKind>(
  sql: Sql,
  projectId: string,
  kind: Kind,
  ids: readonly string[] | null,
): Promise<readonly EntityRows[Kind][]> {
  const { all, some } = statements[kind];
  return ids === null ? sql.rows(all, [projectId]) : sql.rows(some, [projectId, ids]);
}

const findProjectStatement = statement<{ config_version: number; timezone: string }>(
  'catalog_project',
  'select config_version, timezone from projects where id = $1',
);

/** Null where the project is gone. */
export async function findProjectVersion(
  sql: Sql,
  projectId: string,
): Promise<{ readonly version: number; readonly timezone: string } | null> {
  const [row] = await sql.rows(findProjectStatement, [projectId]);
  return row === undefined ? null : { version: row.config_version, timezone: row.timezone };
}

const findChangesStatement = statement<{ kind: string; entity_id: string }>(
  'catalog_changes',
  `select distinct kind, entity_id from catalog_changes
   where project_id = $1 and version > $2 and version <= $3`,
);

export async function findChanges(
  sql: Sql,
  projectId: string,
  versions: { readonly after: number; readonly upTo: number },
): Promise<readonly { readonly kind: string; readonly entity_id: string }[]> {
  return sql.rows(findChangesStatement, [projectId, versions.after, versions.upTo]);
}
