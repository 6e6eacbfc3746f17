/** Our API description is a valid OpenAPI 3.1 document, and says about each operation what clients need. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { allRoutes } from '../../src/app.ts';
import { openApiOf } from '../../src/platform/http/openapi.ts';

type Anything = ReturnType<typeof JSON.parse>;

/** As clients get it: what JSON leaves out is not there. */
const document: Anything = JSON.parse(JSON.stringify(openApiOf(allRoutes(), '1.2.3')));
const operations: { name: string; path: string; operation: Anything }[] = Object.entries<Anything>(
  document.paths,
).flatMap(([path, methods]) =>
  Object.entries<Anything>(methods).map(([method, operation]) => ({
    name: `${method.toUpperCase()} ${path}`,
    path,
    operation,
  })),
);
const ajv = new Ajv2020({ strict: false, validateFormats: false });

test('the document has what OpenAPI 3.1 asks of the whole', () => {
  assert.match(document.openapi, /^3\.1\.\d+$/);
  assert.equal(document.info.version, '1.2.3');
  assert.ok(document.info.title);
  assert.equal(operations.length, allRoutes().length, 'no two operations share method and path');
});

test('every operation has an id of its own, a tag, a sentence and its scope', () => {
  const ids = operations.map(({ operation }) => operation.operationId);
  const twice = ids.filter((id, at) => ids.indexOf(id) !== at);
  assert.deepEqual(twice, []);
  for (const { name, operation } of operations) {
    assert.match(operation.operationId, /^[a-z0-9]+([-.][a-z0-9]+)*$/i, name);
    assert.equal(operation.tags.length, 1, name);
    assert.ok(operation.summary.length > 10, name);
    assert.match(operation['x-scrip-scope'], /^[a-z-]+\.[a-z]+$/, name);
  }
});

test('paths that differ only in the name of a parameter are one path', () => {
  const shapes = Object.keys(document.paths).map((path) => path.replace(/\{[^}]+\}/g, '{}'));
  assert.equal(new Set(shapes).size, shapes.length);
});

test('every parameter is declared once, where it stands, with a schema', () => {
  for (const { name, path, operation } of operations) {
    const inPath = [...path.matchAll(/\{([^}]+)\}/g)].map(([, parameter]) => parameter);
    const declared = operation.parameters.filter((p: Anything) => p.in === 'path');
    assert.deepEqual(
      declared.map((p: Anything) => p.name),
      inPath,
      name,
    );
    const places = operation.parameters.map((p: Anything) => `${p.in} ${p.name}`);
    assert.equal(new Set(places).size, places.length, name);
    for (const parameter of operation.parameters) {
      assert.ok(['path', 'query', 'header'].includes(parameter.in), name);
      assert.equal(typeof parameter.required, 'boolean', name);
      assert.ok(parameter.in !== 'path' || parameter.required, name);
      assertSchema(parameter.schema, `${name} ${parameter.name}`);
    }
  }
});

test('every body and every answer has a schema that compiles', () => {
  for (const { name, operation } of operations) {
    const method = name.split(' ')[0] ?? '';
    if (operation.requestBody !== undefined) {
      assert.ok(['POST', 'PUT', 'DELETE'].includes(method), name);
      assertSchema(operation.requestBody.content['application/json'].schema, name);
    }
    const answers = Object.entries<Anything>(operation.responses);
    const successes = answers.filter(([status]) => status.startsWith('2'));
    const isInBackground = allRoutes().some(
      (route) => route.operation === operation.operationId && route.acceptedWith !== undefined,
    );
    assert.equal(successes.length, isInBackground ? 2 : 1, name);
    for (const [status, answer] of answers) {
      assert.match(status, /^[1-5]\d\d$/, name);
      assert.ok(answer.description, name);
      if (status === '204') assert.equal(answer.content, undefined, name);
      else assertSchema(answer.content['application/json'].schema, `${name} ${status}`);
    }
  }
});

const wantedIn: Readonly<Record<string, string>> = {
  management: 'X-Management-Id',
  client: 'X-Client-Application-Id',
};

test('every operation names the keys it wants, and says 401 and 403', () => {
  for (const { name, path, operation } of operations) {
    const [wanted] = operation.security;
    const [, area = ''] = path.split('/');
    assert.ok((wantedIn[area] ?? 'X-App-Id') in wanted, name);
    for (const scheme of Object.keys(wanted)) {
      assert.ok(scheme in document.components.securitySchemes, name);
    }
    assert.ok('401' in operation.responses && '403' in operation.responses, name);
  }
});

test('what is our own is marked: operations, and the Idempotency-Key of every mutation', () => {
  for (const route of allRoutes()) {
    const { operation } = operations.find(
      (one) => one.operation.operationId === route.operation,
    ) ?? { operation: undefined };
    assert.equal(operation['x-scrip-extension'] ?? false, route.extension ?? false, route.on);
    const key = operation.parameters.find((p: Anything) => p.name === 'Idempotency-Key');
    const mutates = route.mutates ?? !route.on.startsWith('GET');
    assert.equal(key?.['x-scrip-extension'] ?? false, mutates, route.on);
  }
});

function assertSchema(schema: Anything, where: string): void {
  assert.equal(typeof schema, 'object', where);
  const text = JSON.stringify(schema);
  for (const [, reference = ''] of text.matchAll(/"\$ref":"([^"]+)"/g)) {
    const target = reference
      .replace(/^#\//, '')
      .split('/')
      .reduce((node: Anything, name) => node?.[name], document);
    assert.ok(target, `${where}: ${reference} leads nowhere`);
  }
  assert.ok(ajv.validateSchema(schema), `${where}: ${ajv.errorsText(ajv.errors)}`);
}
