/** A member's balance: add points, or take them. */
import { done } from '../../../engine/outcome.ts';
import type { Context } from '../../../platform/context.ts';
import { route } from '../../../platform/http/route.ts';
import { MemberId, MemberOfProgram } from '../members/schema.ts';
import type { MemberAddress } from '../members/service.ts';
import { presentMemberBalance } from './present.ts';
import { MemberBalance, MemberBalanceInput } from './schema.ts';
import { changeMemberBalance, memberBalanceFailures } from './service.ts';

const shared = {
  tag: 'Loyalties',
  does: 'Adds points to a published loyalty card, or takes them',
  may: 'loyalties.modify',
  body: MemberBalanceInput,
  reply: MemberBalance,
  fails: memberBalanceFailures,
} as const;

async function changed(context: Context, address: MemberAddress, body: MemberBalanceInput) {
  const made = await changeMemberBalance(context, address, body);
  return made.ok
    ? done(presentMemberBalance(made.value.cardId, body.points, made.value.card))
    : made;
}

export const memberBalanceRoutes = [
  route({
    ...shared,
    operation: 'update-loyalty-card-balance-1',
    on: 'POST /v1/loyalties/:campaignId/members/:memberId/balance',
    params: MemberOfProgram,
    handle: ({ params, body }, context) => changed(context, params, body),
  }),
  route({
    ...shared,
    operation: 'update-loyalty-card-balance',
    on: 'POST /v1/loyalties/members/:memberId/balance',
    params: MemberId,
    handle: ({ params, body }, context) => changed(context, params, body),
  }),
];
