/**
 * Which redeemables are tried at all, and in which rounds.
 *
 * Where some are exclusive, they are tried first, with what may stand beside them. If one of them
 * applies, the common ones are out. If none does, they are left behind and the others are tried anew.
 */
import { inGroupedOrder, inOrderOfApplication } from './order-of-application.ts';
import type { StackingSettings } from './settings.ts';
import type { Standing } from './standing.ts';

export type Rounds = {
  /** With exclusive ones, in the order of application; null where there are none. */
  readonly exclusive: readonly Standing[] | null;
  /** All but the exclusive ones, in the order of application. */
  readonly common: readonly Standing[];
};

export function roundsOf(standings: readonly Standing[], settings: StackingSettings): Rounds {
  const isExclusive = ({ eligibility }: Standing) => eligibility === 'EXCLUSIVE';
  const others = standings.filter((one) => !isExclusive(one));
  const common = inOrderOfApplication(others, settings);
  if (others.length === standings.length) return { exclusive: null, common };
  // What is refused is told so, whatever applies: it is no common one that an exclusive one shuts out.
  const together = standings.filter((one) => one.eligibility !== 'COMMON' || one.isRefused);
  return { exclusive: inGroupedOrder(together, settings), common };
}
