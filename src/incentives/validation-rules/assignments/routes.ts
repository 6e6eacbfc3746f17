/** Assignments of validation rules: make, list, remove. */
import { done } from '../../../engine/outcome.ts';
import { route } from '../../../platform/http/route.ts';
import { NoContent } from '../../../platform/http/shapes.ts';
import { presentAssignment, presentAssignmentList } from './present.ts';
import {
  AssignedRuleId,
  Assignment,
  AssignmentForce,
  AssignmentId,
  AssignmentInput,
  AssignmentList,
  AssignmentQuery,
  AssignmentsOfRuleQuery,
} from './schema.ts';
import { createAssignment, deleteAssignment, pageOfAssignments } from './service.ts';

const tag = 'Validation Rules';

export const assignmentRoutes = [
  route({
    operation: 'create-validation-rule-assignment',
    on: 'POST /v1/validation-rules/:validationRuleId/assignments',
    tag,
    does: 'Lets a rule guard an object',
    may: 'validation-rules.modify',
    params: AssignedRuleId,
    query: AssignmentForce,
    body: AssignmentInput,
    reply: Assignment,
    fails: ['not_found', 'duplicate_found'],
    async handle({ params, query, body }, context) {
      const wanted = { ruleId: params.validationRuleId, force: query.force ?? false };
      const created = await createAssignment(context, wanted, body);
      return created.ok ? done(presentAssignment(created.value)) : created;
    },
  }),
  route({
    operation: 'list-validation-rule-assignments',
    on: 'GET /v1/validation-rules/:validationRuleId/assignments',
    tag,
    does: 'Lists what a rule guards; nothing where nobody has the rule',
    may: 'validation-rules.read',
    params: AssignedRuleId,
    query: AssignmentsOfRuleQuery,
    reply: AssignmentList,
    fails: [],
    async handle({ params, query }, context) {
      const ofRule = { ...query, rule: params.validationRuleId };
      const { rows, total } = await pageOfAssignments(context, ofRule);
      return done(presentAssignmentList(rows, total));
    },
  }),
  route({
    operation: 'delete-validation-rule-assignment',
    on: 'DELETE /v1/validation-rules/:validationRuleId/assignments/:assignmentId',
    tag,
    does: 'Frees an object of a rule',
    may: 'validation-rules.delete',
    params: AssignmentId,
    reply: NoContent,
    status: 204,
    fails: ['not_found'],
    handle: ({ params }, context) =>
      deleteAssignment(context, { ruleId: params.validationRuleId, id: params.assignmentId }),
  }),
  route({
    operation: 'list-validation-rules-assignments',
    on: 'GET /v1/validation-rules-assignments',
    tag,
    does: 'Lists all assignments, or those of one object or rule',
    may: 'validation-rules.read',
    query: AssignmentQuery,
    reply: AssignmentList,
    fails: [],
    async handle({ query }, context) {
      const { rows, total } = await pageOfAssignments(context, query);
      return done(presentAssignmentList(rows, total));
    },
  }),
];
