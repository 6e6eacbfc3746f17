/** What happened to a member. */
import { done } from '../../../engine/outcome.ts';
import { route } from '../../../platform/http/route.ts';
import { MemberId, MemberOfProgram } from '../members/schema.ts';
import { presentActivity } from './present.ts';
import { ActivityQuery, MemberActivityList } from './schema.ts';
import { activityOfMember } from './service.ts';

const shared = {
  tag: 'Loyalties',
  does: 'Lists what happened to a loyalty card, newest first unless asked otherwise',
  may: 'loyalties.read',
  query: ActivityQuery,
  reply: MemberActivityList,
  fails: ['not_found'],
} as const;

export const activityRoutes = [
  route({
    ...shared,
    operation: 'list-member-activity-1',
    on: 'GET /v1/loyalties/:campaignId/members/:memberId/activity',
    params: MemberOfProgram,
    async handle({ params, query }, context) {
      const found = await activityOfMember(context, params, query);
      return found.ok ? done(presentActivity(found.value)) : found;
    },
  }),
  route({
    ...shared,
    operation: 'list-member-activity',
    on: 'GET /v1/loyalties/members/:memberId/activity',
    params: MemberId,
    async handle({ params, query }, context) {
      const found = await activityOfMember(context, params, query);
      return found.ok ? done(presentActivity(found.value)) : found;
    },
  }),
];
