/** Rewards: row → wire. */
import type { Reward } from './schema.ts';
import type { RewardRow } from './store.ts';

export function presentReward(row: RewardRow): Reward {
  const { id, name, type, parameters, stock, redeemed, attributes, metadata } = row;
  const { created_at, updated_at } = row;
  return {
    id,
    name,
    type,
    parameters,
    stock,
    redeemed,
    attributes,
    metadata,
    created_at,
    updated_at,
    object: 'reward',
  };
}
