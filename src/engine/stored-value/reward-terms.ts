/** What an exchange of points has to know of a reward: what it costs, or what a point is worth. */

export type RewardTerms =
  | {
      /** Points pay for an order. */
      readonly type: 'COIN';
      readonly id: string;
      readonly assignmentId: string;
      /** In units of currency: what `pointsRatio` points are worth. */
      readonly exchangeRatio: number;
      readonly pointsRatio: number;
    }
  | {
      /** A product, or something of a campaign's. */
      readonly type: 'MATERIAL' | 'CAMPAIGN';
      readonly id: string;
      readonly assignmentId: string;
      /** In points. */
      readonly cost: number;
    };
