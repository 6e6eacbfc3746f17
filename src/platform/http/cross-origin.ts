/**
 * Browsers ask before they send a request with keys to another origin, and read an answer only where
 * it says that they may. The question comes without keys: it names no project, so it is answered yes
 * to all. Who may read an answer, and whether anything is done, is decided on the request itself.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { refuse } from '../../engine/outcome.ts';
import { statusOf } from '../../engine/problem.ts';
import { methodsFor } from './methods.ts';
import { presentProblem } from './problem.ts';
import type { Route } from './route.ts';

const CLIENT_PATHS = '/client/v1/*';
/** How long a browser need not ask again; some cap it at that. */
const MAX_AGE_SECONDS = 7_200;
const MAX_HEADERS_LENGTH = 1_000;

/** Answers the browsers' questions about all operations for client keys. */
export function addPreflight(server: FastifyInstance, routes: readonly Route[]): void {
  const operations = routes.filter(({ audience }) => audience === 'client').map(({ on }) => on);
  const methods = methodsFor(operations);
  server.options(CLIENT_PATHS, (request, reply) => {
    const known = methods(request.url.split('?')[0] ?? '');
    if (known.length === 0) {
      const nothing = refuse('not_found', `There is nothing at ${request.url}`);
      return reply.code(statusOf(nothing.key)).send(presentProblem(nothing, request.id));
    }
    const { origin } = request.headers;
    if (origin !== undefined) allowReading(reply, origin);
    return reply
      .header('access-control-allow-methods', known.join(', '))
      .header('access-control-allow-headers', wantedHeaders(request))
      .header('access-control-max-age', MAX_AGE_SECONDS)
      .code(204)
      .send();
  });
}

/** Lets scripts of this origin read the answer. */
export function allowReading(reply: FastifyReply, origin: string): void {
  reply
    .header('access-control-allow-origin', origin)
    .header('access-control-expose-headers', 'Retry-After')
    .header('vary', 'Origin');
}

/** As asked for: clients send headers of their own, and none that is unknown does anything. */
function wantedHeaders(request: FastifyRequest): string {
  const wanted = request.headers['access-control-request-headers'];
  return typeof wanted === 'string' && wanted.length <= MAX_HEADERS_LENGTH
    ? wanted
    : 'x-client-application-id, x-client-token, content-type';
}
