/** Qualifications: what this customer may use for this cart. Consumes nothing. */
import { done } from '../../engine/outcome.ts';
import type { Catalogs } from '../../incentives/catalog/service.ts';
import { forClients, route } from '../../platform/http/route.ts';
import { olderQualificationRoutes } from './older/routes.ts';
import { presentQualification } from './present.ts';
import { Qualification, QualificationInput } from './schema.ts';
import { qualify } from './service.ts';

export const qualificationRoutes = (catalogs: Catalogs) => {
  const eligibility = eligibilityCheck(catalogs);
  return [
    eligibility,
    ...olderQualificationRoutes(catalogs),
    forClients(eligibility, {
      operation: 'check-eligibility-client-side',
      on: 'POST /client/v1/qualifications',
    }),
  ];
};

const eligibilityCheck = (catalogs: Catalogs) =>
  route({
    operation: 'check-eligibility',
    on: 'POST /v1/qualifications',
    tag: 'Qualifications',
    does: 'Finds the redeemables that apply to a customer and an order, and prices each',
    may: 'qualifications.read',
    mutates: false,
    identity: 'facts',
    body: QualificationInput,
    reply: Qualification,
    fails: ['unauthorized', 'invalid_amount'],
    async handle({ body }, context) {
      const qualified = await qualify(context, catalogs, body);
      return qualified.ok ? done(presentQualification(qualified.value)) : qualified;
    },
  });
