/** SQL of promotion stacks. */
import { type RawBuilder, sql } from 'kysely';
import { type Sql, statement } from '../../../platform/db/database.ts';
import {
  type Condition,
  type ListPage,
  listPage,
  orderedBy,
  within,
} from '../../../platform/db/list.ts';
import type { JoinedCategory } from '../service.ts';
import type { StackQuery } from './schema.ts';

export type StackColumns = {
  readonly name: string;
  /** In the order they apply. */
  readonly tier_ids: readonly string[];
  readonly category_id: string | null;
};

export type StackRow = StackColumns &
  JoinedCategory & {
    readonly id: string;
    readonly campaign_id: string;
    readonly created_at: string;
    readonly updated_at: string | null;
  };

const columns = `k.id, k.campaign_id, k.name, k.tier_ids, k.category_id, k.created_at, k.updated_at,
  g.name as category_name, g.hierarchy as category_hierarchy,
  g.created_at as category_created_at, g.updated_at as category_updated_at`;
const joined = `promotion_stacks k
  left join categories g on g.project_id = k.project_id and g.id = k.category_id`;

/** The stack and the campaign it has to be in. */
export type StackPlace = { readonly campaignId: string; readonly id: string };

const findStackStatement = statement<StackRow>(
  'find_promotion_stack',
  `select ${columns} from ${joined} where k.project_id = $1 and k.campaign_id = $2 and k.id = $3`,
);

export async function findStack(
  db: Sql,
  projectId: string,
  { campaignId, id }: StackPlace,
): Promise<StackRow | null> {
  const [row] = await db.rows(findStackStatement, [projectId, campaignId, id]);
  return row ?? null;
}

const findStacksOfCampaignStatement = statement<StackRow>(
  'find_promotion_stacks_of_campaign',
  `select ${columns} from ${joined} where k.project_id = $1 and k.campaign_id = $2 order by k.id`,
);

/** Oldest first. */
export function findStacksOfCampaign(
  db: Sql,
  projectId: string,
  campaignId: string,
): Promise<StackRow[]> {
  return db.rows(findStacksOfCampaignStatement, [projectId, campaignId]);
}

const findTiersStatement = statement<{ id: string }>(
  'find_tiers_of_promotion_stack',
  `select id from promotion_tiers
   where project_id = $1 and campaign_id = $2 and id = any($3::text[])`,
);

/** Which of these tiers the campaign has. */
export async function findTiersOfStack(
  db: Sql,
  projectId: string,
  { campaignId, tierIds }: { readonly campaignId: string; readonly tierIds: readonly string[] },
): Promise<ReadonlySet<string>> {
  const rows = await db.rows(findTiersStatement, [projectId, campaignId, tierIds]);
  return new Set(rows.map((row) => row.id));
}

const insertStackStatement = statement(
  'insert_promotion_stack',
  `insert into promotion_stacks
     (project_id, id, campaign_id, created_at, name, tier_ids, category_id)
   values ($1, $2, $3, $4, $5, $6, $7)`,
);

export async function insertStack(
  db: Sql,
  projectId: string,
  stack: StackColumns & StackPlace & { readonly createdAt: string },
): Promise<void> {
  const fixed = [projectId, stack.id, stack.campaignId, stack.createdAt];
  await db.rows(insertStackStatement, [...fixed, ...valuesOf(stack)]);
}

const updateStackStatement = statement(
  'update_promotion_stack',
  `update promotion_stacks set updated_at = $3, name = $4, tier_ids = $5, category_id = $6
   where project_id = $1 and id = $2`,
);

export async function updateStackRow(
  db: Sql,
  projectId: string,
  stack: StackColumns & { readonly id: string; readonly updatedAt: string },
): Promise<void> {
  const fixed = [projectId, stack.id, stack.updatedAt];
  await db.rows(updateStackStatement, [...fixed, ...valuesOf(stack)]);
}

const removeStackStatement = statement<{ id: string }>(
  'remove_promotion_stack',
  `delete from promotion_stacks where project_id = $1 and campaign_id = $2 and id = $3
   returning id`,
);

export async function removeStack(
  db: Sql,
  projectId: string,
  { campaignId, id }: StackPlace,
): Promise<boolean> {
  const removed = await db.rows(removeStackStatement, [projectId, campaignId, id]);
  return removed.length > 0;
}

const removeTierFromStacksStatement = statement(
  'remove_tier_from_promotion_stacks',
  `update promotion_stacks set tier_ids = tier_ids - $2::text, updated_at = $3
   where project_id = $1 and tier_ids ? $2::text`,
);
const removeEmptyStacksStatement = statement(
  'remove_empty_promotion_stacks',
  `delete from promotion_stacks where project_id = $1 and tier_ids = '[]'`,
);

/** Takes a tier out of every stack; those that had no other are removed. */
export async function removeTierFromStacks(
  db: Sql,
  projectId: string,
  { tierId, at }: { readonly tierId: string; readonly at: string },
): Promise<void> {
  await db.rows(removeTierFromStacksStatement, [projectId, tierId, at]);
  await db.rows(removeEmptyStacksStatement, [projectId]);
}

export function listStacks(
  db: Sql,
  projectId: string,
  query: StackQuery,
): Promise<ListPage<StackRow>> {
  return listPage(db, {
    select: sql.raw('*'),
    from: sql.raw(`(select k.project_id, ${columns} from ${joined}) as stacks`),
    countFrom: sql.raw('promotion_stacks'),
    where: [
      sql`project_id = ${projectId}`,
      ...within('created_at', query.created_at),
      ...within('updated_at', query.updated_at),
      filtered(query.filters),
    ],
    orderBy: orderedBy(query.order, '-created_at'),
    limit: query.limit ?? 10,
    page: query.page ?? 1,
  });
}

/** The filters joined as they ask: all have to hold, or with OR any of them. */
function filtered(filters: StackQuery['filters']): Condition | null {
  if (filters === undefined) return null;
  const conditions: RawBuilder<unknown>[] = [];
  for (const column of ['created_at', 'updated_at'] as const) {
    const { $before, $after } = filters[column]?.conditions ?? {};
    const range = within(column, {
      ...($before === undefined ? {} : { before: firstOf($before) }),
      ...($after === undefined ? {} : { after: firstOf($after) }),
    });
    const held = range.filter((condition) => condition !== null);
    if (held.length > 0) conditions.push(sql`(${sql.join(held, sql` and `)})`);
  }
  if (conditions.length === 0) return null;
  const junction = filters.junction?.toUpperCase() === 'OR' ? sql` or ` : sql` and `;
  return sql`(${sql.join(conditions, junction)})`;
}

function firstOf(value: string | readonly string[]): string {
  return typeof value === 'string' ? value : (value[0] ?? '');
}

/** In the order of both statements. */
function valuesOf({ name, tier_ids, category_id }: StackColumns): readonly (string | null)[] {
  return [name, JSON.stringify(tier_ids), category_id];
}
