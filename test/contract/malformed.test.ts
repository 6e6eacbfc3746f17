/**
 * Whatever a client sends, the fault is never ours: no body and no query gives a 5xx. Requests are
 * drawn from each route's own schema and then spoilt, so that they reach behind the validation.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import Type from 'typebox';
import { allRoutes } from '../../src/app.ts';
import type { Route } from '../../src/platform/http/route.ts';
import { type Answer, testServer } from '../support/api.ts';
import { makers } from '../support/one-of-each.ts';

const TOTAL = 10_000;
const SEED = 20_261_123;
const AT_ONCE = 8;
const MAX_DEPTH = 4;

type Anything = ReturnType<typeof JSON.parse>;

const server = await testServer();
const [shop, manager] = [await server.project(), await server.management()];
const browser = shop.browser();

/** What databases, dates, numbers and templates stumble over. */
const oddScalars = [null, true, 0, -1, 0.5, 1e21, 2 ** 53, -(2 ** 63), 100_000_000_000_001, 1e308];
const oddTexts = [
  '',
  ' ',
  '0',
  '-1',
  'null',
  'NaN',
  "'; drop table customers; --",
  '%',
  '\\',
  '$1',
];
const oddTimes = ['2026-02-30', '2026-13-01T00:00:00Z', '9999-12-31T23:59:59Z', '+275760-09-13'];
const oddNames = ['P1D', 'P99999999999999Y', 'Mars/Base', 'a'.repeat(3_000), '\u{1F600}', '{{'];
const oddShapes: readonly unknown[] = [
  [],
  {},
  [[]],
  [null],
  { constructor: 1 },
  { toString: null },
  { $ref: '#' },
];
const oddity = fc.constantFrom<unknown>(
  ...oddScalars,
  ...oddTexts,
  ...oddTimes,
  ...oddNames,
  ...oddShapes,
);

/** Ids that answers have shown: paths and bodies that name them get further than made-up ones. */
const seen: string[] = ['nobody'];
/** One of each resource, by the names of path parameters. */
const made: Record<string, string> = {};
for (const make of new Set(Object.values(makers))) {
  Object.assign(made, await make(server.db, shop));
}

test(`${TOTAL} odd requests over all operations give no 5xx`, async () => {
  const routes = allRoutes().filter(({ on }) => !on.startsWith('DELETE '));
  const each = Math.ceil(TOTAL / routes.length);
  let [sent, accepted] = [0, 0];
  for (const [index, route] of routes.entries()) {
    const requests = fc.sample(requestTo(route), { numRuns: each, seed: SEED + index });
    for (let at = 0; at < requests.length; at += AT_ONCE) {
      const answers = await Promise.all(
        requests.slice(at, at + AT_ONCE).map((request) => send(route, request)),
      );
      sent += answers.length;
      accepted += answers.filter(({ status }) => status < 300).length;
    }
  }
  assert.ok(sent >= TOTAL);
  assert.ok(accepted > sent / 20, `only ${accepted} of ${sent} got behind the validation`);
});

type Request = { readonly query: string; readonly body: unknown; readonly pick: number };

function requestTo(route: Route): fc.Arbitrary<Request> {
  return fc.record({
    query: route.query === undefined ? fc.constant('') : like(route.query, 0).map(queryText),
    body:
      route.body === undefined
        ? oddity
        : fc.oneof(
            { weight: 12, arbitrary: like(route.body, 0) },
            { weight: 1, arbitrary: oddity },
          ),
    pick: fc.nat(),
  });
}

async function send(route: Route, { query, body, pick }: Request): Promise<Answer> {
  const [method = '', path = ''] = route.on.split(' ');
  const address = path.replace(/:([^/]+)/g, (_, name: string) => {
    const other = seen[pick % seen.length] ?? 'nobody';
    return encodeURIComponent(pick % 4 === 0 ? other : (made[name] ?? other));
  });
  const client = { server: shop, client: browser, management: manager }[route.audience];
  const url = `${address}${query}`;
  const filled = withSeenIds(body, pick);
  const answer =
    method === 'GET'
      ? await client.get(url)
      : await (method === 'PUT' ? client.put(url, filled) : client.post(url, filled));
  const told = `${route.on} ${url} ${JSON.stringify(filled)?.slice(0, 2_000)}`;
  assert.ok(answer.status < 500, `${answer.status}: ${told}`);
  if (answer.status >= 400) assert.ok(answer.body.key, told);
  remember(answer.body);
  return answer;
}

/** Where the schema wants some text, now and then one that exists. */
const PLACE_OF_ID = '\u{1F511}';

function withSeenIds(value: unknown, pick: number): unknown {
  const text = JSON.stringify(value);
  if (text === undefined || !text.includes(PLACE_OF_ID)) return value;
  return JSON.parse(text.replaceAll(PLACE_OF_ID, seen[pick % seen.length] ?? ''));
}

function remember(body: Anything): void {
  for (const name of ['id', 'code', 'source_id']) {
    const id: unknown = body?.[name];
    if (typeof id === 'string' && id.length < 100 && /^[\w.-]+$/.test(id)) seen.push(id);
  }
}

/** Mostly what the schema wants: a large body with one odd value in it gets furthest. */
function like(schema: Anything, depth: number): fc.Arbitrary<unknown> {
  return fc.oneof(
    { weight: 30, arbitrary: fitting(schema, depth) },
    { weight: 1, arbitrary: oddity },
  );
}

function fitting(schema: Anything, depth: number): fc.Arbitrary<unknown> {
  if (depth > MAX_DEPTH) return oddity;
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (Array.isArray(schema.enum)) return fc.constantFrom(...schema.enum);
  const choices = schema.anyOf ?? schema.oneOf;
  if (Array.isArray(choices)) {
    return fc.oneof(...choices.map((choice) => fitting(choice, depth)));
  }
  if (Array.isArray(schema.allOf)) {
    return fc
      .tuple(...schema.allOf.map((part: Anything) => fitting(part, depth)))
      .map((parts) => Object.assign({}, ...parts));
  }
  switch (schema.type) {
    case 'object':
      return Type.IsObject(schema) ? objectLike(schema, depth) : fc.dictionary(fc.string(), oddity);
    case 'array':
      return fc.array(like(schema.items ?? {}, depth + 1), { maxLength: 4 });
    case 'integer':
      return fc.integer({ min: schema.minimum ?? -5, max: Math.min(schema.maximum ?? 5_000, 1e9) });
    case 'number':
      return fc.double({ min: schema.minimum ?? -5, max: schema.maximum ?? 5_000, noNaN: true });
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    case 'string':
      return textLike(schema.format);
    default:
      return oddity;
  }
}

function objectLike(schema: Anything, depth: number): fc.Arbitrary<unknown> {
  const required: readonly string[] = schema.required ?? [];
  const properties = Object.entries(schema.properties).map(
    ([name, property]) => [name, like(property, depth + 1)] as const,
  );
  return fc.record(Object.fromEntries(properties), { requiredKeys: [...required] });
}

function textLike(format: string | undefined): fc.Arbitrary<string> {
  if (format === 'date') return fc.constantFrom('2026-01-31', '0001-01-01', '9999-12-31');
  if (format === 'date-time') {
    return fc.constantFrom('2026-01-31', '2026-01-31T00:00:00Z', '0001-01-01T00:00:00Z');
  }
  const plain = fc.constantFrom(
    'a',
    'UTC',
    'EUR',
    'PT1H',
    'P7D',
    '##-##',
    'order.amount',
    '1',
    '(1',
  );
  return fc.oneof(fc.constant(PLACE_OF_ID), plain, fc.string({ unit: 'binary', maxLength: 20 }));
}

/** As clients write it: `a=1&b[after]=2&c[]=3`; what is no object is sent as it reads. */
function queryText(value: unknown): string {
  return `?${pairs('', value).join('&')}`;
}

function pairs(name: string, value: unknown): string[] {
  if (typeof value !== 'object' || value === null) {
    return [`${name}=${encodeURIComponent(String(value).toWellFormed())}`];
  }
  return Object.entries(value).flatMap(([key, child]) =>
    pairs(name === '' ? encodeURIComponent(key) : `${name}[${encodeURIComponent(key)}]`, child),
  );
}
