/** Validations: decision → wire. */
import { presentFates, presentStacking, presentTotal } from '../redeemables/present.ts';
import type { Decided } from '../redeemables/service.ts';
import type { Session } from '../sessions/schema.ts';
import type { Validation } from './schema.ts';

type Shown = {
  readonly id: string;
  readonly requestId: string;
  readonly session: Session | null;
};

/**
 * What was valid lists the applicable redeemables, the others apart; what was not lists them all, so
 * that each says why. A session is shown where one was established.
 */
export function presentValidation(decided: Decided, { id, requestId, session }: Shown): Validation {
  const { decision, stacking, trackingId } = decided;
  const all = presentFates(decided, requestId);
  const shared = { id, tracking_id: trackingId, stacking_rules: presentStacking(stacking) };
  if (!decision.valid) return { ...shared, valid: false, redeemables: all };
  const inapplicable = all.filter((one) => one.status === 'INAPPLICABLE');
  const skipped = all.filter((one) => one.status === 'SKIPPED');
  return {
    ...shared,
    valid: true,
    redeemables: all.filter((one) => one.status === 'APPLICABLE'),
    ...(inapplicable.length === 0 ? {} : { inapplicable_redeemables: inapplicable }),
    ...(skipped.length === 0 ? {} : { skipped_redeemables: skipped }),
    ...presentTotal(decided),
    ...(session === null ? {} : { session }),
  };
}
