/** Promotion tiers: added to campaigns, found, changed, switched, removed. */
import type { JsonObject } from '../../../engine/json.ts';
import { done, notFound, type Outcome, refuse } from '../../../engine/outcome.ts';
import type { Context } from '../../../platform/context.ts';
import { lockConfiguration } from '../../../platform/db/configuration-lock.ts';
import type { Sql } from '../../../platform/db/database.ts';
import type { ListPage } from '../../../platform/db/list.ts';
import { isoOf } from '../../../platform/iso.ts';
import { checkDiscount } from '../../discounts/service.ts';
import {
  type AssignmentRow,
  assignmentsOf,
  removeAssignmentsOf,
  replaceRules,
} from '../../validation-rules/assignments/service.ts';
import { changeValidity, NO_VALIDITY, validityValues } from '../../validity/service.ts';
import { chosenCategory, promotionCampaign } from '../service.ts';
import { dropTierFromStacks } from '../stacks/service.ts';
import type { TierInput, TierQuery, TierUpdate } from './schema.ts';
import {
  findTiers,
  findTiersOfCampaigns,
  insertTier,
  listTiers,
  removeTier,
  type TierColumns,
  type TierRow,
  updateTierRow,
} from './store.ts';

export type { TierRow } from './store.ts';

/** A tier's row with the rules that guard it. */
export type Tier = TierRow & { readonly assignments: readonly AssignmentRow[] };

export type TierRefusal = 'not_found' | 'invalid_payload' | 'invalid_formula';

/**
 * Adds tiers to a campaign that exists, inside the caller's transaction, and answers them by their hierarchy. A
 * tier without a hierarchy gets the next free number. Refuses unknown rules and categories, and
 * discounts or validity that make no sense; whether the campaign is a promotion is the caller's to
 * know.
 */
export async function addTiers(
  context: Context,
  tx: Sql,
  campaignId: string,
  inputs: readonly TierInput[],
): Promise<Outcome<Tier[], TierRefusal>> {
  const projectId = context.project.id;
  await lockConfiguration(tx, projectId);
  const ids: string[] = [];
  for (const input of inputs) {
    const id = context.newId('promo');
    const discount = checkDiscount(input.action.discount, 'invalid_payload');
    if (!discount.ok) return discount;
    const columns = await changedColumns(context, tx, input, {
      ...newTier,
      name: input.name,
      action: { discount: discount.value },
    });
    if (!columns.ok) return columns;
    const createdAt = isoOf(context.now);
    const validity = validityValues(columns.value);
    await insertTier(tx, projectId, { ...columns.value, id, campaignId, createdAt, validity });
    const guarded = await guard(context, tx, id, input);
    if (!guarded.ok) return guarded;
    ids.push(id);
  }
  return done(await withAssignments(tx, projectId, await findTiers(tx, projectId, ids)));
}

/** Of every campaign that has tiers, in the order of their hierarchy. */
export async function tiersOfCampaigns(
  sql: Sql,
  projectId: string,
  campaignIds: readonly string[],
): Promise<ReadonlyMap<string, readonly Tier[]>> {
  if (campaignIds.length === 0) return new Map();
  const rows = await findTiersOfCampaigns(sql, projectId, campaignIds);
  const tiers = await withAssignments(sql, projectId, rows);
  return Map.groupBy(tiers, (tier) => tier.campaign_id);
}

/** Frees the rules of a campaign's tiers, for the removal of the campaign: the tiers go with it. */
export async function removeAssignmentsOfTiers(
  projectId: string,
  sql: Sql,
  campaignId: string,
): Promise<void> {
  for (const { id } of await findTiersOfCampaigns(sql, projectId, [campaignId])) {
    await removeAssignmentsOf(projectId, sql, id);
  }
}

/** Adds one tier to a campaign named by id or name; refuses campaigns that are no promotions. */
export async function createTier(
  context: Context,
  campaignIdOrName: string,
  input: TierInput,
): Promise<Outcome<Tier, TierRefusal | 'invalid_campaign_params'>> {
  return context.db.transaction(async (tx) => {
    await lockConfiguration(tx, context.project.id);
    const campaign = await promotionCampaign(context, tx, campaignIdOrName);
    if (!campaign.ok) return campaign;
    const { id, campaign_type } = campaign.value;
    if (campaign_type !== 'PROMOTION') {
      return refuse(
        'invalid_campaign_params',
        `Only a campaign of type PROMOTION has tiers, ${id} is one of type ${campaign_type}`,
      );
    }
    const added = await addTiers(context, tx, id, [input]);
    if (!added.ok) return added;
    const [tier] = added.value;
    return tier === undefined ? notFound('campaign', id) : done(tier);
  });
}

export async function getTier(context: Context, id: string): Promise<Outcome<Tier, 'not_found'>> {
  return tierIn(context, context.db, id);
}

/** All tiers of a campaign named by id or name. */
export async function tiersOfCampaign(
  context: Context,
  campaignIdOrName: string,
): Promise<Outcome<readonly Tier[], 'not_found'>> {
  const campaign = await promotionCampaign(context, context.db, campaignIdOrName);
  if (!campaign.ok) return campaign;
  const { id } = campaign.value;
  const tiers = await tiersOfCampaigns(context.db, context.project.id, [id]);
  return done(tiers.get(id) ?? []);
}

export async function pageOfTiers(context: Context, query: TierQuery): Promise<ListPage<Tier>> {
  const { db, project, now } = context;
  const { rows, total } = await listTiers(db, project.id, query, isoOf(now));
  return { rows: await withAssignments(db, project.id, rows), total };
}

export async function updateTier(
  context: Context,
  id: string,
  update: TierUpdate,
): Promise<Outcome<Tier, TierRefusal>> {
  return context.db.transaction(async (tx) => {
    await lockConfiguration(tx, context.project.id);
    const current = await tierIn(context, tx, id);
    if (!current.ok) return current;
    const columns = await changedColumns(context, tx, update, current.value);
    if (!columns.ok) return columns;
    const updatedAt = isoOf(context.now);
    const validity = validityValues(columns.value);
    await updateTierRow(tx, context.project.id, { ...columns.value, id, updatedAt, validity });
    const guarded = await guard(context, tx, id, update);
    return guarded.ok ? tierIn(context, tx, id) : guarded;
  });
}

/** Enables or disables. */
export async function switchTier(
  context: Context,
  id: string,
  active: boolean,
): Promise<Outcome<Tier, 'not_found'>> {
  return context.db.transaction(async (tx) => {
    await lockConfiguration(tx, context.project.id);
    const current = await tierIn(context, tx, id);
    if (!current.ok || current.value.active === active) return current;
    const updatedAt = isoOf(context.now);
    const validity = validityValues(current.value);
    await updateTierRow(tx, context.project.id, { ...current.value, active, updatedAt, validity });
    return tierIn(context, tx, id);
  });
}

/** Leaves the stacks it was in; a stack left without tiers goes, too. */
export async function deleteTier(
  context: Context,
  id: string,
): Promise<Outcome<null, 'not_found'>> {
  const projectId = context.project.id;
  return context.db.transaction(async (tx) => {
    await lockConfiguration(tx, projectId);
    if (!(await removeTier(tx, projectId, id))) return notFound('promotion_tier', id);
    await removeAssignmentsOf(projectId, tx, id);
    await dropTierFromStacks(context, tx, id);
    return done(null);
  });
}

const newTier = {
  banner: null,
  hierarchy: null,
  active: true,
  category_id: null,
  metadata: {},
  ...NO_VALIDITY,
};

/** `current` with what the request says: absent stays, null clears, metadata merges. */
async function changedColumns(
  context: Context,
  sql: Sql,
  input: TierUpdate,
  current: TierColumns,
): Promise<Outcome<TierColumns, TierRefusal>> {
  const discount =
    input.action === undefined
      ? done(current.action.discount)
      : checkDiscount(input.action.discount, 'invalid_payload');
  if (!discount.ok) return discount;
  const validity = changeValidity(current, input, 'invalid_payload');
  if (!validity.ok) return validity;
  const category = await chosenCategory(context, sql, input, current.category_id);
  if (!category.ok) return category;
  return done({
    ...validity.value,
    name: input.name ?? current.name,
    banner: input.banner === undefined ? current.banner : input.banner,
    action: { discount: discount.value },
    hierarchy: input.hierarchy ?? current.hierarchy,
    active: input.active ?? current.active,
    category_id: category.value,
    metadata: mergedMetadata(current.metadata, input.metadata),
  });
}

function mergedMetadata(current: JsonObject, given: JsonObject | null | undefined): JsonObject {
  return given === null ? {} : { ...current, ...given };
}

/** Lets the rules the request names guard the tier; a request that names none changes nothing. */
async function guard(
  context: Context,
  tx: Sql,
  id: string,
  input: TierUpdate,
): Promise<Outcome<null, 'not_found'>> {
  const { validation_rules: rules, validation_rule_assignments: list } = input;
  if (rules === undefined && list === undefined) return done(null);
  const ruleIds = rules ?? list?.data?.map((assignment) => assignment.rule_id) ?? [];
  return replaceRules(context, tx, ruleIds, { type: 'promotion_tier', id });
}

async function tierIn(context: Context, sql: Sql, id: string): Promise<Outcome<Tier, 'not_found'>> {
  const rows = await findTiers(sql, context.project.id, [id]);
  const [tier] = await withAssignments(sql, context.project.id, rows);
  return tier === undefined ? notFound('promotion_tier', id) : done(tier);
}

async function withAssignments(
  sql: Sql,
  projectId: string,
  rows: readonly TierRow[],
): Promise<Tier[]> {
  const ids = rows.map((row) => row.id);
  const assignments = await assignmentsOf(projectId, sql, ids);
  return rows.map((row) => ({ ...row, assignments: assignments.get(row.id) ?? [] }));
}
