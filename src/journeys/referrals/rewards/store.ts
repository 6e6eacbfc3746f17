/** SQL of what referrals brought: the cards that are credited, and the record of it. */
import type { ExpirationRules } from '../../../engine/loyalty/points-expiry.ts';
import type { Reward } from '../../../incentives/referrals/program/schema.ts';
import { type Sql, statement } from '../../../platform/db/database.ts';

/** A campaign that rewards come from. */
export type RewardSource = {
  readonly active: boolean;
  readonly expiration_date: string | null;
  readonly expiration_rules: ExpirationRules | null;
};

const findSourceStatement = statement<RewardSource>(
  'find_reward_source',
  `select active, expiration_date, voucher -> 'loyalty_card' -> 'expiration_rules' as expiration_rules
   from campaigns where project_id = $1 and id = $2`,
);

/** Null where the campaign is gone. */
export async function findRewardSource(
  sql: Sql,
  projectId: string,
  campaignId: string,
): Promise<RewardSource | null> {
  const [row] = await sql.rows(findSourceStatement, [projectId, campaignId]);
  return row ?? null;
}

const findCardStatement = statement<{ id: string }>(
  'find_card_of_customer',
  `select id from vouchers
   where project_id = $1 and holder_id = $2 and campaign_id = $3 and balance is not null and active
     and coalesce(expiration_date > $4, true)
   order by id limit 1`,
);

/** The first card that the customer holds of the campaign; null where they hold none. */
export async function findCard(
  sql: Sql,
  projectId: string,
  wanted: { readonly customerId: string; readonly campaignId: string; readonly at: string },
): Promise<string | null> {
  const values = [projectId, wanted.customerId, wanted.campaignId, wanted.at];
  const [row] = await sql.rows(findCardStatement, values);
  return row?.id ?? null;
}

const hadStatement = statement<{ tier_id: string }>(
  'find_tiers_that_rewarded',
  `select tier_id from referral_rewards
   where project_id = $1 and campaign_id = $2 and customer_id = $3 and referees is not null
     and status <> 'TAKEN_BACK'`,
);

/** The tiers of a programme that have rewarded the referrer once and for all. */
export async function findTiersHad(
  sql: Sql,
  projectId: string,
  { campaignId, customerId }: { readonly campaignId: string; readonly customerId: string },
): Promise<ReadonlySet<string>> {
  const rows = await sql.rows(hadStatement, [projectId, campaignId, customerId]);
  return new Set(rows.map(({ tier_id }) => tier_id));
}

export type RewardRow = {
  readonly id: string;
  readonly campaign_id: string;
  readonly customer_id: string;
  readonly referral_id: string;
  readonly tier_id: string | null;
  readonly referees: number | null;
  readonly reward: Reward;
  readonly status: 'GRANTED' | 'FAILED';
  readonly failure: string | null;
  readonly voucher_id: string | null;
  readonly entry_id: string | null;
  readonly created_at: string;
};

const insertStatement = statement(
  'insert_referral_reward',
  `insert into referral_rewards (project_id, id, campaign_id, customer_id, referral_id, tier_id, referees,
     reward, status, failure, voucher_id, entry_id, created_at)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
);

export async function insertReward(sql: Sql, projectId: string, row: RewardRow): Promise<void> {
  await sql.rows(insertStatement, [
    projectId,
    row.id,
    row.campaign_id,
    row.customer_id,
    row.referral_id,
    row.tier_id,
    row.referees,
    JSON.stringify(row.reward),
    row.status,
    row.failure,
    row.voucher_id,
    row.entry_id,
    row.created_at,
  ]);
}

const ofReferralStatement = statement<RewardRow>(
  'find_rewards_to_return',
  `select id, campaign_id, customer_id, referral_id, tier_id, referees, reward, status, failure, voucher_id,
     entry_id, created_at
   from referral_rewards
   where project_id = $1 and referral_id = $2 and referees is null and status = 'GRANTED'
   union all
   select id, campaign_id, customer_id, referral_id, tier_id, referees, reward, status, failure, voucher_id,
     entry_id, created_at
   from referral_rewards
   where project_id = $1 and campaign_id = $3 and customer_id = $4 and referees > $5
     and status <> 'TAKEN_BACK' and status = 'GRANTED'
   order by voucher_id, id`,
);

/** What a referral that is revoked brought, and thresholds of its referrer that no longer hold. */
export function findRewardsToReturn(
  sql: Sql,
  projectId: string,
  revoked: {
    readonly referralId: string;
    readonly campaignId: string;
    readonly referrerId: string;
    readonly referred: number;
  },
): Promise<readonly RewardRow[]> {
  const { referralId, campaignId, referrerId, referred } = revoked;
  const values = [projectId, referralId, campaignId, referrerId, referred];
  return sql.rows(ofReferralStatement, values);
}

const returnStatement = statement(
  'return_referral_reward',
  `update referral_rewards set status = 'TAKEN_BACK', updated_at = $3
   where project_id = $1 and id = $2`,
);

export async function markReturned(
  sql: Sql,
  projectId: string,
  id: string,
  at: string,
): Promise<void> {
  await sql.rows(returnStatement, [projectId, id, at]);
}

const disableStatement = statement(
  'disable_unused_code',
  `update vouchers set active = false, version = version + 1, updated_at = $3
   where project_id = $1 and id = $2 and redeemed_quantity = 0 and active`,
);

/** A code that was redeemed meanwhile stays as it is. */
export async function disableUnused(
  sql: Sql,
  projectId: string,
  voucherId: string,
  at: string,
): Promise<void> {
  await sql.rows(disableStatement, [projectId, voucherId, at]);
}
