/** Loyalty tiers: added to programmes, found, changed, removed. */
import { done, notFound, type Outcome, refuse } from '../../../engine/outcome.ts';
import type { Context } from '../../../platform/context.ts';
import { lockConfiguration } from '../../../platform/db/configuration-lock.ts';
import type { Sql } from '../../../platform/db/database.ts';
import type { ListPage } from '../../../platform/db/list.ts';
import { isoOf } from '../../../platform/iso.ts';
import { programId } from '../programs/service.ts';
import { recheckProgramme } from './recheck/service.ts';
import { MAX_TIERS, type TierInput, type TierQuery, type TierUpdate } from './schema.ts';
import {
  countTiers,
  findTier,
  insertTier,
  listTiers,
  type LoyaltyTierRow,
  removeTier,
  type TierColumns,
  updateTierRow,
} from './store.ts';

export type { LoyaltyTierRow } from './store.ts';

/**
 * Adds tiers to a programme, all or none. Ranges may overlap and leave gaps: where two hold a card's
 * points, the one that begins higher counts.
 */
export async function createTiers(
  context: Context,
  campaignIdOrName: string,
  inputs: readonly TierInput[],
): Promise<Outcome<LoyaltyTierRow[], 'not_found' | 'invalid_payload'>> {
  const projectId = context.project.id;
  return context.db.transaction(async (tx) => {
    await lockConfiguration(tx, projectId);
    const campaign = await programId(context, tx, campaignIdOrName);
    if (!campaign.ok) return campaign;
    const campaignId = campaign.value;
    if ((await countTiers(tx, projectId, campaignId)) + inputs.length > MAX_TIERS) {
      return refuse('invalid_payload', `A loyalty programme has at most ${MAX_TIERS} tiers`);
    }
    const rows: LoyaltyTierRow[] = [];
    // Of one moment: in the order of their ids they stay in that of the request.
    const ids = inputs.map(() => context.newId('ltr')).toSorted();
    for (const [index, input] of inputs.entries()) {
      const columns = changedColumns(newTier, input);
      if (!columns.ok) return columns;
      const id = ids[index] ?? context.newId('ltr');
      const tier = { ...columns.value, id, campaignId, createdAt: isoOf(context.now) };
      rows.push(...(await insertTier(tx, projectId, tier)));
    }
    await recheckProgramme(tx, { projectId, campaignId, look: 'recalculate' });
    return done(rows);
  });
}

export async function pageOfTiers(
  context: Context,
  campaignIdOrName: string,
  query: TierQuery,
): Promise<Outcome<ListPage<LoyaltyTierRow>, 'not_found'>> {
  const campaign = await programId(context, context.db, campaignIdOrName);
  if (!campaign.ok) return campaign;
  return done(await listTiers(context.db, context.project.id, campaign.value, query));
}

export type NamedTier = { readonly campaignId: string; readonly loyaltyTierId: string };

export async function getTier(
  context: Context,
  named: NamedTier,
  sql: Sql = context.db,
): Promise<Outcome<LoyaltyTierRow, 'not_found'>> {
  const campaign = await programId(context, sql, named.campaignId);
  if (!campaign.ok) return campaign;
  const tier = { campaignId: campaign.value, id: named.loyaltyTierId };
  const row = await findTier(sql, context.project.id, tier);
  return row === null ? notFound('loyalty_tier', named.loyaltyTierId) : done(row);
}

export async function updateTier(
  context: Context,
  named: NamedTier,
  update: TierUpdate,
): Promise<Outcome<LoyaltyTierRow, 'not_found' | 'invalid_payload'>> {
  return context.db.transaction(async (tx) => {
    await lockConfiguration(tx, context.project.id);
    const before = await getTier(context, named, tx);
    if (!before.ok) return before;
    const columns = changedColumns(before.value, update);
    if (!columns.ok) return columns;
    const { id } = before.value;
    const changed = { ...columns.value, id, updatedAt: isoOf(context.now) };
    const [row] = await updateTierRow(tx, context.project.id, changed);
    await recheckMembers(context, tx, before.value);
    return row === undefined ? notFound('loyalty_tier', id) : done(row);
  });
}

/** Its members leave it at once. */
export async function deleteTier(
  context: Context,
  named: NamedTier,
): Promise<Outcome<null, 'not_found'>> {
  return context.db.transaction(async (tx) => {
    await lockConfiguration(tx, context.project.id);
    const before = await getTier(context, named, tx);
    if (!before.ok) return before;
    await removeTier(tx, context.project.id, before.value.id);
    await recheckMembers(context, tx, before.value);
    return done(null);
  });
}

async function recheckMembers(
  { project }: Context,
  tx: Sql,
  { campaign_id: campaignId }: LoyaltyTierRow,
): Promise<void> {
  await recheckProgramme(tx, { projectId: project.id, campaignId, look: 'recalculate' });
}

const newTier: TierColumns = {
  name: '',
  points_from: null,
  points_to: null,
  earning_rules: {},
  rewards: {},
  metadata: {},
};

function changedColumns(
  current: TierColumns,
  update: TierUpdate,
): Outcome<TierColumns, 'invalid_payload'> {
  const { points } = update;
  const from = points === undefined ? current.points_from : (points.from ?? null);
  const to = points === undefined ? current.points_to : (points.to ?? null);
  if (from !== null && to !== null && from > to) {
    return refuse('invalid_payload', 'Property points.to must not be below points.from');
  }
  return done({
    name: update.name ?? current.name,
    points_from: from,
    points_to: to,
    earning_rules: update.earning_rules ?? current.earning_rules,
    rewards: update.rewards ?? current.rewards,
    metadata: update.metadata === null ? {} : { ...current.metadata, ...update.metadata },
  });
}
