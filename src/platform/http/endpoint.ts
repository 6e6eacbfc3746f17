/** One endpoint: authenticate, validate, run the operation once, answer. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { refuse, type Outcome, type Refusal } from '../../engine/outcome.ts';
import { statusOf } from '../../engine/problem.ts';
import type { Key } from '../context.ts';
import { bind, type BindDependencies, bodyOf } from './bind.ts';
import { Download, sendDownload } from './download.ts';
import { answerOnce, readIdempotency, type Sent } from './idempotency.ts';
import { presentProblem } from './problem.ts';
import { type Route, successStatus } from './route.ts';
import { type Validate, validatorOf } from './validator.ts';

type Handler = (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply>;

export function endpoint(route: Route, dependencies: BindDependencies): Handler {
  const validate = requestValidator(route);
  const mutates = route.mutates ?? !route.on.startsWith('GET');
  return async (request, reply) => {
    const asking = await bind(route, request, reply, dependencies);
    if (!asking.ok) return send(reply, presentOutcome(route, request, asking));
    const bound = asking.value;
    const misfit = forbidden(route, bound.key) ?? validate(request);
    if (misfit !== null) return send(reply, presentOutcome(route, request, misfit));
    const header = request.headers['idempotency-key'];
    if (!mutates || typeof header !== 'string') {
      const outcome = await bound.run(dependencies.db, null);
      await bound.followUp();
      return send(reply, presentOutcome(route, request, outcome));
    }
    const idempotency = readIdempotency(header, request, route.audience);
    if (!idempotency.ok) return send(reply, presentOutcome(route, request, idempotency));
    if (route.idempotency === 'own' || idempotency.value === null) {
      const outcome = await bound.run(dependencies.db, idempotency.value);
      await bound.followUp();
      return send(reply, presentOutcome(route, request, outcome));
    }
    const first = await answerOnce(dependencies.db, bound.scope, idempotency.value, async (db) => {
      const outcome = await bound.run(db, null);
      return { ok: outcome.ok, sent: presentOutcome(route, request, outcome) };
    });
    await bound.followUp();
    return send(reply, first.ok ? first.value : presentOutcome(route, request, first));
  };
}

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
  if (body instanceof Download) return sendDownload(reply.code(status), body);
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
