/** What was found, in the order that a query asks for. */
import type { CampaignRow } from '../../../incentives/campaigns/service.ts';
import type { VoucherFacts } from '../../facts/service.ts';
import type { CampaignsQuery, VouchersQuery } from './schema.ts';

/** As it was found where nothing is asked for: the newest first. */
export function inOrderOf<Found, Order extends string>(
  order: Order | undefined,
  found: readonly Found[],
  textOf: (one: Found, order: Order) => string,
): readonly Found[] {
  if (order === undefined) return found;
  const sign = order.startsWith('-') ? -1 : 1;
  return found.toSorted((a, b) => {
    const [one, other] = [textOf(a, order), textOf(b, order)];
    return one === other ? 0 : one < other ? -sign : sign;
  });
}

/** Instants are compared as the text they are written in; what never changed comes first. */
export function voucherText(voucher: VoucherFacts, order: NonNullable<VouchersQuery['order']>) {
  switch (order) {
    case 'code':
    case '-code':
      return voucher.code;
    case 'updated_at':
    case '-updated_at':
      return voucher.updated_at ?? '';
    case 'created_at':
    case '-created_at':
      return voucher.created_at;
    default:
      return order satisfies never;
  }
}

export function campaignText(row: CampaignRow, order: NonNullable<CampaignsQuery['order']>) {
  switch (order) {
    case 'type':
    case '-type':
      return row.type;
    case 'category':
    case '-category':
      return row.category_name ?? '';
    case 'campaign':
    case '-campaign':
      return row.name;
    case 'code':
    case '-code':
      return row.id;
    case 'updated_at':
    case '-updated_at':
      return row.updated_at ?? '';
    case 'created_at':
    case '-created_at':
      return row.created_at;
    default:
      return order satisfies never;
  }
}
