/** When a member's points expire. */
import { done } from '../../../engine/outcome.ts';
import { route } from '../../../platform/http/route.ts';
import { MemberOfProgram } from '../members/schema.ts';
import { presentBucket } from './present.ts';
import { BucketQuery, PointsBucketList } from './schema.ts';
import { pageOfBuckets } from './service.ts';

export const bucketRoutes = [
  route({
    operation: 'list-points-expiration',
    on: 'GET /v1/loyalties/:campaignId/members/:memberId/points-expiration',
    tag: 'Loyalties',
    does: "Lists a member's points by expiry, those that expire soonest first",
    may: 'loyalties.read',
    params: MemberOfProgram,
    query: BucketQuery,
    reply: PointsBucketList,
    fails: ['not_found'],
    async handle({ params, query }, context) {
      const found = await pageOfBuckets(context, params, query);
      if (!found.ok) return found;
      const { rows, total } = found.value;
      return done({ object: 'list', data_ref: 'data', data: rows.map(presentBucket), total });
    },
  }),
];
