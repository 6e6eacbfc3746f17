/** Assignments: which loyalty campaign has a reward, and for how many points. */
import { done, notFound, type Outcome, type Refusal, refuse } from '../../../engine/outcome.ts';
import type { Context } from '../../../platform/context.ts';
import { lockConfiguration } from '../../../platform/db/configuration-lock.ts';
import type { Sql } from '../../../platform/db/database.ts';
import type { ListPage } from '../../../platform/db/list.ts';
import { newId } from '../../../platform/ids.ts';
import { isoOf } from '../../../platform/iso.ts';
import { programId } from '../../loyalties/programs/service.ts';
import { assignRules, removeAssignmentsOf } from '../../validation-rules/assignments/service.ts';
import { getReward, type RewardKind } from '../service.ts';
import type { RewardAssignmentInput, RewardAssignmentUpdate } from './schema.ts';
import {
  type AssignmentsOf,
  countAssignmentsOfCampaign,
  findAssignmentOfPair,
  findAssignmentsOfCampaign,
  findAutomatic,
  findRewardAssignment,
  insertRewardAssignment,
  listRewardAssignments,
  removeRewardAssignment,
  type RewardAssignmentRow,
  updateRewardAssignment,
} from './store.ts';

export type { AssignmentsOf, RewardAssignmentRow } from './store.ts';

/** Of one campaign: a member's list shows them all. */
const MAX_OF_CAMPAIGN = 500;

export type AssignmentFault = 'not_found' | 'duplicate_found' | 'missing_param' | 'invalid_payload';
type Assigned = Outcome<RewardAssignmentRow, AssignmentFault>;
/** An assignment as a path names it: of a reward, or of a campaign. */
export type AssignmentPath = AssignmentsOf & { readonly id: string };
export type WantedTerms = Omit<RewardAssignmentInput, 'campaign'>;
type Terms = Pick<RewardAssignmentRow, 'points' | 'auto_redeem'>;

/** Gives one campaign one reward. */
export async function assignReward(
  context: Context,
  rewardId: string,
  { campaign, ...terms }: RewardAssignmentInput,
): Promise<Assigned> {
  return context.db.transaction(async (tx) => {
    await lockConfiguration(tx, context.project.id);
    const found = await programId(context, tx, campaign ?? '');
    if (!found.ok) return found;
    return assignIn(context, tx, { campaignId: found.value, rewardId, terms, place: 0 });
  });
}

/** Gives a campaign several rewards: all or none. */
export async function assignRewards(
  context: Context,
  campaignIdOrName: string,
  wanted: readonly ({ readonly reward: string } & WantedTerms)[],
): Promise<Outcome<readonly RewardAssignmentRow[], AssignmentFault>> {
  return context.db.transaction(async (tx) => {
    await lockConfiguration(tx, context.project.id);
    const found = await programId(context, tx, campaignIdOrName);
    if (!found.ok) return found;
    const rows: RewardAssignmentRow[] = [];
    for (const [place, { reward: rewardId, ...terms }] of wanted.entries()) {
      const assigned = await assignIn(context, tx, {
        campaignId: found.value,
        rewardId,
        terms,
        place,
      });
      if (!assigned.ok) return assigned;
      rows.push(assigned.value);
    }
    return done(rows);
  });
}

async function assignIn(
  context: Context,
  tx: Sql,
  wanted: {
    readonly campaignId: string;
    readonly rewardId: string;
    readonly terms: WantedTerms;
    readonly place: number;
  },
): Promise<Assigned> {
  const projectId = context.project.id;
  const { campaignId, rewardId, terms } = wanted;
  const reward = await getReward(context, rewardId, tx);
  if (!reward.ok) return reward;
  if ((await countAssignmentsOfCampaign(tx, projectId, campaignId)) >= MAX_OF_CAMPAIGN) {
    return refuse('invalid_payload', `A campaign has at most ${MAX_OF_CAMPAIGN} rewards`);
  }
  if (givesItself(reward.value, campaignId)) {
    return refuse('invalid_payload', 'A loyalty campaign cannot reward itself with points');
  }
  const read = readTerms(reward.value.type, terms.parameters?.loyalty);
  if (!read.ok) return read;
  const alone = await onlyAutomatic(tx, projectId, { id: null, campaignId, ...read.value });
  if (!alone.ok) return alone;
  const row = {
    // Those of one request are in the order in which it named them: the place is part of the time.
    id: newId('rewa', context.now.epochMilliseconds + wanted.place),
    reward_id: rewardId,
    campaign_id: campaignId,
    ...read.value,
    created_at: isoOf(context.now),
  };
  if (!(await insertRewardAssignment(tx, projectId, row))) {
    const earlier = await findAssignmentOfPair(tx, projectId, { rewardId, campaignId });
    return duplicate(earlier?.id ?? '');
  }
  const object = { type: 'reward_assignment', id: row.id } as const;
  const guarded = await assignRules(context, tx, terms.validation_rules ?? [], object);
  return guarded.ok ? done({ ...row, updated_at: null }) : guarded;
}

function givesItself(kind: RewardKind, campaignId: string): boolean {
  return kind.type === 'CAMPAIGN' && kind.parameters.campaign.id === campaignId;
}

type LoyaltyInput = NonNullable<RewardAssignmentUpdate['parameters']>['loyalty'];

/** Points pay for orders at the reward's own rate; everything else has a cost. */
function readTerms(
  type: RewardKind['type'],
  loyalty: LoyaltyInput,
): Outcome<Terms, 'missing_param'> {
  if (type === 'COIN') return done({ points: null, auto_redeem: null });
  if (loyalty === undefined) return missing('parameters.loyalty');
  const { points, auto_redeem = null } = loyalty;
  return points === undefined
    ? missing('parameters.loyalty.points')
    : done({ points, auto_redeem });
}

function missing(name: string): Refusal<'missing_param'> {
  return refuse('missing_param', `Parameter '${name}' is required`);
}

async function onlyAutomatic(
  tx: Sql,
  projectId: string,
  wanted: {
    readonly id: string | null;
    readonly campaignId: string;
    readonly auto_redeem: boolean | null;
  },
): Promise<Outcome<null, 'invalid_payload'>> {
  if (wanted.auto_redeem !== true) return done(null);
  const other = await findAutomatic(tx, projectId, wanted.campaignId);
  return other === null || other === wanted.id
    ? done(null)
    : refuse('invalid_payload', `Of the campaign's rewards, ${other} is redeemed automatically`);
}

function duplicate(id: string): Refusal<'duplicate_found'> {
  return {
    ok: false,
    key: 'duplicate_found',
    details: `Duplicated reward_assignment exists with id ${id}`,
    resourceId: id,
    resourceType: 'reward_assignment',
  };
}

export async function getRewardAssignment(
  context: Context,
  path: AssignmentPath,
  sql: Sql = context.db,
): Promise<Outcome<RewardAssignmentRow, 'not_found'>> {
  const known = await knownOwner(context, sql, path);
  if (!known.ok) return known;
  const row = await findRewardAssignment(sql, context.project.id, path.id);
  const isMeant =
    row !== null &&
    (path.rewardId === undefined || row.reward_id === path.rewardId) &&
    (path.campaignId === undefined || row.campaign_id === known.value.campaignId);
  return isMeant ? done(row) : notFound('reward_assignment', path.id);
}

/** The reward or the campaign that a path names, with the campaign's id in place of its name. */
async function knownOwner(
  context: Context,
  sql: Sql,
  of: AssignmentsOf,
): Promise<Outcome<AssignmentsOf, 'not_found'>> {
  if (of.rewardId !== undefined) {
    const reward = await getReward(context, of.rewardId, sql);
    if (!reward.ok) return reward;
  }
  if (of.campaignId === undefined) return done(of);
  const campaign = await programId(context, sql, of.campaignId);
  return campaign.ok ? done({ ...of, campaignId: campaign.value }) : campaign;
}

/** The newest first; `id` leaves one of them. */
export async function pageOfRewardAssignments(
  context: Context,
  of: AssignmentsOf & { readonly id?: string | undefined },
  page: { readonly limit?: number | undefined; readonly page?: number | undefined },
): Promise<Outcome<ListPage<RewardAssignmentRow>, 'not_found'>> {
  const known = await knownOwner(context, context.db, of);
  if (!known.ok) return known;
  const wanted = { ...known.value, id: of.id };
  return done(await listRewardAssignments(context.db, context.project.id, wanted, page));
}

/** All rewards of a campaign, by its id. */
export function assignmentsOfCampaign(
  context: Context,
  campaignId: string,
): Promise<readonly RewardAssignmentRow[]> {
  return findAssignmentsOfCampaign(context.db, context.project.id, campaignId);
}

export async function changeRewardAssignment(
  context: Context,
  path: AssignmentPath,
  { parameters }: RewardAssignmentUpdate,
): Promise<Outcome<RewardAssignmentRow, 'not_found' | 'invalid_payload'>> {
  const projectId = context.project.id;
  return context.db.transaction(async (tx) => {
    await lockConfiguration(tx, projectId);
    const found = await getRewardAssignment(context, path, tx);
    if (!found.ok) return found;
    const row = found.value;
    // What pays for orders has no cost to change.
    if (row.points === null) return done(row);
    const { points = row.points, auto_redeem = row.auto_redeem } = parameters?.loyalty ?? {};
    const terms = { id: row.id, points, auto_redeem };
    const alone = await onlyAutomatic(tx, projectId, { ...terms, campaignId: row.campaign_id });
    if (!alone.ok) return alone;
    const updated_at = isoOf(context.now);
    await updateRewardAssignment(tx, projectId, { ...terms, updated_at });
    return done({ ...row, ...terms, updated_at });
  });
}

/** The reward stays, and so do the redemptions there were; its rules guard nothing any more. */
export async function unassignReward(
  context: Context,
  path: AssignmentPath,
): Promise<Outcome<null, 'not_found'>> {
  const projectId = context.project.id;
  return context.db.transaction(async (tx) => {
    await lockConfiguration(tx, projectId);
    const found = await getRewardAssignment(context, path, tx);
    if (!found.ok) return found;
    await removeRewardAssignment(tx, projectId, path.id);
    await removeAssignmentsOf(projectId, tx, path.id);
    return done(null);
  });
}
