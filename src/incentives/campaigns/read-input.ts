/** What a request makes of a campaign's columns: checked, with defaults, or refused. */
import type { JsonObject } from '../../engine/json.ts';
import { done, type Outcome, type Refusal, refuse } from '../../engine/outcome.ts';
import { changeValidity, isPositiveDuration, readValidity } from '../validity/service.ts';
import type { CampaignInput, CampaignType, CampaignUpdate } from './schema.ts';
import type { CampaignColumns } from './store.ts';
import { changedTemplate, readTemplate } from './template.ts';

export type CampaignFault = 'invalid_campaign_params' | 'invalid_formula' | 'invalid_code_config';

/** A new campaign, its category aside. */
export function readNewCampaign(
  input: CampaignInput,
  categoryId: string | null,
): Outcome<CampaignColumns, CampaignFault> {
  const campaignType = input.campaign_type ?? typeOf(input);
  const fault = newCampaignFault(input, campaignType);
  if (fault !== null) return fault;
  const isPromotion = campaignType === 'PROMOTION';
  const validity = readValidity(input, 'invalid_campaign_params');
  if (!validity.ok) return validity;
  const voucher = isPromotion ? done(null) : readTemplate(input, campaignType);
  if (!voucher.ok) return voucher;
  const type = input.type ?? (isPromotion ? 'STATIC' : 'AUTO_UPDATE');
  const metadata = input.metadata ?? {};
  return done({
    name: input.name,
    description: input.description ?? null,
    campaign_type: campaignType,
    type,
    active: input.active ?? true,
    voucher: voucher.value,
    voucher_metadata: metadata,
    auto_join: input.auto_join ?? false,
    join_once: joinsOnce(campaignType, type, input.join_once ?? false),
    use_voucher_metadata_schema: input.use_voucher_metadata_schema ?? !isPromotion,
    category_id: categoryId,
    activity_duration_after_publishing: input.activity_duration_after_publishing ?? null,
    metadata,
    ...validity.value,
  });
}

/** `current` with what the request says: absent stays, null clears, metadata merges. */
export function readChangedCampaign(
  current: CampaignColumns,
  update: CampaignUpdate,
  categoryId: string | null,
): Outcome<CampaignColumns, 'invalid_campaign_params' | 'invalid_formula'> {
  const duration = durationFault(update.activity_duration_after_publishing);
  if (duration !== null) return duration;
  const validity = changeValidity(current, update, 'invalid_campaign_params');
  if (!validity.ok) return validity;
  const voucher = changedTemplate(current.voucher, update);
  if (!voucher.ok) return voucher;
  const metadata = changedMetadata(current.metadata, update);
  const type = current.type === 'STANDALONE' ? current.type : (update.type ?? current.type);
  return done({
    ...current,
    description: update.description === undefined ? current.description : update.description,
    type,
    voucher: voucher.value,
    voucher_metadata: metadata,
    auto_join: update.auto_join ?? current.auto_join,
    join_once: joinsOnce(current.campaign_type, type, update.join_once ?? current.join_once),
    category_id: categoryId,
    activity_duration_after_publishing:
      update.activity_duration_after_publishing === undefined
        ? current.activity_duration_after_publishing
        : update.activity_duration_after_publishing,
    metadata,
    ...validity.value,
  });
}

/** Where the request does not say: tiers make a promotion, vouchers what their type says. */
function typeOf({ promotion, voucher }: CampaignInput): CampaignType {
  if (promotion !== undefined && voucher === undefined) return 'PROMOTION';
  if (voucher?.type === 'GIFT_VOUCHER') return 'GIFT_VOUCHERS';
  if (voucher?.type === 'LOYALTY_CARD') return 'LOYALTY_PROGRAM';
  return voucher?.is_referral_code ? 'REFERRAL_PROGRAM' : 'DISCOUNT_COUPONS';
}

type Wrong = Refusal<'invalid_campaign_params'>;

function wrong(details: string): Wrong {
  return refuse('invalid_campaign_params', details);
}

function newCampaignFault(input: CampaignInput, campaignType: CampaignType): Wrong | null {
  if (campaignType === 'REFERRAL_PROGRAM') {
    return wrong(`Campaigns of type ${campaignType} are not supported yet`);
  }
  const count = input.vouchers_count ?? 0;
  if (campaignType === 'PROMOTION') {
    if (input.voucher !== undefined || count > 0) {
      return wrong('A campaign of type PROMOTION has tiers instead of vouchers');
    }
    if (input.type === 'STANDALONE') return wrong('A campaign of type PROMOTION is not STANDALONE');
  } else if (input.promotion !== undefined) {
    return wrong('Only a campaign of type PROMOTION has tiers');
  }
  if (input.type === 'STANDALONE' && count > 1) {
    return wrong('A STANDALONE campaign has a single voucher');
  }
  return durationFault(input.activity_duration_after_publishing);
}

/** A customer has one card of a loyalty program, whatever is asked for. */
function joinsOnce(
  campaignType: CampaignType,
  type: CampaignColumns['type'],
  asked: boolean,
): boolean {
  if (type === 'STANDALONE') return false;
  return campaignType === 'LOYALTY_PROGRAM' || asked;
}

function durationFault(duration: string | null | undefined): Wrong | null {
  if (duration === undefined || duration === null || isPositiveDuration(duration)) return null;
  return wrong('Property activity_duration_after_publishing must be an ISO 8601 duration');
}

function changedMetadata(current: JsonObject, update: CampaignUpdate): JsonObject {
  const { metadata, unset_metadata_fields: unset } = update;
  const merged: JsonObject = metadata === null ? {} : { ...current, ...metadata };
  if (unset === undefined || unset === null) return merged;
  return Object.fromEntries(Object.entries(merged).filter(([key]) => !unset.includes(key)));
}
