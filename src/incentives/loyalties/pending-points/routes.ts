/** Pending points: list, activate, adjust, cancel. */
import { done, type Outcome } from '../../../engine/outcome.ts';
import { route } from '../../../platform/http/route.ts';
import { NoContent } from '../../../platform/http/shapes.ts';
import { presentMemberBalance } from '../balance/present.ts';
import { MemberBalance } from '../balance/schema.ts';
import { ProgramId } from '../programs/schema.ts';
import { MemberId, MemberOfProgram } from '../members/schema.ts';
import {
  activateByHand,
  adjustByHand,
  cancelByHand,
  type PendingPage,
  pendingOfMember,
  pendingOfProgram,
  pendingPointsFailures,
} from './by-hand.ts';
import { presentPendingBalance, presentPendingPage } from './present.ts';
import {
  PendingBalance,
  PendingPointsAdjustment,
  PendingPointsList,
  PendingPointsOfMember,
  PendingPointsQuery,
} from './schema.ts';

const tag = 'Loyalties';

const listed = {
  tag,
  may: 'loyalties.read',
  query: PendingPointsQuery,
  reply: PendingPointsList,
  fails: ['not_found'],
} as const;

const changing = {
  tag,
  may: 'loyalties.modify',
  params: PendingPointsOfMember,
  fails: pendingPointsFailures,
} as const;

function shown(found: Outcome<PendingPage, 'not_found'>) {
  return found.ok ? done(presentPendingPage(found.value.rows, found.value.more)) : found;
}

const path = '/v1/loyalties/members/:memberId/pending-points';

export const pendingPointsRoutes = [
  route({
    ...listed,
    operation: 'list-campaign-pending-points',
    on: 'GET /v1/loyalties/:campaignId/pending-points',
    does: 'Lists what is pending on the cards of a program, oldest first unless asked otherwise',
    params: ProgramId,
    async handle({ params, query }, context) {
      return shown(await pendingOfProgram(context, params.campaignId, query));
    },
  }),
  route({
    ...listed,
    operation: 'list-member-pending-points-1',
    on: 'GET /v1/loyalties/:campaignId/members/:memberId/pending-points',
    does: 'Lists what is pending on a card of a program',
    params: MemberOfProgram,
    async handle({ params, query }, context) {
      return shown(await pendingOfMember(context, params, query));
    },
  }),
  route({
    ...listed,
    operation: 'list-member-pending-points',
    on: `GET ${path}`,
    does: 'Lists what is pending on a card',
    params: MemberId,
    async handle({ params, query }, context) {
      return shown(await pendingOfMember(context, params, query));
    },
  }),
  route({
    ...changing,
    operation: 'activate-member-pending-points',
    on: `POST ${path}/:pendingPointsId/activate`,
    does: 'Puts pending points into the balance before their day',
    reply: MemberBalance,
    async handle({ params }, context) {
      const made = await activateByHand(context, params);
      if (!made.ok) return made;
      const { cardId, points, card } = made.value;
      // Of its total the reference leaves out what has expired.
      const total = card.added - card.removed - card.expired;
      return done({ ...presentMemberBalance(cardId, points, card), total });
    },
  }),
  route({
    ...changing,
    operation: 'adjust-member-pending-points',
    on: `POST ${path}/:pendingPointsId/balance`,
    does: 'Adds to pending points, or takes from them',
    body: PendingPointsAdjustment,
    reply: PendingBalance,
    async handle({ params, body }, context) {
      const made = await adjustByHand(context, params, body.points);
      if (!made.ok) return made;
      return done(presentPendingBalance(made.value.cardId, body.points, made.value.card));
    },
  }),
  route({
    ...changing,
    operation: 'cancel-member-pending-points',
    on: `POST ${path}/:pendingPointsId/cancel`,
    does: 'Gives up pending points',
    reply: NoContent,
    status: 204,
    async handle({ params }, context) {
      const made = await cancelByHand(context, params);
      return made.ok ? done(null) : made;
    },
  }),
];
