/** Assignments of rewards: row → wire. */
import type { ListPage } from '../../../platform/db/list.ts';
import type { RewardAssignment, RewardAssignmentList } from './schema.ts';
import type { RewardAssignmentRow } from './store.ts';

export function presentRewardAssignment(row: RewardAssignmentRow): RewardAssignment {
  const { id, reward_id, campaign_id, points, auto_redeem, created_at, updated_at } = row;
  return {
    id,
    reward_id,
    related_object_id: campaign_id,
    related_object_type: 'campaign',
    ...(points === null
      ? {}
      : { parameters: { loyalty: { points, ...(auto_redeem === null ? {} : { auto_redeem }) } } }),
    created_at,
    updated_at,
    object: 'reward_assignment',
  };
}

export function presentRewardAssignmentPage({
  rows,
  total,
}: ListPage<RewardAssignmentRow>): RewardAssignmentList {
  return { object: 'list', data_ref: 'data', data: rows.map(presentRewardAssignment), total };
}
