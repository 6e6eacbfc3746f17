/** The shop's club: loyalty cards, what earns points on them, levels, and what points are good for. */
import { present } from '../demo-problem.ts';
import { orNull, type ShopApi } from '../shop-api.ts';

/** What the journey through the club asks for by name. */
export const CLUB = 'Kettle Club';
export const GIFT_CARDS = 'Gift cards';
/** Of the order's total, for every 1.00. */
export const POINTS_PER_UNIT = 1;
export const BASKET_POINTS = 20;
export const SILVER_FROM = 80;
export const SILVER_MULTIPLIER = 2;
/** What a gift card of 5.00 costs. */
export const GIFT_CARD_POINTS = 100;
export const TASTING_POINTS = 500;
/** What one point pays for, in minor units. */
export const MINOR_PER_POINT = 10;

export type Club = {
  readonly campaignId: string;
  /** Ids of rewards by their names. */
  readonly rewards: ReadonlyMap<RewardName, string>;
};

export type RewardName = keyof typeof rewardsOfClub;

const rewardsOfClub = {
  'Pay with points': { points: null },
  'A tasting at the counter': { points: TASTING_POINTS },
  'A gift card of 5.00': { points: GIFT_CARD_POINTS },
} as const;

/** `fromFifty`: the rule for baskets of 50.00 or more. A club from an earlier run is kept. */
export async function setUpClub(api: ShopApi, fromFifty: string): Promise<Club> {
  const found = await orNull(api.campaigns.get(CLUB));
  if (found !== null) return { campaignId: found.id, rewards: await rewardsIn(api, found.id) };
  const giftCards = await api.campaigns.create({
    name: GIFT_CARDS,
    campaign_type: 'GIFT_VOUCHERS',
    type: 'AUTO_UPDATE',
    vouchers_count: 50,
    voucher: {
      type: 'GIFT_VOUCHER',
      gift: { amount: 0, effect: 'APPLY_TO_ORDER' },
      redemption: { quantity: null },
      code_config: { pattern: 'GIFT-######' },
    },
  });
  const club = await api.loyalties.create({
    name: CLUB,
    type: 'AUTO_UPDATE',
    vouchers_count: 20,
    voucher: {
      type: 'LOYALTY_CARD',
      loyalty_card: {
        points: 0,
        expiration_rules: {
          period_type: 'MONTH',
          period_value: 12,
          rounding_type: 'END_OF_MONTH',
          rounding_value: 1,
        },
      },
      redemption: { quantity: null },
      code_config: { pattern: 'CLUB-######' },
    },
  });
  const perUnit = await setUpEarning(api, club.id, fromFifty);
  await api.loyalties.createTiers(club.id, [
    { name: 'Copper', points: { from: 0, to: SILVER_FROM - 1 } },
    {
      name: 'Silver',
      points: { from: SILVER_FROM },
      earning_rules: { [perUnit]: { type: 'MULTIPLY', multiplier: SILVER_MULTIPLIER } },
    },
  ]);
  return { campaignId: club.id, rewards: await setUpRewards(api, club.id, giftCards.id) };
}

/** Answers the id of the rule that goes by the amount spent. */
async function setUpEarning(api: ShopApi, clubId: string, fromFifty: string): Promise<string> {
  const [perUnit] = await api.loyalties.createEarningRule(clubId, [
    {
      event: 'order.paid',
      source: { banner: 'A point for every 1.00 paid' },
      loyalty: {
        type: 'PROPORTIONAL',
        calculation_type: 'ORDER_TOTAL_AMOUNT',
        order: { total_amount: { every: 100, points: POINTS_PER_UNIT } },
      },
    },
    {
      event: 'order.paid',
      source: { banner: 'Twenty for a basket of 50.00' },
      loyalty: { type: 'FIXED', points: BASKET_POINTS },
      validation_rule_id: fromFifty,
    },
  ]);
  return present(perUnit, 'the first earning rule').id;
}

async function setUpRewards(
  api: ShopApi,
  clubId: string,
  giftCardsId: string,
): Promise<ReadonlyMap<RewardName, string>> {
  const tasting = await api.products.create({
    source_id: 'tasting-at-the-counter',
    name: 'A tasting at the counter',
    price: 1_500,
  });
  const parameters: Readonly<Record<RewardName, object>> = {
    'Pay with points': {
      parameters: { coin: { exchange_ratio: MINOR_PER_POINT / 100, points_ratio: 1 } },
    },
    'A tasting at the counter': { parameters: { product: { id: tasting.id } }, stock: 3 },
    'A gift card of 5.00': { parameters: { campaign: { id: giftCardsId, balance: 500 } } },
  };
  const made = new Map<RewardName, string>();
  for (const name of rewardNames()) {
    const reward = await api.rewards.create({ name, ...parameters[name] });
    const { points } = rewardsOfClub[name];
    await api.loyalties.createRewardAssignments(clubId, [
      { reward: reward.id, ...(points === null ? {} : { parameters: { loyalty: { points } } }) },
    ]);
    made.set(name, reward.id);
  }
  return made;
}

async function rewardsIn(api: ShopApi, clubId: string): Promise<ReadonlyMap<RewardName, string>> {
  const { data: assigned } = await api.loyalties.listRewardAssignments(clubId);
  const ids = new Set(assigned.map(({ reward_id }) => reward_id));
  const { data: rewards } = await api.rewards.list({ limit: 100 });
  return new Map(
    rewardNames().map((name) => {
      const found = rewards.find((one) => one.name === name && ids.has(one.id));
      return [name, present(found, `the reward "${name}"`).id];
    }),
  );
}

function rewardNames(): readonly RewardName[] {
  return ['Pay with points', 'A tasting at the counter', 'A gift card of 5.00'];
}
