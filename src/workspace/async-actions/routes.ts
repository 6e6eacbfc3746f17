/** Async actions: look at what goes on in the background. */
import { done } from '../../engine/outcome.ts';
import { route } from '../../platform/http/route.ts';
import { presentAsyncAction, presentAsyncActionSummary } from './present.ts';
import { AsyncAction, AsyncActionId, AsyncActionList, AsyncActionQuery } from './schema.ts';
import { getAsyncAction, someAsyncActions } from './service.ts';

const tag = 'Async Actions';

export const asyncActionRoutes = [
  route({
    operation: 'list-async-actions',
    on: 'GET /v1/async-actions',
    tag,
    does: 'Lists what was put in the background, newest first',
    may: 'async-actions.read',
    query: AsyncActionQuery,
    reply: AsyncActionList,
    fails: [],
    async handle({ query }, context) {
      const { rows, hasMore } = await someAsyncActions(context, query);
      return done({
        object: 'list',
        data_ref: 'async_actions',
        async_actions: rows.map(presentAsyncActionSummary),
        has_more: hasMore,
      });
    },
  }),
  route({
    operation: 'get-async-action',
    on: 'GET /v1/async-actions/:asyncActionId',
    tag,
    does: 'Reads how far an action is, and what it came to',
    may: 'async-actions.read',
    params: AsyncActionId,
    reply: AsyncAction,
    fails: ['not_found'],
    async handle({ params }, context) {
      const found = await getAsyncAction(context, params.asyncActionId);
      return found.ok ? done(presentAsyncAction(found.value)) : found;
    },
  }),
];
