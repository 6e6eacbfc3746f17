/** A shop with a referral programme: Ann's code takes 10 percent off, gift cards are credited for it. */
import assert from 'node:assert/strict';
import { Temporal } from 'temporal-polyfill';
import { settleRedemption } from '../../src/journeys/referrals/service.ts';
import { done } from '../../src/engine/outcome.ts';
import { newId } from '../../src/platform/ids.ts';
import type { Answer, TestProject, TestServer } from './api.ts';

/** Gift credits in minor units for each side; a discount code for the referrer at so many referees. */
type Rewards = { readonly referee?: number; readonly each?: number; readonly codeAt?: number };

export type ReferralShop = TestProject & {
  readonly campaignId: string;
  /** An order of 50.00 with a code, Ann's where none is named. */
  redeem(customer: string, code?: string): Promise<Answer>;
  /** The gift card that a customer holds. */
  cardOf(customer: string): Promise<Answer['body']>;
  /** Works off what redemptions left to be followed up. */
  followUp(order?: 'newest first'): Promise<void>;
  /** Follows up everything that ever was, once more. */
  followUpAgain(): Promise<void>;
};

export async function referralShop(server: TestServer, rewards: Rewards): Promise<ReferralShop> {
  const shop = await server.project();
  await createSources(shop);
  const { body: campaign } = await shop.post('/v1/campaigns', {
    name: 'Friends',
    campaign_type: 'REFERRAL_PROGRAM',
    voucher: { type: 'DISCOUNT_VOUCHER', discount: { type: 'PERCENT', percent_off: 10 } },
    referral_program: programOf(rewards),
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
    followUp: (order) => followUp(server, shop.id, order === 'newest first' ? 'desc' : 'asc'),
    followUpAgain: () => followUpAgain(server, shop.id),
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

async function followUp(
  { db }: TestServer,
  projectId: string,
  order: 'asc' | 'desc',
): Promise<void> {
  for (;;) {
    const followed = await db.transaction(async (tx) => {
      const [row] = await tx.adhoc<{ id: string; payload: { redemption_id: string } }>(
        `select id, payload from outbox where project_id = $1 order by id ${order} limit 1
         for update skip locked`,
        [projectId],
      );
      if (row === undefined) return done(false);
      await settleRedemption(contextOf(projectId), tx, row.payload.redemption_id);
      await tx.adhoc('delete from outbox where project_id = $1 and id = $2', [projectId, row.id]);
      return done(true);
    });
    if (!followed.ok || !followed.value) return;
  }
}

async function followUpAgain({ db }: TestServer, projectId: string): Promise<void> {
  const rows = await db.adhoc<{ id: string }>(
    `select id from redemptions where project_id = $1 and object = 'redemption'`,
    [projectId],
  );
  for (const { id } of rows) {
    await db.transaction(async (tx) => {
      await settleRedemption(contextOf(projectId), tx, id);
      return done(null);
    });
  }
}

function contextOf(projectId: string) {
  const now = Temporal.Now.instant();
  const project = {
    id: projectId,
    name: 'Test',
    timezone: 'UTC',
    currency: 'USD',
    caseSensitiveCodes: true,
    version: 1,
  };
  return { project, now, newId: (prefix: string) => newId(prefix, now.epochMilliseconds) };
}
