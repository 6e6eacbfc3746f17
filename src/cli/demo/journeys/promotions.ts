/** Journey 2: promotions that nobody has to know of, found at the checkout. */
import { expect, present } from '../demo-problem.ts';
import { refusalOf, type QualifiedAnswer } from '../shop-api.ts';
import { showCart, showPriced, toPay } from '../show-order.ts';
import { amount } from '../story.ts';
import type { Walk } from '../walk.ts';
import {
  applied,
  type Redeemable,
  reasonOf,
  stack,
  tellRedemption,
  tier,
  vouchers,
  WITH_NAMES,
} from './redeemables.ts';

const items = [
  { source_id: 'large-cast-iron-pan', related_object: 'product', quantity: 1 },
  { source_id: 'everyday-cooks-knife', related_object: 'product', quantity: 1 },
  { source_id: 'sumatra-filter-coffee', related_object: 'product', quantity: 2 },
];
const CART = 180_90;

const KITCHEN = '15% on two for the kitchen';
/** 15% of pan and knife, 153.50, is 23.025 and rounds to 23.03. */
const WITH_KITCHEN = 157_87;
const BASKET = 'Basket and coffee';
/** Two coffees 3.80 less each, then 12.00 off. */
const WITH_BASKET = 161_30;
const CODE = 'SUMMER10';
const GOLD = 'Gold thanks, 6%';
/** 157.87 less 10%, 15.79; of that 142.08 less 6%, 8.52. */
const WITH_ALL = 133_56;

type Situation = {
  readonly customer: { readonly source_id: string };
  readonly order: { readonly items: typeof items };
};

export async function walkPromotions(walk: Walk): Promise<void> {
  const { api, story, run } = walk;
  story.chapter('Journey 2: promotions found at the checkout');
  const customer = { source_id: `jonas-${run}` };
  await api.customers.create({
    ...customer,
    name: 'Jonas Okafor',
    email: `jonas.okafor.${run}@example.com`,
    metadata: { tier: 'gold', city: 'Lisbon', orders_placed: 17, newsletter: false },
  });
  const situation = { customer, order: { items } };
  story.step('Jonas, a gold member, fills his cart and has no code');
  await qualify(walk, situation);
  await redeemTierAndStack(walk, situation);
  await mix(walk, situation);
}

/** What could Jonas get? Tiers, best deal first; then stacks. */
async function qualify({ api, story }: Walk, situation: Situation): Promise<void> {
  const options = { limit: 50, sorting_rule: 'BEST_DEAL', expand: ['redeemable'] };
  const all = await api.qualifications.checkEligibility({
    ...situation,
    scenario: 'ALL',
    options: {
      ...options,
      filters: { resource_type: { conditions: { $is: ['promotion_tier'] } } },
    },
  });
  const cart = present(all.order, 'the cart');
  showCart(story, cart);
  expect(toPay(cart) === CART, `the cart comes to ${amount(CART)}`);

  story.step('Which promotions does he get? (qualification, the best deal first)');
  story.table(
    ['Promotion', 'Of', '>Takes off', '>To pay'],
    all.redeemables.data.map((one) => [
      one.name ?? one.id,
      one.campaign_name ?? '',
      ...priceOf(one),
    ]),
  );
  const names = all.redeemables.data.map(({ name }) => name);
  expect(names.includes('Gold thanks, 6%'), 'a gold member is offered the gold tier');
  expect(!names.includes('Silver thanks, 3%'), 'a gold member is not offered the silver tier');
  expect(!names.includes('25% on four for the kitchen'), 'two are not four');
  const offs = all.redeemables.data.map(({ order }) => order?.total_applied_discount_amount ?? 0);
  expect(
    offs.every((off, index) => off <= (offs[index - 1] ?? off)),
    'the best deal comes first',
  );

  const stacks = await api.qualifications.checkEligibility({
    ...situation,
    scenario: 'PROMOTION_STACKS',
    options,
  });
  story.say('And stacks of them, made by the shop (scenario PROMOTION_STACKS):');
  story.table(
    ['Stack', 'Made of', '>Takes off', '>To pay'],
    stacks.redeemables.data.map((one) => [
      one.name ?? one.id,
      (one.redeemables ?? []).map(({ name = '' }) => name).join(', then '),
      ...priceOf(one),
    ]),
  );
  const found = stacks.redeemables.data.map(({ name }) => name);
  expect(found.includes('Basket and coffee'), 'the stack of basket and coffee is offered');
  expect(!found.includes('House and garden'), 'a stack needs all of its tiers to apply');
}

function priceOf({ id, order }: QualifiedAnswer): readonly [off: string, rest: string] {
  const priced = present(order, `the price with ${id}`);
  return [amount(priced.total_applied_discount_amount ?? 0), amount(toPay(priced))];
}

/** A tier by itself, then a stack, on the same cart: each is paid and counted. */
async function redeemTierAndStack(walk: Walk, situation: Situation): Promise<void> {
  const { story, shop } = walk;
  const kitchen = tier(present(shop.tiers.get(KITCHEN), 'the kitchen tier'));
  story.step(`"${KITCHEN}" on this cart (validation of a tier, then redemption)`);
  await validateAndRedeem(walk, situation, [kitchen], WITH_KITCHEN);

  const basket = stack(present(shop.stacks.get(BASKET), 'the stack of basket and coffee'));
  story.step(`The same cart next week, with the stack "${BASKET}"`);
  await validateAndRedeem(walk, situation, [basket], WITH_BASKET);
}

/** Answers the id that rolls it back. */
async function validateAndRedeem(
  { api, story, run }: Walk,
  situation: Situation,
  redeemables: readonly Redeemable[],
  total: number,
): Promise<string> {
  const order = { ...situation.order, source_id: `basket-jonas-${run}-${total}` };
  const request = { ...situation, order, redeemables };
  const valid = await api.validations.validateStackable({ ...request, options: WITH_NAMES });
  const discounts = applied(valid, total);
  showPriced(story, present(valid.order, 'the priced order'), discounts);
  return tellRedemption(story, await api.redemptions.redeemStackable(request), total);
}

/** A code and two tiers in one order, the code a second time, and all of it taken back. */
async function mix(walk: Walk, situation: Situation): Promise<void> {
  const { api, story, shop } = walk;
  const kitchenId = present(shop.tiers.get(KITCHEN), 'the kitchen tier');
  const goldId = present(shop.tiers.get(GOLD), 'the gold tier');
  const redeemables = [tier(kitchenId), ...vouchers([CODE]), tier(goldId)];
  const countAll = async () => ({
    kitchen: await redeemedCount(walk, kitchenId),
    gold: await redeemedCount(walk, goldId),
    code: (await api.vouchers.get(CODE)).redemption?.redeemed_quantity ?? 0,
  });
  story.step(`A code and promotions together: ${CODE} between two tiers`);
  const before = await countAll();
  const id = await validateAndRedeem(walk, situation, redeemables, WITH_ALL);
  const after = await countAll();

  const again = { ...situation, redeemables: vouchers([CODE]) };
  const answer = await api.validations.validateStackable(again);
  const { key, ownWords } = reasonOf(answer, CODE);
  const refusal = await refusalOf(api.redemptions.redeemStackable(again));
  story.step(`${CODE} once more`);
  story.say(`Open to all, but once to each: ${key}, "${ownWords}".`);
  expect(key === 'redemption_rules_violated' && refusal.key === key, `${CODE} counts customers`);

  const { rollbacks } = await api.redemptions.rollbackStackable(id, { reason: 'Wrong address' });
  const restored = await countAll();
  story.step('The last order is taken back (rollback)');
  story.say(`${rollbacks.length} rollbacks. How often each has been redeemed:`);
  story.table(
    ['', '>Before', '>Redeemed', '>Rolled back'],
    [
      [KITCHEN, ...[before, after, restored].map(({ kitchen }) => String(kitchen))],
      [CODE, ...[before, after, restored].map(({ code }) => String(code))],
      [GOLD, ...[before, after, restored].map(({ gold }) => String(gold))],
    ],
  );
  expect(after.kitchen === before.kitchen + 1, 'the tier counts its redemption');
  expect(after.code === before.code + 1, 'the code counts its redemption');
  expect(JSON.stringify(restored) === JSON.stringify(before), 'a rollback restores every count');
  const valid = await api.validations.validateStackable(again);
  expect(valid.valid, `${CODE} may be used again after the rollback`);
  story.say(`And ${CODE} would apply again.`);
}

async function redeemedCount({ api }: Walk, tierId: string): Promise<number> {
  const { summary } = await api.promotions.tiers.get(tierId);
  return present(summary, "the tier's totals").redemptions.total_redeemed;
}
