/** Older qualifications: offers → wire. */
import { presentCampaignBase } from '../../../incentives/campaigns/present.ts';
import type { CampaignRow } from '../../../incentives/campaigns/service.ts';
import { presentListedVoucher } from '../../../incentives/vouchers/service.ts';
import type { Context } from '../../../platform/context.ts';
import { isoOf } from '../../../platform/iso.ts';
import { voucherWithCampaign } from '../../facts/service.ts';
import { describedTier, taken } from '../../validations/single/present.ts';
import { presentOffer } from '../present.ts';
import { presentJudgedAssignments } from '../present-assignments.ts';
import type { Qualified, QualifiedOffer } from '../service.ts';
import { inOrderOf, voucherText } from './in-order.ts';
import type {
  QualifiedCampaign,
  QualifiedCampaigns,
  QualifiedPromotions,
  QualifiedVoucher,
  QualifiedVouchers,
  VouchersQuery,
} from './schema.ts';

export function presentVouchers(
  context: Context,
  qualified: Qualified,
  order: VouchersQuery['order'],
): QualifiedVouchers {
  const offers = inOrderOf(order, qualified.offers, ({ offer }, by) =>
    offer.object === 'voucher' ? voucherText(offer.voucher, by) : '',
  );
  const data = offers.flatMap((one) => presentVoucher(qualified, one));
  return { ...found(context, qualified), data, total: data.length };
}

function presentVoucher(qualified: Qualified, one: QualifiedOffer): QualifiedVoucher[] {
  const { offer } = one;
  const { catalog } = qualified.facts;
  if (offer.object !== 'voucher') return [];
  const { applicable_to, inapplicable_to } = presentOffer(qualified, one);
  return [
    {
      ...presentListedVoucher(voucherWithCampaign(catalog, offer.voucher)),
      validation_rules_assignments: presentJudgedAssignments(catalog, offer, qualified.plan.part),
      applicable_to,
      inapplicable_to,
    },
  ];
}

/** Campaigns that were removed meanwhile are left out. */
export function presentCampaigns(
  context: Context,
  qualified: Qualified,
  rows: readonly CampaignRow[],
): QualifiedCampaigns {
  const { facts, offers, plan } = qualified;
  const offered = new Map(offers.map(({ offer }) => [offer.id, offer]));
  const data = rows.flatMap((row): QualifiedCampaign[] => {
    const offer = offered.get(row.id);
    if (offer === undefined) return [];
    const assignments = presentJudgedAssignments(facts.catalog, offer, plan.part);
    return [
      {
        ...presentCampaignBase(row, { categories: true }),
        validation_rules_assignments: assignments,
      },
    ];
  });
  return { ...found(context, qualified), data, total: data.length };
}

export function presentPromotions(
  qualified: Qualified,
  withCategories: boolean,
): QualifiedPromotions {
  const { facts, trackingId } = qualified;
  const tracking = trackingId === null ? {} : { tracking_id: trackingId };
  const promotions = qualified.offers.flatMap((one) => {
    if (one.offer.object !== 'promotion_tier') return [];
    const { order, result, applicable_to, inapplicable_to } = presentOffer(qualified, one);
    return [
      {
        valid: true as const,
        applicable_to,
        inapplicable_to,
        ...tracking,
        ...(order === undefined ? {} : { order }),
        ...(result.discount === undefined ? {} : { discount: result.discount }),
        ...describedTier(facts, one.offer.tier, withCategories),
        ...taken(order),
      },
    ];
  });
  return { valid: promotions.length > 0, ...tracking, promotions };
}

function found(context: Context, { trackingId }: Qualified) {
  return {
    object: 'list' as const,
    data_ref: 'data' as const,
    id: context.newId('qfl'),
    created_at: isoOf(context.now),
    ...(trackingId === null ? {} : { tracking_id: trackingId }),
  };
}
