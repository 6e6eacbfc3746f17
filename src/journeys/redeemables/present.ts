/** Decisions → wire: each redeemable with its price, or with why it does not apply. */
import type { Fate, SkipReason } from '../../engine/decide.ts';
import type { FoundBundles } from '../../engine/eligibility/bundles.ts';
import type { OrderLine } from '../../engine/order/order.ts';
import type { Target } from '../../engine/eligibility/applicability.ts';
import { messageOf, statusOf } from '../../engine/problem.ts';
import type { Discount } from '../../incentives/discounts/schema.ts';
import { presentDiscount } from '../../incentives/discounts/service.ts';
import { presentPricedOrder } from '../../records/orders/service.ts';
import type { OrderCalculated } from '../../records/orders/schema.ts';
import type { Facts } from '../facts/service.ts';
import { categoriesOf, categoryIdsOf } from './categories.ts';
import type {
  ApplicableTo,
  ApplicableToList,
  Bundle,
  Expansion,
  RedeemableApplicable,
  RedeemableInapplicable,
  RedeemableSkipped,
} from './schema.ts';
import { explanationAt } from './explain.ts';
import type { Decided, Item } from './service.ts';

export { categoriesOf } from './categories.ts';
export { explanationAt } from './explain.ts';

type Presented = RedeemableApplicable | RedeemableInapplicable | RedeemableSkipped;

/** Where a request does not say what it wants to see. */
const DEFAULT_EXPANSION: readonly Expansion[] = ['order'];

/** Every redeemable of the decision, in the order of the request. */
export function presentFates(decided: Decided, requestId: string): Presented[] {
  return decided.decision.fates.map((_, position) => presentAt(decided, position, requestId));
}

export type Sorted = {
  /** In the order of application: each shows the price it left. */
  readonly applicable: readonly RedeemableApplicable[];
  /** Those that were refused or skipped, in the order of the request; absent where there are none. */
  readonly others: {
    readonly inapplicable_redeemables?: RedeemableInapplicable[];
    readonly skipped_redeemables?: RedeemableSkipped[];
  };
};

/** The same told apart by what became of them. */
export function presentSorted(decided: Decided, requestId: string): Sorted {
  const all = presentFates(decided, requestId);
  const inapplicable = all.filter((one) => one.status === 'INAPPLICABLE');
  const skipped = all.filter((one) => one.status === 'SKIPPED');
  return {
    applicable: decided.decision.order
      .flatMap((position) => all[position] ?? [])
      .filter((one) => one.status === 'APPLICABLE'),
    others: {
      ...(inapplicable.length === 0 ? {} : { inapplicable_redeemables: inapplicable }),
      ...(skipped.length === 0 ? {} : { skipped_redeemables: skipped }),
    },
  };
}

function presentAt(decided: Decided, position: number, requestId: string): Presented {
  const expand = new Set(decided.request.options?.expand ?? DEFAULT_EXPANSION);
  const item = decided.items[position];
  const fate = decided.decision.fates[position];
  if (item === undefined || fate === undefined) throw new Error('every redeemable has its fate');
  const presented = presentFate({ facts: decided.facts, item, expand }, fate, requestId);
  const explanation = explanationAt(decided, position);
  return explanation === null ? presented : { ...presented, explanation };
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
        ...presentRefused(shown, fate, requestId),
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

const skipMessages: Readonly<Record<SkipReason, string>> = {
  applicable_redeemables_limit_exceeded: 'Applicable redeemables limit exceeded',
  applicable_redeemables_per_category_limit_exceeded:
    'Applicable redeemables limit per category exceeded',
  applicable_exclusive_redeemables_limit_exceeded:
    'Applicable exclusive redeemables limit exceeded',
  applicable_exclusive_redeemables_per_category_limit_exceeded:
    'Applicable exclusive redeemables limit per category exceeded',
  exclusion_rules_not_met: 'Redeemable cannot be applied due to exclusion rules',
  preceding_validation_failed: 'Redeemable cannot be applied due to preceding validation failure',
  no_effect: 'Redeemable cannot be applied due to no effect',
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
    result: {
      ...(discount === null ? {} : { discount: presentDiscount(discount, fate.computed) }),
      ...presentBundle(fate.bundle, facts.order?.lines ?? []),
      ...presentPaid(fate),
    },
  };
}

/** What a card would pay with; nothing of other redeemables. */
export function presentPaid({
  candidate: { payment },
  paid,
}: Pick<Extract<Fate, { status: 'APPLICABLE' }>, 'candidate' | 'paid'>): Pick<
  RedeemableApplicable['result'],
  'gift' | 'loyalty_card'
> {
  if (payment === undefined || paid === undefined) return {};
  return payment.with === 'credits'
    ? { gift: { balance: payment.available, credits: paid.spent } }
    : { loyalty_card: { points: paid.spent } };
}

function presentRefused(
  { facts }: Shown,
  { refusal, message, bundle }: Extract<Fate, { status: 'INAPPLICABLE' }>,
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
      ...presentBundle(bundle, facts.order?.lines ?? []),
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
  const names = {
    ...(campaign === undefined ? {} : { campaign_name: campaign.name, campaign_id: campaign.id }),
    ...(tier === null ? {} : { name: tier.row.name }),
  };
  return {
    id: item.id,
    object: item.object,
    ...(known && expand.has('category')
      ? { categories: categoriesOf(catalog, categoryIdsOf(facts, item)) }
      : {}),
    ...(known && expand.has('redeemable') ? { metadata, ...names } : {}),
  };
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
  if (item === null || item.id === null) return [];
  const object = item.object ?? kindOfItem(item.id);
  if (object === null) return [];
  return [
    {
      object,
      id: item.id,
      ...(item.sourceId === null ? {} : { source_id: item.sourceId }),
      strict: entry.strict,
      effect: entry.effect,
      ...(entry.price === null ? {} : { price: entry.price }),
      ...(entry.priceFormula === null ? {} : { price_formula: entry.priceFormula }),
      ...(entry.quantityLimit === null ? {} : { quantity_limit: entry.quantityLimit }),
      ...(entry.aggregatedQuantityLimit === null
        ? {}
        : { aggregated_quantity_limit: entry.aggregatedQuantityLimit }),
      ...(entry.amountLimit === null ? {} : { amount_limit: entry.amountLimit }),
      ...(entry.aggregatedAmountLimit === null
        ? {}
        : { aggregated_amount_limit: entry.aggregatedAmountLimit }),
      ...presentCountedLimits(entry),
      ...(lines.length === 0 ? {} : { order_item_indices: [...lines] }),
      ...(entry.skipInitially === 0 ? {} : { skip_initially: entry.skipInitially }),
      ...(entry.repeat === 1 ? {} : { repeat: entry.repeat }),
      ...(entry.target === 'ITEM' ? {} : { target: entry.target }),
    },
  ];
}

/** Nothing where no rule asks for bundles. Units are told of by the ids they are known by. */
export function presentBundle(
  found: FoundBundles | undefined,
  lines: readonly OrderLine[],
): { readonly bundle?: Bundle } {
  if (found === undefined) return {};
  const { quantity, limit, identified, missing } = found;
  return {
    bundle: {
      quantity,
      limit,
      identified: identified.flatMap(({ lineIndex, quantity: units }) => {
        const line = lines[lineIndex];
        return line === undefined ? [] : [{ ...identity(line), item_quantity: units }];
      }),
      ...(missing.length === 0
        ? {}
        : {
            missing: missing.map(({ item, quantity: units }) => ({
              id: item.id ?? item.sourceId ?? '',
              object: item.object ?? ('product' as const),
              item_quantity: units,
            })),
          }),
    },
  };
}

function identity(line: OrderLine) {
  const { skuId, productId, sourceId, index } = line;
  const object = skuId === null ? ('product' as const) : ('sku' as const);
  return { id: skuId ?? productId ?? sourceId ?? '', object, item_index: index };
}

/** What an id that Scrip made is of, where an entry does not say. */
function kindOfItem(id: string): ApplicableTo['object'] | null {
  if (id.startsWith('prod_')) return 'product';
  if (id.startsWith('sku_')) return 'sku';
  return id.startsWith('pc_') ? 'products_collection' : null;
}

/** Their names are those of the wire. */
function presentCountedLimits({ budgets }: Target['entry']): Readonly<Record<string, number>> {
  const limits = [...budgets].map(([name, { limit }]) => [name, limit] as const);
  return Object.fromEntries(
    limits.flatMap(([name, limit]) => (limit === null ? [] : [[name, limit]])),
  );
}

/** The order with all that the request took; nothing where the request has no order. */
export function presentTotal({ facts, decision }: Decided): { order?: OrderCalculated } {
  if (facts.order === null || decision.price === null) return {};
  return { order: presentPricedOrder(facts.order, decision.price, peopleOf(facts)) };
}

export function peopleOf({ row }: Facts) {
  return { customerId: row.customer?.id ?? null, referrerId: null };
}
