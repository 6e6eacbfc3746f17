/** Journey 4: points for purchases, by an order and by a redemption, and what they are good for. */
import { expect, present } from '../demo-problem.ts';
import {
  BASKET_POINTS,
  GIFT_CARD_POINTS,
  MINOR_PER_POINT,
  SILVER_FROM,
  SILVER_MULTIPLIER,
} from '../shop/club.ts';
import { type RedeemableAnswer, refusalOf } from '../shop-api.ts';
import { showCart, toPay } from '../show-order.ts';
import { amount, type Row } from '../story.ts';
import type { Walk } from '../walk.ts';
import { vouchers } from './redeemables.ts';

const kettleBasket = [
  { source_id: 'everyday-pouring-kettle', related_object: 'product', quantity: 1 },
  { source_id: 'huila-espresso-beans', related_object: 'product', quantity: 2 },
  { source_id: 'jasmine-green-tea', related_object: 'product', quantity: 3 },
];
const teaBasket = [
  { source_id: 'jasmine-green-tea', related_object: 'product', quantity: 3 },
  { source_id: 'pocket-tea-handbook', related_object: 'product', quantity: 1 },
];
const smallBasket = [
  { source_id: 'heather-honey', related_object: 'product', quantity: 2 },
  { source_id: 'pocket-coffee-primer', related_object: 'product', quantity: 1 },
];
/** 107 points for 107.00 and 20 for a basket of 50.00. */
const AFTER_ORDER = 107 + BASKET_POINTS;
/** 42.70 less 10% is 38.43: 38 points, twice for a silver member. */
const TEA_TO_PAY = 38_43;
const AFTER_REDEMPTION = AFTER_ORDER + 38 * SILVER_MULTIPLIER;
const AFTER_REWARD = AFTER_REDEMPTION - GIFT_CARD_POINTS;
const GIFT = 5_00;
const POINTS_TO_PAY = 20;
/** 32.80 less a gift card of 5.00 and 20 points, which pay 2.00: 25 points, twice again. */
const SMALL_TO_PAY = 32_80 - GIFT - POINTS_TO_PAY * MINOR_PER_POINT;
const AFTER_PAYING = AFTER_REWARD - POINTS_TO_PAY + 25 * SILVER_MULTIPLIER;

type Member = {
  readonly customer: { readonly source_id: string };
  readonly card: string;
};

export async function walkPoints(walk: Walk): Promise<void> {
  const { api, story, shop, run } = walk;
  story.chapter('Journey 4: points for purchases');
  const customer = { source_id: `mira-${run}` };
  await api.customers.create({
    ...customer,
    name: 'Mira Okafor',
    email: `mira.okafor.${run}@example.com`,
    metadata: { tier: 'none', city: 'Lisbon', orders_placed: 2, newsletter: false },
  });
  const { code: card } = await api.loyalties.createMember(shop.club.campaignId, { customer });
  story.step('Mira joins the club (publication of a loyalty card)');
  story.say(`Her card is ${card}. Every 1.00 she pays is a point.`);
  const member = { customer, card };
  await earnByOrder(walk, member);
  await earnByRedemption(walk, member);
  const gift = await redeemReward(walk, member);
  const redemptionId = await payWithBoth(walk, member, gift);
  await rollBack(walk, member, { gift, redemptionId });
  await showStatement(walk, member);
}

async function earnByOrder(walk: Walk, member: Member): Promise<void> {
  const { api, story, run } = walk;
  story.step('She pays at the till: the order is created as PAID');
  const order = await api.orders.create({
    source_id: `till-mira-${run}`,
    status: 'PAID',
    customer: member.customer,
    items: kettleBasket,
  });
  showCart(story, order);
  const balance = await balanceOf(walk, member);
  story.say(
    `That earns ${balance} points: one for every 1.00, and ${BASKET_POINTS} for a basket of 50.00. ` +
      `From ${SILVER_FROM} points on she is a silver member.`,
  );
  expect(balance === AFTER_ORDER, `she has ${AFTER_ORDER} points, not ${balance}`);
  const { data: tiers } = await api.loyalties.listMemberLoyaltyTiers(member.card);
  expect(tiers[0]?.name === 'Silver', 'she is a silver member');
  await api.orders.update({ id: order.id, status: 'PAID' });
  expect((await balanceOf(walk, member)) === AFTER_ORDER, 'an order earns once');
}

async function earnByRedemption(walk: Walk, member: Member): Promise<void> {
  const { api, story, run } = walk;
  story.step('She orders online with a code: the redemption pays the order');
  const redeemed = await api.redemptions.redeemStackable({
    customer: member.customer,
    order: { source_id: `tea-mira-${run}`, items: teaBasket },
    redeemables: vouchers(['SUMMER10']),
  });
  const paid = toPay(present(redeemed.order, 'the order'));
  const balance = await balanceOf(walk, member);
  story.say(
    `${amount(paid)} is paid. A silver member's points count twice: she has ${balance} points now.`,
  );
  expect(paid === TEA_TO_PAY, `${amount(TEA_TO_PAY)} is paid, not ${amount(paid)}`);
  expect(balance === AFTER_REDEMPTION, `she has ${AFTER_REDEMPTION} points, not ${balance}`);
}

/** Answers the code of the gift card she gets. */
async function redeemReward(walk: Walk, member: Member): Promise<string> {
  const { api, story, shop } = walk;
  const { campaignId, rewards } = shop.club;
  const tasting = { reward: { id: present(rewards.get('A tasting at the counter'), 'it') } };
  const refusal = await refusalOf(api.loyalties.redeemReward(campaignId, member.card, tasting));
  story.step('She looks at the rewards');
  story.say(`A tasting at the counter is refused: ${refusal.key ?? ''}.`);
  expect(refusal.key === 'loyalty_card_points_exceeded', 'she cannot afford the tasting');
  const giftCard = { reward: { id: present(rewards.get('A gift card of 5.00'), 'it') } };
  const { reward } = await api.loyalties.redeemReward(campaignId, member.card, giftCard);
  const code = present(reward?.voucher?.code, 'the gift card');
  const balance = await balanceOf(walk, member);
  story.say(
    `A gift card of ${amount(GIFT)} for ${GIFT_CARD_POINTS} points it is, ${code}: ` +
      `${balance} points are left.`,
  );
  expect(balance === AFTER_REWARD, `she has ${AFTER_REWARD} points, not ${balance}`);
  return code;
}

async function payWithBoth(walk: Walk, member: Member, gift: string): Promise<string> {
  const { api, story, shop, run } = walk;
  const coin = present(shop.club.rewards.get('Pay with points'), 'paying with points');
  const request = {
    customer: member.customer,
    order: { source_id: `honey-mira-${run}`, items: smallBasket },
    redeemables: [
      ...vouchers([gift]),
      { object: 'voucher', id: member.card, reward: { id: coin, points: POINTS_TO_PAY } },
    ],
  };
  const valid = await api.validations.validateStackable(request);
  story.step('She pays with the gift card and with points (validation, redemption)');
  story.table(['What pays', '>Pays'], (valid.redeemables ?? []).map(paymentRow));
  const redeemed = await api.redemptions.redeemStackable(request);
  const paid = toPay(present(redeemed.order, 'the order'));
  const balance = await balanceOf(walk, member);
  story.say(
    `The cart of ${amount(32_80)} leaves ${amount(paid)} to pay, which earns again: ${balance} points.`,
  );
  expect(valid.valid && paid === SMALL_TO_PAY, `${amount(SMALL_TO_PAY)} is paid`);
  expect((await creditsOf(walk, gift)) === 0, 'the gift card is used up');
  expect(balance === AFTER_PAYING, `she has ${AFTER_PAYING} points, not ${balance}`);
  return present(redeemed.parent_redemption?.id, 'the redemption of both');
}

function paymentRow({ id, order }: RedeemableAnswer): Row {
  return [id, amount(present(order?.total_applied_discount_amount, `what ${id} pays`))];
}

type Paid = { readonly gift: string; readonly redemptionId: string };

async function rollBack(walk: Walk, member: Member, { gift, redemptionId }: Paid): Promise<void> {
  const { api, story } = walk;
  await api.redemptions.rollbackStackable(redemptionId, { reason: 'Returned' });
  const [balance, credits] = [await balanceOf(walk, member), await creditsOf(walk, gift)];
  story.step('She returns the order (rollback)');
  story.say(
    `The gift card holds ${amount(credits)} again; the points she paid with are back in the very ` +
      `lots they came from, those the order earned are taken back: ${balance} points, as before.`,
  );
  expect(credits === GIFT, 'the credits are back');
  expect(balance === AFTER_REWARD, `she has ${AFTER_REWARD} points again, not ${balance}`);
}

async function showStatement({ api, story }: Walk, { card }: Member): Promise<void> {
  const { data } = await api.loyalties.listCardTransactions(card, null, { limit: 50 });
  const entries = data.map(({ type, details }) => ({
    type: type ?? '',
    points: details?.balance?.points ?? 0,
    balance: details?.balance?.balance ?? 0,
  }));
  story.step('The statement of her card');
  story.table(
    ['Transaction', '>Points', '>Balance'],
    entries
      .toReversed()
      .map(({ type, points, balance }) => [type, String(points), String(balance)]),
  );
  const sum = entries.reduce((total, { points }) => total + points, 0);
  story.say(`The entries sum to ${sum}: the ledger says what the card says.`);
  expect(sum === AFTER_REWARD, `the entries sum to the balance, not to ${sum}`);
}

async function balanceOf({ api, shop }: Walk, { card }: Member): Promise<number> {
  const { loyalty_card } = await api.loyalties.getMember(shop.club.campaignId, card);
  return present(loyalty_card?.balance, 'the balance of the card');
}

async function creditsOf({ api }: Walk, gift: string): Promise<number> {
  return present((await api.vouchers.get(gift)).gift?.balance, 'what the gift card holds');
}
