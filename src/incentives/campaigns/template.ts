/** What a campaign's vouchers are like: checked, each type in its way. */
import { completeCodeConfig } from '../../engine/codes/code-config.ts';
import { done, type Outcome, type Refusal, refuse } from '../../engine/outcome.ts';
import { readGift, readLoyaltyCard } from '../cards/service.ts';
import { checkDiscount } from '../discounts/service.ts';
import type {
  CampaignInput,
  CampaignType,
  CampaignUpdate,
  CampaignVoucherInput,
} from './schema.ts';
import type { CampaignTemplate, TemplateValue } from './store.ts';

type Fault = 'invalid_campaign_params' | 'invalid_formula';

/** Types of campaigns whose vouchers have a type of their own. */
const voucherTypes = {
  DISCOUNT_COUPONS: 'DISCOUNT_VOUCHER',
  REFERRAL_PROGRAM: 'DISCOUNT_VOUCHER',
  GIFT_VOUCHERS: 'GIFT_VOUCHER',
  LOYALTY_PROGRAM: 'LOYALTY_CARD',
} as const;

/** The vouchers of a new campaign that has some. */
export function readTemplate(
  { voucher }: CampaignInput,
  campaignType: Exclude<CampaignType, 'PROMOTION'>,
): Outcome<CampaignTemplate, Fault | 'invalid_code_config'> {
  if (voucher === undefined) return wrong('Property voucher is required');
  const type = voucherTypes[campaignType];
  if (voucher.type !== type) {
    return wrong(`A campaign of type ${campaignType} has vouchers of type ${type}`);
  }
  const value = readValue(voucher);
  if (!value.ok) return value;
  const { charset, length, pattern, prefix, postfix } = voucher.code_config ?? {};
  const config = completeCodeConfig({ charset, length, pattern, prefix, postfix });
  if (!config.ok) return config;
  return done({
    ...value.value,
    redemption: { quantity: voucher.redemption?.quantity ?? null },
    code_config: {
      length: config.value.length,
      charset: config.value.charset,
      pattern: config.value.pattern,
      ...(prefix === undefined ? {} : { prefix }),
      ...(postfix === undefined ? {} : { postfix }),
    },
  });
}

function readValue(voucher: CampaignVoucherInput): Outcome<TemplateValue, Fault> {
  switch (voucher.type) {
    case 'DISCOUNT_VOUCHER': {
      if (!voucher.discount) return wrong('Property voucher.discount is required');
      const discount = checkDiscount(voucher.discount, 'invalid_campaign_params');
      return discount.ok ? done({ type: voucher.type, discount: discount.value }) : discount;
    }
    case 'GIFT_VOUCHER': {
      const gift = readGift(voucher.gift, 'invalid_campaign_params');
      return gift.ok ? done({ type: voucher.type, gift: gift.value }) : gift;
    }
    case 'LOYALTY_CARD': {
      const card = readLoyaltyCard(voucher.loyalty_card, 'invalid_campaign_params');
      return card.ok ? done({ type: voucher.type, loyalty_card: card.value }) : card;
    }
    default:
      return unknownType(voucher.type);
  }
}

/** What an update says; what it says of another type is refused. New cards are issued so. */
export function changedTemplate(
  template: CampaignTemplate | null,
  { discount: newDiscount, gift, loyalty_card: card }: CampaignUpdate,
): Outcome<CampaignTemplate | null, Fault> {
  if (template === null) return done(null);
  if (
    isOther(newDiscount, template, 'DISCOUNT_VOUCHER') ||
    isOther(gift, template, 'GIFT_VOUCHER')
  ) {
    return wrong(`The campaign has vouchers of type ${template.type}`);
  }
  if (isOther(card, template, 'LOYALTY_CARD')) {
    return wrong(`The campaign has vouchers of type ${template.type}`);
  }
  switch (template.type) {
    case 'DISCOUNT_VOUCHER': {
      if (newDiscount === undefined) return done(template);
      const discount = checkDiscount(newDiscount, 'invalid_campaign_params');
      if (!discount.ok) return discount;
      if (discount.value.type !== template.discount.type) {
        return wrong('It is not possible to change the type of a discount');
      }
      return done({ ...template, discount: discount.value });
    }
    case 'GIFT_VOUCHER': {
      const changed = readGift(gift, 'invalid_campaign_params', template.gift);
      return changed.ok ? done({ ...template, gift: changed.value }) : changed;
    }
    case 'LOYALTY_CARD': {
      const changed = readLoyaltyCard(card, 'invalid_campaign_params', template.loyalty_card);
      return changed.ok ? done({ ...template, loyalty_card: changed.value }) : changed;
    }
    default:
      return unknownType(template);
  }
}

function isOther(
  given: object | undefined,
  template: CampaignTemplate,
  type: CampaignTemplate['type'],
): boolean {
  return given !== undefined && template.type !== type;
}

function wrong(details: string): Refusal<'invalid_campaign_params'> {
  return refuse('invalid_campaign_params', details);
}

function unknownType(type: never): never {
  throw new Error(`vouchers of an unknown type: ${JSON.stringify(type)}`);
}
