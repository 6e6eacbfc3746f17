/** Referral programmes as campaigns keep them: checked, with the campaigns of their rewards found. */
import { isDeepStrictEqual } from 'node:util';
import { done, notFound, type Outcome, refuse } from '../../../engine/outcome.ts';
import type { Context } from '../../../platform/context.ts';
import type { Sql } from '../../../platform/db/database.ts';
import type {
  ReferralProgram,
  ReferralProgramInput,
  ReferralTier,
  ReferralTierInput,
  Reward,
  RewardInput,
} from './schema.ts';
import { findRewardingCampaign } from './store.ts';

type Fault = 'not_found' | 'invalid_campaign_params';
type Agreed = Pick<ReferralProgram, 'conversion_event_type' | 'custom_event'> & {
  readonly referee_reward?: ReferralProgram['referee_reward'] | undefined;
};
type ProgramContext = Pick<Context, 'project' | 'newId'>;

/** The type that a campaign has whose vouchers are of a type. */
const campaignTypes = {
  LOYALTY_CARD: 'LOYALTY_PROGRAM',
  GIFT_VOUCHER: 'GIFT_VOUCHERS',
  DISCOUNT_VOUCHER: 'DISCOUNT_COUPONS',
} as const;

/** Of a new campaign. Without any word on it, redemptions make referrals and nobody is rewarded. */
export async function readReferralProgram(
  context: ProgramContext,
  sql: Sql,
  input: ReferralProgramInput | null | undefined,
): Promise<Outcome<ReferralProgram, Fault>> {
  const { conversion_event_type = 'redemption', custom_event } = input ?? {};
  const event = custom_event ?? null;
  if (conversion_event_type === 'custom_event' && !event?.id && !event?.name) {
    return wrong('Property referral_program.custom_event is required');
  }
  const asked = input?.referee_reward ?? null;
  const reward = asked === null ? done(null) : await readReward(context, sql, asked);
  if (!reward.ok) return reward;
  const tiers = await readTiers(context, sql, input?.referral_tiers ?? []);
  if (!tiers.ok) return tiers;
  return done({
    conversion_event_type,
    ...(conversion_event_type === 'custom_event' && event !== null ? { custom_event: event } : {}),
    ...(asked === null || reward.value === null
      ? {}
      : { referee_reward: { ...reward.value, type: asked.type, amount: asked.amount } }),
    ...(tiers.value.length === 0 ? {} : { referral_tiers: [...tiers.value] }),
  });
}

/**
 * `current` with what an update says. What makes a referral and what the referee gets stays as it was
 * agreed with those who share the codes; the tiers of referrers may change.
 */
export async function changeReferralProgram(
  context: ProgramContext,
  sql: Sql,
  current: ReferralProgram,
  update: ReferralProgramInput,
): Promise<Outcome<ReferralProgram, Fault>> {
  const { conversion_event_type, custom_event, referee_reward, referral_tiers } = current;
  const event = custom_event === undefined ? {} : { custom_event };
  const asked = { conversion_event_type, ...event, ...update };
  const read = await readReferralProgram(context, sql, asked);
  if (!read.ok) return read;
  // What the update leaves out stays, also where the campaign of a reward is gone.
  const reward = update.referee_reward === undefined ? { referee_reward } : {};
  if (!isDeepStrictEqual(agreed({ ...read.value, ...reward }), agreed(current))) {
    return wrong(
      'The conversion event and the reward of referees cannot be changed once the campaign is there',
    );
  }
  const tiers = update.referral_tiers === undefined ? referral_tiers : read.value.referral_tiers;
  return done({ ...agreed(current), ...(tiers === undefined ? {} : { referral_tiers: tiers }) });
}

/** Without the tiers of referrers. */
function agreed({
  conversion_event_type,
  custom_event,
  referee_reward,
}: Agreed): Omit<ReferralProgram, 'referral_tiers'> {
  return {
    conversion_event_type,
    ...(custom_event === undefined ? {} : { custom_event }),
    ...(referee_reward === undefined ? {} : { referee_reward }),
  };
}

async function readTiers(
  context: ProgramContext,
  sql: Sql,
  inputs: readonly ReferralTierInput[],
): Promise<Outcome<readonly ReferralTier[], Fault>> {
  const tiers: ReferralTier[] = [];
  for (const input of inputs) {
    const tier = await readTier(context, sql, input);
    if (!tier.ok) return tier;
    if (tiers.some(({ id }) => id === tier.value.id)) {
      return wrong(`The tier ${tier.value.id} is there twice`);
    }
    tiers.push(tier.value);
  }
  return done(tiers);
}

async function readTier(
  context: ProgramContext,
  sql: Sql,
  input: ReferralTierInput,
): Promise<Outcome<ReferralTier, Fault>> {
  const reward = await readReward(context, sql, input.reward);
  if (!reward.ok) return reward;
  const referees = input.referees ?? null;
  if ((input.criterion === 'MINIMUM_REFEREES') !== (referees !== null)) {
    return wrong('Property referees belongs to tiers of MINIMUM_REFEREES, and to those alone');
  }
  return done({
    id: input.id ?? context.newId('rft'),
    ...(input.name === undefined ? {} : { name: input.name }),
    criterion: input.criterion,
    ...(referees === null ? {} : { referees }),
    reward: reward.value,
  });
}

async function readReward(
  { project }: ProgramContext,
  sql: Sql,
  { related_object_parent: parent, type, amount }: RewardInput,
): Promise<Outcome<Reward, Fault>> {
  const idOrName = parent.id ?? parent.name;
  if (idOrName === undefined) {
    return wrong('Property related_object_parent names a campaign by its id');
  }
  const campaign = await findRewardingCampaign(sql, project.id, idOrName);
  if (campaign === null) return notFound('campaign', idOrName);
  if (campaign.campaign_type !== campaignTypes[type]) {
    return wrong(`A reward of type ${type} comes from a campaign of type ${campaignTypes[type]}`);
  }
  const isCode = type === 'DISCOUNT_VOUCHER';
  const added = amount ?? null;
  if (isCode !== (added === null)) {
    return wrong('Property amount belongs to rewards that credit a card, and to those alone');
  }
  const { id, name } = campaign;
  return done({
    related_object_parent: { id, name, object: 'CAMPAIGN' },
    type,
    ...(added === null ? {} : { amount: added }),
  });
}

function wrong(details: string) {
  return refuse('invalid_campaign_params', details);
}
