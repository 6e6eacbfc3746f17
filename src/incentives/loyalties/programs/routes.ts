/** Loyalty programs: make, list, read, change, remove. */
import { done } from '../../../engine/outcome.ts';
import { route } from '../../../platform/http/route.ts';
import { AcceptedAction } from '../../../workspace/async-actions/schema.ts';
import { presentCampaign, presentCampaignBase } from '../../campaigns/present.ts';
import { deleteCampaign } from '../../campaigns/removal/service.ts';
import { Campaign, CampaignList, CampaignRemoval, CampaignUpdate } from '../../campaigns/schema.ts';
import { changeCampaign, getCampaign } from '../../campaigns/service.ts';
import { ProgramId, ProgramInput, ProgramQuery } from './schema.ts';
import { createProgram, pageOfPrograms, withProgram } from './service.ts';

const tag = 'Loyalties';

export const loyaltyProgramRoutes = [
  route({
    operation: 'create-loyalty-program',
    on: 'POST /v1/loyalties',
    tag,
    does: 'Creates a loyalty program; several cards are made in the background',
    may: 'loyalties.modify',
    body: ProgramInput,
    reply: Campaign,
    fails: [
      'not_found',
      'duplicate_found',
      'invalid_campaign_params',
      'invalid_formula',
      'invalid_code_config',
      'invalid_payload',
    ],
    async handle({ body }, context) {
      const made = await createProgram(context, body);
      return made.ok ? done(presentCampaign(made.value)) : made;
    },
  }),
  route({
    operation: 'list-loyalty-programs',
    on: 'GET /v1/loyalties',
    tag,
    does: 'Lists loyalty programs, newest first unless asked otherwise',
    may: 'loyalties.read',
    query: ProgramQuery,
    reply: CampaignList,
    fails: ['invalid_query_params'],
    async handle({ query }, context) {
      const found = await pageOfPrograms(context, query);
      if (!found.ok) return found;
      const { rows, total } = found.value;
      const shown = { categories: query.expand === 'category' };
      const campaigns = rows.map((row) => presentCampaignBase(row, shown));
      return done({ object: 'list', data_ref: 'campaigns', campaigns, total });
    },
  }),
  route({
    operation: 'get-loyalty-program',
    on: 'GET /v1/loyalties/:campaignId',
    tag,
    does: 'Reads a loyalty program by id or name',
    may: 'loyalties.read',
    params: ProgramId,
    reply: Campaign,
    fails: ['not_found'],
    async handle({ params }, context) {
      const found = await withProgram(context, params.campaignId, (id) => getCampaign(context, id));
      return found.ok ? done(presentCampaign(found.value)) : found;
    },
  }),
  route({
    operation: 'update-loyalty-program',
    on: 'PUT /v1/loyalties/:campaignId',
    tag,
    does: 'Changes what is given, and with it all of its cards; metadata merges',
    may: 'loyalties.modify',
    params: ProgramId,
    body: CampaignUpdate,
    reply: Campaign,
    fails: ['not_found', 'resource_protected', 'invalid_campaign_params', 'invalid_formula'],
    async handle({ params, body }, context) {
      const changed = await withProgram(context, params.campaignId, (id) =>
        changeCampaign(context, id, body),
      );
      return changed.ok ? done(presentCampaign(changed.value)) : changed;
    },
  }),
  route({
    operation: 'delete-loyalty-program',
    on: 'DELETE /v1/loyalties/:campaignId',
    tag,
    does: 'Removes a loyalty program with all of its cards; what happened to them stays on record',
    may: 'loyalties.delete',
    params: ProgramId,
    query: CampaignRemoval,
    reply: AcceptedAction,
    fails: ['not_found', 'resource_protected'],
    async handle({ params }, context) {
      const begun = await withProgram(context, params.campaignId, (id) =>
        deleteCampaign(context, id),
      );
      return begun.ok ? done({ async_action_id: begun.value }) : begun;
    },
  }),
];
