/** One endpoint: authenticate, validate, run the operation once, answer. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Temporal } from 'temporal-polyfill';
import { refuse, type Outcome, type Refusal } from '../../engine/outcome.ts';
import { statusOf } from '../../engine/problem.ts';
import type { Context, Idempotency, Key, ManagementContext } from '../context.ts';
import type { Database } from '../db/database.ts';
import { newId } from '../ids.ts';
import { answerOnce, readIdempotency, type Sent } from './idempotency.ts';
import {
  type Authenticator,
  type Identity,
  managementCredentials,
  serverCredentials,
} from './identity.ts';
import { presentProblem } from './problem.ts';
import { type Route, successStatus } from './route.ts';
import { type Validate, validatorOf } from './validator.ts';

export type EndpointDependencies = {
  readonly db: Database;
  readonly authenticator: Authenticator;
};

type Handler = (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply>;
/** The operation, bound to who asks: `db` is the pool, or the transaction that keeps the answer. */
type Bound = {
  /** What idempotency keys are counted under. */
  readonly scope: string;
  readonly key: Key;
  run(db: Database, idempotency: Idempotency | null): Promise<Outcome<unknown>>;
};

export function endpoint(route: Route, dependencies: EndpointDependencies): Handler {
  const validate = requestValidator(route);
  const mutates = route.mutates ?? !route.on.startsWith('GET');
  return async (request, reply) => {
    const bound = await bind(route, request, dependencies);
    if (bound === null) {
      return send(reply, presentOutcome(route, request, unauthorized));
    }
    const misfit = forbidden(route, bound.key) ?? validate(request);
    if (misfit !== null) return send(reply, presentOutcome(route, request, misfit));
    const header = request.headers['idempotency-key'];
    if (!mutates || typeof header !== 'string') {
      return send(reply, presentOutcome(route, request, await bound.run(dependencies.db, null)));
    }
    const idempotency = readIdempotency(header, request);
    if (!idempotency.ok) return send(reply, presentOutcome(route, request, idempotency));
    if (route.idempotency === 'own' || idempotency.value === null) {
      return send(
        reply,
        presentOutcome(route, request, await bound.run(dependencies.db, idempotency.value)),
      );
    }
    const first = await answerOnce(dependencies.db, bound.scope, idempotency.value, async (db) => {
      const outcome = await bound.run(db, null);
      return { ok: outcome.ok, sent: presentOutcome(route, request, outcome) };
    });
    return send(reply, first.ok ? first.value : presentOutcome(route, request, first));
  };
}

const unauthorized: Refusal = refuse('unauthorized', 'The id and token sent open nothing here');

/** Null where the key's scopes hold what the operation asks for. */
function forbidden({ may }: Route, { scopes }: Key): Refusal | null {
  if (scopes.includes('*') || scopes.includes(may)) return null;
  return refuse('missing_required_permission', `The key lacks the scope ${may}`);
}

function presentOutcome(route: Route, request: FastifyRequest, outcome: Outcome<unknown>): Sent {
  if (!outcome.ok)
    return { status: statusOf(outcome.key), body: presentProblem(outcome, request.id) };
  const status = successStatus(route, outcome.value);
  return { status, body: status === 204 ? null : outcome.value };
}

function send(reply: FastifyReply, { status, body }: Sent): FastifyReply {
  if (status === 204) return reply.code(204).send();
  // Serialised by hand: a schema serialiser gains little and drops unknown fields silently.
  return reply.code(status).type('application/json; charset=utf-8').send(JSON.stringify(body));
}

/** Path, query and body against their schemas; null where all fit. */
function requestValidator(route: Route): (request: FastifyRequest) => Refusal | null {
  const parts: { name: 'params' | 'query' | 'body'; validate: Validate }[] = [];
  if (route.params) parts.push({ name: 'params', validate: validatorOf(route.params, 'text') });
  if (route.query) parts.push({ name: 'query', validate: validatorOf(route.query, 'text') });
  if (route.body) parts.push({ name: 'body', validate: validatorOf(route.body, 'json') });
  return (request) => {
    for (const { name, validate } of parts) {
      const complaint = validate(name === 'body' ? bodyOf(request) : request[name]);
      if (complaint !== null) {
        return refuse(name === 'body' ? 'invalid_payload' : 'invalid_query_params', complaint);
      }
    }
    return null;
  };
}

/** Where nothing has to be said, nothing may be sent. */
function bodyOf({ body }: FastifyRequest): unknown {
  return body === undefined ? {} : body;
}

async function bind(
  route: Route,
  request: FastifyRequest,
  { db, authenticator }: EndpointDependencies,
): Promise<Bound | null> {
  const now = Temporal.Now.instant();
  const shared = {
    db,
    now,
    requestId: request.id,
    newId: (prefix: string) => newId(prefix, now.epochMilliseconds),
  };
  const input = { params: request.params, query: request.query, body: bodyOf(request) };
  if (route.audience === 'management') {
    const credentials = managementCredentials(request.headers);
    const key = credentials && (await authenticator.management(credentials));
    if (key === null) return null;
    const context: ManagementContext = { ...shared, key };
    return { scope: key.appId, key, run: (over) => route.run(input, { ...context, db: over }) };
  }
  const credentials = serverCredentials(request.headers);
  if (credentials === null) return null;
  const identity = await (route.identity === 'facts'
    ? authenticator.remembered(credentials)
    : authenticator.server(credentials));
  if (identity === null) return null;
  const context: Context = {
    ...shared,
    ...identity,
    idempotency: null,
    projectAt: async (version) => {
      if (version === identity.project.version) return identity.project;
      const current: Identity | null =
        version === null ? null : await authenticator.server(credentials);
      return current?.project ?? null;
    },
  };
  return {
    scope: identity.project.id,
    key: identity.key,
    run: (over, idempotency) => route.run(input, { ...context, db: over, idempotency }),
  };
}
