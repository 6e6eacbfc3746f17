/** Decisions → wire: each redeemable with its price, or with why it does not apply. */
import type { Fate } from '../../engine/decide.ts';
import type { Target } from '../../engine/eligibility/applicability.ts';
import { messageOf, statusOf } from '../../engine/problem.ts';
import type { StackingSettings } from '../../engine/stacking/settings.ts';
import type { Catalog } from '../../incentives/catalog/service.ts';
import type { Discount } from '../../incentives/discounts/schema.ts';
import { presentPricedOrder } from '../../records/orders/service.ts';
import type { OrderCalculated } from '../../records/orders/schema.ts';
import type { Facts } from '../facts/service.ts';
import type {
  ApplicableTo,
  ApplicableToList,
  Category,
  Expansion,
  RedeemableApplicable,
  RedeemableInapplicable,
  RedeemableSkipped,
  StackingRules,
} from './schema.ts';
import { explanationAt } from './explain.ts';
import type { Decided, Item } from './service.ts';

export { explanationAt } from './explain.ts';

type Presented = RedeemableApplicable | RedeemableInapplicable | RedeemableSkipped;

/** Where a request does not say what it wants to see. */
const DEFAULT_EXPANSION: readonly Expansion[] = ['order'];

/** Every redeemable of the decision, in the order of the request. */
export function presentFates(decided: Decided, requestId: string): Presented[] {
  const explains = decided.request.options?.explain === true;
  const expand = new Set(decided.request.options?.expand ?? DEFAULT_EXPANSION);
  return decided.decision.fates.map((fate, position) => {
    const item = decided.items[position];
    if (item === undefined) throw new Error('every fate has its redeemable');
    const presented = presentFate({ facts: decided.facts, item, expand }, fate, requestId);
    const explanation = explains ? explanationAt(decided, position) : null;
    return explanation === null ? presented : { ...presented, explanation };
  });
}

type Shown = {
  readonly facts: Facts;
  readonly item: Item;
  readonly expand: ReadonlySet<Expansion>;
};

function presentFate(shown: Shown, fate: Fate, requestId: string): Presented {
  switch (fate.status) {
    case 'APPLICABLE':
      return {
        status: 'APPLICABLE',
        ...described(shown),
        ...presentApplied(shown, fate),
      };
    case 'INAPPLICABLE':
      return {
        status: 'INAPPLICABLE',
        ...described(shown),
        ...presentRefused(fate, requestId),
      };
    case 'SKIPPED':
      return {
        status: 'SKIPPED',
        ...described(shown),
        result: { details: { key: fate.reason, message: skipMessages[fate.reason] } },
      };
    default:
      return fate satisfies never;
  }
}

const skipMessages = {
  applicable_redeemables_limit_exceeded: 'Applicable redeemables limit exceeded',
  preceding_validation_failed: 'Preceding validation failed',
};

function presentApplied(
  { facts, item, expand }: Shown,
  fate: Extract<Fate, { status: 'APPLICABLE' }>,
): Pick<RedeemableApplicable, 'order' | 'applicable_to' | 'inapplicable_to' | 'result'> {
  const order =
    facts.order === null || fate.price === null || !expand.has('order')
      ? {}
      : { order: presentPricedOrder(facts.order, fate.price, peopleOf(facts)) };
  const discount = discountOf(facts, item);
  return {
    ...order,
    applicable_to: presentTargets(fate.targets?.included ?? []),
    inapplicable_to: presentTargets(fate.targets?.excluded ?? []),
    result: discount === null ? {} : { discount: { ...discount, is_dynamic: false } },
  };
}

function presentRefused(
  { refusal, message }: Extract<Fate, { status: 'INAPPLICABLE' }>,
  requestId: string,
): Pick<RedeemableInapplicable, 'result'> {
  return {
    result: {
      error: {
        code: statusOf(refusal.key),
        key: refusal.key,
        message: messageOf(refusal.key),
        ...(refusal.details === undefined ? {} : { details: refusal.details }),
        request_id: requestId,
        ...(refusal.resourceId === undefined ? {} : { resource_id: refusal.resourceId }),
        ...(refusal.resourceType === undefined ? {} : { resource_type: refusal.resourceType }),
        ...(message === null ? {} : { error: { message } }),
      },
    },
  };
}

/** Id and kind; metadata, names and categories where they are asked for. */
function described({ facts, item, expand }: Shown) {
  const { catalog } = facts;
  const tier = item.object === 'promotion_tier' ? catalog.tier(item.id) : null;
  const voucher = item.object === 'voucher' ? facts.voucher(item.id) : null;
  const campaignId = tier?.campaign.id ?? voucher?.campaign_id ?? null;
  const campaign = campaignId === null ? undefined : catalog.entities.campaign.get(campaignId);
  const known = tier !== null || voucher !== null;
  const metadata = tier?.row.metadata ?? voucher?.metadata ?? campaign?.voucher_metadata ?? {};
  const own = tier?.row.category_id ?? voucher?.category_id ?? null;
  const names = {
    ...(campaign === undefined ? {} : { campaign_name: campaign.name, campaign_id: campaign.id }),
    ...(tier === null ? {} : { name: tier.row.name }),
  };
  return {
    id: item.id,
    object: item.object,
    ...(known && expand.has('category')
      ? { categories: categoriesOf(catalog, [own, campaign?.category_id ?? null]) }
      : {}),
    ...(known && expand.has('redeemable') ? { metadata, ...names } : {}),
  };
}

export function categoriesOf(catalog: Catalog, ids: readonly (string | null)[]): Category[] {
  return [...new Set(ids)].flatMap((id) => {
    const row = id === null ? undefined : catalog.entities.category.get(id);
    if (row === undefined) return [];
    const { name, hierarchy, created_at, updated_at } = row;
    const updated = updated_at === null ? {} : { updated_at };
    return [{ id: row.id, name, hierarchy, object: 'category' as const, created_at, ...updated }];
  });
}

function discountOf(facts: Facts, item: Item): Discount | null {
  if (item.object === 'promotion_tier')
    return facts.catalog.tier(item.id)?.row.action.discount ?? null;
  const voucher = facts.voucher(item.id);
  if (voucher === null) return null;
  const ofCampaign = voucher.campaign_id && facts.catalog.campaignDiscount(voucher.campaign_id);
  return voucher.discount ?? (ofCampaign || null);
}

/** Entries that meet no line of this order are told only where `all` are asked for. */
export function presentTargets(targets: readonly Target[], all = false): ApplicableToList {
  const data = targets.flatMap((target) =>
    all || target.lines.length > 0 ? presentTarget(target) : [],
  );
  return { data, total: data.length, object: 'list', data_ref: 'data' };
}

function presentTarget({ entry, lines }: Target): ApplicableTo[] {
  const { item } = entry;
  if (item === null || item.object === null || item.id === null) return [];
  return [
    {
      object: item.object,
      id: item.id,
      ...(item.sourceId === null ? {} : { source_id: item.sourceId }),
      effect: entry.effect,
      ...(entry.price === null ? {} : { price: entry.price }),
      ...(entry.quantityLimit === null ? {} : { quantity_limit: entry.quantityLimit }),
      ...(entry.aggregatedQuantityLimit === null
        ? {}
        : { aggregated_quantity_limit: entry.aggregatedQuantityLimit }),
      ...(entry.amountLimit === null ? {} : { amount_limit: entry.amountLimit }),
      ...(entry.aggregatedAmountLimit === null
        ? {}
        : { aggregated_amount_limit: entry.aggregatedAmountLimit }),
      ...(lines.length === 0 ? {} : { order_item_indices: [...lines] }),
      ...(entry.skipInitially === 0 ? {} : { skip_initially: entry.skipInitially }),
      ...(entry.repeat === 1 ? {} : { repeat: entry.repeat }),
      ...(entry.target === 'ITEM' ? {} : { target: entry.target }),
    },
  ];
}

/** The order with all that the request took; nothing where the request has no order. */
export function presentTotal({ facts, decision }: Decided): { order?: OrderCalculated } {
  if (facts.order === null || decision.price === null) return {};
  return { order: presentPricedOrder(facts.order, decision.price, peopleOf(facts)) };
}

export function peopleOf({ row }: Facts) {
  return { customerId: row.customer?.id ?? null, referrerId: null };
}

export function presentStacking(settings: StackingSettings): StackingRules {
  return {
    redeemables_limit: settings.redeemablesLimit,
    applicable_redeemables_limit: settings.applicableRedeemablesLimit,
    applicable_redeemables_per_category_limit: settings.applicableRedeemablesLimit,
    applicable_redeemables_category_limits: {},
    applicable_exclusive_redeemables_limit: 1,
    applicable_exclusive_redeemables_per_category_limit: 1,
    exclusive_categories: [],
    joint_categories: [],
    redeemables_application_mode: settings.applicationMode,
    redeemables_sorting_rule: 'REQUESTED_ORDER',
    redeemables_products_application_mode: 'STACK',
    redeemables_no_effect_rule: 'REDEEM_ANYWAY',
    no_effect_skip_categories: [],
    no_effect_redeem_anyway_categories: [],
    redeemables_rollback_order_mode: 'WITH_ORDER',
  };
}
