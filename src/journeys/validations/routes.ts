/** Validations: what this cart costs with these redeemables. Consumes nothing, and locks what a session asks for. */
import { done } from '../../engine/outcome.ts';
import type { Catalogs } from '../../incentives/catalog/service.ts';
import { forClients, route } from '../../platform/http/route.ts';
import { decideInSession } from '../sessions/service.ts';
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
    identity: 'facts',
    idempotency: 'own',
    body: ValidationInput,
    reply: Validation,
    fails: [
      'unauthorized',
      'invalid_amount',
      'redeemables_limit_exceeded',
      'duplicated_redeemables',
      'invalid_redeemables',
      'multiple_requests',
      'idempotency_key_reused',
    ],
    async handle({ body }, context) {
      const { requestId } = context;
      const id = context.newId('valid');
      const answered = await decideInSession(context, catalogs, body, (decided, session) =>
        presentValidation(decided, { id, requestId, session }),
      );
      if (!answered.ok) return answered;
      const { answer, decided } = answered.value;
      if (decided !== null) tally?.note(decided);
      return done(answer);
    },
  });
