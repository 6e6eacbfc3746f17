/** What holds for every operation, whatever it does: read off the list of routes itself. */
import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { test } from 'node:test';
import Type from 'typebox';
import { allRoutes } from '../../src/app.ts';
import { MAX_BODY_BYTES } from '../../src/platform/http/body.ts';
import type { Route } from '../../src/platform/http/route.ts';
import { addKey, newCredentials } from '../../src/workspace/keys/service.ts';
import { type Answer, testServer } from '../support/api.ts';

const server = await testServer();
const shop = await server.project();
const management = await newManagementKey(['*']);
const routes = allRoutes();
const withBody = routes.filter(({ on }) => /^(POST|PUT) /.test(on));

test('there are operations to look at', () => assert.ok(routes.length > 10));

test('without keys, and with a wrong token, every operation answers 401', async () => {
  await each(routes, async (route) => {
    const bare = await send(route, {});
    assertProblem(bare, 401, 'unauthorized');
    const right = keysFor(route);
    const wrong = Object.fromEntries(
      Object.entries(right).map(([name, value]) => [
        name,
        name.endsWith('token') ? `${value}x` : value,
      ]),
    );
    assertProblem(await send(route, wrong), 401, 'unauthorized');
  });
});

test('a key of the other kind opens nothing', async () => {
  await each(routes, async (route) => {
    const others = [management, shop.credentials, shop.clientKey].filter(
      (key) => key !== keyOf(route.audience),
    );
    for (const other of others) {
      assertProblem(await send(route, headersOf(route, other)), 401, 'unauthorized');
      const own = keyOf(route.audience);
      const mixed = headersOf(route, { appId: own.appId, token: other.token });
      assertProblem(await send(route, mixed), 401, 'unauthorized');
    }
  });
});

test('a key without the scope of an operation gets 403; one with it passes', async () => {
  const lacking = {
    server: await newServerKey(['none']),
    client: await newKey({ kind: 'client', projectId: shop.id, scopes: ['none'] }),
    management: await newManagementKey([]),
  };
  await each(routes, async (route) => {
    const refused = await send(route, headersOf(route, lacking[route.audience]));
    assertProblem(refused, 403, 'missing_required_permission');
    assert.ok(refused.body.details.includes(route.may), 'the answer names the scope');
  });
  const [one] = routes.filter((route) => route.audience === 'server' && route.on.startsWith('GET'));
  assert.ok(one);
  const holding = await newServerKey([one.may]);
  assert.equal((await send(one, headersOf(one, holding))).status, 200);
});

test('a body that is no JSON is refused as a payload', async () => {
  await each(withBody, async (route) => {
    for (const body of ['{', '{"a":1,}', "{'a':1}", 'undefined', '{"a":"\\u0000"}']) {
      const answer = await send(route, keysFor(route), { body });
      assertProblem(answer, 400, 'invalid_payload');
    }
  });
});

test('a body that is JSON but no object of the declared shape is refused as a payload', async () => {
  await each(
    // Where a query has to name something, that is missed first.
    withBody.filter((route) => isObject(route.body) && !isObject(route.query, 'required')),
    async (route) => {
      for (const body of ['null', '7', '"text"', 'true']) {
        assertProblem(await send(route, keysFor(route), { body }), 400, 'invalid_payload');
      }
    },
  );
});

test('a body of another type than JSON answers 415', async () => {
  await each(withBody, async (route) => {
    for (const type of ['text/plain', 'application/xml', 'application/x-www-form-urlencoded']) {
      const answer = await send(route, keysFor(route), { body: 'a=1', type });
      assertProblem(answer, 415, 'unsupported_media_type');
    }
  });
});

test('a body beyond the limit answers 413', async () => {
  await each(withBody, async (route) => {
    const most = route.maxBodyBytes ?? MAX_BODY_BYTES;
    const body = JSON.stringify({ text: 'x'.repeat(most) });
    assertProblem(await send(route, keysFor(route), { body }), 413, 'query_too_large');
  });
});

test('a path that leads nowhere answers 404', async () => {
  for (const path of ['/', '/v1', '/v1/none', '/v3/customers', '/v1/customers/a/b/c', '/%00']) {
    const answer = await fetch(`${server.url}${path}`);
    assert.equal(answer.status, 404, path);
    const body: ReturnType<typeof JSON.parse> = await answer.json();
    assert.equal(body.key, 'not_found');
  }
});

test('an address that cannot be read is the client’s fault, told in the same shape', async () => {
  for (const path of ['/v1/customers/%ff', `/v1/customers/${'a'.repeat(2_000)}`]) {
    const response = await fetch(`${server.url}${path}`);
    const body: ReturnType<typeof JSON.parse> = await response.json();
    assertProblem({ status: response.status, body, headers: response.headers }, 400, 'bad_request');
  }
});

const unreadable = [
  [
    'an address of 20,000 characters',
    `GET /v1/vouchers?x=${'a'.repeat(20_000)} HTTP/1.1`,
    413,
    'query_too_large',
  ],
  ['what is not HTTP', 'NONSENSE', 400, 'bad_request'],
] as const;

for (const [claim, line, status, key] of unreadable) {
  test(`${claim} is told in the same shape, and the connection ends`, async () => {
    const { hostname, port } = new URL(server.url);
    const socket = connect(Number(port), hostname);
    socket.write(`${line}\r\nHost: ${hostname}\r\n\r\n`);
    let answer = '';
    for await (const chunk of socket) answer += String(chunk);
    const [head = '', body = ''] = answer.split('\r\n\r\n');
    assert.match(head, new RegExp(`^HTTP/1.1 ${status} `));
    const problem = JSON.parse(body);
    assert.equal(problem.key, key);
    assert.equal(problem.code, status);
    assert.match(problem.request_id, /^req_/);
  });
}

test('a path with a method it does not know answers 405 and says which it knows', async () => {
  const byPath = new Map<string, string[]>();
  for (const { on } of routes) {
    const [method = '', path = ''] = on.split(' ');
    byPath.set(path, [...(byPath.get(path) ?? []), method]);
  }
  for (const path of byPath.keys()) {
    // Another operation may fit the same address: /v1/vouchers/:code and /v1/vouchers/import.
    const known = [...byPath]
      .filter(([other]) => shape(other).test(pathOf(path)))
      .flatMap(([, methods]) => methods);
    const [method] = ['PATCH', 'DELETE', 'PUT', 'POST', 'GET'].filter((m) => !known.includes(m));
    assert.ok(method);
    const response = await fetch(`${server.url}${pathOf(path)}`, { method });
    const body: ReturnType<typeof JSON.parse> = await response.json();
    const { status, headers } = response;
    assertProblem({ status, body, headers }, 405, 'method_not_allowed');
    for (const other of known) assert.ok(body.details.includes(other), `${method} ${path}`);
  }
});

function shape(path: string): RegExp {
  return new RegExp(`^${path.replace(/:[^/]+/g, '[^/]+')}$`);
}

/** Every path parameter filled with an id that nobody has. */
function pathOf(path: string): string {
  return path.replace(/:[^/]+/g, 'nobody_has_this');
}

type Credentials = { readonly appId: string; readonly token: string };

const headerNames = {
  server: ['x-app-id', 'x-app-token'],
  client: ['x-client-application-id', 'x-client-token'],
  management: ['x-management-id', 'x-management-token'],
} as const;

function isObject(schema: Route['body'], what?: 'required'): boolean {
  if (schema === undefined || !Type.IsObject(schema)) return false;
  return what === undefined || (schema.required ?? []).length > 0;
}

function headersOf(route: Route, { appId, token }: Credentials): Record<string, string> {
  const [id, secret] = headerNames[route.audience];
  return { [id]: appId, [secret]: token };
}

function keyOf(audience: Route['audience']): Credentials {
  return { server: shop.credentials, client: shop.clientKey, management }[audience];
}

function keysFor(route: Route): Record<string, string> {
  return headersOf(route, keyOf(route.audience));
}

async function send(
  route: Route,
  headers: Record<string, string>,
  content: { readonly body?: string; readonly type?: string } = {},
): Promise<Answer> {
  const [method = '', path = ''] = route.on.split(' ');
  const hasBody = method === 'POST' || method === 'PUT';
  const response = await fetch(`${server.url}${pathOf(path)}`, {
    method,
    headers: {
      ...headers,
      ...(hasBody ? { 'content-type': content.type ?? 'application/json' } : {}),
    },
    ...(hasBody ? { body: content.body ?? '{}' } : {}),
  });
  const text = await response.text();
  const body = text === '' ? null : JSON.parse(text);
  return { status: response.status, body, headers: response.headers };
}

function assertProblem({ status, body, headers }: Answer, code: number, key: string): void {
  assert.equal(status, code);
  assert.equal(body.code, code);
  assert.equal(body.key, key);
  assert.equal(typeof body.message, 'string');
  assert.match(body.request_id, /^req_/);
  assert.match(headers.get('content-type') ?? '', /^application\/json/);
}

/** A failure names the operation it is about. */
async function each(
  chosen: readonly Route[],
  check: (route: Route) => Promise<void>,
): Promise<void> {
  for (const route of chosen) {
    try {
      await check(route);
    } catch (error) {
      throw new Error(`${route.on}: ${error instanceof Error ? error.message : String(error)}`, {
        cause: error,
      });
    }
  }
}

function newServerKey(scopes: readonly string[]): Promise<Credentials> {
  return newKey({ kind: 'server', projectId: shop.id, scopes });
}

function newManagementKey(scopes: readonly string[]): Promise<Credentials> {
  return newKey({ kind: 'management', projectId: null, scopes });
}

async function newKey(key: {
  readonly kind: 'server' | 'client' | 'management';
  readonly projectId: string | null;
  readonly scopes: readonly string[];
}): Promise<Credentials> {
  const credentials = newCredentials();
  await addKey(server.db, credentials, {
    ...key,
    name: 'Contract',
    createdAt: new Date().toISOString(),
  });
  return credentials;
}
