/** SQL of vouchers. */
import type { JsonObject } from '../../engine/json.ts';
import { type Sql, statement } from '../../platform/db/database.ts';
import type { Discount } from '../discounts/schema.ts';
import type { ValidityColumns } from '../validity/service.ts';

export type VoucherType = 'DISCOUNT_VOUCHER' | 'GIFT_VOUCHER' | 'LOYALTY_CARD';

/** A voucher alone: null means «as its campaign has it» for discount, validity and metadata. */
export type VoucherRow = ValidityColumns & {
  readonly id: string;
  readonly code: string;
  readonly campaign_id: string | null;
  readonly type: VoucherType;
  readonly discount: Discount | null;
  readonly active: boolean;
  /** How often it may be redeemed; null: without limit. */
  readonly quantity: number | null;
  readonly redeemed_quantity: number;
  readonly version: number;
  readonly holder_id: string | null;
  readonly published_count: number;
  readonly category_id: string | null;
  readonly additional_info: string | null;
  readonly metadata: JsonObject | null;
  readonly created_at: string;
  readonly updated_at: string | null;
};

/** A voucher about to be written. `code_key` is null where the code is found by itself. */
export type FreshVoucher = Omit<
  VoucherRow,
  'redeemed_quantity' | 'version' | 'published_count' | 'updated_at'
> & { readonly code_key: string | null };

const columns = `id, code, campaign_id, type, discount, active, quantity, redeemed_quantity, version,
  holder_id, published_count, category_id, start_date, expiration_date, validity_timeframe,
  validity_day_of_week, validity_hours, additional_info, metadata, created_at, updated_at`;

const insertVouchersStatement = statement<VoucherRow>(
  'insert_vouchers',
  `with fresh as (
     select * from jsonb_to_recordset($2::jsonb) as fresh(
       id text, code text, code_key text, campaign_id text, type text, discount jsonb, active boolean,
       quantity integer, holder_id text, category_id text, start_date timestamptz,
       expiration_date timestamptz, validity_timeframe jsonb, validity_day_of_week jsonb,
       validity_hours jsonb, additional_info text, metadata jsonb, created_at timestamptz)
   ), inserted as (
     insert into vouchers (project_id, id, code, code_key, campaign_id, type, discount, active,
       quantity, holder_id, category_id, start_date, expiration_date, validity_timeframe,
       validity_day_of_week, validity_hours, additional_info, metadata, created_at)
     select $1, id, code, code_key, campaign_id, type, discount, active, quantity, holder_id,
       category_id, start_date, expiration_date, validity_timeframe, validity_day_of_week,
       validity_hours, additional_info, metadata, created_at
     from fresh
     on conflict (project_id, (coalesce(code_key, code))) do nothing
     returning *
   ), counted as (
     insert into campaign_progress (project_id, campaign_id, vouchers_count)
     select $1, campaign_id, count(*) from inserted where campaign_id is not null
     group by campaign_id order by campaign_id
     on conflict (project_id, campaign_id)
     do update set vouchers_count = campaign_progress.vouchers_count + excluded.vouchers_count
   )
   select ${columns} from inserted order by id`,
);

/**
 * Writes those whose codes are free and answers them; taken codes are passed over. Their campaigns'
 * counts rise in the same statement.
 */
export async function insertFreshVouchers(
  db: Sql,
  projectId: string,
  fresh: readonly FreshVoucher[],
): Promise<VoucherRow[]> {
  return db.rows(insertVouchersStatement, [projectId, JSON.stringify(fresh)]);
}
