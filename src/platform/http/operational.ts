/** What operators and tools ask of a server: is it alive, is it ready, its numbers, its description. */
import type { FastifyInstance } from 'fastify';
import { collectDefaultMetrics, Histogram, Registry } from 'prom-client';

export type OperationalDependencies = {
  readonly openApi: object;
  /** Resolves where the database answers and is migrated; throws otherwise. */
  checkReady(): Promise<void>;
};

export function addOperationalEndpoints(
  server: FastifyInstance,
  { openApi, checkReady }: OperationalDependencies,
): void {
  const description = JSON.stringify(openApi);
  server.get('/openapi.json', (_request, reply) =>
    reply.type('application/json').send(description),
  );
  server.get('/healthz', (_request, reply) => reply.send({ status: 'alive' }));
  server.get('/readyz', async (_request, reply) => {
    try {
      await checkReady();
      return await reply.send({ status: 'ready' });
    } catch {
      // Says no more than that: the log of the database has the reason.
      return reply.code(503).send({ status: 'unavailable' });
    }
  });
  addMetrics(server);
}

function addMetrics(server: FastifyInstance): void {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const seconds = new Histogram({
    name: 'scrip_http_request_duration_seconds',
    help: 'Time from a request’s arrival to its answer, by operation and status',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5],
    registers: [registry],
  });
  server.addHook('onResponse', (request, reply, next) => {
    const route = request.routeOptions.url ?? 'none';
    seconds
      .labels(request.method, route, String(reply.statusCode))
      .observe(reply.elapsedTime / 1000);
    next();
  });
  server.get('/metrics', async (_request, reply) =>
    reply.type(registry.contentType).send(await registry.metrics()),
  );
}
