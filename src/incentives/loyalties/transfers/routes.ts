/** Transfers of points between loyalty cards. */
import { done } from '../../../engine/outcome.ts';
import { route } from '../../../platform/http/route.ts';
import { presentMember } from '../members/present.ts';
import { LoyaltyMember, MemberOfProgram } from '../members/schema.ts';
import { TransferInput } from './schema.ts';
import { transferFailures, transferPoints } from './service.ts';

export const transferRoutes = [
  route({
    operation: 'transfer-points',
    on: 'POST /v1/loyalties/:campaignId/members/:memberId/transfers',
    tag: 'Loyalties',
    does: 'Moves points from other loyalty cards to this one',
    may: 'loyalties.modify',
    params: MemberOfProgram,
    body: TransferInput,
    reply: LoyaltyMember,
    fails: transferFailures,
    async handle({ params, body }, context) {
      const made = await transferPoints(context, params, body);
      return made.ok ? done(presentMember(made.value)) : made;
    },
  }),
];
