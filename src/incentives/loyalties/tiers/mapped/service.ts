/** What a tier makes of its programme's earning rules, and which rewards its members can have. */
import {
  type PointsMapping,
  mappedPoints,
  mappingOf,
} from '../../../../engine/loyalty/tier-mapping.ts';
import { done, type Outcome } from '../../../../engine/outcome.ts';
import type { Context } from '../../../../platform/context.ts';
import type { ListPage } from '../../../../platform/db/list.ts';
import {
  assignmentsOfCampaign,
  type RewardAssignmentRow,
} from '../../../rewards/assignments/service.ts';
import { type RewardRow, rewardsById } from '../../../rewards/service.ts';
import type { EarningLoyalty } from '../../earning-rules/loyalty/schema.ts';
import { type GuardedEarningRule, pageOfEarningRules } from '../../earning-rules/service.ts';
import { getTier, type NamedTier } from '../service.ts';

/** A page of the programme's rules, each with the points that members of the tier earn by it. */
export async function rulesOfTier(
  context: Context,
  named: NamedTier,
  query: { readonly limit?: number; readonly page?: number },
): Promise<Outcome<ListPage<GuardedEarningRule>, 'not_found'>> {
  const tier = await getTier(context, named);
  if (!tier.ok) return tier;
  const { campaign_id: campaignId, earning_rules: mappings } = tier.value;
  const page = await pageOfEarningRules(context, campaignId, query);
  if (!page.ok) return page;
  const rows = page.value.rows.map((rule) => {
    const mapping = mappingOf(mappings, rule.row.id);
    const loyalty = mappedLoyalty(rule.row.loyalty, mapping);
    return { ...rule, row: { ...rule.row, loyalty } };
  });
  return done({ rows, total: page.value.total });
}

export type TierRewardRow = {
  readonly reward: RewardRow;
  readonly assignment: RewardAssignmentRow;
};

/** All that the programme offers but what the tier says is not available. */
export async function rewardsOfTier(
  context: Context,
  named: NamedTier,
): Promise<Outcome<readonly TierRewardRow[], 'not_found'>> {
  const tier = await getTier(context, named);
  if (!tier.ok) return tier;
  const { campaign_id: campaignId, rewards: mappings } = tier.value;
  const offered = await assignmentsOfCampaign(context, campaignId);
  const open = offered.filter(({ id }) => mappingOf(mappings, id)?.type !== 'NOT_AVAILABLE');
  const ids = open.map((one) => one.reward_id);
  const rewards = await rewardsById(context, ids);
  return done(
    open.flatMap((assignment) => {
      const reward = rewards.get(assignment.reward_id);
      return reward === undefined ? [] : [{ reward, assignment }];
    }),
  );
}

function mappedLoyalty(loyalty: EarningLoyalty, mapping: PointsMapping | null): EarningLoyalty {
  if (mapping === null) return loyalty;
  const { points, order, order_items: items, customer, custom_event: event } = loyalty;
  const map = <Parts extends StepsByName>(parts: Parts) => mappedSteps(parts, mapping);
  return {
    ...loyalty,
    ...(points === undefined ? {} : { points: mappedPoints(points, mapping) }),
    ...(order === undefined ? {} : { order: map(order) }),
    ...(items === undefined ? {} : { order_items: map(items) }),
    ...(customer === undefined ? {} : { customer: map(customer) }),
    ...(event === undefined ? {} : { custom_event: map(event) }),
  };
}

type StepsByName = { readonly [name: string]: { readonly points: number } | undefined };

function mappedSteps<Parts extends StepsByName>(parts: Parts, mapping: PointsMapping): Parts {
  const mapped = { ...parts };
  for (const name in mapped) {
    const step = mapped[name];
    if (step !== undefined) mapped[name] = { ...step, points: mappedPoints(step.points, mapping) };
  }
  return mapped;
}
