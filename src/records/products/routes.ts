/** Products: create or change, read, list, remove. */
import { done } from '../../engine/outcome.ts';
import { route } from '../../platform/http/route.ts';
import { NoContent } from '../../platform/http/shapes.ts';
import { presentProduct } from './present.ts';
import {
  Deletion,
  Product,
  ProductId,
  ProductInput,
  ProductList,
  ProductQuery,
  ProductUpdate,
} from './schema.ts';
import {
  changeProduct,
  deleteProduct,
  getProduct,
  pageOfProducts,
  upsertProduct,
} from './service.ts';

const tag = 'Products';

export const productRoutes = [
  route({
    operation: 'create-product',
    on: 'POST /v1/products',
    tag,
    does: 'Creates a product, or changes the one with this id or source_id',
    may: 'products.modify',
    body: ProductInput,
    reply: Product,
    fails: ['duplicate_found'],
    async handle({ body }, context) {
      const saved = await upsertProduct(context, body);
      return saved.ok ? done(presentProduct(saved.value)) : saved;
    },
  }),
  route({
    operation: 'list-products',
    on: 'GET /v1/products',
    tag,
    does: 'Lists products with their SKUs, newest first unless asked otherwise',
    may: 'products.read',
    query: ProductQuery,
    reply: ProductList,
    fails: [],
    async handle({ query }, context) {
      const { rows, total } = await pageOfProducts(context, query);
      const products = rows.map(presentProduct);
      return done({ object: 'list', data_ref: 'products', products, total });
    },
  }),
  route({
    operation: 'get-product',
    on: 'GET /v1/products/:productId',
    tag,
    does: 'Reads a product and its SKUs by id or source_id',
    may: 'products.read',
    params: ProductId,
    reply: Product,
    fails: ['not_found'],
    async handle({ params }, context) {
      const found = await getProduct(context, params.productId);
      return found.ok ? done(presentProduct(found.value)) : found;
    },
  }),
  route({
    operation: 'update-product',
    on: 'PUT /v1/products/:productId',
    tag,
    does: 'Changes what is given; the rest stays, metadata merges',
    may: 'products.modify',
    params: ProductId,
    body: ProductUpdate,
    reply: Product,
    fails: ['not_found'],
    async handle({ params, body }, context) {
      const saved = await changeProduct(context, params.productId, body);
      return saved.ok ? done(presentProduct(saved.value)) : saved;
    },
  }),
  route({
    operation: 'delete-product',
    on: 'DELETE /v1/products/:productId',
    tag,
    does: 'Removes a product with its SKUs, also from the collections that name them',
    may: 'products.delete',
    params: ProductId,
    query: Deletion,
    reply: NoContent,
    status: 204,
    fails: ['not_found'],
    handle: ({ params }, context) => deleteProduct(context, params.productId),
  }),
];
