/** What an exchange of points has to know of a reward: what it costs, or what a point is worth. */

/** An exchange of points for money: so many points are worth so much of the currency. */
export type CoinRatio = {
  /** In whole units of the currency, read to six decimals: 20 are 2,000 minor units. Not negative. */
  readonly exchangeRatio: number;
  /** 1 or more. */
  readonly pointsRatio: number;
};

type Assigned = {
  /** Of the reward. */
  readonly id: string;
  /** Of its assignment to the campaign. */
  readonly assignmentId: string;
};

export type RewardTerms =
  /** Points pay for an order. */
  | (Assigned & { readonly type: 'COIN' } & CoinRatio)
  /** A product, or something of a campaign's: costs points, and does nothing to the order. */
  | (Assigned & {
      readonly type: 'MATERIAL' | 'CAMPAIGN';
      /** In points. */
      readonly cost: number;
    });
