/** Our OpenAPI document, made from the routes and their schemas. */
import assert from 'node:assert/strict';
import Type, { type TSchema } from 'typebox';
import { statusOf, type ProblemKey } from '../../engine/problem.ts';
import { Problem } from './problem.ts';
import type { Route } from './route.ts';

type Node = { readonly [name: string]: unknown };

const securitySchemes = {
  'X-App-Id': { type: 'apiKey', in: 'header', name: 'X-App-Id' },
  'X-App-Token': { type: 'apiKey', in: 'header', name: 'X-App-Token' },
  'X-Client-Application-Id': { type: 'apiKey', in: 'header', name: 'X-Client-Application-Id' },
  'X-Client-Token': { type: 'apiKey', in: 'header', name: 'X-Client-Token' },
  'X-Management-Id': { type: 'apiKey', in: 'header', name: 'X-Management-Id' },
  'X-Management-Token': { type: 'apiKey', in: 'header', name: 'X-Management-Token' },
};

const security = {
  server: { 'X-App-Id': [], 'X-App-Token': [] },
  client: { 'X-Client-Application-Id': [], 'X-Client-Token': [] },
  management: { 'X-Management-Id': [], 'X-Management-Token': [] },
};

const origin = {
  in: 'header',
  name: 'Origin',
  required: true,
  schema: { type: 'string' },
  description: 'Where the request comes from: one of the domains that the project trusts',
};

const idempotencyKey = {
  in: 'header',
  name: 'Idempotency-Key',
  required: false,
  schema: { type: 'string', minLength: 1, maxLength: 255 },
  description:
    'The same key with the same request gives the first answer again and changes nothing',
  'x-scrip-extension': true,
};

export function openApiOf(routes: readonly Route[], version: string): Node {
  const paths: Record<string, Record<string, Node>> = {};
  for (const route of routes) {
    const [method = '', url = ''] = route.on.split(' ');
    const path = url.replace(/:([^/]+)/g, '{$1}');
    paths[path] ??= {};
    paths[path][method.toLowerCase()] = operationOf(route);
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Scrip', version, description: 'The open promotion and loyalty engine' },
    paths,
    components: { securitySchemes, schemas: { Problem } },
  };
}

/** Whether an `Idempotency-Key` counts here. */
function changesThings({ mutates, on }: Route): boolean {
  return mutates ?? !on.startsWith('GET');
}

function operationOf(route: Route): Node {
  return {
    operationId: route.operation,
    tags: [route.tag],
    summary: route.does,
    ...(route.extension ? { 'x-scrip-extension': true } : {}),
    'x-scrip-scope': route.may,
    security: [security[route.audience]],
    parameters: [
      ...parametersOf('path', route.params),
      ...parametersOf('query', route.query),
      ...(route.audience === 'client' ? [origin] : []),
      ...(changesThings(route) ? [idempotencyKey] : []),
    ],
    ...(route.body
      ? { requestBody: { required: needsBody(route.body), ...json(route.body) } }
      : {}),
    responses: responsesOf(route),
  };
}

/** An empty body reads as an empty object: where that fits, none need be sent. */
function needsBody(body: TSchema): boolean {
  return !Type.IsObject(body) || (body.required ?? []).length > 0;
}

function parametersOf(place: 'path' | 'query', schema: TSchema | undefined): Node[] {
  if (schema === undefined) return [];
  assert(Type.IsObject(schema), 'parameters are the properties of an object');
  const required: readonly string[] = schema.required ?? [];
  return Object.entries(schema.properties).map(([name, property]) => ({
    in: place,
    name,
    required: place === 'path' || required.includes(name),
    ...('description' in property ? { description: property.description } : {}),
    schema: property,
    ...('type' in property && property.type === 'object'
      ? { style: 'deepObject', explode: true }
      : {}),
  }));
}

const clientRefusals = ['forbidden', 'too_many_requests'] as const;
const bodyRefusals = ['invalid_payload', 'query_too_large', 'unsupported_media_type'] as const;

function responsesOf(route: Route): Node {
  const status = route.status ?? 200;
  const success = status === 204 ? {} : json(route.reply);
  const refusals: Record<string, Node> = {};
  const keys: readonly ProblemKey[] = [
    ...route.fails,
    'unauthorized',
    'missing_required_permission',
    ...(route.audience === 'client' ? clientRefusals : []),
    ...(route.body ? bodyRefusals : []),
    ...(route.query ? (['invalid_query_params'] as const) : []),
    ...(changesThings(route) ? (['idempotency_key_reused'] as const) : []),
  ];
  for (const key of new Set(keys)) {
    const code = String(statusOf(key));
    const earlier = refusals[code]?.['description'];
    refusals[code] = {
      description: typeof earlier === 'string' ? `${earlier}, ${key}` : key,
      content: { 'application/json': { schema: { $ref: '#/components/schemas/Problem' } } },
    };
  }
  const successes = { [String(status)]: { description: route.does, ...success } };
  if (route.acceptedWith !== undefined) {
    successes['202'] = { description: 'Goes on in the background', ...success };
  }
  return { ...successes, ...refusals };
}

function json(schema: TSchema): Node {
  return { content: { 'application/json': { schema } } };
}
