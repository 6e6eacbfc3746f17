/** Referral programmes on the wire: what makes a referral, and what it brings both sides. */
import Type, { type Static } from 'typebox';
import { Nullable } from '../../../platform/http/shapes.ts';

const conversions = ['redemption', 'custom_event'] as const;
const ConversionEventType = Type.Enum(conversions, { description: 'What makes a referral' });

/** Beyond this no card holds anything. */
const MAX_AMOUNT = 9_007_199_254_740_991;
const MAX_TIERS = 20;

const Text = Type.String({ minLength: 1, maxLength: 1_000 });
const Amount = Type.Integer({
  minimum: 1,
  maximum: MAX_AMOUNT,
  description: 'Points of a loyalty card, or credits of a gift card in minor units',
});

const CustomEvent = Type.Object({ id: Type.Optional(Text), name: Type.Optional(Text) });

/** The campaign whose cards are credited, or whose codes are published. */
const SourceInput = Type.Object({
  id: Type.Optional(Text),
  name: Type.Optional(Text),
  object: Type.Optional(Type.Literal('CAMPAIGN')),
});
const Source = Type.Object({
  id: Type.String(),
  name: Type.String(),
  object: Type.Literal('CAMPAIGN'),
});

const CardType = Type.Enum(['LOYALTY_CARD', 'GIFT_VOUCHER'], { description: 'What is credited' });
const RewardType = Type.Enum(['LOYALTY_CARD', 'GIFT_VOUCHER', 'DISCOUNT_VOUCHER'], {
  description: 'A card that is credited, or a discount code that is published',
});

const RewardInput = Type.Object({
  related_object_parent: SourceInput,
  type: RewardType,
  amount: Type.Optional(Nullable(Amount)),
});
export type RewardInput = Static<typeof RewardInput>;

const RefereeRewardInput = Type.Object({
  related_object_parent: SourceInput,
  type: CardType,
  amount: Amount,
});

const Criterion = Type.Enum(['EACH_REFEREE', 'MINIMUM_REFEREES'], {
  description: 'Each customer referred, or once as soon as so many were',
});
const Referees = Type.Integer({
  minimum: 1,
  maximum: 1_000_000,
  description: 'How many customers have to be referred; of MINIMUM_REFEREES',
});

const TierInput = Type.Object({
  id: Type.Optional(Text),
  name: Type.Optional(Type.String({ maxLength: 1_000 })),
  criterion: Criterion,
  referees: Type.Optional(Nullable(Referees)),
  reward: RewardInput,
});
export type ReferralTierInput = Static<typeof TierInput>;

const tiersNote = {
  description: 'What referrers are rewarded with; the reference keeps this in its dashboard',
  'x-scrip-extension': true,
};

export const ReferralProgramInput = Type.Object({
  conversion_event_type: Type.Optional(ConversionEventType),
  custom_event: Type.Optional(Nullable(CustomEvent)),
  referee_reward: Type.Optional(Nullable(RefereeRewardInput)),
  referral_tiers: Type.Optional(
    Nullable(Type.Array(TierInput, { maxItems: MAX_TIERS, ...tiersNote })),
  ),
});
export type ReferralProgramInput = Static<typeof ReferralProgramInput>;

const RefereeReward = Type.Object({
  related_object_parent: Source,
  type: CardType,
  amount: Amount,
});
const Reward = Type.Object({
  related_object_parent: Source,
  type: RewardType,
  amount: Type.Optional(Amount),
});
export type Reward = Static<typeof Reward>;

const Tier = Type.Object({
  id: Type.String(),
  name: Type.Optional(Type.String()),
  criterion: Criterion,
  referees: Type.Optional(Referees),
  reward: Reward,
});
export type ReferralTier = Static<typeof Tier>;

export const ReferralProgram = Type.Object({
  conversion_event_type: ConversionEventType,
  custom_event: Type.Optional(CustomEvent),
  referee_reward: Type.Optional(RefereeReward),
  referral_tiers: Type.Optional(Type.Array(Tier, tiersNote)),
});
export type ReferralProgram = Static<typeof ReferralProgram>;
