/** Promotion stacks: tiers of one campaign that apply together, in a fixed order. */
import { done, notFound, type Outcome } from '../../../engine/outcome.ts';
import type { Context } from '../../../platform/context.ts';
import { lockConfiguration } from '../../../platform/db/configuration-lock.ts';
import type { Sql } from '../../../platform/db/database.ts';
import type { ListPage } from '../../../platform/db/list.ts';
import { isoOf } from '../../../platform/iso.ts';
import { chosenCategory, promotionCampaign } from '../service.ts';
import type { StackInput, StackQuery, StackUpdate } from './schema.ts';
import {
  findStack,
  findStacksOfCampaign,
  findTiersOfStack,
  insertStack,
  listStacks,
  removeStack,
  removeTierFromStacks,
  type StackPlace,
  type StackRow,
  updateStackRow,
} from './store.ts';

export type { StackRow } from './store.ts';

type Found = Outcome<StackRow, 'not_found'>;
/** A stack as a path names it: its campaign by id or name. */
type StackPath = { readonly campaignId: string; readonly stackId: string };

export async function createStack(
  context: Context,
  campaignIdOrName: string,
  input: StackInput,
): Promise<Found> {
  return context.db.transaction(async (tx) => {
    await lockConfiguration(tx, context.project.id);
    const campaign = await promotionCampaign(context, tx, campaignIdOrName);
    if (!campaign.ok) return campaign;
    const place = { campaignId: campaign.value.id, id: context.newId('stack') };
    const known = await knownTiers(context, tx, place.campaignId, input.tiers.ids);
    if (!known.ok) return known;
    const category = await chosenCategory(context, tx, input, null);
    if (!category.ok) return category;
    await insertStack(tx, context.project.id, {
      ...place,
      name: input.name,
      tier_ids: input.tiers.ids,
      category_id: category.value,
      createdAt: isoOf(context.now),
    });
    return stackIn(context, tx, place);
  });
}

export async function getStack(context: Context, path: StackPath): Promise<Found> {
  const campaign = await promotionCampaign(context, context.db, path.campaignId);
  if (!campaign.ok) return campaign;
  return stackIn(context, context.db, { campaignId: campaign.value.id, id: path.stackId });
}

export async function updateStack(
  context: Context,
  path: StackPath,
  update: StackUpdate,
): Promise<Found> {
  return context.db.transaction(async (tx) => {
    await lockConfiguration(tx, context.project.id);
    const campaign = await promotionCampaign(context, tx, path.campaignId);
    if (!campaign.ok) return campaign;
    const place = { campaignId: campaign.value.id, id: path.stackId };
    const current = await stackIn(context, tx, place);
    if (!current.ok) return current;
    const known = await knownTiers(context, tx, place.campaignId, update.tiers?.ids ?? []);
    if (!known.ok) return known;
    const category = await chosenCategory(context, tx, update, current.value.category_id);
    if (!category.ok) return category;
    await updateStackRow(tx, context.project.id, {
      id: place.id,
      name: update.name ?? current.value.name,
      tier_ids: update.tiers?.ids ?? current.value.tier_ids,
      category_id: category.value,
      updatedAt: isoOf(context.now),
    });
    return stackIn(context, tx, place);
  });
}

export async function deleteStack(
  context: Context,
  path: StackPath,
): Promise<Outcome<null, 'not_found'>> {
  return context.db.transaction(async (tx) => {
    await lockConfiguration(tx, context.project.id);
    const campaign = await promotionCampaign(context, tx, path.campaignId);
    if (!campaign.ok) return campaign;
    const place = { campaignId: campaign.value.id, id: path.stackId };
    const removed = await removeStack(tx, context.project.id, place);
    return removed ? done(null) : notFound('promotion_stack', path.stackId);
  });
}

/** All stacks of a campaign named by id or name, oldest first. */
export async function stacksOfCampaign(
  context: Context,
  campaignIdOrName: string,
): Promise<Outcome<readonly StackRow[], 'not_found'>> {
  const campaign = await promotionCampaign(context, context.db, campaignIdOrName);
  if (!campaign.ok) return campaign;
  return done(await findStacksOfCampaign(context.db, context.project.id, campaign.value.id));
}

export function pageOfStacks(context: Context, query: StackQuery): Promise<ListPage<StackRow>> {
  return listStacks(context.db, context.project.id, query);
}

/** For the removal of a tier: its stacks go on without it, those left empty are removed. */
export function dropTierFromStacks(context: Context, tx: Sql, tierId: string): Promise<void> {
  return removeTierFromStacks(tx, context.project.id, { tierId, at: isoOf(context.now) });
}

/** Refuses the first tier that the campaign does not have. */
async function knownTiers(
  context: Context,
  tx: Sql,
  campaignId: string,
  tierIds: readonly string[],
): Promise<Outcome<null, 'not_found'>> {
  const known = await findTiersOfStack(tx, context.project.id, { campaignId, tierIds });
  const unknown = tierIds.find((id) => !known.has(id));
  return unknown === undefined ? done(null) : notFound('promotion_tier', unknown);
}

async function stackIn(context: Context, sql: Sql, place: StackPlace): Promise<Found> {
  const row = await findStack(sql, context.project.id, place);
  return row === null ? notFound('promotion_stack', place.id) : done(row);
}
