/** Rewards of referrals: cards are credited and codes published when one is made, taken back with it. */
import { pointsExpiry } from '../../../engine/loyalty/points-expiry.ts';
import { done, type Outcome, refuse } from '../../../engine/outcome.ts';
import { type DueReward, dueRewards } from '../../../engine/referrals/due-rewards.ts';
import { credit, takeBack } from '../../../incentives/ledger/service.ts';
import { pointsChanged } from '../../../incentives/loyalties/points-changed/service.ts';
import type { ReferralProgram, Reward } from '../../../incentives/referrals/program/schema.ts';
import type { Context } from '../../../platform/context.ts';
import type { Sql } from '../../../platform/db/database.ts';
import { isoOf } from '../../../platform/iso.ts';
import { publish } from '../../publications/service.ts';
import {
  disableUnused,
  findCard,
  findRewardSource,
  findRewardsToReturn,
  findTiersHad,
  insertReward,
  markReturned,
  type RewardRow,
} from './store.ts';

/** A referral in its programme. `referred`: how many its referrer has referred, as of now. */
type Referral = {
  readonly id: string;
  readonly pair: {
    readonly campaign_id: string;
    readonly referrer_id: string;
    readonly referee_id: string;
  };
  readonly referred: number;
};

/** A reward on its way to somebody. `given`: the card to be credited, or the code that was published. */
type Prepared = {
  readonly due: DueReward<Reward>;
  readonly customerId: string;
  readonly given: Outcome<Given>;
};

type Given = {
  readonly voucherId: string;
  /** What is credited; null of a code. */
  readonly credited: { readonly amount: number; readonly expiresAt: string | null } | null;
};

/**
 * Gives what the programme has for this referral. Where there is nothing to give (the campaign of a
 * reward has ended, has no codes left …), that is written down, and the referral stands.
 */
export async function rewardReferral(
  context: Context,
  sql: Sql,
  referral: Referral & { readonly program: ReferralProgram },
): Promise<void> {
  const { pair, program, referred } = referral;
  const { campaign_id: campaignId, referrer_id, referee_id } = pair;
  const { referee_reward: refereeReward = null, referral_tiers: tiers = [] } = program;
  const referrer = { campaignId, customerId: referrer_id };
  const had = await findTiersHad(sql, context.project.id, referrer);
  const due = dueRewards<Reward>({ refereeReward, tiers }, { referred, had });
  const prepared: Prepared[] = [];
  // Customers by id, then cards by id: as everywhere.
  for (const one of byCustomer(due, { referrer: referrer_id, referee: referee_id })) {
    const given = await prepare(context, sql, one.customerId, one.due.reward);
    prepared.push({ ...one, given });
  }
  const rows: RewardRow[] = [];
  for (const one of prepared.toSorted(byVoucher))
    rows.push(await give(context, sql, referral, one));
  await followPoints(context, sql, rows);
  for (const row of rows) await insertReward(sql, context.project.id, row);
}

function byCustomer(
  due: readonly DueReward<Reward>[],
  people: Readonly<Record<DueReward<Reward>['to'], string>>,
): readonly Pick<Prepared, 'due' | 'customerId'>[] {
  return due
    .map((one) => ({ due: one, customerId: people[one.to] }))
    .toSorted((a, b) => (a.customerId < b.customerId ? -1 : 1));
}

function byVoucher(a: Prepared, b: Prepared): number {
  const [first, second] = [a, b].map(({ given }) => (given.ok ? given.value.voucherId : ''));
  return (first ?? '') < (second ?? '') ? -1 : 1;
}

/** Finds the customer's card, or publishes one to them; of a code it publishes it. */
async function prepare(
  context: Context,
  sql: Sql,
  customerId: string,
  { type, amount, related_object_parent: { id: campaignId, name } }: Reward,
): Promise<Outcome<Given>> {
  const source = await findRewardSource(sql, context.project.id, campaignId);
  const at = isoOf(context.now);
  const ends = source?.expiration_date ?? null;
  if (!source?.active || (ends !== null && Date.parse(ends) <= context.now.epochMilliseconds)) {
    return refuse('no_voucher_suitable_for_publication', `The campaign ${name} is not active`);
  }
  const wanted = { customerId, campaignId, at };
  const card = type === 'DISCOUNT_VOUCHER' ? null : await findCard(sql, context.project.id, wanted);
  const published = card === null ? await publishedTo(context, wanted) : done(card);
  if (!published.ok) return published;
  const expiry = pointsExpiry(
    source.expiration_rules,
    context.now.toZonedDateTimeISO(context.project.timezone),
  );
  const expiresAt = expiry === null ? null : isoOf(expiry);
  const credited = amount === undefined ? null : { amount, expiresAt };
  return done({ voucherId: published.value, credited });
}

/** A card or a code of the campaign; `context.db` is the transaction that all of it runs in. */
async function publishedTo(
  context: Context,
  { campaignId, customerId }: { readonly campaignId: string; readonly customerId: string },
): Promise<Outcome<string>> {
  const made = await publish(
    context,
    { campaign: { id: campaignId }, customer: { id: customerId }, channel: 'Automation' },
    { joinOnce: false, maxCount: 1 },
  );
  if (!made.ok) return made;
  const [voucherId] = made.value.row.voucher_ids;
  if (voucherId === undefined) throw new Error('a publication of one voucher has one');
  return done(voucherId);
}

/** Credits the card, and says what became of it. */
async function give(
  context: Context,
  sql: Sql,
  { id: referralId, pair }: Referral,
  { due, customerId, given }: Prepared,
): Promise<RewardRow> {
  const row = {
    id: context.newId('rfw'),
    campaign_id: pair.campaign_id,
    customer_id: customerId,
    referral_id: referralId,
    tier_id: due.tierId,
    referees: due.referees,
    reward: due.reward,
    created_at: isoOf(context.now),
  };
  const failed = (failure: string): RewardRow => ({
    ...row,
    status: 'FAILED',
    failure,
    voucher_id: null,
    entry_id: null,
  });
  if (!given.ok) return failed(given.details ?? given.key);
  const { voucherId, credited } = given.value;
  const granted = { ...row, status: 'GRANTED', failure: null, voucher_id: voucherId } as const;
  if (credited === null) return { ...granted, entry_id: null };
  const entryId = context.newId('vtx');
  const added = await credit(context, sql, {
    cardId: voucherId,
    ...credited,
    entry: {
      id: entryId,
      type: due.reward.type === 'LOYALTY_CARD' ? 'POINTS_ADDITION' : 'CREDITS_ADDITION',
      source: 'AUTOMATIC',
      reason: due.to === 'referee' ? 'Was referred' : 'Has referred a customer',
      details: { referral: { id: referralId, campaign_id: pair.campaign_id } },
    },
  });
  return added.ok ? { ...granted, entry_id: entryId } : failed(added.details ?? added.key);
}

/**
 * Takes back what a referral that is revoked has brought: value as far as the card still holds it, codes
 * unless they were redeemed. Thresholds that its referrer no longer reaches are taken back as well.
 */
export async function returnRewards(
  context: Context,
  sql: Sql,
  { id, pair, referred }: Referral,
): Promise<void> {
  const projectId = context.project.id;
  const rows = await findRewardsToReturn(sql, projectId, {
    referralId: id,
    campaignId: pair.campaign_id,
    referrerId: pair.referrer_id,
    referred,
  });
  for (const row of rows) {
    await returnOne(context, sql, row);
    await markReturned(sql, projectId, row.id, isoOf(context.now));
  }
  await followPoints(context, sql, rows);
}

async function returnOne(context: Context, sql: Sql, row: RewardRow): Promise<void> {
  const { voucher_id, entry_id, reward, referral_id, campaign_id } = row;
  if (entry_id !== null) {
    await takeBack(context, sql, {
      creditingId: entry_id,
      amount: reward.amount ?? 0,
      entry: {
        type: reward.type === 'LOYALTY_CARD' ? 'POINTS_REMOVAL' : 'CREDITS_REMOVAL',
        source: 'AUTOMATIC',
        reason: 'The referral was rolled back',
        details: { referral: { id: referral_id, campaign_id } },
      },
    });
  } else if (voucher_id !== null) {
    await disableUnused(sql, context.project.id, voucher_id, isoOf(context.now));
  }
}

async function followPoints(context: Context, sql: Sql, rows: readonly RewardRow[]): Promise<void> {
  const cards = rows.flatMap(({ reward, status, voucher_id }) =>
    reward.type === 'LOYALTY_CARD' && status === 'GRANTED' && voucher_id !== null
      ? [voucher_id]
      : [],
  );
  if (cards.length > 0) await pointsChanged(context, sql, cards);
}
