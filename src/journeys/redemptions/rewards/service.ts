/**
 * Rewards that are given, not paid with: the points leave the card and the reward reaches the customer
 * in one transaction, and so it is when that is rolled back.
 */
import { done, type Outcome, refuse } from '../../../engine/outcome.ts';
import type { CatalogReward } from '../../../incentives/rewards/service.ts';
import { presentListedVoucher, vouchersById } from '../../../incentives/vouchers/service.ts';
import type { Context } from '../../../platform/context.ts';
import type { Sql } from '../../../platform/db/database.ts';
import { findProduct } from '../../../records/products/known/service.ts';
import { skusByProduct } from '../../../records/products/skus/service.ts';
import {
  type Given,
  type giftFailures,
  giveReward,
  lockRewarded,
  takeRewardBack,
} from '../../reward-gifts/service.ts';
import type { Plan } from '../ask.ts';
import { withCounters } from '../result.ts';
import { rollBack, type RollbackAsk, type RollbackOutcome } from '../rollbacks/store.ts';
import type { RedeemedReward, RedemptionResult } from '../schema.ts';
import { redeemEach, type RedeemAsk, type StoredRedemption } from '../store.ts';
import { keepAnswer, keepGift } from './store.ts';

/** What one redemption of a plan gives. */
export type GiftOfRedemption = {
  readonly redemptionId: string;
  readonly cardId: string;
  readonly reward: CatalogReward;
  /** As answers show it before it is given. */
  readonly shown: RedeemedReward;
  /** Who gets it: whoever holds the card, else whom the request names. */
  readonly customerId: string | null;
};

/** In the order of application; empty where nothing is given. */
export function giftsOf({ decided: { facts }, applied, customerId }: Plan): GiftOfRedemption[] {
  return applied.flatMap(({ id: redemptionId, candidate, spent }) => {
    const shown = spent?.reward;
    const reward = shown === undefined ? null : facts.catalog.rewards.reward(shown.id);
    if (shown === undefined || reward === null || reward.type === 'COIN') return [];
    const holderId = facts.voucher(candidate.id)?.holder_id ?? null;
    const to = { cardId: candidate.id, customerId: holderId ?? customerId };
    return [{ redemptionId, reward, shown, ...to }];
  });
}

/** `multiple_requests` where something the decision relied on has changed. */
export type RewardsFailure = (typeof giftFailures)[number] | 'multiple_requests';

/** Writes the redemptions with what they give, or nothing. */
export async function writeWithGifts(
  context: Context,
  ask: RedeemAsk,
  gifts: readonly GiftOfRedemption[],
  result: RedemptionResult,
): Promise<Outcome<RedemptionResult, RewardsFailure>> {
  const projectId = context.project.id;
  return context.db.transaction(async (tx) => {
    // Customers before vouchers: giving looks at what they hold.
    const customers = new Set(gifts.flatMap(({ customerId }) => customerId ?? []));
    for (const id of [...customers].sort()) await lockRewarded(tx, projectId, id);
    const [outcome] = await redeemEach(tx, projectId, [ask]);
    if (outcome === undefined || 'refused' in outcome) return refuse('multiple_requests');
    const rewards = new Map<string, RedeemedReward>();
    for (const gift of gifts) {
      const given = await giveReward(context, tx, gift);
      if (!given.ok) return { ...given, resourceId: gift.cardId, resourceType: 'voucher' };
      const reward = await shownReward(context, tx, gift, given.value);
      const { redemptionId } = gift;
      await keepGift(tx, projectId, { redemptionId, given: given.value, reward });
      rewards.set(redemptionId, reward);
    }
    const answer = withRewards(withCounters(result, outcome.counters), rewards);
    if (ask.idempotency !== undefined) {
      await keepAnswer(tx, projectId, { ...ask.idempotency, body: JSON.stringify(answer) });
    }
    return done(answer);
  });
}

function withRewards(
  result: RedemptionResult,
  rewards: ReadonlyMap<string, RedeemedReward>,
): RedemptionResult {
  return {
    ...result,
    redemptions: result.redemptions.map((redemption) => {
      const reward = rewards.get(redemption.id);
      if (reward === undefined) return redemption;
      const { customer } = redemption;
      return { ...redemption, reward: { ...(customer === null ? {} : { customer }), ...reward } };
    }),
  };
}

/** With the voucher that holds it now, or with the product. */
async function shownReward(
  context: Context,
  tx: Sql,
  { reward, shown }: GiftOfRedemption,
  given: Given,
): Promise<RedeemedReward> {
  if (given.type !== 'unit') {
    const [voucher] = await vouchersById(context, tx, [given.voucher_id]);
    return voucher === undefined ? shown : { ...shown, voucher: presentListedVoucher(voucher) };
  }
  if (reward.type !== 'MATERIAL') return shown;
  const { id, sku_id: skuId } = reward.parameters.product;
  const product = await findProduct(tx, context.project.id, id);
  if (product === null) return shown;
  const skus = skuId === null ? null : await skusByProduct(tx, context.project.id, [product.id]);
  const sku = skus?.get(product.id)?.find((one) => one.id === skuId);
  return {
    ...shown,
    product: { ...product, attributes: [...product.attributes], object: 'product' },
    ...(sku === undefined ? {} : { sku: { ...sku, object: 'sku' } }),
  };
}

/** Rolls back, and takes back what was given; in one statement where nothing was. */
export async function rollBackWithGifts(
  context: Context,
  ask: RollbackAsk,
  parts: readonly StoredRedemption[],
): Promise<RollbackOutcome> {
  const given = parts.flatMap(({ snapshot }) => snapshot.given ?? []);
  if (given.length === 0) return rollBack(context.db, context.project.id, ask);
  const rolledBack = await context.db.transaction(async (tx) => {
    const outcome = await rollBack(tx, context.project.id, ask);
    if ('counters' in outcome) {
      for (const one of given) await takeRewardBack(context, tx, one);
    }
    return done(outcome);
  });
  return rolledBack.value;
}
