/** Validation rules: create, read, list, change, remove. */
import { done } from '../../engine/outcome.ts';
import { route } from '../../platform/http/route.ts';
import { NoContent } from '../../platform/http/shapes.ts';
import { presentValidationRule } from './present.ts';
import {
  ValidationRule,
  ValidationRuleId,
  ValidationRuleInput,
  ValidationRuleList,
  ValidationRuleQuery,
  ValidationRuleUpdate,
} from './schema.ts';
import { createRule, deleteRule, getRule, pageOfRules, updateRule } from './service.ts';

const tag = 'Validation Rules';

export const validationRuleRoutes = [
  route({
    operation: 'create-validation-rules',
    on: 'POST /v1/validation-rules',
    tag,
    does: 'Creates a validation rule; the definition is checked at once',
    may: 'validation-rules.modify',
    body: ValidationRuleInput,
    reply: ValidationRule,
    fails: ['invalid_validation_rules', 'invalid_formula'],
    async handle({ body }, context) {
      const created = await createRule(context, body);
      return created.ok ? done(presentValidationRule(created.value)) : created;
    },
  }),
  route({
    operation: 'list-validation-rules',
    on: 'GET /v1/validation-rules',
    tag,
    does: 'Lists validation rules, newest first unless asked otherwise',
    may: 'validation-rules.read',
    query: ValidationRuleQuery,
    reply: ValidationRuleList,
    fails: [],
    async handle({ query }, context) {
      const { rows, total } = await pageOfRules(context, query);
      const data = rows.map(presentValidationRule);
      return done({ object: 'list', data_ref: 'data', data, total });
    },
  }),
  route({
    operation: 'get-validation-rule',
    on: 'GET /v1/validation-rules/:validationRuleId',
    tag,
    does: 'Reads a validation rule',
    may: 'validation-rules.read',
    params: ValidationRuleId,
    reply: ValidationRule,
    fails: ['not_found'],
    async handle({ params }, context) {
      const found = await getRule(context, params.validationRuleId);
      return found.ok ? done(presentValidationRule(found.value)) : found;
    },
  }),
  route({
    operation: 'update-validation-rule',
    on: 'PUT /v1/validation-rules/:validationRuleId',
    tag,
    does: 'Replaces the given parts of a validation rule',
    may: 'validation-rules.modify',
    params: ValidationRuleId,
    body: ValidationRuleUpdate,
    reply: ValidationRule,
    fails: ['not_found', 'invalid_validation_rules', 'invalid_formula'],
    async handle({ params, body }, context) {
      const saved = await updateRule(context, params.validationRuleId, body);
      return saved.ok ? done(presentValidationRule(saved.value)) : saved;
    },
  }),
  route({
    operation: 'delete-validation-rules',
    on: 'DELETE /v1/validation-rules/:validationRuleId',
    tag,
    does: 'Removes a validation rule and its assignments',
    may: 'validation-rules.delete',
    params: ValidationRuleId,
    reply: NoContent,
    status: 204,
    fails: ['not_found'],
    handle: ({ params }, context) => deleteRule(context, params.validationRuleId),
  }),
];
