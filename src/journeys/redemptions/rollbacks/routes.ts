/** Rollbacks: of one redemption, or of a stack by its parent. */
import { done } from '../../../engine/outcome.ts';
import type { Catalogs } from '../../../incentives/catalog/service.ts';
import { route } from '../../../platform/http/route.ts';
import { RedemptionId, Rollback } from '../schema.ts';
import { readRollbacks } from '../service.ts';
import { ParentRedemptionId, RollbackInput, RollbackQuery, StackRollback } from './schema.ts';
import { rollBackOne, rollBackStack } from './service.ts';

const tag = 'Redemptions';
const fails = [
  'not_found',
  'already_rolled_back',
  'invalid_rollback_params',
  'multiple_requests',
] as const;

export const rollbackRoutes = (catalogs: Catalogs) => [
  route({
    operation: 'rollback-redemption',
    on: 'POST /v1/redemptions/:redemptionId/rollback',
    tag,
    does: 'Gives back what a redemption consumed; once',
    may: 'redemptions.rollback',
    params: RedemptionId,
    query: RollbackQuery,
    body: RollbackInput,
    reply: Rollback,
    fails,
    async handle({ params, query, body }, context) {
      const made = await rollBackOne(context, catalogs, params.redemptionId, {
        ...query,
        ...body,
      });
      if (!made.ok) return made;
      const { parts } = await readRollbacks(context, catalogs, made.value);
      const [rollback] = parts;
      if (rollback === undefined) throw new Error('a rollback that was made can be read');
      return done(rollback);
    },
  }),
  route({
    operation: 'rollback-stacked-redemptions',
    on: 'POST /v1/redemptions/:parentRedemptionId/rollbacks',
    tag,
    does: 'Gives back all that a stack consumed, by its parent redemption',
    may: 'redemptions.rollback',
    params: ParentRedemptionId,
    query: RollbackQuery,
    body: RollbackInput,
    reply: StackRollback,
    fails,
    async handle({ params, query, body }, context) {
      const made = await rollBackStack(context, catalogs, params.parentRedemptionId, {
        ...query,
        ...body,
      });
      if (!made.ok) return made;
      const { parts, parent, order } = await readRollbacks(context, catalogs, made.value);
      return done({
        rollbacks: [...parts],
        ...(parent === null ? {} : { parent_rollback: parent }),
        ...(order === null ? {} : { order }),
      });
    },
  }),
];
