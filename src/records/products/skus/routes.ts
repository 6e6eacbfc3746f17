/** SKUs of products: create or change, read, list, remove. */
import { done } from '../../../engine/outcome.ts';
import { route } from '../../../platform/http/route.ts';
import { NoContent } from '../../../platform/http/shapes.ts';
import { Deletion, ProductId, ProductQuery } from '../schema.ts';
import { presentSku } from './present.ts';
import { ProductSkuId, Sku, SkuId, SkuInput, SkuList, SkuUpdate } from './schema.ts';
import { changeSku, deleteSku, getSku, pageOfSkus, upsertSku } from './service.ts';

const tag = 'Products';

export const skuRoutes = [
  route({
    operation: 'create-sku',
    on: 'POST /v1/products/:productId/skus',
    tag,
    does: 'Creates an SKU of a product, or changes the one with this id or source_id',
    may: 'products.modify',
    params: ProductId,
    body: SkuInput,
    reply: Sku,
    fails: ['not_found', 'duplicate_found'],
    async handle({ params, body }, context) {
      const saved = await upsertSku(context, params.productId, body);
      return saved.ok ? done(presentSku(saved.value)) : saved;
    },
  }),
  route({
    operation: 'list-SKUs-in-product',
    on: 'GET /v1/products/:productId/skus',
    tag,
    does: 'Lists the SKUs of a product, newest first unless asked otherwise',
    may: 'products.read',
    params: ProductId,
    query: ProductQuery,
    reply: SkuList,
    fails: ['not_found'],
    async handle({ params, query }, context) {
      const page = await pageOfSkus(context, params.productId, query);
      if (!page.ok) return page;
      const { rows, total } = page.value;
      return done({ object: 'list', data_ref: 'skus', skus: rows.map(presentSku), total });
    },
  }),
  route({
    operation: 'update-sku',
    on: 'PUT /v1/products/:productId/skus/:skuId',
    tag,
    does: 'Changes what is given of an SKU; the rest stays, metadata merges',
    may: 'products.modify',
    params: ProductSkuId,
    body: SkuUpdate,
    reply: Sku,
    fails: ['not_found'],
    async handle({ params, body }, context) {
      const saved = await changeSku(context, params, body);
      return saved.ok ? done(presentSku(saved.value)) : saved;
    },
  }),
  route({
    operation: 'delete-sku',
    on: 'DELETE /v1/products/:productId/skus/:skuId',
    tag,
    does: 'Removes an SKU, also from the collections that name it',
    may: 'products.delete',
    params: ProductSkuId,
    query: Deletion,
    reply: NoContent,
    status: 204,
    fails: ['not_found'],
    handle: ({ params }, context) => deleteSku(context, params),
  }),
  route({
    operation: 'get-sku',
    on: 'GET /v1/skus/:skuId',
    tag,
    does: 'Reads an SKU by id or source_id',
    may: 'products.read',
    params: SkuId,
    reply: Sku,
    fails: ['not_found'],
    async handle({ params }, context) {
      const found = await getSku(context, params.skuId);
      return found.ok ? done(presentSku(found.value)) : found;
    },
  }),
];
