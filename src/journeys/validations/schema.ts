/** Validations on the wire. */
import Type, { type Static } from 'typebox';
import { StackingRules } from '../../workspace/projects/stacking-rules/schema.ts';
import { OrderCalculated } from '../../records/orders/schema.ts';
import { inSession, Session } from '../sessions/schema.ts';
import {
  ExpandOptions,
  RedeemableApplicable,
  RedeemableInapplicable,
  RedeemableInputs,
  RedeemableSkipped,
  situation,
} from '../redeemables/schema.ts';

export const ValidationInput = Type.Object({
  redeemables: RedeemableInputs,
  ...situation,
  ...inSession,
  options: Type.Optional(ExpandOptions),
});
export type ValidationInput = Static<typeof ValidationInput>;

export const Validation = Type.Object({
  id: Type.String(),
  valid: Type.Boolean(),
  redeemables: Type.Array(
    Type.Union([RedeemableApplicable, RedeemableInapplicable, RedeemableSkipped]),
  ),
  inapplicable_redeemables: Type.Optional(Type.Array(RedeemableInapplicable)),
  skipped_redeemables: Type.Optional(Type.Array(RedeemableSkipped)),
  order: Type.Optional(OrderCalculated),
  tracking_id: Type.String(),
  stacking_rules: StackingRules,
  session: Type.Optional(Session),
});
export type Validation = Static<typeof Validation>;
