/**
 * `/docs`: the API explorer, Swagger UI on our own description. Every byte comes from this server,
 * and the page's policy lets nothing else in: no CDN, no inline script, no eval.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

const explorer = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));

/** What the page asks for, and nothing more of the package. */
const assets = [
  { path: '/docs', file: join(import.meta.dirname, 'page.html'), type: 'text/html' },
  asset('start-explorer.js', 'text/javascript', import.meta.dirname),
  asset('swagger-ui-bundle.js', 'text/javascript', explorer),
  asset('swagger-ui.css', 'text/css', explorer),
  asset('favicon-32x32.png', 'image/png', explorer),
];

const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  // Its icons are data URLs in the style sheet.
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

export function addDocs(server: FastifyInstance): void {
  for (const { path, file, type } of assets) {
    let content: { readonly plain: Buffer; readonly gzipped: Buffer } | undefined;
    server.get(path, (request, reply) => {
      // Read when somebody looks, once: most servers are never looked at.
      content ??= compressed(readFileSync(file));
      return send(request, reply, { ...content, type });
    });
  }
  server.get('/docs/', (_request, reply) => reply.redirect('/docs', 308));
}

function asset(name: string, type: string, folder: string) {
  return { path: `/docs/${name}`, file: join(folder, name), type };
}

function compressed(plain: Buffer): { readonly plain: Buffer; readonly gzipped: Buffer } {
  return { plain, gzipped: gzipSync(plain) };
}

function send(
  request: FastifyRequest,
  reply: FastifyReply,
  content: { readonly plain: Buffer; readonly gzipped: Buffer; readonly type: string },
): FastifyReply {
  const takesGzip = /\bgzip\b/.test(request.headers['accept-encoding'] ?? '');
  const text = content.type.startsWith('text/') ? '; charset=utf-8' : '';
  return reply
    .headers({
      'content-security-policy': policy,
      'content-type': content.type + text,
      'cache-control': 'no-cache',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      vary: 'accept-encoding',
      ...(takesGzip ? { 'content-encoding': 'gzip' } : {}),
    })
    .send(takesGzip ? content.gzipped : content.plain);
}
