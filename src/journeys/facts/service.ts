/** Everything a decision needs: one question to the database, beside the catalog in memory. */
import type { Temporal } from 'temporal-polyfill';
import type { Requested } from '../../engine/decide.ts';
import type { CustomerFacts, RedemptionFacts } from '../../engine/eligibility/facts.ts';
import { compileIncentive, type Candidate } from '../../engine/incentive.ts';
import type { JsonObject } from '../../engine/json.ts';
import type { Order } from '../../engine/order/order.ts';
import { done, notFound, type Outcome, refuse } from '../../engine/outcome.ts';
import type { Discount } from '../../engine/pricing/discount.ts';
import type { EarlierDiscounts } from '../../engine/pricing/priced-order.ts';
import type { ItemLookup } from '../../engine/pricing/units/unit-discount.ts';
import type { Payment } from '../../engine/stored-value/payment.ts';
import {
  activityOf,
  type CampaignRow,
  type Catalog,
  type CatalogCampaign,
  type Catalogs,
  type CatalogTier,
} from '../../incentives/catalog/service.ts';
import { readDiscount } from '../../incentives/discounts/service.ts';
import { effectiveValidity } from '../../incentives/validity/service.ts';
import { lookupKey } from '../../incentives/vouchers/service.ts';
import type { Context, Project } from '../../platform/context.ts';
import { isoOf } from '../../platform/iso.ts';
import type { CustomerInput } from '../../records/customers/schema.ts';
import type { OrderInput } from '../../records/orders/schema.ts';
import {
  type CollectionsOf,
  earlierDiscountsOf,
  type KnownRows,
  openedOrder,
  orderKeys,
} from '../../records/orders/service.ts';
import { type CountsReader, countsReader } from './counts.ts';
import { grantedKeys, itemLookup } from './granted-items.ts';
import { lockedByOthers } from './locks.ts';
import { discountOfCard, freshGift, paymentOf, type Wish } from './payments.ts';
import {
  type ProductKeys,
  type Recalled,
  recallNothing,
  recallProducts,
  settleProducts,
} from './product-memory.ts';
import { type UnitsReader, unitsReader } from './item-units.ts';
import type { FactsQuery, FactsRow, VoucherFacts } from './question.ts';
import { findFacts } from './store.ts';
import { type Windows, windowsAt } from './windows.ts';

export type { CardCounter, EarlierOrder, KeptAnswer, VoucherFacts } from './question.ts';
export { voucherWithCampaign } from './voucher-with-campaign.ts';
export type { Wish } from './payments.ts';
export { windowsAt } from './windows.ts';

/** What a request is about, as far as the database has to be asked for it. */
export type Asked = {
  /** Codes or ids of vouchers. */
  readonly vouchers: readonly string[];
  readonly tierIds: readonly string[];
  /** What nobody named may come up. */
  readonly offers?: AskedOffers;
  readonly customer: CustomerInput | null;
  readonly order: OrderInput | null;
  readonly metadata: JsonObject;
  /** The key of a validation session: what it has locked does not count against it. */
  readonly sessionKey?: string | null;
};

export type AskedOffers = {
  /** Tiers and campaigns of the project: bring what their rules count. */
  readonly configured: boolean;
  /** Vouchers that the customer holds. */
  readonly held: boolean;
  /** Vouchers that everybody may use. */
  readonly open: boolean;
  /** Vouchers created before this instant, in ISO form; null: all. */
  readonly createdBefore: string | null;
};

const NO_OFFERS: AskedOffers = { configured: false, held: false, open: false, createdBefore: null };

export type Facts = {
  readonly project: Project;
  readonly catalog: Catalog;
  readonly row: FactsRow;
  readonly order: Order | null;
  readonly earlier: EarlierDiscounts | null;
  readonly customer: CustomerFacts | null;
  /** What is known of items that discounts add. */
  readonly items: ItemLookup;
  readonly redemption: RedemptionFacts;
  /** In the project's time zone. */
  readonly now: Temporal.ZonedDateTime;
  readonly windows: Windows;
  readonly counts: CountsReader;
  readonly unitsCounted: UnitsReader;
  /** The voucher found by this code or id. */
  voucher(codeOrId: string): VoucherFacts | null;
};

type Failure = 'unauthorized' | 'invalid_amount';

/** Catalogs move on while we read only if somebody writes configuration at that very moment. */
const MAX_READINGS = 10;

/**
 * Reads until what was read and the catalog are of one version: once, unless configuration has just
 * changed. Where it never stops changing, a catalog that is newer than the rest has to do: it holds
 * all that had changed before the request came.
 */
export async function gatherFacts(
  context: Context,
  catalogs: Catalogs,
  asked: Asked,
): Promise<Outcome<Facts, Failure>> {
  let catalog = await catalogs.known(context.db, context.project.id);
  for (let reading = 0; catalog !== null && reading < MAX_READINGS; reading++) {
    const now = context.now.toZonedDateTimeISO(catalog.timezone);
    const windows = windowsAt(now);
    const keys = keysOf(catalog, asked);
    // Units counted by product are found by the products that the statement reads.
    const mayRecall = reading === 0 && !catalog.needs.itemUnits;
    const recalled = mayRecall ? recallProducts(catalog, keys) : recallNothing(catalog, keys);
    const query = factsQuery({ context, catalog, asked, windows, recalled });
    const row = await findFacts(context.db, context.project.id, query);
    const project = await context.projectAt(row.version);
    if (project === null || row.version === null) break;
    const isLast = reading === MAX_READINGS - 1;
    if (catalog.version === row.version || (isLast && catalog.version > row.version)) {
      const known = settleProducts(catalog, recalled, row);
      if (known === null) continue;
      return assembled({ context, project, catalog, row, known, asked, now, windows });
    }
    catalog = await catalogs.at(context.db, context.project.id, row.version);
  }
  return refuse('unauthorized', 'The project or its key is gone');
}

/** Of the products and SKUs of the order, and of those that tiers give units of. */
function keysOf(catalog: Catalog, { order, offers, tierIds }: Asked): ProductKeys {
  const ofOrder = orderKeys(order?.items);
  const ofDiscounts = grantedKeys(catalog, offers?.configured ? 'all' : tierIds);
  return {
    productKeys: [...ofOrder.productKeys, ...ofDiscounts.productKeys],
    skuKeys: [...ofOrder.skuKeys, ...ofDiscounts.skuKeys],
  };
}

function factsQuery(parts: {
  readonly context: Context;
  readonly catalog: Catalog;
  readonly asked: Asked;
  readonly windows: Windows;
  readonly recalled: Recalled;
}): FactsQuery {
  const { context, catalog, asked, windows, recalled } = parts;
  const { needs } = catalog;
  const { configured, held, open, createdBefore } = asked.offers ?? NO_OFFERS;
  const tierSubjects = asked.tierIds.flatMap((id) => [id, catalog.tier(id)?.campaign.id ?? id]);
  return {
    codes: asked.vouchers.map((code) => lookupKey(context.project, code)),
    voucherIds: asked.vouchers.filter((id) => id.startsWith('v_')),
    customerId: asked.customer?.id ?? null,
    customerSourceId: asked.customer?.source_id ?? null,
    ...recalled.missing,
    productsSince: recalled.since,
    wantsCollections: catalog.collections.hasStatic,
    wantsCampaignUnits: catalog.granted.hasCampaigns,
    orderId: asked.order?.id ?? null,
    orderSourceId: asked.order?.source_id ?? null,
    idempotencyKey: context.idempotency?.key ?? null,
    sessionKey: asked.sessionKey ?? null,
    now: isoOf(context.now),
    subjects: configured ? needs.tierSubjects : tierSubjects,
    wantsCustomerCounts: needs.perCustomer && asked.customer !== null,
    wantsKeyCounts: needs.perKey,
    apiKey: context.key.appId,
    wantsSubjectCounts: needs.perEveryone,
    wantsPublications: needs.publications,
    wantsItemUnits: needs.itemUnits,
    ...windows,
    offers: {
      held: held && asked.customer !== null,
      open,
      campaignIds: open ? [...catalog.standaloneCampaigns] : [],
      createdBefore,
    },
  };
}

function assembled(parts: {
  readonly context: Context;
  readonly project: Project;
  readonly catalog: Catalog;
  readonly row: FactsRow;
  readonly known: KnownRows;
  readonly asked: Asked;
  readonly now: Temporal.ZonedDateTime;
  readonly windows: Windows;
}): Outcome<Facts, Failure> {
  const { context, project, catalog, row, known, asked, now, windows } = parts;
  const collectionsOf: CollectionsOf = (product, sku) => catalog.collections.holding(product, sku);
  const opened = asked.order === null ? done(null) : openedOrder(asked.order, known, collectionsOf);
  if (!opened.ok) return opened;
  const vouchers = row.vouchers ?? [];
  const granted = vouchers.flatMap((one) => one.granted ?? []);
  const products = [...known.products, ...granted.flatMap((one) => one.products ?? [])];
  const skus = [...known.skus, ...granted.flatMap((one) => one.skus ?? [])];
  const byKey = new Map(
    vouchers.flatMap((one) => [[one.id, one] as const, [codeKeyOf(project, one), one] as const]),
  );
  return done({
    project,
    catalog,
    row,
    order: opened.value,
    earlier: earlierDiscounts(row, collectionsOf),
    customer: customerFacts(row, asked.customer),
    items: itemLookup({ products, skus }, collectionsOf),
    redemption: {
      metadata: asked.metadata,
      apiKeyId: context.key.appId,
      apiKeyName: context.key.name,
      userLogin: null,
      pointsUsed: null,
    },
    now,
    windows,
    counts: countsReader({
      ofCustomer: row.customer_counts ?? [],
      ofKey: row.key_counts ?? [],
      ofEveryone: row.subject_counts ?? [],
    }),
    unitsCounted: unitsReader(row.item_units ?? [], asked.customer !== null),
    voucher: (codeOrId) => byKey.get(lookupKey(project, codeOrId)) ?? byKey.get(codeOrId) ?? null,
  });
}

function codeKeyOf(project: Project, voucher: VoucherFacts): string {
  return lookupKey(project, voucher.code);
}

/** The stored customer under what the request says; the request's alone where nobody is stored. */
function customerFacts(row: FactsRow, input: CustomerInput | null): CustomerFacts | null {
  if (row.customer === null && input === null) return null;
  return {
    id: row.customer?.id ?? '',
    sourceId: row.customer?.source_id ?? input?.source_id ?? null,
    segmentIds: none,
    loyaltyTierIds: none,
    metadata: { ...row.customer?.metadata, ...input?.metadata },
    birthdate: birthdateOf(row, input),
  };
}

/** As the request says, under either of its names; null takes it away. */
function birthdateOf({ customer }: FactsRow, input: CustomerInput | null): string | null {
  const given = input?.birthdate === undefined ? input?.birthday : input.birthdate;
  return given === undefined ? (customer?.birthdate ?? null) : given;
}

const none: ReadonlySet<string> = new Set();

/** What redemptions before this one took off the same order, while it stands. */
function earlierDiscounts(
  { earlier }: FactsRow,
  collectionsOf: CollectionsOf,
): EarlierDiscounts | null {
  if (earlier === null || earlier.redemptions === null) return null;
  return earlierDiscountsOf(earlier, collectionsOf);
}

/** The voucher as a candidate, or the refusal its code meets. */
export function requestedVoucher(facts: Facts, codeOrId: string, wish: Wish): Requested {
  const voucher = facts.voucher(codeOrId);
  return voucher === null ? notFound('voucher', codeOrId) : foundVoucher(facts, voucher, wish);
}

/** The same for a voucher at hand. Without a wish it is offered: nobody has named it. */
export function foundVoucher(
  facts: Facts,
  voucher: VoucherFacts,
  wish: Wish | null = null,
): Requested {
  const { catalog } = facts;
  const campaign =
    voucher.campaign_id === null
      ? null
      : (catalog.entities.campaign.get(voucher.campaign_id) ?? null);
  const payment = paymentOf({ facts, voucher, campaign }, wish);
  if (!payment.ok) return payment;
  const discount = discountOfCard({ voucher, campaign }) ?? ownDiscount(voucher, campaign);
  if (discount === null) return refuse('invalid_voucher', 'The voucher has no discount');
  // The voucher's own limits stand before its campaign's; a campaign switched off stops them all.
  const validity = campaign === null ? voucher : effectiveValidity(voucher, campaign);
  const active = voucher.active && (campaign?.active ?? true);
  const activities = [activityOf({ ...validity, active }, voucher.created_at)];
  const incentive = compileIncentive({
    object: 'voucher',
    discount,
    activities,
    rules: [
      ...catalog.rulesOf(campaign?.id ?? voucher.id, voucher.rule_ids ?? []),
      ...rulesOfReward(catalog, payment.value),
    ],
    described: {
      metadata: voucher.metadata ?? campaign?.voucher_metadata ?? {},
      startDate: validity.start_date,
      expirationDate: validity.expiration_date,
      publishedCount: voucher.published_count,
      publicationMetadata: voucher.publication_metadata,
    },
  });
  const candidate = { ...voucherCandidate(facts, voucher), incentive };
  if (payment.value === null) return { ok: true, candidate };
  return { ok: true, candidate: { ...candidate, payment: payment.value } };
}

/** What limits the redemption of a reward: rules of its assignment to the campaign. */
function rulesOfReward(catalog: Catalog, payment: Payment | null) {
  const reward = payment?.with === 'points' ? payment.reward : null;
  return reward === null ? [] : catalog.rulesOf(reward.assignmentId);
}

function ownDiscount(voucher: VoucherFacts, campaign: CampaignRow | null): Discount | null {
  const stored = voucher.discount ?? campaign?.voucher?.discount ?? null;
  const read = stored === null ? null : readDiscount(stored);
  return read?.ok ? read.value : null;
}

function voucherCandidate(facts: Facts, voucher: VoucherFacts): Omit<Candidate, 'incentive'> {
  return {
    id: voucher.id,
    quantity: voucher.quantity,
    redeemedQuantity: voucher.redeemed_quantity,
    lockedByOthers: lockedByOthers(facts.row, voucher),
    holderId: voucher.holder_id,
    counts: facts.counts({
      incentiveId: voucher.id,
      campaignId: voucher.campaign_id,
    }),
    unitsCounted: facts.unitsCounted({ campaignId: voucher.campaign_id, tierId: null }),
  };
}

export function requestedTier(facts: Facts, tierId: string): Requested {
  const tier = facts.catalog.tier(tierId);
  if (tier === null) return notFound('promotion_tier', tierId);
  return { ok: true, candidate: tierCandidate(facts, tier) };
}

export function tierCandidate(facts: Facts, { row, campaign, incentive }: CatalogTier): Candidate {
  return {
    id: row.id,
    incentive,
    quantity: null,
    redeemedQuantity: 0,
    lockedByOthers: 0,
    holderId: null,
    counts: facts.counts({ incentiveId: row.id, campaignId: campaign.id }),
    unitsCounted: facts.unitsCounted({ campaignId: campaign.id, tierId: row.id }),
  };
}

/** A code that the campaign would give away. */
export function campaignCandidate(
  facts: Facts,
  { campaign, incentive, credits }: CatalogCampaign,
): Candidate {
  return {
    ...(credits === null ? {} : { payment: freshGift(credits) }),
    id: campaign.id,
    incentive,
    quantity: null,
    redeemedQuantity: 0,
    lockedByOthers: 0,
    holderId: null,
    counts: facts.counts({ incentiveId: campaign.id, campaignId: campaign.id }),
    unitsCounted: facts.unitsCounted({ campaignId: campaign.id, tierId: null }),
  };
}
