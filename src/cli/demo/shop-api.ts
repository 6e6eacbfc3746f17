/**
 * The shop's side of the API: the official SDK, and of its operations those that the demo uses.
 *
 * The SDK's own types lag behind the reference (a campaign has no tiers, a code no pattern), so
 * requests are objects here and answers hold what the demo reads.
 */
import { notAsTold } from './demo-problem.ts';

export type ShopApi = {
  readonly products: {
    create(product: object): Promise<Named>;
    createSku(productId: string, sku: object): Promise<Named>;
  };
  readonly productCollections: {
    create(collection: object): Promise<Named>;
    list(query: object): Promise<{ readonly data: readonly CollectionAnswer[] }>;
  };
  readonly customers: {
    create(customer: object): Promise<object>;
    get(id: string): Promise<CustomerAnswer>;
  };
  readonly validationRules: { create(rule: object): Promise<Named> };
  readonly campaigns: {
    create(campaign: object): Promise<CampaignAnswer>;
    get(nameOrId: string): Promise<CampaignAnswer>;
    addCertainVoucher(campaign: string, code: string, voucher?: object): Promise<object>;
  };
  readonly promotions: {
    readonly tiers: { get(id: string): Promise<TierAnswer> };
    readonly stack: {
      createInCampaign(campaignId: string, stack: object): Promise<StackAnswer>;
      listInCampaign(campaignId: string): Promise<{ readonly data: readonly StackAnswer[] }>;
    };
  };
  readonly distributions: {
    readonly publications: {
      create(publication: object): Promise<{ readonly voucher: { readonly code: string } }>;
    };
  };
  readonly qualifications: { checkEligibility(request: object): Promise<QualificationAnswer> };
  readonly validations: { validateStackable(request: object): Promise<ValidationAnswer> };
  readonly redemptions: {
    redeemStackable(request: object): Promise<RedemptionAnswer>;
    rollbackStackable(id: string, request?: object): Promise<RollbackAnswer>;
  };
  readonly orders: {
    create(order: object): Promise<OrderAnswer>;
    update(order: object): Promise<OrderAnswer>;
    get(id: string): Promise<OrderAnswer>;
  };
  readonly vouchers: {
    get(code: string): Promise<VoucherAnswer>;
    list(query: object): Promise<{ readonly vouchers: readonly { readonly code: string }[] }>;
  };
  readonly loyalties: {
    create(campaign: object): Promise<CampaignAnswer>;
    createEarningRule(campaignId: string, rules: readonly object[]): Promise<readonly Named[]>;
    createTiers(campaignId: string, tiers: readonly object[]): Promise<object>;
    createRewardAssignments(campaignId: string, assignments: readonly object[]): Promise<object>;
    listRewardAssignments(
      campaignId: string,
    ): Promise<{ readonly data: readonly { readonly reward_id: string }[] }>;
    createMember(campaignId: string, member: object): Promise<CardAnswer>;
    getMember(campaignId: string, memberId: string): Promise<CardAnswer>;
    listMemberLoyaltyTiers(
      memberId: string,
    ): Promise<{ readonly data: readonly { readonly name: string }[] }>;
    redeemReward(campaignId: string, memberId: string, reward: object): Promise<RewardedAnswer>;
    listCardTransactions(
      memberId: string,
      campaignId: null,
      query: object,
    ): Promise<{ readonly data: readonly TransactionAnswer[] }>;
  };
  readonly rewards: {
    create(reward: object): Promise<Named>;
    list(query: object): Promise<{ readonly data: readonly NamedReward[] }>;
  };
};

type Named = { readonly id: string };
type CollectionAnswer = { readonly id?: string; readonly name?: string };
export type CampaignAnswer = {
  readonly id: string;
  readonly name: string;
  readonly vouchers_count?: number;
  readonly vouchers_generation_status: string;
  readonly promotion?: { readonly tiers?: readonly TierAnswer[] };
};
export type TierAnswer = {
  readonly id: string;
  readonly name: string;
  readonly summary?: { readonly redemptions: { readonly total_redeemed: number } };
};
export type StackAnswer = { readonly id: string; readonly name?: string };
type CustomerAnswer = {
  readonly summary?: {
    readonly redemptions: {
      readonly total_succeeded: number;
      readonly total_failed: number;
      readonly total_rolled_back: number;
    };
  };
};
type VoucherAnswer = {
  readonly code: string;
  readonly redemption?: {
    readonly quantity?: number | null;
    readonly redeemed_quantity?: number;
  };
  readonly gift?: { readonly balance?: number };
};
type CardAnswer = {
  readonly code: string;
  readonly loyalty_card?: { readonly balance?: number };
};
type NamedReward = { readonly id: string; readonly name?: string };
type RewardedAnswer = {
  readonly reward?: { readonly id?: string; readonly voucher?: { readonly code: string } };
};
type TransactionAnswer = {
  readonly type?: string;
  readonly details?: {
    readonly balance?: { readonly points?: number; readonly balance?: number };
  };
};

export type OrderItemAnswer = {
  readonly quantity?: number;
  readonly initial_quantity?: number;
  readonly price?: number;
  readonly amount?: number;
  readonly discount_amount?: number;
  readonly applied_discount_amount?: number;
  readonly subtotal_amount?: number;
  readonly product?: { readonly name?: string };
  readonly sku?: { readonly sku?: string };
};
export type OrderAnswer = {
  readonly id?: string;
  readonly status?: string;
  readonly amount?: number;
  readonly initial_amount?: number;
  readonly discount_amount?: number;
  readonly total_discount_amount?: number;
  readonly total_applied_discount_amount?: number;
  readonly total_amount?: number;
  readonly items?: readonly OrderItemAnswer[];
};

export type RedeemableAnswer = {
  readonly id: string;
  readonly object: string;
  readonly status?: string;
  readonly name?: string;
  readonly campaign_name?: string;
  readonly order?: OrderAnswer;
  readonly result?: {
    readonly error?: Refusal;
    readonly details?: { readonly key?: string; readonly message?: string };
  };
  /** Where `options.explain` asks for it. */
  readonly explanation?: { readonly smallest_change?: { readonly sentence: string } };
};
/** `error.message` is the violated rule's own text. */
export type Refusal = {
  readonly key?: string;
  readonly message?: string;
  readonly details?: string;
  readonly error?: { readonly message: string };
};

type QualificationAnswer = {
  readonly redeemables: {
    readonly data: readonly (Omit<RedeemableAnswer, 'result' | 'status'> & {
      readonly redeemables?: readonly { readonly name?: string; readonly order?: OrderAnswer }[];
    })[];
  };
  /** The cart as it is without any of them. */
  readonly order?: OrderAnswer;
};
export type QualifiedAnswer = QualificationAnswer['redeemables']['data'][number];
export type ValidationAnswer = {
  readonly valid: boolean;
  readonly order?: OrderAnswer;
  readonly redeemables?: readonly RedeemableAnswer[];
};
export type RedemptionAnswer = {
  readonly redemptions: readonly {
    readonly id: string;
    readonly result: string;
    readonly order?: OrderAnswer | null;
  }[];
  /** Where several were redeemed as one. */
  readonly parent_redemption?: Named;
  readonly order?: OrderAnswer;
};
type RollbackAnswer = {
  readonly rollbacks: readonly { readonly id: string; readonly result: string }[];
  readonly order?: OrderAnswer;
};

export type ServerOfShop = {
  /** Such as http://127.0.0.1:8787 */
  readonly url: string;
  readonly appId: string;
  readonly appToken: string;
};

/** The longest an answer may take. */
const TIMEOUT_MS = 30_000;

/** The SDK is loaded here, as no other command needs it. */
export async function shopApi({ url, appId, appToken }: ServerOfShop): Promise<ShopApi> {
  const { default: sdk } = await import('@voucherify/sdk');
  return sdk.VoucherifyServerSide({
    apiUrl: url,
    applicationId: appId,
    secretKey: appToken,
    timeoutMs: TIMEOUT_MS,
  });
}

/** The refusal of a request that has to be refused. */
export async function refusalOf(request: Promise<unknown>): Promise<Refusal> {
  try {
    await request;
  } catch (error) {
    if (isRefusal(error)) return error;
    throw error;
  }
  throw notAsTold('a request went through that has to be refused');
}

/** `null` where the server knows no such thing. */
export async function orNull<Found>(request: Promise<Found>): Promise<Found | null> {
  try {
    return await request;
  } catch (error) {
    if (isRefusal(error) && error.key === 'not_found') return null;
    throw error;
  }
}

/** What the server refused, as the SDK throws it; its class is not exported. */
export function isRefusal(error: unknown): error is Refusal & Error {
  return error instanceof Error && 'key' in error && typeof error.key === 'string';
}

/** The request got no answer, so there is nothing the server has to say. */
export function isUnreachable(error: unknown): error is Error {
  return error instanceof Error && 'isAxiosError' in error && !('response' in error);
}
