/** Product collections: create, change, read, list what they hold, remove. */
import { done } from '../../engine/outcome.ts';
import { route } from '../../platform/http/route.ts';
import { NoContent } from '../../platform/http/shapes.ts';
import { presentCollection, presentHeld } from './present.ts';
import { pageOfCollectionProducts } from './products/service.ts';
import {
  CollectionId,
  CollectionInput,
  CollectionList,
  CollectionProducts,
  CollectionProductsQuery,
  CollectionQuery,
  CollectionUpdate,
  ProductCollection,
} from './schema.ts';
import {
  changeCollection,
  createCollection,
  deleteCollection,
  getCollection,
  pageOfCollections,
} from './service.ts';

const tag = 'Product Collections';

export const productCollectionRoutes = [
  route({
    operation: 'create-product-collection',
    on: 'POST /v1/product-collections',
    tag,
    does: 'Creates a collection of listed products, or one that a filter fills',
    may: 'product-collections.modify',
    body: CollectionInput,
    reply: ProductCollection,
    fails: ['not_found', 'invalid_payload'],
    async handle({ body }, context) {
      const saved = await createCollection(context, body);
      return saved.ok ? done(presentCollection(saved.value)) : saved;
    },
  }),
  route({
    operation: 'list-product-collections',
    on: 'GET /v1/product-collections',
    tag,
    does: 'Lists product collections, newest first unless asked otherwise',
    may: 'product-collections.read',
    query: CollectionQuery,
    reply: CollectionList,
    fails: [],
    async handle({ query }, context) {
      const { collections, total } = await pageOfCollections(context, query);
      const data = collections.map(presentCollection);
      return done({ object: 'list', data_ref: 'data', data, total });
    },
  }),
  route({
    operation: 'get-product-collection',
    on: 'GET /v1/product-collections/:productCollectionId',
    tag,
    does: 'Reads a product collection',
    may: 'product-collections.read',
    params: CollectionId,
    reply: ProductCollection,
    fails: ['not_found'],
    async handle({ params }, context) {
      const found = await getCollection(context, params.productCollectionId);
      return found.ok ? done(presentCollection(found.value)) : found;
    },
  }),
  route({
    operation: 'put-product-collection',
    on: 'PUT /v1/product-collections/:productCollectionId',
    tag,
    does: 'Changes the name, and the listed products or the filter',
    may: 'product-collections.modify',
    params: CollectionId,
    body: CollectionUpdate,
    reply: ProductCollection,
    fails: ['not_found', 'invalid_payload'],
    async handle({ params, body }, context) {
      const saved = await changeCollection(context, params.productCollectionId, body);
      return saved.ok ? done(presentCollection(saved.value)) : saved;
    },
  }),
  route({
    operation: 'delete-product-collection',
    on: 'DELETE /v1/product-collections/:productCollectionId',
    tag,
    does: 'Removes a collection that no validation rule names; its products stay',
    may: 'product-collections.delete',
    params: CollectionId,
    reply: NoContent,
    status: 204,
    fails: ['not_found', 'resource_in_use'],
    handle: ({ params }, context) => deleteCollection(context, params.productCollectionId),
  }),
  route({
    operation: 'list-products-in-collection',
    on: 'GET /v1/product-collections/:productCollectionId/products',
    tag,
    does: 'Lists the products and SKUs that the collection holds right now',
    may: 'product-collections.read',
    params: CollectionId,
    query: CollectionProductsQuery,
    reply: CollectionProducts,
    fails: ['not_found'],
    async handle({ params, query }, context) {
      const page = await pageOfCollectionProducts(context, params.productCollectionId, query);
      if (!page.ok) return page;
      const { rows, total } = page.value;
      return done({ object: 'list', data_ref: 'data', data: rows.map(presentHeld), total });
    },
  }),
];
