/** New members of loyalty programs: one at once, or many in the background. */
import { done } from '../../engine/outcome.ts';
import { presentMember } from '../../incentives/loyalties/members/present.ts';
import { LoyaltyMember } from '../../incentives/loyalties/members/schema.ts';
import { ProgramId } from '../../incentives/loyalties/programs/schema.ts';
import { route } from '../../platform/http/route.ts';
import { AcceptedAction } from '../../workspace/async-actions/schema.ts';
import { beginAddition } from './add-many.ts';
import { MAX_MEMBERS_BYTES, MemberInput, MembersInput } from './schema.ts';
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
  route({
    operation: 'add-members-async',
    on: 'POST /v1/loyalties/:campaignId/members/async',
    tag,
    does: 'Gives many customers a card each, in the background; new ones are created',
    may: 'loyalties.modify',
    extension: true,
    params: ProgramId,
    body: MembersInput,
    maxBodyBytes: MAX_MEMBERS_BYTES,
    reply: AcceptedAction,
    status: 202,
    fails: ['not_found', 'no_voucher_suitable_for_publication'],
    async handle({ params, body }, context) {
      const begun = await beginAddition(context, params.campaignId, body);
      return begun.ok ? done({ async_action_id: begun.value }) : begun;
    },
  }),
];
