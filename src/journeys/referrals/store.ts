/** SQL of referrals: what converted, who was referred by whom, how many. */
import type { ReferralProgram } from '../../incentives/referrals/program/schema.ts';
import { type Sql, statement } from '../../platform/db/database.ts';

/** Whose code was used by whom, in which programme. */
export type Pair = {
  readonly campaign_id: string;
  readonly referrer_id: string;
  readonly referee_id: string;
};

const findRedeemedStatement = statement<Pair & { voucher_id: string }>(
  'find_redeemed_referral',
  `select campaign_id, related_object_id as voucher_id, snapshot ->> 'referrer_id' as referrer_id,
     customer_id as referee_id
   from redemptions
   where project_id = $1 and id = $2 and customer_id is not null and campaign_id is not null
     and snapshot ->> 'referrer_id' is not null`,
);

/** Whom a redemption connects; null where it is of no referral code. */
export async function findRedeemedPair(
  sql: Sql,
  projectId: string,
  redemptionId: string,
): Promise<Pair | null> {
  const [row] = await sql.rows(findRedeemedStatement, [projectId, redemptionId]);
  return row ?? null;
}

/** What makes a referral: a redemption that stands, or a custom event. */
export type Cause = {
  readonly type: 'redemption' | 'event';
  readonly id: string;
  readonly voucherId: string;
};

const findStandingStatement = statement<{ id: string; voucher_id: string }>(
  'find_standing_referral_redemption',
  `select id, related_object_id as voucher_id from redemptions
   where project_id = $1 and customer_id = $2 and campaign_id = $3 and object = 'redemption'
     and status = 'SUCCEEDED' and snapshot ->> 'referrer_id' = $4
   order by id limit 1`,
);

/** The first redemption of the pair that stands; null where none does. */
export async function findStandingRedemption(
  sql: Sql,
  projectId: string,
  { referee_id, campaign_id, referrer_id }: Pair,
): Promise<Cause | null> {
  const values = [projectId, referee_id, campaign_id, referrer_id];
  const [row] = await sql.rows(findStandingStatement, values);
  return row === undefined ? null : { type: 'redemption', id: row.id, voucherId: row.voucher_id };
}

/** A referral code that somebody shares, in a programme that runs. */
export type SharedCode = {
  readonly voucher_id: string;
  readonly campaign_id: string;
  readonly referrer_id: string;
};

const findSharedCodeStatement = statement<SharedCode>(
  'find_shared_referral_code',
  `select v.id as voucher_id, c.id as campaign_id, v.holder_id as referrer_id
   from vouchers v join campaigns c on c.project_id = $1 and c.id = v.campaign_id
   where v.project_id = $1 and coalesce(v.code_key, v.code) = $2 and v.holder_id is not null and v.active
     and c.campaign_type = 'REFERRAL_PROGRAM' and c.active
     and coalesce(coalesce(v.start_date, c.start_date) <= $3, true)
     and coalesce(coalesce(v.expiration_date, c.expiration_date) > $3, true)`,
);

/** By the code as codes are looked up; null where it refers nobody at `at`. */
export async function findSharedCode(
  sql: Sql,
  projectId: string,
  { key, at }: { readonly key: string; readonly at: string },
): Promise<SharedCode | null> {
  const [row] = await sql.rows(findSharedCodeStatement, [projectId, key, at]);
  return row ?? null;
}

const findProgramStatement = statement<{ referral_program: ReferralProgram | null }>(
  'find_referral_program',
  'select referral_program from campaigns where project_id = $1 and id = $2',
);

/** Null where the campaign is gone. */
export async function findProgram(
  sql: Sql,
  projectId: string,
  campaignId: string,
): Promise<ReferralProgram | null> {
  const [row] = await sql.rows(findProgramStatement, [projectId, campaignId]);
  return row?.referral_program ?? null;
}

const noteReferrerStatement = statement(
  'note_referrer',
  `insert into referrers (project_id, campaign_id, customer_id) values ($1, $2, $3)
   on conflict do nothing`,
);
const lockReferrerStatement = statement<{ referred: number }>(
  'lock_referrer',
  `select referred from referrers where project_id = $1 and campaign_id = $2 and customer_id = $3
   for no key update`,
);

/** Nobody else makes or revokes referrals of this referrer until the transaction ends. */
export async function lockReferrer(
  sql: Sql,
  projectId: string,
  { campaign_id, referrer_id }: Pair,
): Promise<void> {
  const values = [projectId, campaign_id, referrer_id];
  await sql.rows(noteReferrerStatement, values);
  await sql.rows(lockReferrerStatement, values);
}

const countStatement = statement<{ referred: number }>(
  'count_referred',
  `update referrers set referred = referred + $4
   where project_id = $1 and campaign_id = $2 and customer_id = $3 returning referred`,
);

/** Answers how many the referrer has referred now. */
export async function addReferred(
  sql: Sql,
  projectId: string,
  { campaign_id, referrer_id }: Pair,
  change: 1 | -1,
): Promise<number> {
  const [row] = await sql.rows(countStatement, [projectId, campaign_id, referrer_id, change]);
  if (row === undefined) throw new Error('a referrer that was locked is there');
  return row.referred;
}

export type ReferralRow = {
  readonly id: string;
  readonly related_object_type: Cause['type'];
  readonly related_object_id: string;
};

const findReferralStatement = statement<ReferralRow>(
  'find_referral',
  `select id, related_object_type, related_object_id from referrals
   where project_id = $1 and campaign_id = $2 and referrer_id = $3 and referee_id = $4
     and revoked_at is null`,
);

/** The one that stands; null where there is none. */
export async function findReferral(
  sql: Sql,
  projectId: string,
  { campaign_id, referrer_id, referee_id }: Pair,
): Promise<ReferralRow | null> {
  const values = [projectId, campaign_id, referrer_id, referee_id];
  const [row] = await sql.rows(findReferralStatement, values);
  return row ?? null;
}

const insertReferralStatement = statement(
  'insert_referral',
  `insert into referrals (project_id, id, campaign_id, voucher_id, referrer_id, referee_id,
     related_object_type, related_object_id, created_at)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
);

export async function insertReferral(
  sql: Sql,
  projectId: string,
  pair: Pair,
  { id, cause, at }: { readonly id: string; readonly cause: Cause; readonly at: string },
): Promise<void> {
  const { campaign_id, referrer_id, referee_id } = pair;
  await sql.rows(insertReferralStatement, [
    projectId,
    id,
    campaign_id,
    cause.voucherId,
    referrer_id,
    referee_id,
    cause.type,
    cause.id,
    at,
  ]);
}

const keepReferralStatement = statement(
  'keep_referral',
  `update referrals set related_object_type = $3, related_object_id = $4, voucher_id = $5
   where project_id = $1 and id = $2`,
);

/** Something else than before is what makes it. */
export async function keepReferral(
  sql: Sql,
  projectId: string,
  id: string,
  cause: Cause,
): Promise<void> {
  const values = [projectId, id, cause.type, cause.id, cause.voucherId];
  await sql.rows(keepReferralStatement, values);
}

const revokeStatement = statement(
  'revoke_referral',
  'update referrals set revoked_at = $3 where project_id = $1 and id = $2',
);

export async function revokeReferral(
  sql: Sql,
  projectId: string,
  id: string,
  at: string,
): Promise<void> {
  await sql.rows(revokeStatement, [projectId, id, at]);
}
