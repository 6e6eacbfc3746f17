/** The API explorer's page: whole, and from this server alone. A browser is not needed to know it. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import Fastify from 'fastify';
import { addDocs } from './docs.ts';

const server = Fastify();
addDocs(server);

test('the page and all it names are served here, under a policy that lets nothing else in', async () => {
  const page = await server.inject('/docs');
  assert.equal(page.statusCode, 200);
  const policy = String(page.headers['content-security-policy']);
  assert.match(policy, /default-src 'none'/);
  assert.doesNotMatch(policy, /unsafe|https?:|\*/);
  const named = [...page.body.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, path = '']) => path);
  assert.equal(named.length, 4);
  for (const path of named) {
    assert.doesNotMatch(path, /^[a-z]+:|^\/\//, 'relative: it works behind a proxy’s prefix');
    const answer = await server.inject(`/${path}`);
    assert.equal(answer.statusCode, 200, path);
    assert.ok(answer.rawPayload.length > 300, path);
  }
});

test('the page holds no inline script and no inline style', async () => {
  const { body } = await server.inject('/docs');
  assert.doesNotMatch(body, /<style|style=|\son[a-z]+=|<script>/);
});

test('what a browser can unpack is sent packed', async () => {
  const path = '/docs/swagger-ui-bundle.js';
  const packed = await server.inject({ url: path, headers: { 'accept-encoding': 'br, gzip' } });
  const plain = await server.inject(path);
  assert.equal(packed.headers['content-encoding'], 'gzip');
  assert.equal(plain.headers['content-encoding'], undefined);
  assert.ok(packed.rawPayload.length * 3 < plain.rawPayload.length);
});
