/** A shop with a loyalty program, over HTTP: what tests of points start from. */
import assert from 'node:assert/strict';
import type { Answer, TestProject } from './api.ts';

type Body = Readonly<Record<string, unknown>>;

/** Sends it, and answers the body of a success. */
export async function made(shop: TestProject, path: string, body: object): Promise<Answer['body']> {
  const answer = await shop.post(path, body);
  assert.equal(answer.status, 200, `${path}: ${JSON.stringify(answer.body)}`);
  return answer.body;
}

/** A program whose cards are made when somebody joins; `more` differs. Answers its id. */
export async function program(shop: TestProject, name: string, more: Body = {}): Promise<string> {
  const { id } = await made(shop, '/v1/campaigns', {
    name,
    campaign_type: 'LOYALTY_PROGRAM',
    voucher: { type: 'LOYALTY_CARD', loyalty_card: { points: 0 } },
    ...more,
  });
  return id;
}

/** The customer joins, and has a card: its code. */
export async function member(
  shop: TestProject,
  campaignId: string,
  sourceId: string,
): Promise<string> {
  const { voucher } = await made(shop, '/v1/publications', {
    campaign: { id: campaignId },
    customer: { source_id: sourceId },
  });
  return voucher.code;
}

/** One rule of the program: its id. 10 points for a paid order, unless `more` says otherwise. */
export async function earningRule(
  shop: TestProject,
  campaignId: string,
  more: Body = {},
): Promise<string> {
  const [rule] = await made(shop, `/v1/loyalties/${campaignId}/earning-rules`, [
    { event: 'order.paid', loyalty: { type: 'FIXED', points: 10 }, ...more },
  ]);
  return rule.id;
}

/** A point for every so many minor units of what was to pay. */
export const forEach = (every: number, points = 1) => ({
  type: 'PROPORTIONAL',
  calculation_type: 'ORDER_TOTAL_AMOUNT',
  order: { total_amount: { every, points } },
});

/** What a card holds. */
export async function pointsOn(shop: TestProject, code: string): Promise<number> {
  const { status, body } = await shop.get(`/v1/vouchers/${code}`);
  assert.equal(status, 200, JSON.stringify(body));
  return body.loyalty_card.balance;
}
