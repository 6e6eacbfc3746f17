/** Outcomes as values: what a use case answers, success or refusal, without throwing. */
import type { ProblemKey } from './problem.ts';

/** A success carrying its value. */
export type Done<T> = { readonly ok: true; readonly value: T };

/** A refusal: a key of the catalogue, what was wrong in this case, and on which resource. */
export type Refusal<K extends ProblemKey = ProblemKey> = {
  readonly ok: false;
  readonly key: K;
  /** One sentence about this very case; shown to the caller. */
  readonly details?: string;
  readonly resourceId?: string;
  readonly resourceType?: string;
  /** The violated rule's own words for the customer. */
  readonly customMessage?: string;
  /** Why it was refused, in full, where the request asks for it; as answers show it. */
  readonly explanation?: { readonly [part: string]: unknown };
  /** Of the request that was refused first, where an Idempotency-Key repeats its answer. */
  readonly requestId?: string;
};

export type Outcome<T, K extends ProblemKey = ProblemKey> = Done<T> | Refusal<K>;

export function done<T>(value: T): Done<T> {
  return { ok: true, value };
}

export function refuse<K extends ProblemKey>(key: K, details?: string): Refusal<K> {
  return details === undefined ? { ok: false, key } : { ok: false, key, details };
}

/** The reference's answer to an id or code nobody holds: 404 with what was looked for. */
export function notFound(resourceType: string, resourceId: string): Refusal<'not_found'> {
  return {
    ok: false,
    key: 'not_found',
    details: `Cannot find ${resourceType} with id ${resourceId}`,
    resourceId,
    resourceType,
  };
}
