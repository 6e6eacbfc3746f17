/** What the one question to the database asks, and the row it is answered with. */
import type { CardValue } from '../../incentives/ledger/service.ts';
import type { VoucherRow } from '../../incentives/vouchers/service.ts';
import type { AssignmentRow } from '../../incentives/catalog/service.ts';
import type { CustomerRow } from '../../records/customers/service.ts';
import type { OrderAmounts, OrderCalculatedItem } from '../../records/orders/schema.ts';
import type { KnownProductRow, KnownSkuRow } from '../../records/orders/service.ts';
import type { GrantedRows } from './granted-items.ts';

/** A voucher; its times are as JSON writes them. */
export type VoucherFacts = VoucherRow & {
  /** How many redemptions all sessions together have locked at this moment. */
  readonly locked_now: number;
  /** Of a card: what has expired of its balance, and what all sessions together have locked of it. */
  readonly due: number;
  readonly value_locked: number;
  /** The assignments themselves; only where vouchers on offer were asked for. */
  readonly assignments: readonly AssignmentRow[] | null;
  /** Of its latest publication; null without one, or where no formula asks. */
  readonly publication_metadata: EarlierMetadata | null;
  /** What its discount gives units of. */
  readonly granted: GrantedRows | null;
};

/**
 * How many of a customer's vouchers one request looks at, the newest first, and how many of those
 * that stand alone, and of those with a campaign of their own.
 */
export const MAX_OFFERED_VOUCHERS = 1_000;

/** Sums of one customer's or one API key's standing redemptions of one object. Amounts in minor units. */
export type CountsByObject = Counts & {
  readonly related_object_id: string;
  readonly campaign_id: string | null;
};

/** Sums over everyone's redemptions of a campaign or tier; for vouchers, of the windows alone. */
export type SubjectCounts = Counts & { readonly subject_id: string };

/** Units discounted of an item so far: everyone's, or this customer's. */
export type ItemUnits = {
  readonly subject_id: string;
  readonly item: string;
  /** Empty: of all products together. */
  readonly product_id: string;
  readonly is_customers: boolean;
  readonly units: number;
};

export type Counts = {
  readonly redemptions: number;
  readonly day_redemptions: number;
  readonly week_redemptions: number;
  readonly month_redemptions: number;
  readonly orders_amount: number;
  readonly discount_amount: number;
  /** Gift credits; of campaigns alone. */
  readonly gift_amount: number;
};

/** An order that is redeemed upon again. */
export type EarlierOrder = {
  readonly id: string;
  readonly source_id: string | null;
  readonly status: string;
  readonly customer_id: string | null;
  readonly amounts: Partial<OrderAmounts>;
  readonly items: readonly OrderCalculatedItem[];
  readonly metadata: EarlierMetadata;
  readonly redemptions: EarlierMetadata | null;
  readonly created_at: string;
  /** As JSON of the database writes times: to the microsecond, with an offset. */
  readonly updated_at: string | null;
};
type EarlierMetadata = CustomerRow['metadata'];

/** How many changed products and SKUs are told one by one. */
export const MAX_PRODUCT_CHANGES = 200;

export type ProductChanges = {
  /** Something has been removed since, or more has changed than is told. */
  readonly is_all: boolean;
  readonly rows: readonly { readonly id: string; readonly source_id: string | null }[] | null;
};

/** What the session of the request has locked and not lost yet. */
export type OwnLock = {
  readonly voucher_id: string;
  readonly quantity: number;
  /** Of a card's value: credits in minor units, or points. */
  readonly value: number;
};

export type FactsRow = {
  readonly version: number | null;
  readonly vouchers: readonly VoucherFacts[] | null;
  readonly customer: CustomerRow | null;
  readonly products: readonly KnownProductRow[] | null;
  readonly skus: readonly KnownSkuRow[] | null;
  /** Of the latest change of a product or SKU; null where none was asked for, or there is none. */
  readonly product_version: number | null;
  /** Null where nothing has changed since `productsSince`. */
  readonly product_changes: ProductChanges | null;
  readonly earlier: EarlierOrder | null;
  readonly customer_counts: readonly CountsByObject[] | null;
  readonly key_counts: readonly CountsByObject[] | null;
  readonly subject_counts: readonly SubjectCounts[] | null;
  readonly item_units: readonly ItemUnits[] | null;
  readonly answer: KeptAnswer | null;
  readonly own_locks: readonly OwnLock[] | null;
};

/** A card as the write left it. */
export type CardCounter = CardValue & { readonly redeemed: number };

/** The first answer to this Idempotency-Key. */
export type KeptAnswer = {
  /** Lower-case hexadecimal. */
  readonly request_sha256: string;
  readonly status: number;
  /** As text: JSON, as it was first written. */
  readonly body: string;
  /** How often each voucher had been redeemed then, by its id, and what cards held; null for refusals. */
  readonly counters: Readonly<Record<string, number | CardCounter>> | null;
};

export type FactsQuery = {
  /** Codes by the key they are found by, and ids of vouchers. */
  readonly codes: readonly string[];
  readonly voucherIds: readonly string[];
  readonly customerId: string | null;
  readonly customerSourceId: string | null;
  /** Those that are not remembered. */
  readonly productKeys: readonly string[];
  readonly skuKeys: readonly string[];
  /** The version of the products that are remembered: say what has changed since. Null: none is. */
  readonly productsSince: number | null;
  /** Some static collection lists products or SKUs: say which hold those of the order. */
  readonly wantsCollections: boolean;
  /** Some campaign's vouchers give units: say of what, with the vouchers found. */
  readonly wantsCampaignUnits: boolean;
  readonly orderId: string | null;
  readonly orderSourceId: string | null;
  readonly idempotencyKey: string | null;
  /** The key of a validation session, where the request says one. */
  readonly sessionKey: string | null;
  /** When the request came, in ISO form: locks and vouchers on offer that are over by then count no more. */
  readonly now: string;
  /** Campaigns and tiers whose counts are wanted beside those of the vouchers found. */
  readonly subjects: readonly string[];
  readonly wantsCustomerCounts: boolean;
  readonly wantsKeyCounts: boolean;
  readonly apiKey: string;
  readonly wantsSubjectCounts: boolean;
  /** Some formula of a campaign or rule looks at how vouchers were published. */
  readonly wantsPublications: boolean;
  readonly wantsItemUnits: boolean;
  /** Beginnings of the present day, week and month in the project's time zone, as instants. */
  readonly day: string;
  readonly week: string;
  readonly month: string;
  /** The same as dates, as `redemption_totals` names its windows. */
  readonly dayDate: string;
  readonly weekDate: string;
  readonly monthDate: string;
  /** Vouchers that were not named: those the customer holds, and those open to everyone. */
  readonly offers: OffersQuery;
};

export type OffersQuery = {
  readonly held: boolean;
  readonly open: boolean;
  /** Campaigns with one code for everyone. */
  readonly campaignIds: readonly string[];
  /** Only those created before this instant, in ISO form; null: all. */
  readonly createdBefore: string | null;
};
