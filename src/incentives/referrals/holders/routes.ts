/** Holders of referral codes: add referees, list, remove; with the programme in the path or without. */
import { done } from '../../../engine/outcome.ts';
import { route } from '../../../platform/http/route.ts';
import { NoContent } from '../../../platform/http/shapes.ts';
import { presentAdded, presentPage } from './present.ts';
import {
  AddedHolders,
  HolderList,
  HolderOfCampaignMember,
  HolderOfMember,
  HolderQuery,
  HoldersInput,
  Member,
  MemberOfCampaign,
} from './schema.ts';
import { addReferees, pageOfHolders, removeHolder } from './service.ts';

const tag = 'Referrals';
const addFails = [
  'not_found',
  'not_published',
  'duplicate_found',
  'holder_assignement_duplication',
] as const;

export const holderRoutes = [
  route({
    operation: 'referrals-add-holders-1',
    on: 'POST /v1/referrals/:campaignId/members/:memberId/holders',
    tag,
    does: 'Adds referees to a referral code of this programme, all or none',
    may: 'vouchers.publish',
    params: MemberOfCampaign,
    body: HoldersInput,
    reply: AddedHolders,
    fails: addFails,
    async handle({ params, body }, context) {
      const added = await addReferees(context, params, body);
      return added.ok ? done(presentAdded(added.value)) : added;
    },
  }),
  route({
    operation: 'referrals-code-holders',
    on: 'GET /v1/referrals/:campaignId/members/:memberId/holders',
    tag,
    does: 'Lists who holds a referral code of this programme, the newest first',
    may: 'customers.read',
    params: MemberOfCampaign,
    query: HolderQuery,
    reply: HolderList,
    fails: ['not_found', 'invalid_query_params'],
    async handle({ params, query }, context) {
      const listed = await pageOfHolders(context, params, query);
      return listed.ok ? done(presentPage(listed.value)) : listed;
    },
  }),
  route({
    operation: 'referrals-remove-holder-1',
    on: 'DELETE /v1/referrals/:campaignId/members/:memberId/holders/:holderId',
    tag,
    does: 'Removes a referee from a referral code of this programme',
    may: 'vouchers.publish',
    params: HolderOfCampaignMember,
    reply: NoContent,
    status: 204,
    fails: ['not_found', 'forbidden'],
    handle: ({ params }, context) => removeHolder(context, params, params.holderId),
  }),
  route({
    operation: 'referrals-add-holders',
    on: 'POST /v1/referrals/members/:memberId/holders',
    tag,
    does: 'Adds referees to a referral code, all or none',
    may: 'vouchers.publish',
    params: Member,
    body: HoldersInput,
    reply: AddedHolders,
    fails: addFails,
    async handle({ params, body }, context) {
      const added = await addReferees(context, params, body);
      return added.ok ? done(presentAdded(added.value)) : added;
    },
  }),
  route({
    operation: 'referrals-code-holders-1',
    on: 'GET /v1/referrals/members/:memberId/holders',
    tag,
    does: 'Lists who holds a referral code, the newest first',
    may: 'customers.read',
    params: Member,
    query: HolderQuery,
    reply: HolderList,
    fails: ['not_found', 'invalid_query_params'],
    async handle({ params, query }, context) {
      const listed = await pageOfHolders(context, params, query);
      return listed.ok ? done(presentPage(listed.value)) : listed;
    },
  }),
  route({
    operation: 'referrals-remove-holder',
    on: 'DELETE /v1/referrals/members/:memberId/holders/:holderId',
    tag,
    does: 'Removes a referee from a referral code',
    may: 'vouchers.publish',
    params: HolderOfMember,
    reply: NoContent,
    status: 204,
    fails: ['not_found', 'forbidden'],
    handle: ({ params }, context) => removeHolder(context, params, params.holderId),
  }),
];
