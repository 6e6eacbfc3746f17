/** Everything that may be offered: tiers, stacks, campaigns and vouchers, told apart by `object`. */
import type { RuleFacts } from '../../engine/eligibility/facts.ts';
import type { Candidate } from '../../engine/incentive.ts';
import { indexFacts, type Situation } from '../../engine/examine.ts';
import type {
  CampaignRow,
  Catalog,
  CatalogCampaign,
  CatalogTier,
  StackRow,
} from '../../incentives/catalog/service.ts';
import {
  campaignCandidate,
  type Facts,
  foundVoucher,
  tierCandidate,
  type VoucherFacts,
} from '../facts/service.ts';
import type { Plan } from './scenario.ts';

export type Offer = {
  /** As answered: of a voucher its code. */
  readonly id: string;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
} & (
  | { readonly object: 'promotion_tier'; readonly tier: CatalogTier }
  | { readonly object: 'promotion_stack'; readonly stack: StackRow }
  | { readonly object: 'campaign'; readonly campaign: CatalogCampaign }
  | { readonly object: 'voucher'; readonly voucher: VoucherFacts }
);

/** All that may apply. Where all rules are judged, the index leaves out what cannot. */
export function offersOf(facts: Facts, situation: Situation, plan: Plan): Offer[] {
  return listOffers(facts, plan, plan.part === undefined ? indexFacts(situation) : null);
}

/** All that is offered, what cannot apply too. */
export function everyOffer(facts: Facts, plan: Plan): Offer[] {
  return listOffers(facts, plan, null);
}

/** `asked` is what the index is asked with; null: nothing is left out. */
function listOffers(facts: Facts, plan: Plan, asked: RuleFacts | null): Offer[] {
  const { catalog } = facts;
  const offers: Offer[] = (facts.row.vouchers ?? []).map(voucherOffer);
  if (plan.tiers) {
    const tiers = asked === null ? catalog.allTiers() : catalog.candidateTiers(asked);
    for (const tier of tiers) offers.push(tierOffer(tier));
  }
  if (plan.campaigns) {
    const { codeCampaigns } = catalog;
    const campaigns = asked === null ? codeCampaigns.all() : codeCampaigns.candidates(asked);
    for (const campaign of campaigns) offers.push(campaignOffer(campaign));
  }
  if (plan.stacks) {
    for (const stack of catalog.entities.promotion_stack.values()) offers.push(stackOffer(stack));
  }
  return offers;
}

export function tierOffer(tier: CatalogTier): Offer {
  return { object: 'promotion_tier', id: tier.row.id, createdAt: tier.createdAt, tier };
}

function campaignOffer(campaign: CatalogCampaign): Offer {
  const { createdAt } = campaign;
  return { object: 'campaign', id: campaign.campaign.id, createdAt, campaign };
}

function stackOffer(stack: StackRow): Offer {
  const createdAt = Date.parse(stack.created_at);
  return { object: 'promotion_stack', id: stack.id, createdAt, stack };
}

function voucherOffer(voucher: VoucherFacts): Offer {
  const createdAt = Date.parse(voucher.created_at);
  return { object: 'voucher', id: voucher.code, createdAt, voucher };
}

type SingleOffer = Exclude<Offer, { readonly object: 'promotion_stack' }>;

/** Null where it can never apply. */
export function candidateOf(facts: Facts, offer: SingleOffer): Candidate | null {
  switch (offer.object) {
    case 'promotion_tier':
      return tierCandidate(facts, offer.tier);
    case 'campaign':
      return campaignCandidate(facts, offer.campaign);
    case 'voucher': {
      const found = foundVoucher(facts, offer.voucher);
      return found.ok ? found.candidate : null;
    }
    default:
      return offer satisfies never;
  }
}

/** In the order of the stack; null where one of them is gone. */
export function stackedTiers(catalog: Catalog, stack: StackRow): readonly CatalogTier[] | null {
  const tiers = stack.tier_ids.flatMap((id) => catalog.tier(id) ?? []);
  return tiers.length > 0 && tiers.length === stack.tier_ids.length ? tiers : null;
}

/** The campaign an offer is, or is of. */
export function campaignOf(catalog: Catalog, offer: Offer): CampaignRow | null {
  switch (offer.object) {
    case 'promotion_tier':
      return offer.tier.campaign;
    case 'campaign':
      return offer.campaign.campaign;
    case 'voucher':
      return knownCampaign(catalog, offer.voucher.campaign_id);
    case 'promotion_stack':
      return knownCampaign(catalog, offer.stack.campaign_id);
    default:
      return offer satisfies never;
  }
}

function knownCampaign(catalog: Catalog, id: string | null): CampaignRow | null {
  return id === null ? null : (catalog.entities.campaign.get(id) ?? null);
}

/** Its own category and its campaign's; a campaign's alone where it is one. */
export function categoryIdsOf(catalog: Catalog, offer: Offer): readonly (string | null)[] {
  const ofCampaign = campaignOf(catalog, offer)?.category_id ?? null;
  switch (offer.object) {
    case 'promotion_tier':
      return [offer.tier.row.category_id, ofCampaign];
    case 'campaign':
      return [ofCampaign];
    case 'voucher':
      return [offer.voucher.category_id, ofCampaign];
    case 'promotion_stack':
      return [offer.stack.category_id, ofCampaign];
    default:
      return offer satisfies never;
  }
}
