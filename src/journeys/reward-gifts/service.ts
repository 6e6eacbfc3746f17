/**
 * Giving a reward to a customer, and taking it back: a unit of a product, credits or points on a card
 * of theirs, or a code. All in the caller's transaction, all or nothing.
 */
import { pointsExpiry } from '../../engine/loyalty/points-expiry.ts';
import { done, notFound, type Outcome, refuse } from '../../engine/outcome.ts';
import { credit, type EntryType, takeBack } from '../../incentives/ledger/service.ts';
import { pointsChanged } from '../../incentives/loyalties/points-changed/service.ts';
import type { CampaignReward } from '../../incentives/rewards/schema.ts';
import type { RewardKind } from '../../incentives/rewards/service.ts';
import type { Context } from '../../platform/context.ts';
import type { Sql } from '../../platform/db/database.ts';
import { isoOf } from '../../platform/iso.ts';
import { publicationFailures, publishIn } from '../publications/service.ts';
import {
  disableUnused,
  findCardTemplate,
  findHeldCard,
  giveUnitBack,
  lockRewarded,
  takeUnit,
} from './store.ts';

/** What was given, for it to be shown and taken back. */
export type Given =
  | { readonly type: 'unit'; readonly reward_id: string }
  | { readonly type: 'code'; readonly voucher_id: string }
  | {
      readonly type: 'value';
      readonly voucher_id: string;
      readonly entry_id: string;
      /** Credits in minor units, or points. */
      readonly amount: number;
      readonly card: 'GIFT_VOUCHERS' | 'LOYALTY_PROGRAM';
    };

export const giftFailures = [
  ...publicationFailures,
  'missing_customer',
  'quantity_exceeded',
  'gift_amount_exceeded',
  'loyalty_card_points_exceeded',
  'invalid_add_balance_params',
] as const;
type Failure = (typeof giftFailures)[number];

export type Gift = {
  readonly reward: RewardKind & { readonly id: string; readonly name: string };
  /** Null: nobody known, to whom nothing but a product can be given. */
  readonly customerId: string | null;
};

/**
 * Refuses with `quantity_exceeded` where no unit is left, with `missing_customer` where nobody is
 * there to get it, and as a publication does where the campaign has no code to give. Whoever holds a
 * card of the campaign gets the value on that; otherwise one is published to them first.
 */
export async function giveReward(
  context: Context,
  tx: Sql,
  gift: Gift,
): Promise<Outcome<Given, Failure>> {
  const { reward } = gift;
  switch (reward.type) {
    case 'MATERIAL': {
      const isTaken = await takeUnit(tx, context.project.id, reward.id);
      return isTaken
        ? done({ type: 'unit', reward_id: reward.id })
        : refuse('quantity_exceeded', `Reward ${reward.id} is out of stock`);
    }
    case 'CAMPAIGN':
      return giveOfCampaign(context, tx, gift, reward.parameters.campaign);
    case 'COIN':
      throw new Error('points that pay for an order give nothing beside it');
    default:
      return reward;
  }
}

async function giveOfCampaign(
  context: Context,
  tx: Sql,
  { reward, customerId }: Gift,
  { id: campaignId, type, balance = 0 }: CampaignReward['campaign'],
): Promise<Outcome<Given, Failure>> {
  if (customerId === null) {
    return refuse('missing_customer', 'The reward is given to a customer: the card has no holder');
  }
  // Customers before vouchers, as everywhere; and nobody gets two cards at once.
  if (!(await lockRewarded(tx, context.project.id, customerId))) {
    return notFound('customer', customerId);
  }
  if (type === 'DISCOUNT_COUPONS') {
    const code = await publishTo(context, tx, { customerId, campaignId });
    return code.ok ? done({ type: 'code', voucher_id: code.value }) : code;
  }
  const held = { customerId, campaignId, at: isoOf(context.now) };
  const found = await findHeldCard(tx, context.project.id, held);
  const card = found === null ? await publishTo(context, tx, held) : done(found);
  if (!card.ok) return card;
  const entry = {
    id: context.newId('vtx'),
    type: additionTo(type),
    source: 'API',
    details: { reward: { id: reward.id, name: reward.name } },
  };
  const credited = await credit(context, tx, {
    cardId: card.value,
    amount: balance,
    expiresAt: await expiryOf(context, tx, campaignId),
    entry,
  });
  if (!credited.ok) return credited;
  if (type === 'LOYALTY_PROGRAM') await pointsChanged(context, tx, [card.value]);
  const given = { voucher_id: card.value, entry_id: entry.id, amount: balance, card: type };
  return done({ type: 'value', ...given });
}

function additionTo(type: 'GIFT_VOUCHERS' | 'LOYALTY_PROGRAM'): EntryType {
  return type === 'GIFT_VOUCHERS' ? 'CREDITS_ADDITION' : 'POINTS_ADDITION';
}

/** A voucher of the campaign that was nobody's; its id. */
async function publishTo(
  context: Context,
  tx: Sql,
  { customerId, campaignId }: { readonly customerId: string; readonly campaignId: string },
): Promise<Outcome<string, Failure>> {
  const input = { campaign: { id: campaignId }, customer: { id: customerId } };
  const published = await publishIn(context, tx, input, { joinOnce: false, maxCount: 1 });
  if (!published.ok) return published;
  const [id] = published.value.row.voucher_ids;
  if (id === undefined) throw new Error('one voucher was published');
  return done(id);
}

/** When points expire that are put on the campaign's cards now; gift credits never do. */
async function expiryOf(context: Context, tx: Sql, campaignId: string): Promise<string | null> {
  const template = await findCardTemplate(tx, context.project.id, campaignId);
  const now = context.now.toZonedDateTimeISO(context.project.timezone);
  const expiry = pointsExpiry(template?.expiration_rules ?? null, now);
  return expiry === null ? null : isoOf(expiry);
}

/**
 * Takes back what is still there: the unit, what of the value has not been spent, the code if nobody
 * has used it. A card that was published for it stays with the customer.
 */
export async function takeRewardBack(context: Context, tx: Sql, given: Given): Promise<void> {
  switch (given.type) {
    case 'unit':
      return giveUnitBack(tx, context.project.id, given.reward_id);
    case 'code':
      return disableUnused(tx, context.project.id, {
        id: given.voucher_id,
        at: isoOf(context.now),
      });
    case 'value': {
      const isGift = given.card === 'GIFT_VOUCHERS';
      const type = isGift ? 'CREDITS_REMOVAL' : 'POINTS_CANCELLATION';
      const { entry_id: creditingId, amount } = given;
      await takeBack(context, tx, { creditingId, amount, entry: { type, source: 'API' } });
      if (!isGift) await pointsChanged(context, tx, [given.voucher_id]);
      return;
    }
    default:
      return given;
  }
}
