/** Writing vouchers whose codes are free: what every way of making them ends in. */
import type { JsonObject } from '../../engine/json.ts';
import type { Context } from '../../platform/context.ts';
import type { Sql } from '../../platform/db/database.ts';
import { isoOf } from '../../platform/iso.ts';
import type { NewCard } from '../cards/service.ts';
import type { Discount } from '../discounts/schema.ts';
import { NO_VALIDITY, type ValidityColumns } from '../validity/service.ts';
import { codeKey } from './codes.ts';
import { insertFreshVouchers, type VoucherRow } from './store.ts';

/** What making vouchers needs to know: jobs have no key and no request. */
export type MakingContext = Pick<Context, 'project' | 'now' | 'newId'>;

/** A voucher to be written. What is absent or null is as its campaign has it. */
export type NewVoucher = {
  readonly code: string;
  readonly campaignId: string | null;
  /** What it holds; a DISCOUNT_VOUCHER where absent. */
  readonly card?: NewCard | null;
  readonly discount?: Discount | null;
  /** True where absent. */
  readonly active?: boolean;
  /** How often it may be redeemed; null: without limit. */
  readonly quantity: number | null;
  readonly categoryId?: string | null;
  readonly validity?: ValidityColumns;
  readonly additionalInfo?: string | null;
  readonly metadata?: JsonObject | null;
};

/**
 * Writes vouchers, all in one statement, and answers those written, in no certain order. A code that
 * is taken, in the project or earlier in `rows`, is passed over: the caller decides whether that is
 * a `duplicate_found` or calls for another code. Their campaigns' `vouchers_count` rises with them.
 */
export async function insertVouchers(
  context: MakingContext,
  sql: Sql,
  rows: readonly NewVoucher[],
): Promise<{ readonly inserted: readonly VoucherRow[] }> {
  const fresh = rows.map((row) => ({
    id: context.newId('v'),
    code: row.code,
    code_key: codeKey(context.project, row.code),
    campaign_id: row.campaignId,
    type: row.card?.type ?? ('DISCOUNT_VOUCHER' as const),
    discount: row.discount ?? null,
    active: row.active ?? true,
    quantity: row.quantity,
    holder_id: null,
    category_id: row.categoryId ?? null,
    ...(row.validity ?? NO_VALIDITY),
    additional_info: row.additionalInfo ?? null,
    metadata: row.metadata ?? null,
    created_at: isoOf(context.now),
    balance: row.card?.balance ?? null,
    issued_expires_at: row.card?.issuedExpiresAt ?? null,
    gift_effect: row.card?.giftEffect ?? null,
  }));
  const inserted = await insertFreshVouchers(sql, context.project.id, fresh);
  return { inserted };
}
