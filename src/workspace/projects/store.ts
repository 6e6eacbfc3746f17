/** SQL of projects. */
import { type Sql, statement, type Transaction } from '../../platform/db/database.ts';
import type { ProjectSettings } from './schema.ts';

export type ProjectRow = {
  readonly id: string;
  readonly name: string;
  readonly description: string | null;
  readonly timezone: string;
  readonly currency: string;
  readonly case_sensitive_codes: boolean;
  readonly settings: ProjectSettings;
  readonly created_at: string;
  readonly updated_at: string | null;
};

const columns =
  'id, name, description, timezone, currency, case_sensitive_codes, settings, created_at, updated_at';

const insertProjectStatement = statement<ProjectRow>(
  'insert_project',
  `insert into projects (id, name, description, timezone, currency, case_sensitive_codes, settings, created_at)
   values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (id) do nothing returning ${columns}`,
);

export type NewProject = Omit<ProjectRow, 'updated_at'>;

/** Null where there is a project of this id: it stays as it is. */
export async function insertProject(sql: Sql, project: NewProject): Promise<ProjectRow | null> {
  const [row] = await sql.rows(insertProjectStatement, [
    project.id,
    project.name,
    project.description,
    project.timezone,
    project.currency,
    project.case_sensitive_codes,
    JSON.stringify(project.settings),
    project.created_at,
  ]);
  return row ?? null;
}

const findProjectStatement = statement<ProjectRow>(
  'find_project',
  `select ${columns} from projects where id = $1`,
);

export async function findProject(sql: Sql, id: string): Promise<ProjectRow | null> {
  const [row] = await sql.rows(findProjectStatement, [id]);
  return row ?? null;
}

/** Ids begin with their time: the oldest first. The list has no pages; this is its bound. */
const listProjectsStatement = statement<ProjectRow>(
  'list_projects',
  `select ${columns} from projects order by id limit 10000`,
);

export async function listProjects(sql: Sql): Promise<ProjectRow[]> {
  return sql.rows(listProjectsStatement, []);
}

/** Of the two notification settings each kind is replaced by itself; the others stay. */
const updateProjectStatement = statement<ProjectRow>(
  'update_project',
  `update projects set name = coalesce($2, name), description = coalesce($3, description),
     timezone = coalesce($4, timezone), currency = coalesce($5, currency),
     settings = settings || $6::jsonb || jsonb_build_object(
       'api_usage_notifications',
       coalesce(settings -> 'api_usage_notifications', '{}')
         || coalesce($6::jsonb -> 'api_usage_notifications', '{}'),
       'webhooks_callout_notifications',
       coalesce(settings -> 'webhooks_callout_notifications', '{}')
         || coalesce($6::jsonb -> 'webhooks_callout_notifications', '{}')),
     updated_at = $7
   where id = $1 returning ${columns}`,
);

export type ProjectChange = {
  readonly name: string | null;
  readonly description: string | null;
  readonly timezone: string | null;
  readonly currency: string | null;
  readonly settings: ProjectSettings;
};

/** What is null stays as it is; settings that are given replace the earlier ones. */
export async function updateProject(
  sql: Sql,
  id: string,
  change: ProjectChange,
  at: string,
): Promise<ProjectRow | null> {
  const [row] = await sql.rows(updateProjectStatement, [
    id,
    change.name,
    change.description,
    change.timezone,
    change.currency,
    JSON.stringify(change.settings),
    at,
  ]);
  return row ?? null;
}

const deleteProjectStatement = statement<{ deleted: boolean }>(
  'delete_project',
  'select delete_project($1) as deleted',
);

/** The project with every row that is its own, however many; false where there is none. */
export async function removeProject(tx: Transaction, id: string): Promise<boolean> {
  await tx.adhoc(`set local statement_timeout = '1h'`, []);
  const [answer] = await tx.rows(deleteProjectStatement, [id]);
  return answer?.deleted ?? false;
}
