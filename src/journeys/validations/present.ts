/** Validations: decision → wire. */
import { presentStacking } from '../../workspace/projects/stacking-rules/present.ts';
import { presentFates, presentSorted, presentTotal } from '../redeemables/present.ts';
import type { Decided } from '../redeemables/service.ts';
import type { Session } from '../sessions/schema.ts';
import type { Validation } from './schema.ts';

type Shown = {
  readonly id: string;
  readonly requestId: string;
  readonly session: Session | null;
};

/**
 * What was valid lists the applicable redeemables as they apply, the others apart; what was not lists
 * them all, so that each says why. A session is shown where one was established.
 */
export function presentValidation(decided: Decided, { id, requestId, session }: Shown): Validation {
  const { decision, stacking, trackingId } = decided;
  const shared = { id, tracking_id: trackingId, stacking_rules: presentStacking(stacking) };
  if (!decision.valid)
    return { ...shared, valid: false, redeemables: presentFates(decided, requestId) };
  const { applicable, others } = presentSorted(decided, requestId);
  return {
    ...shared,
    valid: true,
    redeemables: [...applicable],
    ...others,
    ...presentTotal(decided),
    ...(session === null ? {} : { session }),
  };
}
