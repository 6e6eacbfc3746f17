/** What a reward gives: read from a request, with what it names looked up. */
import { done, notFound, type Outcome, refuse } from '../../engine/outcome.ts';
import type { Sql } from '../../platform/db/database.ts';
import { findByKeys } from '../../records/products/known/service.ts';
import type { ParametersInput, RewardedCampaignType } from './schema.ts';
import { findCampaign, type RewardKind } from './store.ts';

export type ParametersFault = 'not_found' | 'invalid_payload' | 'invalid_balance';
type Read = Outcome<RewardKind, ParametersFault>;

const MAX_DECIMALS = 6;

/** Products by id or source_id, campaigns by id or name; both are named by id from then on. */
export async function readParameters(
  sql: Sql,
  projectId: string,
  { campaign, product, coin }: ParametersInput,
): Promise<Read> {
  const given = [campaign, product, coin].filter((part) => part !== undefined);
  if (given.length !== 1) {
    return refuse('invalid_payload', 'parameters name one of campaign, product and coin');
  }
  if (campaign !== undefined) return readCampaign(sql, projectId, campaign);
  if (product !== undefined) return readProduct(sql, projectId, product);
  if (coin !== undefined) return readCoin(coin);
  throw new Error('one of the parameters is there');
}

async function readCampaign(
  sql: Sql,
  projectId: string,
  { id, balance }: NonNullable<ParametersInput['campaign']>,
): Promise<Read> {
  const found = await findCampaign(sql, projectId, id);
  if (found === null) return notFound('campaign', id);
  const type = rewardedType(found.campaign_type);
  if (type === null) {
    return refuse('invalid_payload', `A campaign of type ${found.campaign_type} rewards nobody`);
  }
  if (type === 'DISCOUNT_COUPONS') {
    return done({ type: 'CAMPAIGN', parameters: { campaign: { id: found.id, type } } });
  }
  if (balance === undefined || balance === null || balance <= 0) {
    return refuse(
      'invalid_balance',
      `Property 'parameters.campaign.balance' must be greater than zero for campaign type: ${type}`,
    );
  }
  return done({ type: 'CAMPAIGN', parameters: { campaign: { id: found.id, balance, type } } });
}

function rewardedType(campaignType: string): RewardedCampaignType | null {
  switch (campaignType) {
    case 'DISCOUNT_COUPONS':
    case 'GIFT_VOUCHERS':
    case 'LOYALTY_PROGRAM':
      return campaignType;
    default:
      return null;
  }
}

async function readProduct(
  sql: Sql,
  projectId: string,
  { id, sku_id: skuKey = null }: NonNullable<ParametersInput['product']>,
): Promise<Read> {
  const keys = { productKeys: [id], skuKeys: skuKey === null ? [] : [skuKey] };
  const { products, skus } = await findByKeys(sql, projectId, keys);
  const product = products.find((one) => one.id === id) ?? products[0];
  if (product === undefined) return notFound('product', id);
  if (skuKey === null) return material(product.id, null);
  const own = skus.filter((one) => one.product_id === product.id);
  const sku = own.find((one) => one.id === skuKey) ?? own[0];
  return sku === undefined ? notFound('sku', skuKey) : material(product.id, sku.id);
}

function material(id: string, skuId: string | null): Read {
  return done({ type: 'MATERIAL', parameters: { product: { id, sku_id: skuId } } });
}

function readCoin({
  exchange_ratio,
  points_ratio = 1,
}: NonNullable<ParametersInput['coin']>): Read {
  const exchangeRatio = Number(exchange_ratio);
  const pointsRatio = Number(points_ratio);
  const isExact = Number(exchangeRatio.toFixed(MAX_DECIMALS)) === exchangeRatio;
  if (exchangeRatio <= 0 || !isExact) {
    return refuse(
      'invalid_payload',
      `exchange_ratio is above 0, with at most ${MAX_DECIMALS} decimals`,
    );
  }
  if (!Number.isInteger(pointsRatio) || pointsRatio < 1) {
    return refuse('invalid_payload', 'points_ratio is a whole number above 0');
  }
  const coin = { exchange_ratio: exchangeRatio, points_ratio: pointsRatio };
  return done({ type: 'COIN', parameters: { coin } });
}
