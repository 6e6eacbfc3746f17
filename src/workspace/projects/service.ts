/** Projects: the walls between shops. Each is born with a server key and a client key. */
import { randomUUID } from 'node:crypto';
import { done, notFound, type Outcome, type Refusal, refuse } from '../../engine/outcome.ts';
import type { ManagementContext } from '../../platform/context.ts';
import type { Database } from '../../platform/db/database.ts';
import type { Credentials } from '../../platform/http/identity.ts';
import { isoOf } from '../../platform/iso.ts';
import { StartProblem } from '../../platform/start-problem.ts';
import { isCurrency, timezoneNamed } from '../../platform/timezone-and-currency.ts';
import { addKey, keepKey, type KeyToAdd, newCredentials } from '../keys/service.ts';
import type { ProjectInput, ProjectSettings, ProjectUpdate } from './schema.ts';
import {
  findProject,
  insertProject,
  listProjects,
  type NewProject,
  type ProjectRow,
  removeProject,
  updateProject,
} from './store.ts';

export type ProjectWithKeys = {
  readonly project: ProjectRow;
  readonly server: Credentials;
  readonly client: Credentials;
};

/** The tokens are in the answer and nowhere else: the database keeps digests. */
export async function createProject(
  db: Database,
  project: NewProject,
  keys: { readonly server?: Credentials; readonly client?: Credentials } = {},
): Promise<Outcome<ProjectWithKeys, never>> {
  const { server = newCredentials(), client = newCredentials() } = keys;
  const settings = { webhook_token: randomUUID(), ...project.settings };
  return db.transaction(async (tx) => {
    const row = await insertProject(tx, { ...project, settings });
    if (row === null) throw new Error('a new project has a new id');
    const key = { projectId: row.id, createdAt: row.created_at };
    await addKey(tx, server, { ...key, kind: 'server', name: 'Server key' });
    await addKey(tx, client, { ...key, kind: 'client', name: 'Client key' });
    return done({ project: row, server, client });
  });
}

export async function addProject(
  { db, now, newId }: ManagementContext,
  input: ProjectInput,
): Promise<Outcome<ProjectWithKeys, 'invalid_project_params'>> {
  const place = placeOf(input);
  if (!place.ok) return place;
  const { cluster_id } = input;
  return createProject(db, {
    id: newId('proj'),
    name: input.name,
    description: input.description ?? null,
    timezone: place.value.timezone ?? input.timezone,
    currency: input.currency,
    case_sensitive_codes: input.case_sensitive_codes,
    settings: { ...settingsOf(input), ...(cluster_id === undefined ? {} : { cluster_id }) },
    created_at: isoOf(now),
  });
}

/** All of them, the oldest first. */
export function allProjects({ db }: ManagementContext): Promise<readonly ProjectRow[]> {
  return listProjects(db);
}

export async function getProject(
  { db }: ManagementContext,
  id: string,
): Promise<Outcome<ProjectRow, 'not_found'>> {
  const row = await findProject(db, id);
  return row === null ? notFound('project', id) : done(row);
}

export async function changeProject(
  { db, now }: ManagementContext,
  id: string,
  update: ProjectUpdate,
): Promise<Outcome<ProjectRow, 'not_found' | 'invalid_project_params'>> {
  const place = placeOf(update);
  if (!place.ok) return place;
  const change = {
    name: update.name ?? null,
    description: update.description ?? null,
    timezone: place.value.timezone,
    currency: update.currency ?? null,
    settings: settingsOf(update),
  };
  const row = await updateProject(db, id, change, isoOf(now));
  return row === null ? notFound('project', id) : done(row);
}

/** Removes the project with all its data and keys, in one transaction. */
export async function deleteProject(
  { db }: ManagementContext,
  id: string,
): Promise<Outcome<null, 'not_found'>> {
  return db.transaction(async (tx) => {
    const removed = await removeProject(tx, id);
    return removed ? done(null) : notFound('project', id);
  });
}

/** The zone's name as it is kept; null where none is given. */
function placeOf(input: {
  readonly timezone?: string;
  readonly currency?: string;
}): Outcome<{ readonly timezone: string | null }, 'invalid_project_params'> {
  const { timezone, currency } = input;
  if (currency !== undefined && !isCurrency(currency)) {
    return invalid(`Currency ${currency} is no code of ISO 4217, such as EUR`);
  }
  const named = timezone === undefined ? null : timezoneNamed(timezone);
  if (timezone !== undefined && named === null) {
    return invalid(`Timezone ${timezone} is no name of the IANA database, such as Europe/Warsaw`);
  }
  return done({ timezone: named });
}

function invalid(details: string): Refusal<'invalid_project_params'> {
  return refuse('invalid_project_params', details);
}

const settingNames = [
  'dial_code',
  'webhook_version',
  'client_trusted_domains',
  'client_redeem_enabled',
  'client_publish_enabled',
  'client_list_vouchers_enabled',
  'client_create_customer_enabled',
  'client_loyalty_events_enabled',
  'client_set_voucher_expiration_date_enabled',
  'api_usage_notifications',
  'webhooks_callout_notifications',
  'default_code_config',
] as const;

/** The settings that are given, and nothing else of the request. */
function settingsOf(input: ProjectSettings): ProjectSettings {
  return Object.fromEntries(
    settingNames.flatMap((name) => (input[name] === undefined ? [] : [[name, input[name]]])),
  );
}

/** A fixed id: of two processes that start at once, the primary key lets one make the project. */
export const firstProjectId = 'proj_default';

type KeyPair = { readonly id: string; readonly token: string };

export type FirstProjectKeys = {
  readonly server: KeyPair;
  readonly client: KeyPair;
  readonly management: KeyPair;
};

/**
 * Makes the project "Default" where it is not there, and sees to it that these keys open it. Writes
 * nothing where all is so already. Throws a `StartProblem` where a key's id is taken by another
 * project or another kind of key.
 */
export async function ensureFirstProject(db: Database, keys: FirstProjectKeys): Promise<void> {
  const createdAt = new Date().toISOString();
  await db.transaction(async (tx) => {
    // Who comes second waits here for the first one's commit.
    await insertProject(tx, {
      id: firstProjectId,
      name: 'Default',
      description: null,
      timezone: 'UTC',
      currency: 'USD',
      case_sensitive_codes: true,
      settings: { webhook_token: randomUUID() },
      created_at: createdAt,
    });
    for (const { pair, ...key } of keysToKeep(keys)) {
      const kept = await keepKey(tx, { appId: pair.id, token: pair.token }, { ...key, createdAt });
      if (!kept) throw keyIsTaken(key.kind, pair.id);
    }
    return done(null);
  });
}

type KeyToKeep = Omit<KeyToAdd, 'createdAt'> & { readonly pair: KeyPair };

function keysToKeep({ server, client, management }: FirstProjectKeys): readonly KeyToKeep[] {
  const projectId = firstProjectId;
  return [
    { kind: 'server', name: 'Server key', projectId, pair: server },
    { kind: 'client', name: 'Client key', projectId, pair: client },
    { kind: 'management', name: 'Management key', projectId: null, pair: management },
  ];
}

const settingOfKey = {
  server: 'SCRIP_APP_ID',
  client: 'SCRIP_CLIENT_APP_ID',
  management: 'SCRIP_MANAGEMENT_ID',
} as const;

function keyIsTaken(kind: keyof typeof settingOfKey, id: string): StartProblem {
  return new StartProblem(
    `${settingOfKey[kind]} ${id} is the id of another key in this database: choose another`,
  );
}
