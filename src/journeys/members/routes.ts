/** New members of loyalty programs: one at once, or many in the background. */
import { done } from '../../engine/outcome.ts';
import { presentMember } from '../../incentives/loyalties/members/present.ts';
import { LoyaltyMember } from '../../incentives/loyalties/members/schema.ts';
import { ProgramId } from '../../incentives/loyalties/programs/schema.ts';
import { route } from '../../platform/http/route.ts';
import { MemberInput } from './schema.ts';
import { addMember, memberFailures } from './service.ts';

const tag = 'Loyalties';

export const newMemberRoutes = [
  route({
    operation: 'add-member',
    on: 'POST /v1/loyalties/:campaignId/members',
    tag,
    does: 'Gives a customer a card of a loyalty program',
    may: 'loyalties.modify',
    params: ProgramId,
    body: MemberInput,
    reply: LoyaltyMember,
    fails: memberFailures,
    async handle({ params, body }, context) {
      const made = await addMember(context, params.campaignId, body);
      return made.ok ? done(presentMember(made.value)) : made;
    },
  }),
];
