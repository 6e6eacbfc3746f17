/** Members of loyalty programs: list, read. They are made by publishing cards. */
import { done } from '../../../engine/outcome.ts';
import { route } from '../../../platform/http/route.ts';
import { ProgramId } from '../programs/schema.ts';
import { presentMember } from './present.ts';
import { LoyaltyMember, MemberId, MemberList, MemberOfProgram, MemberQuery } from './schema.ts';
import { getMember, pageOfMembers } from './service.ts';

const shared = { tag: 'Loyalties', may: 'loyalties.read' } as const;

export const memberRoutes = [
  route({
    ...shared,
    operation: 'list-members',
    on: 'GET /v1/loyalties/:campaignId/members',
    does: 'Lists the loyalty cards of a program, newest first unless asked otherwise',
    params: ProgramId,
    query: MemberQuery,
    reply: MemberList,
    fails: ['not_found', 'invalid_query_params'],
    async handle({ params, query }, context) {
      const found = await pageOfMembers(context, params.campaignId, query);
      if (!found.ok) return found;
      const { rows, total } = found.value;
      const vouchers = rows.map(presentMember);
      return done({ object: 'list', data_ref: 'vouchers', vouchers, total });
    },
  }),
  route({
    ...shared,
    operation: 'get-member-1',
    on: 'GET /v1/loyalties/:campaignId/members/:memberId',
    does: 'Reads a loyalty card of a program by code or id',
    params: MemberOfProgram,
    reply: LoyaltyMember,
    fails: ['not_found'],
    async handle({ params }, context) {
      const found = await getMember(context, params);
      return found.ok ? done(presentMember(found.value)) : found;
    },
  }),
  route({
    ...shared,
    operation: 'get-member',
    on: 'GET /v1/loyalties/members/:memberId',
    does: 'Reads a loyalty card by code or id',
    params: MemberId,
    reply: LoyaltyMember,
    fails: ['not_found'],
    async handle({ params }, context) {
      const found = await getMember(context, params);
      return found.ok ? done(presentMember(found.value)) : found;
    },
  }),
];
