/** What a redemption keeps of its moment, whatever becomes of the things it was about. */
import type { OrderCalculated } from '../../records/orders/schema.ts';
import type { Given } from '../reward-gifts/service.ts';
import type { ItemUnitsAsk } from './item-units.ts';
import type { RedeemedReward } from './schema.ts';

/** What a redemption keeps of its moment: the order's price then, and the names of what it redeemed. */
export type Snapshot = {
  readonly order?: OrderCalculated | null;
  readonly voucher_code?: string;
  readonly tier_name?: string;
  /** Of a referral code: whose it was. */
  readonly referrer_id?: string;
  readonly session_key?: string;
  /** What it took of limits on discounted units, for a rollback to give back. */
  readonly item_units?: readonly ItemUnitsAsk[];
  /** What left a card for it; absent where nothing did. */
  readonly spent?: Spent;
  /** What the reward gave, for a rollback to take back. */
  readonly given?: Given;
};

/** What left a card, for answers to show and for a rollback to give back. */
export type Spent = {
  /** Of the ledger; null where it took nothing. */
  readonly entry_id: string | null;
  readonly with: 'credits' | 'points';
  /** Credits in minor units, or points. */
  readonly amount: number;
  /** What the points were redeemed for, in wire form. */
  readonly reward?: RedeemedReward;
};
