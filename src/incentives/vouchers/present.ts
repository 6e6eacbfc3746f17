/** Vouchers: row → wire, with what the campaign gives where the voucher says nothing itself. */
import { presentGiftCard, presentLoyaltyCard } from '../cards/present.ts';
import { presentCategory } from '../categories/present.ts';
import { presentDiscount } from '../discounts/service.ts';
import { presentAssignmentList } from '../validation-rules/assignments/present.ts';
import type { AssignmentRow } from '../validation-rules/assignments/service.ts';
import { presentValidity } from '../validity/present.ts';
import { effectiveValidity, type ValidityColumns } from '../validity/service.ts';
import type { ClientVoucher, ListedVoucher, Voucher } from './schema.ts';
import type { VoucherWithCampaign } from './store.ts';

/** With its rules, as single vouchers are answered. */
export function presentVoucher(
  row: VoucherWithCampaign,
  assignments: readonly AssignmentRow[],
): Voucher {
  return {
    ...presentListedVoucher(row),
    validation_rules_assignments: presentAssignmentList(assignments),
  };
}

/** Without its rules, as lists and redemptions show it. */
export function presentListedVoucher(row: VoucherWithCampaign): ListedVoucher {
  const { campaign, category } = row;
  const discount = row.discount ?? campaign?.discount ?? null;
  const path = `/v1/vouchers/${encodeURIComponent(row.code)}`;
  return {
    id: row.id,
    code: row.code,
    ...(campaign === null ? {} : { campaign: campaign.name, campaign_id: campaign.id }),
    ...(category === null ? {} : { category: category.name, category_id: category.id }),
    type: row.type,
    ...(discount === null ? {} : { discount: presentDiscount(discount) }),
    ...presentCard(row),
    ...presentValidity(validityOf(row)),
    active: row.active,
    ...(row.additional_info === null ? {} : { additional_info: row.additional_info }),
    metadata: row.metadata ?? campaign?.voucher_metadata ?? {},
    is_referral_code: campaign?.campaign_type === 'REFERRAL_PROGRAM',
    created_at: row.created_at,
    ...(row.updated_at === null ? {} : { updated_at: row.updated_at }),
    ...(row.holder_id === null ? {} : { holder_id: row.holder_id }),
    object: 'voucher',
    publish: {
      object: 'list',
      count: row.published_count,
      url: `${path}/publications?page=1&limit=10`,
    },
    redemption: {
      quantity: row.quantity,
      redeemed_quantity: row.redeemed_quantity,
      ...presentSpent(row),
      object: 'list',
      url: `${path}/redemptions?page=1&limit=10`,
    },
    categories: category === null ? [] : [presentCategory(category)],
  };
}

function presentCard(row: VoucherWithCampaign): Pick<ListedVoucher, 'gift' | 'loyalty_card'> {
  switch (row.type) {
    case 'GIFT_VOUCHER':
      return { gift: presentGiftCard(row, row.campaign?.gift_effect ?? null) };
    case 'LOYALTY_CARD':
      return { loyalty_card: presentLoyaltyCard(row, row.next_expiration ?? null) };
    case 'DISCOUNT_VOUCHER':
      return {};
    default:
      return unknownType(row.type);
  }
}

function presentSpent(
  row: VoucherWithCampaign,
): Pick<ListedVoucher['redemption'], 'redeemed_amount' | 'redeemed_points'> {
  if (row.type === 'GIFT_VOUCHER') return { redeemed_amount: row.spent };
  return row.type === 'LOYALTY_CARD' ? { redeemed_points: row.spent } : {};
}

function unknownType(type: never): never {
  throw new Error(`a voucher of an unknown type: ${String(type)}`);
}

/** Without what concerns the shop alone. */
export function presentClientVoucher(row: VoucherWithCampaign): ClientVoucher {
  const { code, active, metadata, created_at, object, ...more } = presentListedVoucher(row);
  const { start_date, expiration_date } = more;
  return {
    code,
    active,
    metadata,
    ...(start_date === undefined ? {} : { start_date }),
    ...(expiration_date === undefined ? {} : { expiration_date }),
    created_at,
    object,
  };
}

/** When it holds: its own limits, else the campaign's. */
export function validityOf(row: VoucherWithCampaign): ValidityColumns {
  return row.campaign === null ? row : effectiveValidity(row, row.campaign);
}
