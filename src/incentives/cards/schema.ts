/** Gift cards and loyalty cards on the wire: what campaigns issue, and what a card holds. */
import Type, { type Static } from 'typebox';
import { Amount, Nullable } from '../../platform/http/shapes.ts';
import { ExpirationRulesInput } from '../loyalties/expiration-rules/schema.ts';

const effects = ['APPLY_TO_ORDER', 'APPLY_TO_ITEMS'] as const;
const GiftEffect = Type.Enum(effects, { description: 'What the credits pay for' });
export type GiftEffect = Static<typeof GiftEffect>;

/** What a gift card is issued with. A balance that comes along is left aside. */
export const GiftInput = Type.Object({
  amount: Type.Optional(
    Type.Integer({ ...Amount, description: 'Credits in minor units, over its whole life' }),
  ),
  effect: Type.Optional(Nullable(GiftEffect)),
});
export type GiftInput = Static<typeof GiftInput>;

/** What a loyalty card is issued with. */
export const LoyaltyCardInput = Type.Object({
  points: Type.Optional(Type.Integer({ ...Amount, description: 'Points, over its whole life' })),
  expiration_rules: Type.Optional(Nullable(ExpirationRulesInput)),
});
export type LoyaltyCardInput = Static<typeof LoyaltyCardInput>;

/** What each gift card of a campaign is issued with. */
export const GiftTemplate = Type.Object({
  amount: Type.Integer({ description: 'Credits in minor units' }),
  effect: GiftEffect,
});
export type GiftTemplate = Static<typeof GiftTemplate>;

/** What each loyalty card of a program is issued with. */
export const LoyaltyCardTemplate = Type.Object({
  points: Type.Integer(),
  expiration_rules: Type.Optional(ExpirationRulesInput),
});

/** `balance` = `amount` - `subtracted_amount` - what was redeemed. */
export const GiftCard = Type.Object({
  amount: Type.Integer({ description: 'Credits put in over its life, in minor units' }),
  subtracted_amount: Type.Integer({
    description: 'Credits taken out otherwise than by redemption',
  }),
  balance: Type.Integer({ description: 'Credits left, in minor units' }),
  effect: GiftEffect,
});
export type GiftCard = Static<typeof GiftCard>;

/** `balance` = `points` - `expired_points` - `subtracted_points` - what was redeemed. */
export const LoyaltyCard = Type.Object({
  points: Type.Integer({ description: 'Points put in over its life' }),
  balance: Type.Integer({ description: 'Points left' }),
  next_expiration_date: Type.Optional(
    Type.String({ format: 'date', description: 'The last day of those that expire soonest' }),
  ),
  next_expiration_points: Type.Optional(Type.Integer()),
  pending_points: Type.Integer({ description: 'Points earned and not active yet' }),
  expired_points: Type.Integer(),
  subtracted_points: Type.Integer({ description: 'Points taken out otherwise than by redemption' }),
});
export type LoyaltyCard = Static<typeof LoyaltyCard>;
