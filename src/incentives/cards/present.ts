/** What a card holds: columns → wire. */
import type { GiftCard, GiftEffect, LoyaltyCard } from './schema.ts';

/** The columns of a voucher that is a card. Credits in minor units, or points. */
export type CardColumns = {
  /** Null where the voucher is no card. */
  readonly balance: number | null;
  readonly added: number;
  readonly spent: number;
  readonly removed: number;
  readonly expired: number;
  readonly pending: number;
  /** Null: as its campaign has it. */
  readonly gift_effect: GiftEffect | null;
};

/** Of the points that expire soonest: their last day and how many they are. */
export type NextExpiration = { readonly day: string; readonly points: number };

/** Credits that expired were taken out, too. */
export function presentGiftCard(row: CardColumns, effectOfCampaign: GiftEffect | null): GiftCard {
  return {
    amount: row.added,
    subtracted_amount: row.removed + row.expired,
    balance: row.balance ?? 0,
    effect: row.gift_effect ?? effectOfCampaign ?? 'APPLY_TO_ORDER',
  };
}

export function presentLoyaltyCard(row: CardColumns, next: NextExpiration | null): LoyaltyCard {
  return {
    points: row.added,
    balance: row.balance ?? 0,
    ...(next === null
      ? {}
      : { next_expiration_date: next.day, next_expiration_points: next.points }),
    pending_points: row.pending,
    expired_points: row.expired,
    subtracted_points: row.removed,
  };
}
