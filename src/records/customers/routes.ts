/** Customers: create or change, read, list, remove. */
import { done } from '../../engine/outcome.ts';
import { clientRoute, route } from '../../platform/http/route.ts';
import { NoContent } from '../../platform/http/shapes.ts';
import { presentClientCustomer, presentCustomer } from './present.ts';
import {
  ClientCustomer,
  Customer,
  CustomerId,
  CustomerInput,
  CustomerList,
  CustomerQuery,
  CustomerUpdate,
} from './schema.ts';
import {
  deleteCustomer,
  getCustomer,
  pageOfCustomers,
  updateCustomer,
  upsertCustomer,
} from './service.ts';

const tag = 'Customers';

export const customerRoutes = [
  route({
    operation: 'create-customer',
    on: 'POST /v1/customers',
    tag,
    does: 'Creates a customer, or changes the one with this id or source_id',
    may: 'customers.modify',
    body: CustomerInput,
    reply: Customer,
    fails: ['not_found'],
    async handle({ body }, context) {
      const saved = await upsertCustomer(context, body);
      return saved.ok ? done(presentCustomer(saved.value)) : saved;
    },
  }),
  route({
    operation: 'list-customers',
    on: 'GET /v1/customers',
    tag,
    does: 'Lists customers, newest first unless asked otherwise',
    may: 'customers.read',
    query: CustomerQuery,
    reply: CustomerList,
    fails: [],
    async handle({ query }, context) {
      const { rows, total } = await pageOfCustomers(context, query);
      const passed = ((query.page ?? 1) - 1) * (query.limit ?? 10) + rows.length;
      return done({
        object: 'list',
        data_ref: 'customers',
        customers: rows.map(presentCustomer),
        total,
        has_more: passed < total,
      });
    },
  }),
  route({
    operation: 'get-customer',
    on: 'GET /v1/customers/:customerId',
    tag,
    does: 'Reads a customer by id or source_id',
    may: 'customers.read',
    params: CustomerId,
    reply: Customer,
    fails: ['not_found'],
    async handle({ params }, context) {
      const found = await getCustomer(context, params.customerId);
      return found.ok ? done(presentCustomer(found.value)) : found;
    },
  }),
  route({
    operation: 'update-customer',
    on: 'PUT /v1/customers/:customerId',
    tag,
    does: 'Changes what is given; the rest stays, metadata merges',
    may: 'customers.modify',
    params: CustomerId,
    body: CustomerUpdate,
    reply: Customer,
    fails: ['not_found'],
    async handle({ params, body }, context) {
      const saved = await updateCustomer(context, params.customerId, body);
      return saved.ok ? done(presentCustomer(saved.value)) : saved;
    },
  }),
  route({
    operation: 'delete-customer',
    on: 'DELETE /v1/customers/:customerId',
    tag,
    does: 'Removes a customer; their redemptions and orders stay',
    may: 'customers.delete',
    params: CustomerId,
    reply: NoContent,
    status: 204,
    fails: ['not_found'],
    handle: ({ params }, context) => deleteCustomer(context, params.customerId),
  }),
  clientRoute({
    operation: 'create-customer-client-side',
    on: 'POST /client/v1/customers',
    tag: 'Client side',
    does: 'Creates a customer, or changes the one with this source_id, where the project allows it',
    may: 'customers.modify',
    needs: 'create customers',
    extension: true,
    body: CustomerInput,
    reply: ClientCustomer,
    fails: ['not_found'],
    async handle({ body }, context) {
      const saved = await upsertCustomer(context, body);
      return saved.ok ? done(presentClientCustomer(saved.value, body)) : saved;
    },
  }),
];
