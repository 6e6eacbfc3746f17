/** `Idempotency-Key`: the first answer to a mutation is kept beside what it did, and given again. */
import { createHash } from 'node:crypto';
import { done, refuse, type Outcome } from '../../engine/outcome.ts';
import type { Idempotency } from '../context.ts';
import type { Route } from './route.ts';
import { type Database, nestedDatabase, type Sql, statement } from '../db/database.ts';

const MAX_KEY_LENGTH = 255;

/** Status and body as sent. A null body is an empty one. */
export type Sent = { readonly status: number; readonly body: unknown };

export function readIdempotency(
  header: string | undefined,
  request: { readonly method: string; readonly url: string; readonly body: unknown },
  audience: Route['audience'],
): Outcome<Idempotency | null, 'bad_request'> {
  if (header === undefined) return done(null);
  if (header.length === 0 || header.length > MAX_KEY_LENGTH) {
    return refuse('bad_request', `Idempotency-Key has 1 to ${MAX_KEY_LENGTH} characters`);
  }
  const requestSha256 = createHash('sha256')
    .update(`${request.method} ${request.url}\n${JSON.stringify(request.body) ?? ''}`)
    .digest();
  // Client keys are public: what they send must not take the keys of the project's own servers.
  return done({ key: audience === 'client' ? `client ${header}` : header, requestSha256 });
}

/** Waits for a transaction that holds the key right now; takes the key if that one rolled back. */
const claimKey = statement<{ key: string }>(
  'claim_idempotency_key',
  `insert into idempotency_keys (project_id, key, request_sha256) values ($1, $2, $3)
   on conflict (project_id, key) do nothing returning key`,
);
const findAnswer = statement<{ request_sha256: Buffer; status: number; body: unknown }>(
  'find_idempotent_answer',
  `select request_sha256, status, body from idempotency_keys where project_id = $1 and key = $2`,
);
const keepAnswer = statement(
  'keep_idempotent_answer',
  `update idempotency_keys set status = $3, body = $4 where project_id = $1 and key = $2`,
);

/**
 * Runs `mutate` in one transaction with the record of its answer: after a crash either both are
 * there or neither. A refusal is an answer too: it is kept, and what led to it is rolled back.
 */
export async function answerOnce(
  db: Database,
  projectId: string,
  { key, requestSha256 }: Idempotency,
  mutate: (db: Database) => Promise<{ ok: boolean; sent: Sent }>,
): Promise<Outcome<Sent, 'idempotency_key_reused'>> {
  return db.transaction(async (tx) => {
    const claimed = await tx.rows(claimKey, [projectId, key, requestSha256]);
    if (claimed.length === 0) return earlierAnswer(tx, projectId, { key, requestSha256 });
    const nested = nestedDatabase(tx);
    let sent: Sent | undefined;
    await nested.transaction(async (inner) => {
      const answer = await mutate(nestedDatabase(inner));
      sent = answer.sent;
      return answer.ok ? done(null) : refuse('bad_request');
    });
    if (sent === undefined) throw new Error('a mutation always answers');
    await tx.rows(keepAnswer, [projectId, key, sent.status, JSON.stringify(sent.body ?? null)]);
    return done(sent);
  });
}

/** The answer kept for this key, or a refusal where it was given to another request. */
async function earlierAnswer(
  sql: Sql,
  projectId: string,
  { key, requestSha256 }: Idempotency,
): Promise<Outcome<Sent, 'idempotency_key_reused'>> {
  const [answer] = await sql.rows(findAnswer, [projectId, key]);
  if (answer === undefined) throw new Error('a key that conflicts has an answer');
  if (!answer.request_sha256.equals(requestSha256)) {
    return refuse('idempotency_key_reused', 'The key came with another request before');
  }
  return done({ status: answer.status, body: answer.body });
}
