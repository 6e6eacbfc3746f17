/** Earning rules: add, read, list, change, switch, remove. */
import { done } from '../../../engine/outcome.ts';
import { route } from '../../../platform/http/route.ts';
import { NoContent } from '../../../platform/http/shapes.ts';
import { presentEarningRule } from './present.ts';
import {
  EarningRule,
  EarningRuleId,
  EarningRuleList,
  EarningRuleQuery,
  EarningRules,
  EarningRulesInput,
  EarningRulesOf,
  EarningRuleUpdate,
} from './schema.ts';
import {
  createEarningRules,
  deleteEarningRule,
  getEarningRule,
  pageOfEarningRules,
  switchEarningRule,
  updateEarningRule,
} from './service.ts';

const tag = 'Loyalties';
const many = '/v1/loyalties/:campaignId/earning-rules' as const;
const one = `${many}/:earningRuleId` as const;

export const earningRuleRoutes = [
  route({
    operation: 'list-earning-rules',
    on: `GET ${many}`,
    tag,
    does: 'Lists the earning rules of a loyalty campaign, newest first unless asked otherwise',
    may: 'loyalties.read',
    params: EarningRulesOf,
    query: EarningRuleQuery,
    reply: EarningRuleList,
    fails: ['not_found'],
    async handle({ params, query }, context) {
      const page = await pageOfEarningRules(context, params.campaignId, query);
      if (!page.ok) return page;
      const data = page.value.rows.map(presentEarningRule);
      return done({ object: 'list', data_ref: 'data', data, total: page.value.total });
    },
  }),
  route({
    operation: 'create-earning-rule',
    on: `POST ${many}`,
    tag,
    does: 'Adds earning rules to a loyalty campaign, all or none',
    may: 'loyalties.modify',
    params: EarningRulesOf,
    body: EarningRulesInput,
    reply: EarningRules,
    fails: ['not_found', 'invalid_payload', 'invalid_formula'],
    async handle({ params, body }, context) {
      const created = await createEarningRules(context, params.campaignId, body);
      return created.ok ? done(created.value.map(presentEarningRule)) : created;
    },
  }),
  route({
    operation: 'get-earning-rule',
    on: `GET ${one}`,
    tag,
    does: 'Reads an earning rule',
    may: 'loyalties.read',
    params: EarningRuleId,
    reply: EarningRule,
    fails: ['not_found'],
    async handle({ params }, context) {
      const found = await getEarningRule(context, params);
      return found.ok ? done(presentEarningRule(found.value)) : found;
    },
  }),
  route({
    operation: 'update-earning-rule',
    on: `PUT ${one}`,
    tag,
    does: 'Changes what is given; the rest stays, metadata merges',
    may: 'loyalties.modify',
    params: EarningRuleId,
    body: EarningRuleUpdate,
    reply: EarningRule,
    fails: ['not_found', 'invalid_payload', 'invalid_formula'],
    async handle({ params, body }, context) {
      const saved = await updateEarningRule(context, params, body);
      return saved.ok ? done(presentEarningRule(saved.value)) : saved;
    },
  }),
  route({
    operation: 'delete-earning-rule',
    on: `DELETE ${one}`,
    tag,
    does: 'Removes an earning rule; what was earned by it stays',
    may: 'loyalties.delete',
    params: EarningRuleId,
    reply: NoContent,
    status: 204,
    fails: ['not_found'],
    handle: ({ params }, context) => deleteEarningRule(context, params),
  }),
  ...(
    [
      ['enable', 'Lets points be earned by a rule', true],
      ['disable', 'Keeps points from being earned by a rule', false],
    ] as const
  ).map(([verb, does, active]) =>
    route({
      operation: `${verb}-earning-rule`,
      on: `POST ${one}/${verb}`,
      tag,
      does,
      may: 'loyalties.modify',
      params: EarningRuleId,
      reply: EarningRule,
      fails: ['not_found', 'invalid_payload', 'invalid_formula'],
      async handle({ params }, context) {
        const switched = await switchEarningRule(context, params, active);
        return switched.ok ? done(presentEarningRule(switched.value)) : switched;
      },
    }),
  ),
];
