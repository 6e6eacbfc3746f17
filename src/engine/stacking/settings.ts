/** How redeemables of one request go together: the reference's stacking rules. */

export type StackingSettings = {
  /** How many may be asked for, 1 to 30. */
  readonly redeemablesLimit: number;
  /** How many may be applied; the others are skipped. */
  readonly applicableRedeemablesLimit: number;
  /** `ALL`: one that fails fails all. `PARTIAL`: those that fail are left out. */
  readonly applicationMode: 'ALL' | 'PARTIAL';
  readonly discountCalculationMode: 'DISCOUNTED_AMOUNT' | 'INITIAL_AMOUNT';
};

export const MAX_REDEEMABLES = 30;

/** Of a project that has set none. */
export const DEFAULT_STACKING: StackingSettings = {
  redeemablesLimit: MAX_REDEEMABLES,
  applicableRedeemablesLimit: MAX_REDEEMABLES,
  applicationMode: 'ALL',
  discountCalculationMode: 'DISCOUNTED_AMOUNT',
};
