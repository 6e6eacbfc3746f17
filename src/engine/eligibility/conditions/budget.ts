/** Conditions on budgets: what a campaign or an incentive was used for so far, and now. */
import type { CounterKind, CounterScope, CounterWindow } from '../counter.ts';
import type { RuleFacts } from '../facts.ts';
import { absent, pending } from '../node.ts';
import type { Reading } from '../node.ts';
import type { NumberSource } from './source.ts';

type CounterSource = Extract<NumberSource, { readonly over: 'counter' }>;

export const budgetNumbers = {
  'campaign.orders.amount': {
    over: 'counter',
    counter: amounts('orders_amount'),
    contribution: ({ order }) => order?.initialAmount ?? 0,
    needsPricing: false,
  },
  'campaign.orders.amount_discounted': {
    over: 'counter',
    counter: amounts('discount_amount'),
    contribution: amountTakenOff,
    needsPricing: true,
  },
  'redemption.gift.amount': {
    over: 'counter',
    counter: amounts('gift_amount'),
    contribution: creditsUsed,
    needsPricing: true,
  },
  'campaign.redemptions.count': redemptions('campaign', 'everyone', 'ever'),
  'campaign.redemptions.count.daily': redemptions('campaign', 'everyone', 'day'),
  'campaign.redemptions.count.weekly': redemptions('campaign', 'everyone', 'week'),
  'campaign.redemptions.count.monthly': redemptions('campaign', 'everyone', 'month'),
  'campaign.redemptions.customers_count': redemptions('campaign', 'customer', 'ever'),
  'campaign.redemptions.customers_count.daily': redemptions('campaign', 'customer', 'day'),
  'campaign.redemptions.customers_count.weekly': redemptions('campaign', 'customer', 'week'),
  'campaign.redemptions.customers_count.monthly': redemptions('campaign', 'customer', 'month'),
  'redemption.count.per_incentive': redemptions('incentive', 'everyone', 'ever'),
  'redemption.count.per_incentive.daily': redemptions('incentive', 'everyone', 'day'),
  'redemption.count.per_incentive.weekly': redemptions('incentive', 'everyone', 'week'),
  'redemption.count.per_incentive.monthly': redemptions('incentive', 'everyone', 'month'),
  'redemption.count.daily': redemptions('incentive', 'everyone', 'day'),
  'redemption.count.weekly': redemptions('incentive', 'everyone', 'week'),
  'redemption.count.monthly': redemptions('incentive', 'everyone', 'month'),
  'redemption.count.per_customer': redemptions('incentive', 'customer', 'ever'),
  'redemption.count.per_customer.daily': redemptions('incentive', 'customer', 'day'),
  'redemption.count.per_customer.weekly': redemptions('incentive', 'customer', 'week'),
  'redemption.count.per_customer.monthly': redemptions('incentive', 'customer', 'month'),
  'redemption.count.per_api_key': redemptions('incentive', 'api_key', 'ever'),
  'redemption.count.per_user': redemptions('incentive', 'user', 'ever'),
} as const satisfies Record<string, CounterSource>;

function redemptions(
  subject: CounterKind['subject'],
  per: CounterScope,
  window: CounterWindow,
): CounterSource {
  const counter = { subject, per, window, measure: 'redemptions' } as const;
  const contribution = (facts: RuleFacts) => (isCounted(facts, per) ? 1 : absent);
  return { over: 'counter', counter, contribution, needsPricing: false };
}

function amounts(measure: 'orders_amount' | 'discount_amount' | 'gift_amount'): CounterKind {
  return { subject: 'campaign', per: 'everyone', window: 'ever', measure };
}

/** Whether there is somebody whose redemptions could be counted. */
function isCounted({ customer, redemption }: RuleFacts, per: CounterScope): boolean {
  switch (per) {
    case 'everyone':
      return true;
    case 'customer':
      return customer !== null;
    case 'api_key':
      return redemption.apiKeyId !== null;
    case 'user':
      return redemption.userLogin !== null;
    default:
      return per satisfies never;
  }
}

/** What this incentive takes off the order, in minor units; nothing without an order. */
function amountTakenOff({ order }: RuleFacts): Reading<number> {
  if (order === null) return 0;
  return order.discountedAmount === null ? pending : order.amount - order.discountedAmount;
}

/** What a gift card pays, in minor units; discounts use no credits. */
function creditsUsed({ redemption }: RuleFacts): Reading<number> {
  return redemption.giftCredits === undefined ? 0 : (redemption.giftCredits ?? pending);
}
