/** A real server on a fresh database, and fresh projects on it: what tests over HTTP start from. */
import { allTasks, buildApp } from '../../src/app.ts';
import { connectDatabase, type Database } from '../../src/platform/db/database.ts';
import type { Credentials } from '../../src/platform/http/identity.ts';
import { newId } from '../../src/platform/ids.ts';
import { startJobs } from '../../src/platform/jobs/start-jobs.ts';
import { jsonLog } from '../../src/platform/log.ts';
import { addKey, newCredentials } from '../../src/workspace/keys/service.ts';
import type { ProjectSettings } from '../../src/workspace/projects/schema.ts';
import { createProject } from '../../src/workspace/projects/service.ts';
import { beforeDrop, testDatabase } from './database.ts';
import { checkReply } from './reply-check.ts';

export type TestServer = {
  /** `http://127.0.0.1:54321` */
  readonly url: string;
  readonly databaseUrl: string;
  readonly db: Database;
  /** A new project with keys of its own; client keys may do everything, from anywhere, unless told. */
  project(options?: ProjectOptions): Promise<TestProject>;
  /** Requests above projects, with a new management key. */
  management(): Promise<TestClient>;
};

type ProjectOptions = { readonly timezone?: string; readonly settings?: ProjectSettings };

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
  /** The public key of the project, as scripts in browsers use it. */
  readonly clientKey: Credentials;
  /** Requests with the client key from a page of this origin; null: without an origin. */
  browser(origin?: string | null): TestClient;
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
    project: (options) => freshProject(db, url, options),
    management: () => freshManager(db, url),
  };
}

async function freshProject(
  db: Database,
  url: string,
  { timezone = 'UTC', settings = everythingAllowed }: ProjectOptions = {},
): Promise<TestProject> {
  const created = await createProject(db, {
    id: newId('proj', Date.now()),
    name: 'Test',
    description: null,
    timezone,
    currency: 'USD',
    case_sensitive_codes: true,
    settings,
    created_at: new Date().toISOString(),
  });
  if (!created.ok) throw new Error('a project is always created');
  const { project, server, client } = created.value;
  return clientOf(project.id, url, { server, client });
}

const everythingAllowed: ProjectSettings = {
  client_trusted_domains: ['*'],
  client_redeem_enabled: true,
  client_publish_enabled: true,
  client_list_vouchers_enabled: true,
  client_create_customer_enabled: true,
  client_loyalty_events_enabled: true,
};

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

/** Without a client key: one that opens nothing. */
type ProjectKeys = { readonly server: Credentials; readonly client?: Credentials };
const noKey: Credentials = { appId: '', token: '' };

export function clientOf(
  id: string,
  url: string,
  { server, client = noKey }: ProjectKeys,
): TestProject {
  return {
    id,
    url,
    credentials: server,
    clientKey: client,
    ...requestsTo(url, { 'x-app-id': server.appId, 'x-app-token': server.token }),
    browser: (origin = 'https://shop.example') =>
      requestsTo(url, {
        'x-client-application-id': client.appId,
        'x-client-token': client.token,
        ...(origin === null ? {} : { origin }),
      }),
    through: (other) => clientOf(id, other, { server, client }),
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
