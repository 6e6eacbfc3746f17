/** Journey 1: codes, from what a customer could use to a rollback that restores everything. */
import { expect, present } from '../demo-problem.ts';
import { refusalOf } from '../shop-api.ts';
import { showCart, showPriced, toPay } from '../show-order.ts';
import { amount } from '../story.ts';
import type { Walk } from '../walk.ts';
import {
  applied,
  EXPLAINED,
  reasonOf,
  tellRedemption,
  vouchers,
  WITH_NAMES,
} from './redeemables.ts';

const items = [
  { source_id: 'huila-espresso-beans', related_object: 'product', quantity: 2 },
  { source_id: 'everyday-pouring-kettle', related_object: 'product', quantity: 1 },
  { source_id: 'jasmine-green-tea', related_object: 'product', quantity: 3 },
  { source_id: 'striped-apron-forest', related_object: 'sku', quantity: 1 },
];
/** 20% off the tea, 4.74, then 15% off the other 132.26, which is 19.839 and rounds to 19.84. */
const CART = 137_00;
const PRICED = 112_42;

/** Who buys what: the part that every request of the journey has. */
type Situation = {
  readonly customer: { readonly source_id: string };
  readonly order: { readonly source_id: string; readonly items: typeof items };
};

export async function walkCodes(walk: Walk): Promise<void> {
  const { api, story, run } = walk;
  story.chapter('Journey 1: codes');
  const customer = { source_id: `nora-${run}` };
  await api.customers.create({
    ...customer,
    name: 'Nora Lindqvist',
    email: `nora.lindqvist.${run}@example.com`,
    metadata: { tier: 'none', city: 'Bergen', orders_placed: 0, newsletter: true },
  });
  const situation = { customer, order: { source_id: `basket-nora-${run}`, items } };
  const cart = await api.orders.create({ ...situation.order, customer });
  story.step('Nora, who has never ordered here, fills her cart');
  showCart(story, cart);
  expect(toPay(cart) === CART, `the cart comes to ${amount(CART)}`);

  await qualify(walk, situation);
  const welcome = await publish(walk, situation);
  await refuse(walk, situation, welcome);
  const codes = ['TEATIME', welcome];
  const before = await countsOf(walk, situation, codes);
  const redemptionId = await redeem(walk, situation, codes);
  await useAgain(walk, situation, welcome);
  await rollBack(walk, situation, { redemptionId, codes, before });
}

async function qualify({ api, story }: Walk, situation: Situation): Promise<void> {
  const { redeemables } = await api.qualifications.checkEligibility({
    ...situation,
    scenario: 'ALL',
    options: {
      limit: 50,
      sorting_rule: 'BEST_DEAL',
      expand: ['redeemable'],
      filters: { resource_type: { conditions: { $in: ['campaign', 'voucher'] } } },
    },
  });
  story.step('Which codes could she use? (qualification, the best deal first)');
  story.table(
    ['Code', 'How she gets it', '>Takes off', '>To pay'],
    redeemables.data.map((one) => {
      const order = present(one.order, `the price with ${one.id}`);
      const isCampaign = one.object === 'campaign';
      return [
        isCampaign ? (one.name ?? one.id) : one.id,
        isCampaign ? 'a code of her own' : 'open to all',
        amount(order.total_applied_discount_amount ?? 0),
        amount(toPay(order)),
      ];
    }),
  );
  const names = redeemables.data.map((one) => (one.object === 'campaign' ? one.name : one.id));
  expect(names.includes('Welcome') && names.includes('TEATIME'), 'Welcome and TEATIME are offered');
  expect(!names.includes('Gold letters'), 'what is for gold members is not offered');
  expect(!names.includes('AUTUMN15'), 'what is over is not offered');
}

async function publish({ api, story }: Walk, { customer }: Situation): Promise<string> {
  const publication = { join_once: true, campaign: { name: 'Welcome', count: 1 }, customer };
  const { voucher } = await api.distributions.publications.create(publication);
  const again = await api.distributions.publications.create(publication);
  expect(again.voucher.code === voucher.code, 'a second publication gives the same code');
  story.step('The shop gives her a welcome code (publication)');
  story.say(`It is ${voucher.code}. Asking again gives her the same one: nobody joins twice.`);
  return voucher.code;
}

async function refuse({ api, story }: Walk, situation: Situation, welcome: string): Promise<void> {
  const gold = await api.vouchers.list({ campaign: 'Gold letters', limit: 1 });
  const codes = [present(gold.vouchers[0], 'a gold code').code, 'BIGBASKET', 'AUTUMN15'];
  const reasons = [];
  for (const code of codes) {
    const redeemables = vouchers([code]);
    const answer = await api.validations.validateStackable({
      ...situation,
      redeemables,
      options: EXPLAINED,
    });
    expect(!answer.valid, `${code} does not apply`);
    reasons.push({ code, ...reasonOf(answer, code) });
  }
  story.step('Codes she finds elsewhere do not apply, and say why (validation)');
  story.table(
    ['Code', 'Key', "The rule's own words", 'What it would take'],
    reasons.map(({ code, key, ownWords, change }) => [code, key, ownWords, change]),
  );
  const keys = reasons.map(({ key }) => key).join(', ');
  const told = 'customer_rules_violated, order_rules_violated, voucher_expired';
  expect(keys === told, `they are refused with ${told}, not ${keys}`);

  const stack = await api.validations.validateStackable({
    ...situation,
    redeemables: vouchers(['TEATIME', 'BIGBASKET', welcome]),
  });
  story.say('In a stack, one code that does not apply stops them all:');
  story.table(
    ['Code', 'Status', 'Key'],
    (stack.redeemables ?? []).map(({ id, status = '', result }) => [
      id,
      status,
      result?.error?.key ?? result?.details?.key ?? '',
    ]),
  );
  expect(!stack.valid, 'a stack with a code that does not apply is refused');
}

async function redeem(
  { api, story }: Walk,
  situation: Situation,
  codes: readonly string[],
): Promise<string> {
  const request = { ...situation, redeemables: vouchers(codes) };
  const valid = await api.validations.validateStackable({ ...request, options: WITH_NAMES });
  const discounts = applied(valid, PRICED);
  story.step(`${codes.join(' and ')} together do apply (validation of a stack)`);
  showPriced(story, present(valid.order, 'the priced order'), discounts);

  const redeemed = await api.redemptions.redeemStackable(request);
  story.step('She pays (redemption)');
  const id = tellRedemption(story, redeemed, PRICED);
  const { source_id } = situation.order;
  const order = await api.orders.get(source_id);
  const [initial, off] = [order.initial_amount ?? 0, order.total_discount_amount ?? 0];
  story.say(
    `The order as it is kept, ${source_id}: ${order.status ?? 'lost'}, ${amount(initial)} less ` +
      `${amount(off)}, which is ${amount(toPay(order))}.`,
  );
  expect(toPay(order) === PRICED && initial - off === PRICED, 'the order that is kept says so too');
  return id;
}

async function useAgain({ api, story }: Walk, { customer }: Situation, code: string) {
  const request = { redeemables: vouchers([code]), customer, order: { items } };
  const refusal = await refusalOf(api.redemptions.redeemStackable(request));
  story.step('She tries the welcome code a second time');
  story.say(`${code} is refused: ${refusal.key ?? ''}, "${refusal.message ?? ''}".`);
  expect(refusal.key === 'quantity_exceeded', 'a used code is refused with quantity_exceeded');
}

type Done = {
  readonly redemptionId: string;
  readonly codes: readonly string[];
  readonly before: Counts;
};

async function rollBack(walk: Walk, situation: Situation, { redemptionId, codes, before }: Done) {
  const { api, story } = walk;
  const after = await countsOf(walk, situation, codes);
  const rollback = await api.redemptions.rollbackStackable(redemptionId, { reason: 'Returned' });
  const restored = await countsOf(walk, situation, codes);
  const order = await api.orders.get(situation.order.source_id);
  story.step('She sends everything back (rollback)');
  story.say(
    `${rollback.rollbacks.length} rollbacks; the order is ${order.status ?? 'lost'} ` +
      `and back at ${amount(toPay(order))}, without discounts. What was counted:`,
  );
  story.table(
    ['', '>Before', '>Redeemed', '>Rolled back'],
    [...before].map(([name, count]) => [
      name,
      String(count),
      String(after.get(name)),
      String(restored.get(name)),
    ]),
  );
  expect(order.status === 'CANCELED', 'the order is CANCELED');
  expect(toPay(order) === CART, 'the order is as it was before');
  for (const code of codes) {
    const name = `${code}, uses`;
    expect(after.get(name) === (before.get(name) ?? 0) + 1, `${code} counts the redemption`);
    expect(restored.get(name) === before.get(name), `${code} may be used as before`);
  }
}

type Counts = ReadonlyMap<string, number>;

async function countsOf(
  { api }: Walk,
  { customer }: Situation,
  codes: readonly string[],
): Promise<Counts> {
  const counts = new Map<string, number>();
  for (const code of codes) {
    const { redemption } = await api.vouchers.get(code);
    counts.set(`${code}, uses`, present(redemption?.redeemed_quantity, `the uses of ${code}`));
  }
  const { summary } = await api.customers.get(customer.source_id);
  const totals = present(summary, "the customer's totals").redemptions;
  counts.set('Nora, redemptions that succeeded', totals.total_succeeded);
  counts.set('Nora, redemptions that were refused', totals.total_failed);
  counts.set('Nora, redemptions rolled back', totals.total_rolled_back);
  return counts;
}
