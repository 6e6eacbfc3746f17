/** Publications: give codes to customers, list what was given. */
import { done } from '../../engine/outcome.ts';
import type { Context } from '../../platform/context.ts';
import { clientRoute, route } from '../../platform/http/route.ts';
import { presentListedPublication, presentPublication } from './present.ts';
import {
  ClientPublicationOptions,
  MAX_COUNT,
  Publication,
  PublicationByQuery,
  PublicationInput,
  PublicationList,
  PublicationOptions,
  PublicationQuery,
} from './schema.ts';
import { pageOfPublications, publicationFailures, publish } from './service.ts';

const tag = 'Publications';

/** Where the address says nothing of it, the body may. */
async function published(context: Context, input: PublicationInput, joinOnceAsked?: boolean) {
  const joinOnce = joinOnceAsked ?? input.join_once ?? false;
  const made = await publish(context, input, { joinOnce, maxCount: MAX_COUNT });
  return made.ok ? done(presentPublication(made.value)) : made;
}

export const publicationRoutes = [
  route({
    operation: 'create-publication',
    on: 'POST /v1/publications',
    tag,
    does: 'Gives a customer a voucher, or vouchers of a campaign nobody has yet',
    may: 'publications.modify',
    query: PublicationOptions,
    body: PublicationInput,
    reply: Publication,
    fails: publicationFailures,
    handle: ({ query, body }, context) => published(context, body, query.join_once),
  }),
  route({
    operation: 'list-publications',
    on: 'GET /v1/publications',
    tag,
    does: 'Lists publications, newest first unless asked otherwise',
    may: 'publications.read',
    query: PublicationQuery,
    reply: PublicationList,
    fails: ['invalid_query_params'],
    async handle({ query }, context) {
      const page = await pageOfPublications(context, query);
      if (!page.ok) return page;
      const { rows, total, vouchers } = page.value;
      const publications = rows.map((row) => presentListedPublication(row, vouchers));
      return done({ object: 'list', data_ref: 'publications', publications, total });
    },
  }),
  route({
    operation: 'create-publication-1',
    on: 'GET /v1/publications/create',
    tag,
    does: 'Gives a customer one voucher, asked for in the address',
    may: 'publications.modify',
    mutates: true,
    query: PublicationByQuery,
    reply: Publication,
    fails: publicationFailures,
    async handle({ query }, context) {
      const options = { joinOnce: query.join_once ?? false, maxCount: 1 };
      const made = await publish(context, query, options);
      return made.ok ? done(presentPublication(made.value)) : made;
    },
  }),
  clientRoute({
    operation: 'create-publication-client-side',
    on: 'POST /client/v1/publish',
    tag: 'Client side',
    does: 'Gives a customer a voucher, where the project lets client keys publish',
    may: 'publications.modify',
    needs: 'publish',
    query: ClientPublicationOptions,
    body: PublicationInput,
    reply: Publication,
    fails: publicationFailures,
    handle({ query, body }, context) {
      const campaign = body.campaign ?? query.campaign ?? null;
      return published(context, { ...body, campaign }, query.join_once);
    },
  }),
];
