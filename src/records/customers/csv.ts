/** Customers as CSV. */
import type { ExportSource } from '../../workspace/exports/service.ts';
import { customerFilterField } from './filters.ts';

const redemptions = (which: string) => `select count(*) from redemptions r
  where r.project_id = cu.project_id and r.customer_id = cu.id and r.related_object_type <> 'redemption'
    and ${which}`;
const orders = (figure: string) => `select ${figure} from orders o
  where o.project_id = cu.project_id and o.customer_id = cu.id`;
const lastOrder = (column: string) => `${orders(`o.${column}`)} order by o.created_at desc limit 1`;
const made = `r.object = 'redemption'`;
const undone = `r.object = 'redemption_rollback'`;

/** Amounts in minor units. */
export const customerExport: ExportSource = {
  object: 'customer',
  from: 'customers cu',
  project: 'cu.project_id',
  id: 'cu.id',
  fields: {
    name: 'cu.name',
    id: 'cu.id',
    description: 'cu.description',
    email: 'cu.email',
    source_id: 'cu.source_id',
    created_at: 'cu.created_at',
    updated_at: 'cu.updated_at',
    phone: 'cu.phone',
    birthday: 'cu.birthdate',
    birthdate: 'cu.birthdate',
    metadata: 'cu.metadata',
    address_city: `cu.address ->> 'city'`,
    address_state: `cu.address ->> 'state'`,
    address_line_1: `cu.address ->> 'line_1'`,
    address_line_2: `cu.address ->> 'line_2'`,
    address_country: `cu.address ->> 'country'`,
    address_postal_code: `cu.address ->> 'postal_code'`,
    redemptions_total_redeemed: redemptions(made),
    redemptions_total_failed: redemptions(`${made} and r.result = 'FAILURE'`),
    redemptions_total_succeeded: redemptions(`${made} and r.result = 'SUCCESS'`),
    redemptions_total_rolled_back: redemptions(undone),
    redemptions_total_rollback_failed: redemptions(`${undone} and r.result = 'FAILURE'`),
    redemptions_total_rollback_succeeded: redemptions(`${undone} and r.result = 'SUCCESS'`),
    orders_total_amount: orders('coalesce(sum(o.total_amount), 0)::bigint'),
    orders_total_count: orders('count(*)'),
    orders_average_amount: orders('coalesce(round(avg(o.total_amount)), 0)::bigint'),
    orders_last_order_amount: lastOrder('total_amount'),
    orders_last_order_date: lastOrder('created_at'),
    loyalty_points: `select coalesce(sum(v.balance), 0)::bigint from vouchers v
      where v.project_id = cu.project_id and v.holder_id = cu.id and v.type = 'LOYALTY_CARD'`,
  },
  defaults: ['name', 'source_id'],
  metadata: 'cu.metadata',
  orders: {
    id: 'cu.id',
    created_at: 'cu.id',
    updated_at: 'cu.updated_at',
    name: 'cu.name',
    email: 'cu.email',
    source_id: 'cu.source_id',
  },
  order: '-created_at',
  filters: () => customerFilterField,
};
