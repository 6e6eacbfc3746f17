/** SQL of API keys. */
import { type Sql, statement } from '../../platform/db/database.ts';

type KeyKind = 'server' | 'client' | 'management';

export type KeyRow = {
  readonly app_id: string;
  readonly kind: KeyKind;
  readonly name: string;
  readonly token_sha256: Buffer;
};

/** A key together with the project it opens. */
export type ProjectKeyRow = KeyRow & {
  readonly project_id: string;
  readonly project_name: string;
  readonly timezone: string;
  readonly currency: string;
  readonly case_sensitive_codes: boolean;
  readonly config_version: number;
};

const findProjectKeyStatement = statement<ProjectKeyRow>(
  'find_project_key',
  `select k.app_id, k.kind, k.name, k.token_sha256, p.id as project_id, p.name as project_name,
     p.timezone, p.currency, p.case_sensitive_codes, p.config_version
   from api_keys k join projects p on p.id = k.project_id
   where k.app_id = $1 and k.kind = $2`,
);

export async function findProjectKey(
  sql: Sql,
  appId: string,
  kind: 'server' | 'client',
): Promise<ProjectKeyRow | null> {
  const [row] = await sql.rows(findProjectKeyStatement, [appId, kind]);
  return row ?? null;
}

const findManagementKeyStatement = statement<KeyRow>(
  'find_management_key',
  `select app_id, kind, name, token_sha256 from api_keys where app_id = $1 and kind = 'management'`,
);

export async function findManagementKey(sql: Sql, appId: string): Promise<KeyRow | null> {
  const [row] = await sql.rows(findManagementKeyStatement, [appId]);
  return row ?? null;
}

const insertKeyStatement = statement(
  'insert_api_key',
  `insert into api_keys (app_id, kind, project_id, name, token_sha256, created_at)
   values ($1, $2, $3, $4, $5, $6)
   on conflict (app_id) do update set token_sha256 = excluded.token_sha256
     where api_keys.kind = excluded.kind and api_keys.project_id is not distinct from excluded.project_id`,
);

export async function insertKey(
  sql: Sql,
  key: {
    readonly appId: string;
    readonly kind: KeyKind;
    readonly projectId: string | null;
    readonly name: string;
    readonly tokenSha256: Buffer;
    readonly createdAt: string;
  },
): Promise<void> {
  await sql.rows(insertKeyStatement, [
    key.appId,
    key.kind,
    key.projectId,
    key.name,
    key.tokenSha256,
    key.createdAt,
  ]);
}
