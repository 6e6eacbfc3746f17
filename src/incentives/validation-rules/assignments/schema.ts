/** Assignments of validation rules on the wire. */
import Type, { type Static } from 'typebox';
import { Limit, Order, Page } from '../../../platform/http/query.ts';
import { DateTime } from '../../../platform/http/shapes.ts';

/** What a rule may guard. */
const objectTypes = [
  'voucher',
  'campaign',
  'earning_rule',
  'reward_assignment',
  'promotion_tier',
  'distribution',
] as const;

const RelatedObjectType = Type.Enum(objectTypes, { description: 'Kind of the guarded object' });
export type RelatedObjectType = Static<typeof RelatedObjectType>;

const RuleId = Type.String({ minLength: 1, description: "The rule's id" });

export const AssignedRuleId = Type.Object({ validationRuleId: RuleId });

export const AssignmentId = Type.Object({
  validationRuleId: RuleId,
  assignmentId: Type.String({ minLength: 1, description: "The assignment's id" }),
});

export const AssignmentForce = Type.Object({
  force: Type.Optional(
    Type.Boolean({ description: 'Replaces an equal assignment instead of refusing' }),
  ),
});

export const AssignmentInput = Type.Object({
  related_object_type: Type.Enum(objectTypes, {
    default: 'voucher',
    description: 'Kind of the object to guard',
  }),
  related_object_id: Type.String({
    minLength: 1,
    maxLength: 1_000,
    description: "The object's id; of a voucher the code does, too",
  }),
});
export type AssignmentInput = Static<typeof AssignmentInput>;

const ByCreation = Order(['created_at']);

export const AssignmentsOfRuleQuery = Type.Object({ limit: Limit, page: Page, order: ByCreation });

export const AssignmentQuery = Type.Object({
  limit: Limit,
  page: Page,
  order: ByCreation,
  related_object_id: Type.Optional(Type.String({ description: 'Id of a guarded object' })),
  rule: Type.Optional(Type.String({ description: 'Id of a rule' })),
});
export type AssignmentQuery = Static<typeof AssignmentQuery>;

export const Assignment = Type.Object({
  id: Type.String(),
  rule_id: Type.String(),
  related_object_id: Type.String(),
  related_object_type: RelatedObjectType,
  created_at: DateTime,
  object: Type.Literal('validation_rules_assignment'),
});
export type Assignment = Static<typeof Assignment>;

/** Also shown inside campaigns, vouchers and tiers as `validation_rules_assignments`. */
export const AssignmentList = Type.Object({
  object: Type.Literal('list'),
  data_ref: Type.Literal('data'),
  data: Type.Array(Assignment),
  total: Type.Integer({ minimum: 0 }),
});
export type AssignmentList = Static<typeof AssignmentList>;
