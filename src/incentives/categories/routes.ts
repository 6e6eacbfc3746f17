/** Categories: create, read, list, change, remove. */
import { done } from '../../engine/outcome.ts';
import { route } from '../../platform/http/route.ts';
import { NoContent } from '../../platform/http/shapes.ts';
import { presentCategory } from './present.ts';
import { Category, CategoryId, CategoryInput, CategoryList, CategoryRemoval } from './schema.ts';
import {
  allCategories,
  changeCategory,
  createCategory,
  deleteCategory,
  getCategory,
} from './service.ts';

const tag = 'Categories';

export const categoryRoutes = [
  route({
    operation: 'create-category',
    on: 'POST /v1/categories',
    tag,
    does: 'Creates a category with its rank',
    may: 'categories.modify',
    body: CategoryInput,
    reply: Category,
    fails: ['invalid_payload'],
    async handle({ body }, context) {
      const created = await createCategory(context, body);
      return created.ok ? done(presentCategory(created.value)) : created;
    },
  }),
  route({
    operation: 'list-categories',
    on: 'GET /v1/categories',
    tag,
    does: 'Lists all categories, newest first',
    may: 'categories.read',
    reply: CategoryList,
    fails: [],
    async handle(_, context) {
      const data = (await allCategories(context)).map(presentCategory);
      return done({ object: 'list', data_ref: 'data', data, total: data.length });
    },
  }),
  route({
    operation: 'get-category',
    on: 'GET /v1/categories/:categoryId',
    tag,
    does: 'Reads a category',
    may: 'categories.read',
    params: CategoryId,
    reply: Category,
    fails: ['not_found'],
    async handle({ params }, context) {
      const found = await getCategory(context, params.categoryId);
      return found.ok ? done(presentCategory(found.value)) : found;
    },
  }),
  route({
    operation: 'update-category',
    on: 'PUT /v1/categories/:categoryId',
    tag,
    does: 'Changes the name and the rank',
    may: 'categories.modify',
    params: CategoryId,
    body: CategoryInput,
    reply: Category,
    fails: ['not_found'],
    async handle({ params, body }, context) {
      const changed = await changeCategory(context, params.categoryId, body);
      return changed.ok ? done(presentCategory(changed.value)) : changed;
    },
  }),
  route({
    operation: 'delete-category',
    on: 'DELETE /v1/categories/:categoryId',
    tag,
    does: 'Removes a category that no stacking rules name; what was in it stays, in none',
    may: 'categories.delete',
    params: CategoryId,
    query: CategoryRemoval,
    reply: NoContent,
    status: 204,
    fails: ['not_found', 'resource_in_use'],
    handle: ({ params, query }, context) => deleteCategory(context, params.categoryId, query),
  }),
];
