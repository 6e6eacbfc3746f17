/** Campaigns: row → wire. */
import { presentDiscount } from '../discounts/service.ts';
import { presentCategories } from '../promotions/present.ts';
import { presentTier } from '../promotions/tiers/present.ts';
import { presentAssignmentList } from '../validation-rules/assignments/present.ts';
import { presentValidity } from '../validity/present.ts';
import type { Campaign, CampaignBase } from './schema.ts';
import type { GuardedCampaign } from './service.ts';
import type { CampaignRow, TemplateValue } from './store.ts';

/** With its rules and tiers, as single campaigns are answered. */
export function presentCampaign({ row, assignments, tiers }: GuardedCampaign): Campaign {
  return {
    ...presentCampaignBase(row, { categories: true }),
    ...(row.campaign_type === 'PROMOTION' ? { promotion: presentTiers(tiers) } : {}),
    validation_rules_assignments: presentAssignmentList(assignments),
  };
}

function presentTiers(tiers: GuardedCampaign['tiers']): NonNullable<Campaign['promotion']> {
  return {
    object: 'list',
    data_ref: 'tiers',
    tiers: tiers.map(presentTier),
    total: tiers.length,
    has_more: false,
  };
}

/** As lists and summaries show it; `categories` says whether the category comes whole. */
export function presentCampaignBase(
  row: CampaignRow,
  shown: { readonly categories: boolean },
): CampaignBase {
  const duration = row.activity_duration_after_publishing;
  return {
    id: row.id,
    name: row.name,
    ...(row.description === null ? {} : { description: row.description }),
    campaign_type: row.campaign_type,
    type: row.type,
    ...presentTemplate(row),
    auto_join: row.auto_join,
    join_once: row.join_once,
    use_voucher_metadata_schema: row.use_voucher_metadata_schema,
    ...presentValidity(row),
    ...(duration === null ? {} : { activity_duration_after_publishing: duration }),
    ...(row.voucher === null ? {} : { vouchers_count: row.vouchers_count }),
    active: row.active,
    metadata: row.metadata,
    created_at: row.created_at,
    ...(row.updated_at === null ? {} : { updated_at: row.updated_at }),
    ...(row.category_name === null ? {} : { category: row.category_name }),
    creation_status: row.vouchers_generation_status,
    vouchers_generation_status: row.vouchers_generation_status,
    ...(row.readonly ? { readonly: true } : {}),
    protected: row.protected,
    category_id: row.category_id,
    categories: shown.categories ? presentCategories(row) : [],
    object: 'campaign',
  };
}

function presentTemplate(row: CampaignRow): Pick<CampaignBase, 'voucher'> {
  if (row.voucher === null) return {};
  const { type, redemption, code_config } = row.voucher;
  return {
    voucher: {
      type,
      ...presentValue(row.voucher),
      redemption,
      code_config,
      is_referral_code: row.campaign_type === 'REFERRAL_PROGRAM',
      ...presentValidity(row),
    },
  };
}

function presentValue(value: TemplateValue): Partial<NonNullable<CampaignBase['voucher']>> {
  switch (value.type) {
    case 'DISCOUNT_VOUCHER':
      return { discount: presentDiscount(value.discount) };
    case 'GIFT_VOUCHER':
      return { gift: value.gift };
    case 'LOYALTY_CARD':
      return { loyalty_card: value.loyalty_card };
    default:
      return unknownType(value);
  }
}

function unknownType(value: never): never {
  throw new Error(`a campaign's vouchers of an unknown type: ${JSON.stringify(value)}`);
}
