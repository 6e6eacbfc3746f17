/** Holders of referral codes: row → wire. */
import type { AddedHolders, Holder, HolderList } from './schema.ts';
import type { AddedReferees, HeldCode, ListedHolders } from './service.ts';
import type { HolderRow } from './store.ts';

export function presentAdded({ code, rows }: AddedReferees): AddedHolders {
  return { holders: rows.map((row) => presentHolder(row, code)) };
}

export function presentPage({ code, page }: ListedHolders): HolderList {
  const last = page.rows.at(-1);
  return {
    object: 'list',
    data_ref: 'data',
    data: page.rows.map((row) => presentHolder(row, code)),
    total: page.total,
    has_more: page.hasMore,
    ...(page.hasMore && last !== undefined ? { more_starting_after: last.id } : {}),
  };
}

function presentHolder(row: HolderRow, { voucher }: HeldCode): Holder {
  return {
    id: row.id,
    created_at: row.created_at,
    redeemable_id: row.voucher_id,
    redeemable_object: 'voucher',
    customer_id: row.customer_id,
    holder_role: row.role,
    campaign_id: row.campaign_id,
    campaign_type: 'REFERRAL_PROGRAM',
    voucher_type: voucher.type,
    ...(row.metadata === null ? {} : { metadata: row.metadata }),
    object: 'redeemable_holder',
  };
}
