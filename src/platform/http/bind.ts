/** Who asks: a request's keys are proven, and the operation is bound to the project they open. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Temporal } from 'temporal-polyfill';
import { done, type Outcome, refuse, type Refusal } from '../../engine/outcome.ts';
import type { Context, Idempotency, Key, ManagementContext } from '../context.ts';
import type { Database } from '../db/database.ts';
import { newId } from '../ids.ts';
import type { Log } from '../log.ts';
import { followRequest, openOutbox, type Subscriber } from '../outbox/outbox.ts';
import { isTrusted, notAllowed } from './client-access.ts';
import { allowReading } from './cross-origin.ts';
import {
  type Authenticator,
  clientCredentials,
  type Identity,
  managementCredentials,
  serverCredentials,
} from './identity.ts';
import type { RateLimiter } from './rate-limiter.ts';
import type { Route } from './route.ts';

export type BindDependencies = {
  readonly db: Database;
  readonly authenticator: Authenticator;
  /** Of client keys: anybody may have one. */
  readonly clientLimiter: RateLimiter;
  /** Who follows up what requests emit. */
  readonly subscribers: readonly Subscriber[];
  readonly log: Log;
};

/** The operation, bound to who asks: `db` is the pool, or the transaction that keeps the answer. */
export type Bound = {
  /** What idempotency keys are counted under. */
  readonly scope: string;
  readonly key: Key;
  run(db: Database, idempotency: Idempotency | null): Promise<Outcome<unknown>>;
  /** Once what it did is committed. */
  followUp(): Promise<void>;
};

type RouteFor<Audience extends Route['audience']> = Extract<Route, { readonly audience: Audience }>;
type ProjectRoute = RouteFor<'server' | 'client'>;

const unauthorized: Refusal = refuse('unauthorized', 'The id and token sent open nothing here');

/** Refuses keys that open nothing. For client keys it also writes headers: who may read the answer. */
export async function bind(
  route: Route,
  request: FastifyRequest,
  reply: FastifyReply,
  dependencies: BindDependencies,
): Promise<Outcome<Bound>> {
  switch (route.audience) {
    case 'management':
      return bindManagement(route, request, dependencies);
    case 'client':
      return bindClient(route, request, reply, dependencies);
    case 'server': {
      const credentials = serverCredentials(request.headers);
      if (credentials === null) return unauthorized;
      const { authenticator } = dependencies;
      const current = () => authenticator.current('server', credentials);
      const identity = await (route.identity === 'facts'
        ? authenticator.remembered('server', credentials)
        : current());
      return identity === null
        ? unauthorized
        : done(bound(route, request, dependencies, { identity, current }));
    }
    default:
      return route satisfies never;
  }
}

async function bindManagement(
  route: RouteFor<'management'>,
  request: FastifyRequest,
  { db, authenticator }: BindDependencies,
): Promise<Outcome<Bound>> {
  const credentials = managementCredentials(request.headers);
  const key = credentials && (await authenticator.management(credentials));
  if (key === null) return unauthorized;
  const context: ManagementContext = { ...fromRequest(request, db), key };
  const input = inputOf(request);
  return done({
    scope: key.appId,
    key,
    run: (over) => route.run(input, { ...context, db: over }),
    followUp: () => Promise.resolve(),
  });
}

/**
 * The limit is asked before the database is. What is remembered of the project may be too strict by
 * now, so that a refusal is looked at again; where it is too lax, the operation's own statement tells
 * that the configuration moved, and who is not allowed any more is nobody.
 */
async function bindClient(
  route: RouteFor<'client'>,
  request: FastifyRequest,
  reply: FastifyReply,
  dependencies: BindDependencies,
): Promise<Outcome<Bound>> {
  const { authenticator, clientLimiter } = dependencies;
  const credentials = clientCredentials(request.headers);
  if (credentials === null) return unauthorized;
  const { origin } = request.headers;
  const current = () => authenticator.current('client', credentials);
  const known = await authenticator.remembered('client', credentials);
  if (known === null) return unauthorized;
  const waitMs = clientLimiter.take(`${credentials.appId} ${request.ip}`, performance.now());
  if (waitMs > 0) {
    if (mayRead(known, origin)) allowReading(reply, origin);
    reply.header('retry-after', Math.ceil(waitMs / 1_000));
    return refuse('too_many_requests', 'Too many requests of this client key from your address');
  }
  const isFine = route.identity === 'facts' && refusalOf(known, route, origin) === null;
  const identity = isFine ? known : await current();
  if (identity === null) return unauthorized;
  if (mayRead(identity, origin)) allowReading(reply, origin);
  const refusal = refusalOf(identity, route, origin);
  if (refusal !== null) return refusal;
  const allowed = async () => {
    const later = await current();
    return later !== null && refusalOf(later, route, origin) === null ? later : null;
  };
  return done(bound(route, request, dependencies, { identity, current: allowed }));
}

function refusalOf(
  { client }: Identity,
  { needs }: RouteFor<'client'>,
  origin: string | undefined,
): Refusal | null {
  return client === null ? unauthorized : notAllowed(client, origin, needs);
}

function mayRead({ client }: Identity, origin: string | undefined): origin is string {
  return origin !== undefined && client !== null && isTrusted(client.trustedDomains, origin);
}

/** `current` reads who asks once more, should the configuration have moved. */
function bound(
  route: ProjectRoute,
  request: FastifyRequest,
  { db, subscribers, log }: BindDependencies,
  {
    identity: { key, project },
    current,
  }: { readonly identity: Identity; readonly current: () => Promise<Identity | null> },
): Bound {
  const context: Context = {
    ...fromRequest(request, db),
    key,
    project,
    idempotency: null,
    outbox: openOutbox(subscribers, project),
    projectAt: async (version) => {
      if (version === project.version) return project;
      return version === null ? null : ((await current())?.project ?? null);
    },
  };
  const input = inputOf(request);
  return {
    scope: project.id,
    key,
    run: (over, idempotency) => route.run(input, { ...context, db: over, idempotency }),
    followUp: () => followRequest(context, subscribers, log),
  };
}

function fromRequest(request: FastifyRequest, db: Database) {
  const now = Temporal.Now.instant();
  return {
    db,
    now,
    requestId: request.id,
    newId: (prefix: string) => newId(prefix, now.epochMilliseconds),
  };
}

function inputOf(request: FastifyRequest) {
  const { params, query } = request;
  return { params, query, body: bodyOf(request) };
}

/** Where nothing has to be said, nothing may be sent. */
export function bodyOf({ body }: FastifyRequest): unknown {
  return body === undefined ? {} : body;
}
