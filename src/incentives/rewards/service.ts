/** Rewards: make, find, list, change, remove. */
import { done, notFound, type Outcome, refuse } from '../../engine/outcome.ts';
import type { Context } from '../../platform/context.ts';
import { lockConfiguration } from '../../platform/db/configuration-lock.ts';
import type { Sql } from '../../platform/db/database.ts';
import type { ListPage } from '../../platform/db/list.ts';
import { isoOf } from '../../platform/iso.ts';
import { type ParametersFault, readParameters } from './read-parameters.ts';
import type { RewardInput, RewardQuery, RewardUpdate } from './schema.ts';
import {
  countRewards,
  findAssignmentIds,
  findReward,
  findRewards,
  insertReward,
  listRewards,
  removeReward,
  type RewardKind,
  type RewardRow,
  setStock,
  updateReward,
} from './store.ts';

export type { CatalogReward, RewardDefinition, RewardKind, RewardRow } from './store.ts';

/** Of one project: each process holds them all. */
const MAX_REWARDS = 10_000;
const UNNAMED = 'Reward';

export async function createReward(
  context: Context,
  input: RewardInput,
): Promise<Outcome<RewardRow, ParametersFault>> {
  const projectId = context.project.id;
  return context.db.transaction(async (tx) => {
    await lockConfiguration(tx, projectId);
    if ((await countRewards(tx, projectId)) >= MAX_REWARDS) {
      return refuse('invalid_payload', `A project has at most ${MAX_REWARDS} rewards`);
    }
    const kind = await readParameters(tx, projectId, input.parameters);
    if (!kind.ok) return kind;
    const id = context.newId('rew');
    await insertReward(tx, projectId, {
      ...kind.value,
      id,
      name: input.name ?? UNNAMED,
      attributes: input.attributes ?? {},
      metadata: input.metadata ?? {},
      created_at: isoOf(context.now),
    });
    await keepStock(tx, projectId, { id, kind: kind.value, stock: input.stock ?? null });
    return getReward(context, id, tx);
  });
}

/** Units are counted of material rewards alone. */
async function keepStock(
  tx: Sql,
  projectId: string,
  {
    id,
    kind,
    stock,
  }: { readonly id: string; readonly kind: RewardKind; readonly stock: number | null },
): Promise<void> {
  if (kind.type === 'MATERIAL') await setStock(tx, projectId, { id, stock });
}

export async function getReward(
  context: Context,
  id: string,
  sql: Sql = context.db,
): Promise<Outcome<RewardRow, 'not_found'>> {
  const row = await findReward(sql, context.project.id, id);
  return row === null ? notFound('reward', id) : done(row);
}

/** By their ids; those that are gone are missing. */
export async function rewardsById(
  context: Context,
  ids: readonly string[],
): Promise<ReadonlyMap<string, RewardRow>> {
  if (ids.length === 0) return new Map();
  const rows = await findRewards(context.db, context.project.id, ids);
  return new Map(rows.map((row) => [row.id, row]));
}

/** The newest first. */
export function pageOfRewards(context: Context, query: RewardQuery): Promise<ListPage<RewardRow>> {
  return listRewards(context.db, context.project.id, query);
}

/** What is given replaces what was, metadata and attributes key by key. A reward keeps its type. */
export async function changeReward(
  context: Context,
  id: string,
  update: RewardUpdate,
): Promise<Outcome<RewardRow, ParametersFault>> {
  const projectId = context.project.id;
  return context.db.transaction(async (tx) => {
    await lockConfiguration(tx, projectId);
    const found = await getReward(context, id, tx);
    if (!found.ok) return found;
    const reward = found.value;
    const kind =
      update.parameters === undefined
        ? done(reward)
        : await readParameters(tx, projectId, update.parameters);
    if (!kind.ok) return kind;
    if (kind.value.type !== reward.type) {
      return refuse('invalid_payload', `The reward stays one of type ${reward.type}`);
    }
    await updateReward(tx, projectId, {
      ...reward,
      ...kindOf(kind.value),
      name: update.name ?? reward.name,
      attributes: { ...reward.attributes, ...update.attributes },
      metadata: { ...reward.metadata, ...update.metadata },
      updated_at: isoOf(context.now),
    });
    if (update.stock !== undefined) {
      await keepStock(tx, projectId, { id, kind: reward, stock: update.stock });
    }
    return getReward(context, id, tx);
  });
}

function kindOf(kind: RewardKind): RewardKind {
  switch (kind.type) {
    case 'CAMPAIGN':
      return { type: kind.type, parameters: kind.parameters };
    case 'COIN':
      return { type: kind.type, parameters: kind.parameters };
    case 'MATERIAL':
      return { type: kind.type, parameters: kind.parameters };
    default:
      return kind;
  }
}

/** Refuses while campaigns have it. */
export async function deleteReward(
  context: Context,
  id: string,
): Promise<Outcome<null, 'not_found' | 'resource_in_use'>> {
  const projectId = context.project.id;
  return context.db.transaction(async (tx) => {
    await lockConfiguration(tx, projectId);
    const assigned = await findAssignmentIds(tx, projectId, id);
    if (assigned.length > 0) {
      return refuse(
        'resource_in_use',
        `Resource reward with id ${id} is in use by reward_assignments with ids [${assigned.join(', ')}]`,
      );
    }
    return (await removeReward(tx, projectId, id)) ? done(null) : notFound('reward', id);
  });
}
