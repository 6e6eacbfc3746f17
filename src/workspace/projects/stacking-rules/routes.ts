/** Stacking rules of a project: create, read, change, remove; with management keys. */
import { done } from '../../../engine/outcome.ts';
import { managementRoute } from '../../../platform/http/route.ts';
import { NoContent } from '../../../platform/http/shapes.ts';
import { presentProjectRules } from './present.ts';
import {
  ProjectOfRules,
  ProjectStackingRules,
  StackingRulesId,
  StackingRulesInput,
  StackingRulesList,
} from './schema.ts';
import {
  changeStackingRules,
  createStackingRules,
  deleteStackingRules,
  getProjectRules,
  getStackingRules,
} from './service.ts';

const tag = 'Management';

export const stackingRulesRoutes = [
  managementRoute({
    operation: 'create-stacking-rules',
    on: 'POST /management/v1/projects/:projectId/stacking-rules',
    tag,
    does: 'Sets how redeemables of one request go together, instead of the defaults',
    may: 'stacking-rules.modify',
    params: ProjectOfRules,
    body: StackingRulesInput,
    reply: ProjectStackingRules,
    fails: ['not_found', 'invalid_payload', 'stacking_rules_exist'],
    async handle({ params, body }, context) {
      const created = await createStackingRules(context, params.projectId, body);
      return created.ok ? done(presentProjectRules(created.value)) : created;
    },
  }),
  managementRoute({
    operation: 'list-stacking-rules',
    on: 'GET /management/v1/projects/:projectId/stacking-rules',
    tag,
    does: 'Lists the one set of rules of the project; the defaults where it has none',
    may: 'stacking-rules.read',
    params: ProjectOfRules,
    reply: StackingRulesList,
    fails: ['not_found'],
    async handle({ params }, context) {
      const found = await getProjectRules(context, params.projectId);
      if (!found.ok) return found;
      const data = [presentProjectRules(found.value)];
      return done({ object: 'list', data_ref: 'data', data, total: 1 });
    },
  }),
  managementRoute({
    operation: 'get-stacking-rules',
    on: 'GET /management/v1/projects/:projectId/stacking-rules/:stackingRulesId',
    tag,
    does: 'Reads the rules that the project has set',
    may: 'stacking-rules.read',
    params: StackingRulesId,
    reply: ProjectStackingRules,
    fails: ['not_found'],
    async handle({ params }, context) {
      const found = await getStackingRules(context, params.projectId, params.stackingRulesId);
      return found.ok ? done(presentProjectRules(found.value)) : found;
    },
  }),
  managementRoute({
    operation: 'update-stacking-rules',
    on: 'PUT /management/v1/projects/:projectId/stacking-rules/:stackingRulesId',
    tag,
    does: 'Changes what is given; the rest stays',
    may: 'stacking-rules.modify',
    params: StackingRulesId,
    body: StackingRulesInput,
    reply: ProjectStackingRules,
    fails: ['not_found', 'invalid_payload'],
    async handle({ params, body }, context) {
      const { projectId, stackingRulesId: id } = params;
      const changed = await changeStackingRules(context, { projectId, id }, body);
      return changed.ok ? done(presentProjectRules(changed.value)) : changed;
    },
  }),
  managementRoute({
    operation: 'delete-stacking-rules',
    on: 'DELETE /management/v1/projects/:projectId/stacking-rules/:stackingRulesId',
    tag,
    does: 'Removes the rules: the project has the defaults again',
    may: 'stacking-rules.delete',
    params: StackingRulesId,
    reply: NoContent,
    status: 204,
    fails: ['not_found'],
    handle: ({ params }, context) =>
      deleteStackingRules(context, params.projectId, params.stackingRulesId),
  }),
];
