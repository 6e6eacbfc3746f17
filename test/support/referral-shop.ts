/** A shop with a referral programme: Ann's code takes 10 percent off, gift cards are credited for it. */
import assert from 'node:assert/strict';
import { REFERRAL_REDEEMED } from '../../src/journeys/referrals/service.ts';
import { referralSubscribers } from '../../src/journeys/referrals/subscribers.ts';
import { jsonLog } from '../../src/platform/log.ts';
import { FOLLOW_OUTBOX } from '../../src/platform/outbox/emit.ts';
import { outboxTasks } from '../../src/platform/outbox/jobs.ts';
import type { Answer, TestProject, TestServer } from './api.ts';

/** Gift credits in minor units for each side; a discount code for the referrer at so many referees. */
type Rewards = { readonly referee?: number; readonly each?: number; readonly codeAt?: number };

export type ReferralShop = TestProject & {
  readonly campaignId: string;
  /** An order of 50.00 with a code, Ann's where none is named. */
  redeem(customer: string, code?: string): Promise<Answer>;
  /** The gift card that a customer holds. */
  cardOf(customer: string): Promise<Answer['body']>;
  /** Works off what is left to be followed up, as jobs do. */
  followUp(): Promise<void>;
  /** Follows up everything that ever was, once more. */
  followUpAgain(order?: 'newest first'): Promise<void>;
};

export async function referralShop(
  server: TestServer,
  rewards: Rewards,
  more: object = {},
): Promise<ReferralShop> {
  const shop = await server.project();
  await createSources(shop);
  const { body: campaign } = await shop.post('/v1/campaigns', {
    name: 'Friends',
    campaign_type: 'REFERRAL_PROGRAM',
    voucher: { type: 'DISCOUNT_VOUCHER', discount: { type: 'PERCENT', percent_off: 10 } },
    referral_program: { ...programOf(rewards), ...more },
  });
  await shop.post(`/v1/campaigns/${campaign.id}/vouchers/ANN10`, {});
  const customer = { source_id: 'ann' };
  const published = await shop.post('/v1/publications', { voucher: 'ANN10', customer });
  assert.equal(published.status, 200, JSON.stringify(published.body));
  return {
    ...shop,
    campaignId: campaign.id,
    redeem: (source_id, code = 'ANN10') =>
      shop.post('/v1/redemptions', {
        redeemables: [{ object: 'voucher', id: code }],
        order: { amount: 5_000 },
        customer: { source_id },
      }),
    async cardOf(customer) {
      const { body } = await shop.get(`/v1/vouchers?customer=${customer}&campaign=Gifts`);
      assert(body.total <= 1, 'a customer gets one card');
      return body.vouchers[0];
    },
    followUp: () => followUp(server, shop.id),
    followUpAgain: (order) => followUpAgain(server, shop.id, order === undefined ? 'asc' : 'desc'),
  };
}

async function createSources(shop: TestProject): Promise<void> {
  await shop.post('/v1/campaigns', {
    name: 'Gifts',
    campaign_type: 'GIFT_VOUCHERS',
    voucher: { type: 'GIFT_VOUCHER', gift: { amount: 0 } },
  });
  await shop.post('/v1/campaigns', {
    name: 'Coupons',
    campaign_type: 'DISCOUNT_COUPONS',
    voucher: { type: 'DISCOUNT_VOUCHER', discount: { type: 'AMOUNT', amount_off: 100 } },
  });
}

function programOf({ referee, each, codeAt }: Rewards) {
  const gift = (amount: number) => ({
    related_object_parent: { name: 'Gifts' },
    type: 'GIFT_VOUCHER',
    amount,
  });
  const code = { related_object_parent: { name: 'Coupons' }, type: 'DISCOUNT_VOUCHER' };
  return {
    ...(referee === undefined ? {} : { referee_reward: gift(referee) }),
    referral_tiers: [
      ...(each === undefined ? [] : [{ criterion: 'EACH_REFEREE', reward: gift(each) }]),
      ...(codeAt === undefined
        ? []
        : [{ criterion: 'MINIMUM_REFEREES', referees: codeAt, reward: code }]),
    ],
  };
}

/** Redemptions follow up before they answer: what is left is left by those that were killed or failed. */
async function followUp(server: TestServer, projectId: string): Promise<void> {
  const left = await server.db.adhoc<{ id: string }>(
    'select id from outbox where project_id = $1 order by id',
    [projectId],
  );
  await Promise.all(left.map(({ id }) => follow(server, projectId, id)));
}

async function followUpAgain(
  server: TestServer,
  projectId: string,
  order: 'asc' | 'desc',
): Promise<void> {
  const rows = await server.db.adhoc<{ id: string }>(
    `insert into outbox (project_id, id, topic, payload, created_at)
     select project_id, 'out_' || id, $2, jsonb_build_object('redemption_id', id), created_at
     from redemptions where project_id = $1 and object = 'redemption' order by id ${order} returning id`,
    [projectId, REFERRAL_REDEEMED],
  );
  for (const { id } of rows) await follow(server, projectId, id);
}

async function follow({ db }: TestServer, projectId: string, id: string): Promise<void> {
  const log = jsonLog((line) => assert.fail(line));
  const task = outboxTasks(db, referralSubscribers, log)[FOLLOW_OUTBOX];
  await task?.({ projectId, id }, { signal: new AbortController().signal, isLastAttempt: false });
}
