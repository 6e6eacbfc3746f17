/** Categories: create, read, list, change, remove. */
import { done, notFound, type Outcome, type Refusal, refuse } from '../../engine/outcome.ts';
import type { Context } from '../../platform/context.ts';
import { lockConfiguration } from '../../platform/db/configuration-lock.ts';
import { isoOf } from '../../platform/iso.ts';
import {
  namesCategory,
  removeCategoryFromStackingRules,
} from '../../workspace/projects/stacking-rules/service.ts';
import type { CategoryInput, CategoryRemoval } from './schema.ts';
import {
  type CategoryRow,
  countCategories,
  findCategory,
  insertCategory,
  listCategories,
  removeCategory,
  updateCategory,
} from './store.ts';

export type { CategoryRow } from './store.ts';

/** Of one project: each process holds them all, and a list has no pages. */
const MAX_CATEGORIES = 1_000;

export async function createCategory(
  context: Context,
  { name, hierarchy }: CategoryInput,
): Promise<Outcome<CategoryRow, 'invalid_payload'>> {
  const projectId = context.project.id;
  const created_at = isoOf(context.now);
  const row = { id: context.newId('cat'), name, hierarchy, created_at, updated_at: null };
  return context.db.transaction(async (tx) => {
    await lockConfiguration(tx, projectId);
    if ((await countCategories(tx, projectId)) >= MAX_CATEGORIES) {
      return refuse('invalid_payload', `A project has at most ${MAX_CATEGORIES} categories`);
    }
    await insertCategory(tx, projectId, row);
    return done(row);
  });
}

export async function getCategory(
  { db, project }: Context,
  id: string,
): Promise<Outcome<CategoryRow, 'not_found'>> {
  const row = await findCategory(db, project.id, id);
  return row === null ? notFound('category', id) : done(row);
}

/** All of them, the newest first. */
export function allCategories({ db, project }: Context): Promise<readonly CategoryRow[]> {
  return listCategories(db, project.id);
}

export async function changeCategory(
  { db, project, now }: Context,
  id: string,
  { name, hierarchy }: CategoryInput,
): Promise<Outcome<CategoryRow, 'not_found'>> {
  const row = await updateCategory(db, project.id, { id, name, hierarchy, updated_at: isoOf(now) });
  return row === null ? notFound('category', id) : done(row);
}

/**
 * What was in it is in no category then. Refuses while stacking rules name it, unless it is to be
 * taken out of them.
 */
export async function deleteCategory(
  { db, project, now }: Context,
  id: string,
  { remove_from_stacking_rules: isTakenOut = false }: CategoryRemoval,
): Promise<Outcome<null, 'not_found' | 'resource_in_use'>> {
  return db.transaction(async (tx) => {
    await lockConfiguration(tx, project.id);
    if (await namesCategory(tx, project.id, id)) {
      if (!isTakenOut) return inUse(id);
      await removeCategoryFromStackingRules(tx, project.id, { categoryId: id, at: isoOf(now) });
    }
    const removed = await removeCategory(tx, project.id, id);
    return removed ? done(null) : notFound('category', id);
  });
}

function inUse(id: string): Refusal<'resource_in_use'> {
  return {
    ok: false,
    key: 'resource_in_use',
    details: `category with id ${id} is in use by the stacking rules`,
    resourceId: id,
    resourceType: 'category',
  };
}
