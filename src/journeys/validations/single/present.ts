/** Validations of one code or tier: decision → wire. */
import type { CatalogTier } from '../../../incentives/catalog/service.ts';
import { presentDiscount } from '../../../incentives/discounts/service.ts';
import { presentListedVoucher } from '../../../incentives/vouchers/service.ts';
import type { OrderCalculated } from '../../../records/orders/schema.ts';
import { type Facts, voucherWithCampaign } from '../../facts/service.ts';
import { categoriesOf, presentFates } from '../../redeemables/present.ts';
import type { Decided } from '../../redeemables/service.ts';
import type { Session } from '../../sessions/schema.ts';
import type {
  DescribedTier,
  TierValidation,
  ValidTier,
  ValidVoucher,
  VoucherValidation,
} from './schema.ts';

/** A session is told where one stands. */
type Told = { readonly requestId: string; readonly session: Session | null };

export function presentVoucherValidation(
  decided: Decided,
  { code, requestId, session }: Told & { readonly code: string },
): VoucherValidation {
  const { facts, trackingId } = decided;
  const found = facts.voucher(code);
  const voucher =
    found === null ? null : presentListedVoucher(voucherWithCampaign(facts.catalog, found));
  const shown = onlyFate(decided, requestId);
  const shared = {
    code: voucher?.code ?? code,
    metadata: voucher?.metadata ?? {},
    tracking_id: trackingId,
  };
  if (shown.status !== 'APPLICABLE') {
    const customerId = facts.row.customer?.id;
    return {
      ...shared,
      ...presentRefused(shown),
      ...(customerId === undefined ? {} : { customer_id: customerId }),
    };
  }
  return {
    ...shared,
    ...presentApplied(shown),
    ...given('session', session ?? undefined),
    ...given('campaign', voucher?.campaign),
    ...given('campaign_id', voucher?.campaign_id),
    ...given('start_date', voucher?.start_date),
    ...given('expiration_date', voucher?.expiration_date),
    ...given('gift', voucher?.gift),
    ...presentReward(decided),
  };
}

/** Of a loyalty card: what it is redeemed for, and how many points that takes. */
function presentReward({ decision: { fates } }: Decided): Pick<ValidVoucher, 'loyalty' | 'reward'> {
  const [fate] = fates;
  const payment = fate?.status === 'APPLICABLE' ? fate.candidate.payment : undefined;
  if (fate?.status !== 'APPLICABLE' || payment?.with !== 'points' || payment.reward === null) {
    return {};
  }
  const { id, assignmentId, type } = payment.reward;
  const points = fate.paid?.spent ?? 0;
  return {
    loyalty: { points_cost: points },
    reward: { id, assignment_id: assignmentId, ...(type === 'COIN' ? { points } : {}) },
  };
}

export function presentTierValidation(
  decided: Decided,
  tier: CatalogTier,
  { requestId, session }: Told,
): TierValidation {
  const shown = onlyFate(decided, requestId);
  const described = describedTier(decided.facts, tier, false);
  const shared = { ...described, tracking_id: decided.trackingId };
  if (shown.status !== 'APPLICABLE') {
    const discount = presentDiscount(tier.row.action.discount);
    return { ...shared, ...presentRefused(shown), discount };
  }
  return {
    ...shared,
    ...presentApplied(shown),
    ...taken(shown.order),
    ...given('session', session ?? undefined),
  };
}

/** What a tier takes off; nothing where there is no order. */
export function taken(
  order: OrderCalculated | undefined,
): Pick<ValidTier, 'discount_amount' | 'applied_discount_amount'> {
  if (order === undefined) return {};
  return {
    ...given('discount_amount', order.total_discount_amount),
    ...given('applied_discount_amount', order.total_applied_discount_amount),
  };
}

export function describedTier(
  { catalog }: Facts,
  { row, campaign }: CatalogTier,
  withCategories: boolean,
): DescribedTier {
  const categories = (id: string | null) =>
    withCategories ? { categories: categoriesOf(catalog, [id]) } : {};
  return {
    id: row.id,
    name: row.name,
    ...(row.banner === null ? {} : { banner: row.banner }),
    ...(row.start_date === null ? {} : { start_date: row.start_date }),
    ...(row.expiration_date === null ? {} : { expiration_date: row.expiration_date }),
    campaign: {
      id: campaign.id,
      start_date: campaign.start_date,
      expiration_date: campaign.expiration_date,
      active: campaign.active,
      ...categories(campaign.category_id),
      object: 'campaign',
    },
    hierarchy: row.hierarchy,
    metadata: row.metadata,
    ...(row.category_id === null ? {} : { category_id: row.category_id }),
    ...categories(row.category_id),
    object: 'promotion_tier',
  };
}

type Shown = ReturnType<typeof presentFates>[number];

function onlyFate(decided: Decided, requestId: string): Shown {
  const [shown] = presentFates(decided, requestId);
  if (shown === undefined) throw new Error('one redeemable has one fate');
  return shown;
}

function presentApplied({
  applicable_to,
  inapplicable_to,
  order,
  result,
}: Extract<Shown, { readonly status: 'APPLICABLE' }>) {
  return {
    valid: true as const,
    applicable_to,
    inapplicable_to,
    ...given('order', order),
    ...given('discount', result.discount),
  };
}

function presentRefused(shown: Exclude<Shown, { readonly status: 'APPLICABLE' }>) {
  const { code, key, message, details, error, ...where } =
    shown.status === 'SKIPPED'
      ? { code: 400, ...(shown.result.details ?? SKIPPED) }
      : shown.result.error;
  return {
    valid: false as const,
    reason: message,
    error: {
      code,
      key: key ?? '',
      message: error?.message ?? message,
      details: details ?? message,
      ...where,
    },
  };
}
const SKIPPED = { key: 'no_effect', message: 'Redeemable has no effect' };

/** The property where it has a value. */
function given<const Name extends string, Value>(
  name: Name,
  value: Value | undefined,
): { [Key in Name]?: Value } {
  const found: { [Key in Name]?: Value } = {};
  if (value !== undefined) found[name] = value;
  return found;
}
