/** Our OpenAPI document, made from the routes and their schemas. */
import type { TSchema } from 'typebox';
import { statusOf, type ProblemKey } from '../../engine/problem.ts';
import { Problem } from './problem.ts';
import type { Route } from './route.ts';

type Node = { readonly [name: string]: unknown };

const securitySchemes = {
  'X-App-Id': { type: 'apiKey', in: 'header', name: 'X-App-Id' },
  'X-App-Token': { type: 'apiKey', in: 'header', name: 'X-App-Token' },
  'X-Management-Id': { type: 'apiKey', in: 'header', name: 'X-Management-Id' },
  'X-Management-Token': { type: 'apiKey', in: 'header', name: 'X-Management-Token' },
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

function operationOf(route: Route): Node {
  const mutates = route.mutates ?? !route.on.startsWith('GET');
  return {
    operationId: route.operation,
    tags: [route.tag],
    summary: route.does,
    ...(route.extension ? { 'x-scrip-extension': true } : {}),
    'x-scrip-scope': route.may,
    security:
      route.audience === 'server'
        ? [{ 'X-App-Id': [], 'X-App-Token': [] }]
        : [{ 'X-Management-Id': [], 'X-Management-Token': [] }],
    parameters: [
      ...parametersOf('path', route.params),
      ...parametersOf('query', route.query),
      ...(mutates ? [idempotencyKey] : []),
    ],
    ...(route.body ? { requestBody: { required: true, ...json(route.body) } } : {}),
    responses: responsesOf(route),
  };
}

function parametersOf(place: 'path' | 'query', schema: TSchema | undefined): Node[] {
  const { properties = {}, required = [] } = (schema ?? {}) as {
    properties?: Record<string, Node>;
    required?: readonly string[];
  };
  return Object.entries(properties).map(([name, property]) => ({
    in: place,
    name,
    required: place === 'path' || required.includes(name),
    schema: property,
    ...(property['type'] === 'object' ? { style: 'deepObject', explode: true } : {}),
  }));
}

function responsesOf(route: Route): Node {
  const status = route.status ?? 200;
  const success = status === 204 ? {} : json(route.reply);
  const refusals: Record<string, Node> = {};
  const keys: readonly ProblemKey[] = [
    ...route.fails,
    'unauthorized',
    ...(route.body ? (['invalid_payload'] as const) : []),
    ...(route.query ? (['invalid_query_params'] as const) : []),
  ];
  for (const key of keys) {
    const code = String(statusOf(key));
    const earlier = refusals[code]?.['description'];
    refusals[code] = {
      description: typeof earlier === 'string' ? `${earlier}, ${key}` : key,
      content: { 'application/json': { schema: { $ref: '#/components/schemas/Problem' } } },
    };
  }
  return { [String(status)]: { description: route.does, ...success }, ...refusals };
}

function json(schema: TSchema): Node {
  return { content: { 'application/json': { schema } } };
}
