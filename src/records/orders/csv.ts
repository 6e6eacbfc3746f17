/** Orders as CSV. */
import type { ExportSource } from '../../workspace/exports/service.ts';
import { orderFilterField } from './filters.ts';

const further = (name: string) => `coalesce((o.amounts ->> '${name}')::bigint, 0)`;

/** Amounts in minor units. */
export const orderExport: ExportSource = {
  object: 'order',
  from: 'orders o',
  project: 'o.project_id',
  id: 'o.id',
  fields: {
    id: 'o.id',
    source_id: 'o.source_id',
    created_at: 'o.created_at',
    updated_at: 'o.updated_at',
    status: 'o.status',
    amount: 'o.amount',
    discount_amount: further('discount_amount'),
    items_discount_amount: further('items_discount_amount'),
    total_discount_amount: 'o.total_discount_amount',
    total_amount: 'o.total_amount',
    customer_id: 'o.customer_id',
    referrer_id: 'o.referrer_id',
    metadata: 'o.metadata',
  },
  defaults: ['id', 'source_id', 'status'],
  metadata: 'o.metadata',
  orders: { created_at: 'o.id', updated_at: 'o.updated_at', status: 'o.status' },
  order: '-created_at',
  filters: () => orderFilterField,
};
