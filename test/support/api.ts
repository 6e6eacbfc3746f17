/** A real server on a fresh database, and fresh projects on it: what tests over HTTP start from. */
import { allTasks, buildApp } from '../../src/app.ts';
import { connectDatabase, type Database } from '../../src/platform/db/database.ts';
import type { Credentials } from '../../src/platform/http/identity.ts';
import { newId } from '../../src/platform/ids.ts';
import { startJobs } from '../../src/platform/jobs/start-jobs.ts';
import { jsonLog } from '../../src/platform/log.ts';
import { addKey, newCredentials } from '../../src/workspace/keys/service.ts';
import { createProject } from '../../src/workspace/projects/service.ts';
import { beforeDrop, testDatabase } from './database.ts';
import { checkReply } from './reply-check.ts';

export type TestServer = {
  /** `http://127.0.0.1:54321` */
  readonly url: string;
  readonly databaseUrl: string;
  readonly db: Database;
  /** A new project with its own server key; `settings` are columns of the project. */
  project(settings?: { readonly timezone?: string }): Promise<TestProject>;
  /** Requests above projects, with a new management key. */
  management(): Promise<TestClient>;
};

/** Sends requests with its key; every success is held to the reply its route declares. */
export type TestClient = {
  get(path: string): Promise<Answer>;
  post(path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
  put(path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
  delete(path: string, headers?: Record<string, string>): Promise<Answer>;
};

export type TestProject = TestClient & {
  readonly id: string;
  readonly url: string;
  readonly credentials: Credentials;
  /** The same project through another server process or address. */
  through(url: string): TestProject;
};

/** `body` is parsed JSON, read freely by tests; null where there was none. */
// biome-ignore format: one line reads better
export type Answer = { readonly status: number; readonly body: ReturnType<typeof JSON.parse>; readonly headers: Headers };

/**
 * One server for a test file; it and its database go away after the file's last test. With `jobs`
 * it also works off what is put in the background.
 */
export async function testServer({ jobs = false } = {}): Promise<TestServer> {
  const { url: databaseUrl } = await testDatabase();
  const db = connectDatabase(databaseUrl, (error) => console.error(error.message));
  const log = jsonLog((line) => console.error(line.trimEnd()));
  const app = buildApp({ db, log, version: 'test' });
  const running = jobs ? await startJobs({ databaseUrl, tasks: allTasks(db), log }) : null;
  const url = await app.listen({ port: 0, host: '127.0.0.1' });
  beforeDrop(async () => {
    await app.close();
    await running?.stop();
    await db.close();
  });
  return {
    url,
    databaseUrl,
    db,
    project: (settings) => freshProject(db, url, settings),
    management: () => freshManager(db, url),
  };
}

async function freshProject(
  db: Database,
  url: string,
  { timezone = 'UTC' }: { readonly timezone?: string } = {},
): Promise<TestProject> {
  const created = await createProject(db, {
    id: newId('proj', Date.now()),
    name: 'Test',
    description: null,
    timezone,
    currency: 'USD',
    case_sensitive_codes: true,
    settings: {},
    created_at: new Date().toISOString(),
  });
  if (!created.ok) throw new Error('a project is always created');
  return clientOf(created.value.project.id, url, created.value.server);
}

async function freshManager(db: Database, url: string): Promise<TestClient> {
  const credentials = newCredentials();
  await addKey(db, credentials, {
    kind: 'management',
    projectId: null,
    name: 'Test',
    createdAt: new Date().toISOString(),
  });
  return requestsTo(url, {
    'x-management-id': credentials.appId,
    'x-management-token': credentials.token,
  });
}

export function clientOf(id: string, url: string, credentials: Credentials): TestProject {
  const keys = { 'x-app-id': credentials.appId, 'x-app-token': credentials.token };
  return {
    id,
    url,
    credentials,
    ...requestsTo(url, keys),
    through: (other) => clientOf(id, other, credentials),
  };
}

/** Requests with these headers on each. */
export function requestsTo(url: string, keys: Record<string, string>): TestClient {
  const send =
    (method: string) =>
    async (path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> => {
      const response = await fetch(`${url}${path}`, {
        method,
        headers: {
          ...keys,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const text = await response.text();
      const answer = text === '' ? null : JSON.parse(text);
      checkReply(method, path, response.status, answer);
      return { status: response.status, body: answer, headers: response.headers };
    };
  const [get, remove] = [send('GET'), send('DELETE')];
  return {
    get: (path) => get(path),
    post: send('POST'),
    put: send('PUT'),
    delete: (path, headers) => remove(path, undefined, headers),
  };
}
