/** Orders: create or change, read, list. */
import { done } from '../../engine/outcome.ts';
import { route } from '../../platform/http/route.ts';
import { presentOrder } from './present.ts';
import {
  OrderCalculated,
  OrderCreation,
  OrderId,
  OrderList,
  OrderQuery,
  OrderUpdate,
} from './schema.ts';
import { changeOrder, getOrder, pageOfOrders, upsertOrder } from './service.ts';

const tag = 'Orders';

export const orderRoutes = [
  route({
    operation: 'create-order',
    on: 'POST /v1/orders',
    tag,
    does: 'Creates an order, or changes the one with this id or source_id',
    may: 'orders.modify',
    body: OrderCreation,
    reply: OrderCalculated,
    fails: ['not_found', 'duplicate_found', 'missing_amount', 'invalid_amount'],
    async handle({ body }, context) {
      const saved = await upsertOrder(context, body);
      return saved.ok ? done(presentOrder(saved.value)) : saved;
    },
  }),
  route({
    operation: 'list-orders',
    on: 'GET /v1/orders',
    tag,
    does: 'Lists orders, newest first unless asked otherwise',
    may: 'orders.read',
    query: OrderQuery,
    reply: OrderList,
    fails: [],
    async handle({ query }, context) {
      const { rows, total } = await pageOfOrders(context, query);
      return done({ object: 'list', data_ref: 'orders', orders: rows.map(presentOrder), total });
    },
  }),
  route({
    operation: 'get-order',
    on: 'GET /v1/orders/:orderId',
    tag,
    does: 'Reads an order by id or source_id',
    may: 'orders.read',
    params: OrderId,
    reply: OrderCalculated,
    fails: ['not_found'],
    async handle({ params }, context) {
      const found = await getOrder(context, params.orderId);
      return found.ok ? done(presentOrder(found.value)) : found;
    },
  }),
  route({
    operation: 'update-order',
    on: 'PUT /v1/orders/:orderId',
    tag,
    does: 'Changes what is given; the rest stays, metadata merges',
    may: 'orders.modify',
    params: OrderId,
    body: OrderUpdate,
    reply: OrderCalculated,
    fails: ['not_found', 'duplicate_found', 'missing_amount', 'invalid_amount'],
    async handle({ params, body }, context) {
      const saved = await changeOrder(context, params.orderId, body);
      return saved.ok ? done(presentOrder(saved.value)) : saved;
    },
  }),
];
