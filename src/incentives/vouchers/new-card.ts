/** What a new voucher holds where it is a card: as the request says, else as its campaign issues them. */
import { done, type Outcome, refuse } from '../../engine/outcome.ts';
import type { Context } from '../../platform/context.ts';
import { issuedCard, type NewCard, readGift, readLoyaltyCard } from '../cards/service.ts';
import type { VoucherInput } from './schema.ts';
import type { GrowingCampaign } from './growing-campaigns/store.ts';
import type { VoucherType } from './store.ts';

type Template = GrowingCampaign['template'];

/** Null for vouchers that give a discount. */
export function newCard(
  context: Context,
  input: VoucherInput,
  campaign: GrowingCampaign | null,
): Outcome<NewCard | null, 'invalid_voucher'> {
  const template = campaign?.template ?? null;
  const type = typeOf(input, template);
  if (campaign !== null && template?.type !== type) {
    return refuse('invalid_voucher', `The campaign has no vouchers of type ${type}`);
  }
  if (type === 'DISCOUNT_VOUCHER') return done(null);
  return type === 'GIFT_VOUCHER'
    ? newGiftCard(context, input, template)
    : newLoyaltyCard(context, input, template);
}

/** Where the request does not say: what it brings, else what its campaign makes. */
function typeOf(
  { type, discount, gift, loyalty_card }: VoucherInput,
  template: Template,
): VoucherType {
  if (type !== undefined) return type;
  if (discount) return 'DISCOUNT_VOUCHER';
  if (gift) return 'GIFT_VOUCHER';
  return loyalty_card ? 'LOYALTY_CARD' : (template?.type ?? 'DISCOUNT_VOUCHER');
}

function newGiftCard(
  context: Context,
  { gift: input }: VoucherInput,
  template: Template,
): Outcome<NewCard, 'invalid_voucher'> {
  const current = template?.type === 'GIFT_VOUCHER' ? template.gift : undefined;
  const gift = readGift(input, 'invalid_voucher', current);
  if (!gift.ok) return gift;
  const card = issuedCard({ type: 'GIFT_VOUCHER', gift: gift.value }, today(context));
  const isOwn = current === undefined || Boolean(input?.effect);
  return done({ ...card, giftEffect: isOwn ? gift.value.effect : null });
}

function newLoyaltyCard(
  context: Context,
  { loyalty_card: input }: VoucherInput,
  template: Template,
): Outcome<NewCard, 'invalid_voucher'> {
  const current = template?.type === 'LOYALTY_CARD' ? template.loyalty_card : undefined;
  const card = readLoyaltyCard(input, 'invalid_voucher', current);
  if (!card.ok) return card;
  return done(issuedCard({ type: 'LOYALTY_CARD', loyalty_card: card.value }, today(context)));
}

function today(context: Context) {
  return context.now.toZonedDateTimeISO(context.project.timezone);
}
