/** Validations: what this cart costs with these redeemables. Consumes nothing. */
import { done } from '../../engine/outcome.ts';
import type { Catalogs } from '../../incentives/catalog/service.ts';
import { forClients, route } from '../../platform/http/route.ts';
import { decideOn } from '../redeemables/service.ts';
import { presentValidation } from './present.ts';
import { Validation, ValidationInput } from './schema.ts';
import { singleValidationRoutes } from './single/routes.ts';
import type { ValidationTally } from './tally.ts';

export const validationRoutes = (catalogs: Catalogs, tally: ValidationTally | null) => {
  const stacked = stackedValidation(catalogs, tally);
  return [
    stacked,
    ...singleValidationRoutes(catalogs, tally),
    forClients(stacked, {
      operation: 'validate-stacked-discounts-client-side',
      on: 'POST /client/v1/validations',
    }),
  ];
};

const stackedValidation = (catalogs: Catalogs, tally: ValidationTally | null) =>
  route({
    operation: 'validate-stacked-discounts',
    on: 'POST /v1/validations',
    tag: 'Validations',
    does: 'Prices an order with up to 30 redeemables, and tells of each whether it applies',
    may: 'validations.modify',
    mutates: false,
    identity: 'facts',
    body: ValidationInput,
    reply: Validation,
    fails: [
      'unauthorized',
      'invalid_amount',
      'redeemables_limit_exceeded',
      'duplicated_redeemables',
      'invalid_redeemables',
    ],
    async handle({ body }, context) {
      const decided = await decideOn(context, catalogs, body);
      if (!decided.ok) return decided;
      tally?.note(decided.value);
      return done(presentValidation(decided.value, context.newId('valid'), context.requestId));
    },
  });
