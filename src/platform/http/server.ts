/** The HTTP server: routes become endpoints; every answer, also the unplanned, has its shape here. */
import Fastify, {
  type FastifyError,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
} from 'fastify';
import { refuse, type Refusal } from '../../engine/outcome.ts';
import { statusOf } from '../../engine/problem.ts';
import { newId } from '../ids.ts';
import { errorFields, type Log } from '../log.ts';
import { MAX_BODY_BYTES, parseBody, parseQuery, UnreadableBody } from './body.ts';
import type { BindDependencies } from './bind.ts';
import { answerClientError } from './client-error.ts';
import { addPreflight } from './cross-origin.ts';
import { endpoint } from './endpoint.ts';
import { methodsFor } from './methods.ts';
import { presentProblem } from './problem.ts';
import type { Route } from './route.ts';

/** Codes of vouchers travel in paths, percent-encoded: longer than the default of 100. */
const MAX_PATH_PARAMETER = 1_000;
/** The reference gives 404 to what is not there and 405 to what is there with another method. */
const jsonOnly = /^application\/(?:[\w.+-]*\+)?json\b/i;

export type ServerDependencies = BindDependencies & {
  /** Addresses and networks of proxies whose word on the client's address counts. */
  readonly trustedProxies: readonly string[];
};

export function buildServer(
  routes: readonly Route[],
  dependencies: ServerDependencies,
): FastifyInstance {
  const server = Fastify({
    logger: false,
    ...(dependencies.trustedProxies.length === 0
      ? {}
      : { trustProxy: [...dependencies.trustedProxies] }),
    bodyLimit: MAX_BODY_BYTES,
    genReqId: () => newId('req', Date.now()),
    routerOptions: { maxParamLength: MAX_PATH_PARAMETER, querystringParser: parseQuery },
    // Requests in flight are finished on close; idle keep-alive connections are not waited for.
    forceCloseConnections: 'idle',
    // What still arrives on an open connection is answered as well, as the connection's last.
    return503OnClosing: false,
    exposeHeadRoutes: false,
    clientErrorHandler: answerClientError,
    // An address that cannot be read never comes as far as the handlers below.
    frameworkErrors: (error, request, reply) =>
      answerError(error, request, reply, dependencies.log),
  });
  server.removeAllContentTypeParsers();
  server.addContentTypeParser(jsonOnly, { parseAs: 'string' }, (_request, text, next) => {
    try {
      next(null, parseBody(String(text)));
    } catch (error) {
      next(error instanceof Error ? error : new Error(String(error)));
    }
  });
  server.setErrorHandler((error: FastifyError, request, reply) =>
    answerError(error, request, reply, dependencies.log),
  );
  const methods = methodsFor(routes.map(({ on }) => on));
  server.setNotFoundHandler((request, reply) =>
    sendRefusal(request, reply, missingRoute(request, methods)),
  );
  for (const route of routes) {
    const [method = '', url = ''] = route.on.split(' ');
    const bodyLimit = route.maxBodyBytes ?? MAX_BODY_BYTES;
    server.route({ method, url, bodyLimit, handler: endpoint(route, dependencies) });
  }
  addPreflight(server, routes);
  return server;
}

export function sendRefusal(
  request: FastifyRequest,
  reply: FastifyReply,
  refusal: Refusal,
): FastifyReply {
  return reply.code(statusOf(refusal.key)).send(presentProblem(refusal, request.id));
}

function missingRoute(
  request: FastifyRequest,
  methods: (path: string) => readonly string[],
): Refusal {
  const path = request.url.split('?')[0] ?? '';
  const allowed = methods(path);
  return allowed.length === 0
    ? refuse('not_found', `There is nothing at ${request.method} ${path}`)
    : refuse(
        'method_not_allowed',
        `${request.method} is not supported here. Did you mean ${allowed.join(' or ')}?`,
      );
}

/** What Fastify or a handler threw. Anything without a client's fault is ours: logged, told nothing. */
function answerError(
  error: FastifyError,
  request: FastifyRequest,
  reply: FastifyReply,
  log: Log,
): FastifyReply {
  const refusal = clientFault(error, request.routeOptions.bodyLimit);
  if (refusal !== null) return sendRefusal(request, reply, refusal);
  log.error('request failed', {
    request_id: request.id,
    method: request.method,
    url: request.url,
    ...errorFields(error),
  });
  return sendRefusal(
    request,
    reply,
    refuse('internal_error', 'The request was not carried out; it is safe to repeat it'),
  );
}

function clientFault(error: FastifyError, bodyLimit = MAX_BODY_BYTES): Refusal | null {
  if (error instanceof UnreadableBody) return refuse('invalid_payload', error.message);
  if (error.code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE') {
    return refuse('unsupported_media_type', 'Send application/json');
  }
  if (error.statusCode === 413)
    return refuse('query_too_large', `A body has at most ${bodyLimit} bytes`);
  if (error.statusCode !== undefined && error.statusCode >= 400 && error.statusCode < 500) {
    return refuse('bad_request', 'The request could not be read');
  }
  return null;
}
