/** Redeemables in requests, and in answers what became of them. */
import { expect, present } from '../demo-problem.ts';
import type { RedeemableAnswer, RedemptionAnswer, ValidationAnswer } from '../shop-api.ts';
import { amount, type Story } from '../story.ts';
import { toPay } from '../show-order.ts';

export type Redeemable = { readonly object: string; readonly id: string };

/** Validations say what redeemables are called only where they are asked to. */
export const WITH_NAMES: { readonly expand: ('order' | 'redeemable')[] } = {
  expand: ['order', 'redeemable'],
};

/** A Scrip extension: why each redeemable applies or not, and what would make it apply. */
export const EXPLAINED = { explain: true };

export function vouchers(codes: readonly string[]): readonly Redeemable[] {
  return codes.map((id) => ({ object: 'voucher', id }));
}

export function tier(id: string): Redeemable {
  return { object: 'promotion_tier', id };
}

export function stack(id: string): Redeemable {
  return { object: 'promotion_stack', id };
}

/** Why it does not apply: the key, the violated rule's own words, and what it would take. */
export function reasonOf({ redeemables = [] }: ValidationAnswer, id: string) {
  const found = redeemables.find((one) => one.id === id);
  const error = found?.result?.error;
  return {
    key: present(error?.key, `why ${id} does not apply`),
    ownWords: error?.error?.message ?? '',
    change: found?.explanation?.smallest_change?.sentence ?? '',
  };
}

/** What applies, where the answer has to be that all of it does. */
export function applied(answer: ValidationAnswer, total: number): readonly RedeemableAnswer[] {
  expect(answer.valid, 'what was asked for applies');
  const order = present(answer.order, 'the priced order');
  expect(toPay(order) === total, `${amount(total)} is to pay, not ${amount(toPay(order))}`);
  return (answer.redeemables ?? []).filter(({ status }) => status === 'APPLICABLE');
}

/** Tells of a redemption; answers the id that rolls all of it back. */
export function tellRedemption(story: Story, answer: RedemptionAnswer, total: number): string {
  const order = present(answer.order, 'the order');
  expect(
    answer.redemptions.every(({ result }) => result === 'SUCCESS'),
    'every part of the redemption succeeds',
  );
  expect(toPay(order) === total, `what was promised is what is paid, ${amount(total)}`);
  const [first] = answer.redemptions;
  const id = present(answer.parent_redemption?.id ?? first?.id, 'the redemption');
  const parts = answer.redemptions.length;
  const made = parts === 1 ? `one redemption, ${id}` : `${parts} redemptions, all under ${id}`;
  story.say(`${amount(total)} is paid, the order is ${order.status ?? 'lost'}: ${made}.`);
  expect(order.status === 'PAID', 'a redeemed order is PAID');
  return id;
}
