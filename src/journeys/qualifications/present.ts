/** Qualifications: offers with what each would take off → wire. */
import type { PricedOrder } from '../../engine/pricing/priced-order.ts';
import { requestTotals } from '../../engine/pricing/priced-order.ts';
import type { Catalog } from '../../incentives/catalog/service.ts';
import type { Discount } from '../../incentives/discounts/schema.ts';
import { presentDiscount } from '../../incentives/discounts/service.ts';
import type { OrderCalculated } from '../../records/orders/schema.ts';
import { presentPricedOrder } from '../../records/orders/service.ts';
import { presentStacking } from '../../workspace/projects/stacking-rules/present.ts';
import { categoriesOf, peopleOf, presentBundle, presentTargets } from '../redeemables/present.ts';
import { writeCursor } from './cursor.ts';
import type { Step } from './judge.ts';
import { campaignOf, categoryIdsOf, type Offer, tierOffer } from './offers.ts';
import { presentJudgedAssignments } from './present-assignments.ts';
import { presentStepExplained, presentUnqualified } from './present-explained.ts';
import type { Qualification, QualifiedRedeemable, QualifiedTier } from './schema.ts';
import type { Qualified, QualifiedOffer } from './service.ts';

export function presentQualification(qualified: Qualified): Qualification {
  const { offers, next, stacking, trackingId, situation } = qualified;
  return {
    redeemables: {
      object: 'list',
      data_ref: 'data',
      data: offers.map((one) => presentOffer(qualified, one)),
      total: offers.length,
      has_more: next !== null,
      ...(next === null ? {} : { more_starting_after: writeCursor(next) }),
    },
    ...presentUnqualified(qualified),
    ...(trackingId === null ? {} : { tracking_id: trackingId }),
    ...presentOrder(qualified, situation.price),
    stacking_rules: presentStacking(stacking),
  };
}

export function presentOffer(
  qualified: Qualified,
  { offer, steps }: QualifiedOffer,
): QualifiedRedeemable {
  if (offer.object !== 'promotion_stack') return presentStep(qualified, offer, steps[0]);
  const { price: opened } = qualified.situation;
  const last = steps.at(-1)?.price ?? null;
  const total = opened === null || last === null ? null : requestTotals(opened, last);
  return {
    ...presentIdentity(offer),
    result: {},
    ...presentOrder(qualified, total),
    applicable_to: presentTargets([]),
    inapplicable_to: presentTargets([]),
    ...presentExpanded(qualified, offer),
    redeemables: steps.map((step) => presentTier(qualified, step)),
  };
}

function presentTier(qualified: Qualified, step: Step): QualifiedTier {
  const tier = qualified.facts.catalog.tier(step.candidate.id);
  if (tier === null) throw new Error('a tier that was decided on is there');
  return presentStep(qualified, tierOffer(tier), step);
}

function presentStep(qualified: Qualified, offer: Offer, step: Step | undefined): QualifiedTier {
  if (step === undefined) throw new Error('what applies has a step for each incentive');
  const discount = discountOf(qualified.facts.catalog, offer);
  return {
    ...presentIdentity(offer),
    result: {
      ...(discount === null ? {} : { discount: presentDiscount(discount, step.computed) }),
      ...presentBundle(step.bundle, qualified.facts.order?.lines ?? []),
      ...presentCard(qualified, offer, step),
    },
    ...presentOrder(qualified, step.price),
    applicable_to: presentTargets(step.targets?.included ?? [], true),
    inapplicable_to: presentTargets(step.targets?.excluded ?? [], true),
    ...presentExpanded(qualified, offer),
    ...presentStepExplained(qualified, step),
  };
}

/** What a card holds, and of gift credits how many would pay. */
function presentCard(
  { showsLocks }: Qualified,
  offer: Offer,
  { candidate: { payment }, paid }: Step,
): Pick<QualifiedTier['result'], 'gift' | 'loyalty_card'> {
  if (payment === undefined) return {};
  const { available: balance } = payment;
  const voucher = offer.object === 'voucher' ? offer.voucher : null;
  if (payment.with === 'points') {
    return { loyalty_card: { points: voucher?.added ?? balance, balance } };
  }
  const locked = showsLocks ? { locked_credits: voucher?.value_locked ?? 0 } : {};
  return { gift: { balance, credits: paid?.spent ?? 0, ...locked } };
}

function presentIdentity({ id, object, createdAt }: Offer) {
  return { id, object, created_at: new Date(createdAt).toISOString() };
}

function presentOrder(
  { facts }: Qualified,
  price: PricedOrder | null,
): { readonly order?: OrderCalculated } {
  if (facts.order === null || price === null) return {};
  return { order: presentPricedOrder(facts.order, price, peopleOf(facts)) };
}

function discountOf(catalog: Catalog, offer: Offer): Discount | null {
  switch (offer.object) {
    case 'promotion_tier':
      return offer.tier.row.action.discount;
    case 'campaign':
      return offer.campaign.campaign.voucher?.discount ?? null;
    case 'voucher': {
      const { discount, campaign_id } = offer.voucher;
      return discount ?? (campaign_id === null ? null : catalog.campaignDiscount(campaign_id));
    }
    case 'promotion_stack':
      return null;
    default:
      return offer satisfies never;
  }
}

/** What is told only where the request asks to expand it. */
function presentExpanded(qualified: Qualified, offer: Offer): Partial<QualifiedTier> {
  const { catalog } = qualified.facts;
  const { expand, plan } = qualified;
  return {
    ...(expand.has('redeemable') ? presentDescription(catalog, offer) : {}),
    ...(expand.has('category')
      ? { categories: categoriesOf(catalog, categoryIdsOf(catalog, offer)) }
      : {}),
    ...(expand.has('validation_rules')
      ? { validation_rules_assignments: presentJudgedAssignments(catalog, offer, plan.part) }
      : {}),
  };
}

function presentDescription(catalog: Catalog, offer: Offer): Partial<QualifiedTier> {
  const campaign = campaignOf(catalog, offer);
  const ofCampaign =
    campaign === null || offer.object === 'campaign'
      ? {}
      : { campaign_id: campaign.id, campaign_name: campaign.name };
  switch (offer.object) {
    case 'promotion_tier': {
      const { name, banner, metadata } = offer.tier.row;
      return { metadata, name, ...(banner === null ? {} : { banner }), ...ofCampaign };
    }
    case 'campaign': {
      const { name, metadata } = offer.campaign.campaign;
      return { metadata, name };
    }
    case 'voucher':
      return {
        metadata: offer.voucher.metadata ?? campaign?.voucher_metadata ?? {},
        ...ofCampaign,
      };
    case 'promotion_stack':
      return { name: offer.stack.name, ...ofCampaign };
    default:
      return offer satisfies never;
  }
}
