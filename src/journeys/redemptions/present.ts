/** Redemptions: a plan that was carried out, or a stored row → wire. */
import type { CatalogTier } from '../../incentives/catalog/service.ts';
import { presentDiscount } from '../../incentives/discounts/service.ts';
import {
  presentListedVoucher,
  type VoucherWithCampaign,
} from '../../incentives/vouchers/service.ts';
import { presentValidity } from '../../incentives/validity/present.ts';
import type { Redemption, RedeemedTier, Rollback, SimpleCustomer } from './schema.ts';
import type { Spent, StoredRedemption } from './store.ts';

/** What redemptions show of the things they redeemed, as those are now. */
export type Redeemed = {
  readonly vouchers: ReadonlyMap<string, VoucherWithCampaign>;
  tier(id: string): CatalogTier | null;
};

export function presentStored(row: StoredRedemption, redeemed: Redeemed): Redemption | Rollback {
  const shared = {
    id: row.id,
    date: row.created_at,
    customer_id: row.customer_id,
    tracking_id: row.tracking_id,
    metadata: row.metadata,
    result: row.result,
    ...(row.failure_code === null ? {} : { failure_code: row.failure_code }),
    ...(row.failure_message === null ? {} : { failure_message: row.failure_message }),
    order: row.snapshot.order ?? null,
    channel: row.channel,
    customer: row.customer === null ? null : presentCustomer(row.customer),
    related_object_type: row.related_object_type,
    related_object_id: row.related_object_id,
    ...(row.snapshot.session_key === undefined
      ? {}
      : { session: { key: row.snapshot.session_key } }),
    ...presentRedeemed(row, redeemed),
    ...presentSpent(row.snapshot.spent, row.object === 'redemption' ? 1 : -1),
  };
  if (row.object === 'redemption_rollback') {
    return {
      ...shared,
      object: 'redemption_rollback',
      redemption: row.redemption_id,
      status: row.status === 'SUCCEEDED' ? 'SUCCEEDED' : 'FAILED',
      ...(row.reason === null ? {} : { reason: row.reason }),
    };
  }
  return {
    ...shared,
    object: 'redemption',
    redemption: row.parent_id,
    status: row.status,
    ...presentRelated(row),
  };
}

/** What left a card, or with a sign of -1 came back; nothing of other redeemables. */
export function presentSpent(
  spent: Spent | null | undefined,
  sign: 1 | -1,
): Pick<Redemption, 'amount' | 'gift' | 'loyalty_card' | 'reward'> {
  if (!spent) return {};
  // Zero has no sign on the wire.
  const amount = spent.amount === 0 ? 0 : sign * spent.amount;
  return {
    amount,
    ...(spent.with === 'credits' ? { gift: { amount } } : { loyalty_card: { points: amount } }),
    ...(spent.reward === undefined ? {} : { reward: spent.reward }),
  };
}

function presentRelated({ rollbacks, parts }: StoredRedemption): Partial<Redemption> {
  if (rollbacks === null && parts === null) return {};
  const present = (related: NonNullable<StoredRedemption['parts']>) =>
    related.map(({ id, created_at }) => ({ id, date: new Date(created_at).toISOString() }));
  return {
    related_redemptions: {
      ...(rollbacks === null ? {} : { rollbacks: present(rollbacks) }),
      ...(parts === null ? {} : { redemptions: present(parts) }),
    },
  };
}

function presentRedeemed(row: StoredRedemption, redeemed: Redeemed): Partial<Redemption> {
  const { related_object_type, related_object_id: id, snapshot } = row;
  switch (related_object_type) {
    case 'voucher': {
      const voucher = redeemed.vouchers.get(id);
      if (voucher !== undefined) return { voucher: presentListedVoucher(voucher) };
      return { voucher: { id, code: snapshot.voucher_code ?? '', object: 'voucher' } };
    }
    case 'promotion_tier': {
      const tier = redeemed.tier(id);
      if (tier !== null) return { promotion_tier: presentRedeemedTier(tier) };
      const name = snapshot.tier_name ?? '';
      return { promotion_tier: { id, name, object: 'promotion_tier' } };
    }
    case 'redemption':
      return {};
    default:
      return related_object_type satisfies never;
  }
}

export function presentRedeemedTier({ row, campaign }: CatalogTier): RedeemedTier {
  return {
    id: row.id,
    name: row.name,
    ...(row.banner === null ? {} : { banner: row.banner }),
    action: { discount: presentDiscount(row.action.discount) },
    metadata: row.metadata,
    hierarchy: row.hierarchy,
    promotion_id: campaign.id,
    campaign: {
      id: campaign.id,
      ...presentValidity(campaign),
      active: campaign.active,
      ...(campaign.category_id === null ? {} : { category_id: campaign.category_id }),
      object: 'campaign',
    },
    campaign_id: campaign.id,
    active: row.active,
    ...presentValidity(row),
    ...(row.category_id === null ? {} : { category_id: row.category_id }),
    created_at: row.created_at,
    ...(row.updated_at === null ? {} : { updated_at: row.updated_at }),
    object: 'promotion_tier',
  };
}

export function presentCustomer(customer: {
  readonly id: string;
  readonly source_id: string | null;
  readonly name: string | null;
  readonly email: string | null;
  readonly metadata: SimpleCustomer['metadata'];
}): SimpleCustomer {
  return {
    id: customer.id,
    ...(customer.name === null ? {} : { name: customer.name }),
    ...(customer.email === null ? {} : { email: customer.email }),
    ...(customer.source_id === null ? {} : { source_id: customer.source_id }),
    metadata: customer.metadata,
    object: 'customer',
  };
}
