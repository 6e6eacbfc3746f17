/** Promotions that need no code: three campaigns, found at the checkout. */
import { off, onItems, percent } from './discounts.ts';
import type { RuleName } from './rules.ts';

export type PromotionCampaign = {
  readonly name: string;
  readonly tiers: readonly Tier[];
  /** Names of tiers, in the order they apply. */
  readonly stacks: readonly { readonly name: string; readonly tiers: readonly string[] }[];
};

type Tier = {
  readonly name: string;
  readonly banner: string;
  readonly discount: object;
  readonly rules: readonly RuleName[];
};

const atTheCheckout: PromotionCampaign = {
  name: 'At the checkout',
  tiers: [
    {
      name: '5.00 off from 50.00',
      banner: 'Five off your basket',
      discount: off(5_00),
      rules: ['from 50'],
    },
    {
      name: '12.00 off from 120.00',
      banner: 'Twelve off your basket',
      discount: off(12_00),
      rules: ['from 120'],
    },
    {
      name: 'Coffee for 9.90',
      banner: 'Every bag of coffee at one price',
      discount: { type: 'FIXED', fixed_amount: 9_90, ...onItems },
      rules: ['coffee'],
    },
    {
      name: '2.00 off every piece of tableware',
      banner: 'Set the table for less',
      discount: { type: 'AMOUNT', amount_off: 2_00, effect: 'APPLY_TO_ITEMS_BY_QUANTITY' },
      rules: ['tableware, not at the market'],
    },
  ],
  stacks: [
    { name: 'Basket and coffee', tiers: ['Coffee for 9.90', '12.00 off from 120.00'] },
    {
      name: 'Basket and table',
      tiers: ['2.00 off every piece of tableware', '5.00 off from 50.00'],
    },
  ],
};

const kitchenWeeks: PromotionCampaign = {
  name: 'Kitchen weeks',
  tiers: [
    {
      name: '15% on two for the kitchen',
      banner: 'Two things for the kitchen, 15% off them',
      discount: percent(15, onItems),
      rules: ['two for the kitchen'],
    },
    {
      name: '25% on four for the kitchen',
      banner: 'Four things for the kitchen, 25% off them',
      discount: percent(25, onItems),
      rules: ['four for the kitchen'],
    },
    {
      name: 'Half price in the garden',
      banner: 'The dearest thing for the garden at half its price',
      discount: percent(50, onItems),
      rules: ['dearest of the garden'],
    },
  ],
  stacks: [
    {
      name: 'House and garden',
      tiers: ['15% on two for the kitchen', 'Half price in the garden'],
    },
  ],
};

const members: PromotionCampaign = {
  name: 'Members',
  tiers: [
    {
      name: 'Silver thanks, 3%',
      banner: 'Thank you for coming back',
      discount: percent(3),
      rules: ['silver member'],
    },
    {
      name: 'Gold thanks, 6%',
      banner: 'Thank you for everything',
      discount: percent(6),
      rules: ['gold member'],
    },
  ],
  stacks: [],
};

export const promotionsOfShop: readonly PromotionCampaign[] = [
  atTheCheckout,
  kitchenWeeks,
  members,
];
