/** Which rewards one more referral brings: the referee's, and those of its referrer's tiers. */
import assert from 'node:assert/strict';

/** Rewards the referrer: for each customer referred, or once as soon as `referees` were. */
export type Tier<Reward> = {
  readonly id: string;
  readonly criterion: 'EACH_REFEREE' | 'MINIMUM_REFEREES';
  /** Of MINIMUM_REFEREES. */
  readonly referees?: number;
  readonly reward: Reward;
};

export type DueReward<Reward> = {
  readonly to: 'referrer' | 'referee';
  /** Null: the referee's. */
  readonly tierId: string | null;
  /** How many referred customers it takes; null where every referral brings it. */
  readonly referees: number | null;
  readonly reward: Reward;
};

/**
 * In the order of the programme, the referee's first. `referred` counts this referral; `had` names the
 * tiers that have rewarded the referrer once and for all. A threshold that was passed before its tier
 * was there rewards at the next referral.
 */
export function dueRewards<Reward>(
  programme: { readonly refereeReward: Reward | null; readonly tiers: readonly Tier<Reward>[] },
  { referred, had }: { readonly referred: number; readonly had: ReadonlySet<string> },
): readonly DueReward<Reward>[] {
  assert(referred > 0, 'a referral counts itself');
  const { refereeReward, tiers } = programme;
  const ofReferee: readonly DueReward<Reward>[] =
    refereeReward === null
      ? []
      : [{ to: 'referee', tierId: null, referees: null, reward: refereeReward }];
  const ofReferrer = tiers.flatMap((tier): readonly DueReward<Reward>[] => {
    const { id: tierId, criterion, referees = 1, reward } = tier;
    switch (criterion) {
      case 'EACH_REFEREE':
        return [{ to: 'referrer', tierId, referees: null, reward }];
      case 'MINIMUM_REFEREES':
        return referred < referees || had.has(tierId)
          ? []
          : [{ to: 'referrer', tierId, referees, reward }];
      default:
        return criterion satisfies never;
    }
  });
  return [...ofReferee, ...ofReferrer];
}
