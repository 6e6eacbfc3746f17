/** SQL of projects. */
import type { JsonObject } from '../../engine/json.ts';
import { type Sql, statement } from '../../platform/db/database.ts';

export type ProjectRow = {
  readonly id: string;
  readonly name: string;
  readonly description: string | null;
  readonly timezone: string;
  readonly currency: string;
  readonly case_sensitive_codes: boolean;
  readonly settings: JsonObject;
  readonly created_at: string;
  readonly updated_at: string | null;
};

const columns =
  'id, name, description, timezone, currency, case_sensitive_codes, settings, created_at, updated_at';

const insertProjectStatement = statement<ProjectRow>(
  'insert_project',
  `insert into projects (id, name, description, timezone, currency, case_sensitive_codes, settings, created_at)
   values ($1, $2, $3, $4, $5, $6, $7, $8) returning ${columns}`,
);

export type NewProject = Omit<ProjectRow, 'updated_at'>;

export async function insertProject(sql: Sql, project: NewProject): Promise<ProjectRow> {
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
  if (row === undefined) throw new Error('an insert answers its row');
  return row;
}
