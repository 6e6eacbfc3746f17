/** Campaigns: make, read, list, change, switch, remove, sum up, and add vouchers. */
import { done } from '../../engine/outcome.ts';
import { route } from '../../platform/http/route.ts';
import { AcceptedAction } from '../../workspace/async-actions/schema.ts';
import { Voucher } from '../vouchers/schema.ts';
import { presentVoucher } from '../vouchers/service.ts';
import { presentCampaign, presentCampaignBase } from './present.ts';
import { missingDiscount } from './referral-program.ts';
import { deleteCampaign } from './removal/service.ts';
import {
  AddedVouchers,
  AddVouchersInput,
  AddVouchersQuery,
  Campaign,
  CampaignId,
  CampaignInput,
  CampaignList,
  CampaignQuery,
  CampaignRemoval,
  CampaignUpdate,
  CampaignVoucherOverrides,
  CodeOfCampaign,
  Empty,
} from './schema.ts';
import {
  addVouchers,
  addVoucherWithCode,
  changeCampaign,
  createCampaign,
  getCampaign,
  pageOfCampaigns,
  switchCampaign,
} from './service.ts';
import { presentCampaignSummary } from './summary/present.ts';
import { CampaignSummary, CampaignSummaryQuery } from './summary/schema.ts';
import { summaryOfCampaign } from './summary/service.ts';

const tag = 'Campaigns';

export const campaignRoutes = [
  route({
    operation: 'create-campaign',
    on: 'POST /v1/campaigns',
    tag,
    does: 'Creates a campaign; one voucher is made at once, more are made in the background',
    may: 'campaigns.modify',
    body: CampaignInput,
    reply: Campaign,
    fails: [
      'not_found',
      'duplicate_found',
      'invalid_campaign',
      'invalid_campaign_params',
      'invalid_formula',
      'invalid_code_config',
      'invalid_payload',
    ],
    async handle({ body }, context) {
      const made = missingDiscount(body) ?? (await createCampaign(context, body));
      return made.ok ? done(presentCampaign(made.value)) : made;
    },
  }),
  route({
    operation: 'list-campaigns',
    on: 'GET /v1/campaigns',
    tag,
    does: 'Lists campaigns, newest first unless asked otherwise',
    may: 'campaigns.read',
    query: CampaignQuery,
    reply: CampaignList,
    fails: ['invalid_query_params'],
    async handle({ query }, context) {
      const found = await pageOfCampaigns(context, query);
      if (!found.ok) return found;
      const { rows, total } = found.value;
      const shown = { categories: query.expand === 'category' };
      return done({
        object: 'list',
        data_ref: 'campaigns',
        campaigns: rows.map((row) => presentCampaignBase(row, shown)),
        total,
      });
    },
  }),
  route({
    operation: 'get-campaign',
    on: 'GET /v1/campaigns/:campaignId',
    tag,
    does: 'Reads a campaign by id or name',
    may: 'campaigns.read',
    params: CampaignId,
    reply: Campaign,
    fails: ['not_found'],
    async handle({ params }, context) {
      const found = await getCampaign(context, params.campaignId);
      return found.ok ? done(presentCampaign(found.value)) : found;
    },
  }),
  route({
    operation: 'update-campaign',
    on: 'PUT /v1/campaigns/:campaignId',
    tag,
    does: 'Changes what is given, and with it all of its vouchers; metadata merges',
    may: 'campaigns.modify',
    params: CampaignId,
    body: CampaignUpdate,
    reply: Campaign,
    fails: ['not_found', 'resource_protected', 'invalid_campaign_params', 'invalid_formula'],
    async handle({ params, body }, context) {
      const changed = await changeCampaign(context, params.campaignId, body);
      return changed.ok ? done(presentCampaign(changed.value)) : changed;
    },
  }),
  route({
    operation: 'delete-campaign',
    on: 'DELETE /v1/campaigns/:campaignId',
    tag,
    does: 'Removes a campaign with all of its vouchers; what was redeemed stays on record',
    may: 'campaigns.delete',
    params: CampaignId,
    query: CampaignRemoval,
    reply: AcceptedAction,
    status: 202,
    fails: ['not_found', 'resource_protected'],
    async handle({ params }, context) {
      const begun = await deleteCampaign(context, params.campaignId);
      return begun.ok ? done({ async_action_id: begun.value }) : begun;
    },
  }),
  route({
    operation: 'enable-campaign',
    on: 'POST /v1/campaigns/:campaignId/enable',
    tag,
    does: 'Lets its vouchers and tiers be redeemed again',
    may: 'campaigns.modify',
    params: CampaignId,
    reply: Empty,
    fails: ['not_found'],
    async handle({ params }, context) {
      const switched = await switchCampaign(context, params.campaignId, true);
      return switched.ok ? done({}) : switched;
    },
  }),
  route({
    operation: 'disable-campaign',
    on: 'POST /v1/campaigns/:campaignId/disable',
    tag,
    does: 'Keeps its vouchers and tiers from being redeemed',
    may: 'campaigns.modify',
    params: CampaignId,
    reply: Empty,
    fails: ['not_found'],
    async handle({ params }, context) {
      const switched = await switchCampaign(context, params.campaignId, false);
      return switched.ok ? done({}) : switched;
    },
  }),
  route({
    operation: 'get-campaign-summary',
    on: 'GET /v1/campaigns/:campaignId/summary',
    tag,
    does: 'Sums up what a campaign did, in all or on some days',
    may: 'campaigns.read',
    params: CampaignId,
    query: CampaignSummaryQuery,
    reply: CampaignSummary,
    fails: ['not_found'],
    async handle({ params, query }, context) {
      const found = await summaryOfCampaign(context, params.campaignId, query);
      return found.ok ? done(presentCampaignSummary(found.value)) : found;
    },
  }),
  route({
    operation: 'add-vouchers-to-campaign',
    on: 'POST /v1/campaigns/:campaignId/vouchers',
    tag,
    does: 'Adds one voucher, or several in the background',
    may: 'vouchers.modify',
    params: CampaignId,
    query: AddVouchersQuery,
    body: AddVouchersInput,
    reply: AddedVouchers,
    acceptedWith: 'async_action_id',
    fails: [
      'not_found',
      'duplicate_found',
      'invalid_campaign_params',
      'invalid_code_config',
      'invalid_voucher',
    ],
    async handle({ params, query, body }, context) {
      const added = await addVouchers(context, params.campaignId, query.vouchers_count ?? 1, body);
      if (!added.ok) return added;
      if (added.value.voucher === null) return done({ async_action_id: added.value.actionId });
      const { row, assignments } = added.value.voucher;
      return done(presentVoucher(row, assignments));
    },
  }),
  route({
    operation: 'add-voucher-with-specific-code-to-campaign',
    on: 'POST /v1/campaigns/:campaignId/vouchers/:code',
    tag,
    does: 'Adds a voucher with this code',
    may: 'vouchers.modify',
    params: CodeOfCampaign,
    body: CampaignVoucherOverrides,
    reply: Voucher,
    fails: [
      'not_found',
      'duplicate_found',
      'invalid_campaign_params',
      'invalid_code_config',
      'invalid_voucher',
    ],
    async handle({ params, body }, context) {
      const { campaignId, code } = params;
      const added = await addVoucherWithCode(context, campaignId, code, body);
      return added.ok ? done(presentVoucher(added.value.row, added.value.assignments)) : added;
    },
  }),
];
