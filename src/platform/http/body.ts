/** Request bodies and query strings: parsed here, once, with what no JSON schema can refuse. */
import qs from 'qs';

/** The reference's limit for one request body. */
export const MAX_BODY_BYTES = 2 * 1024 * 1024;
const MAX_QUERY_DEPTH = 6;
/** Beyond what an address can hold, so that none is dropped; lines of a cart travel in queries. */
const MAX_QUERY_PARAMETERS = 1_000;
const MAX_QUERY_LIST = 100;

/** A body that is not JSON, or holds text that PostgreSQL cannot store. */
export class UnreadableBody extends Error {}

/** An empty body reads as an empty object, as clients send it with DELETE and parameterless POST. */
export function parseBody(text: string): unknown {
  if (text === '') return {};
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    throw new UnreadableBody('The body is not valid JSON');
  }
  // Escapes are rare: only where one occurs can a NUL or half a surrogate pair come out of it.
  if (text.includes('\\u')) refuseUnstorable(body);
  if (text.includes('__proto__')) refuseUnstorable(body);
  return body;
}

function refuseUnstorable(value: unknown): void {
  if (typeof value === 'string') return refuseText(value);
  if (typeof value !== 'object' || value === null) return;
  for (const [name, child] of Object.entries(value)) {
    if (name === '__proto__') throw new UnreadableBody('A property cannot be named __proto__');
    refuseText(name);
    refuseUnstorable(child);
  }
}

function refuseText(text: string): void {
  if (text.includes('\0') || !text.isWellFormed()) {
    throw new UnreadableBody('Text holds a NUL or half a surrogate pair');
  }
}

/** `a[b]=1`, `[a][b]=1` and `a=1&a=2` all read as the reference's clients mean them. */
export function parseQuery(text: string): Record<string, unknown> {
  return qs.parse(text, {
    depth: MAX_QUERY_DEPTH,
    parameterLimit: MAX_QUERY_PARAMETERS,
    arrayLimit: MAX_QUERY_LIST,
    plainObjects: false,
    allowPrototypes: false,
  });
}
