/** SQL of API keys. */
import { type Sql, statement } from '../../platform/db/database.ts';

type KeyKind = 'server' | 'client' | 'management';

export type KeyRow = {
  readonly app_id: string;
  readonly kind: KeyKind;
  readonly name: string;
  readonly token_sha256: Buffer;
  readonly scopes: readonly string[];
};

/** A key together with the project it opens. */
export type ProjectKeyRow = KeyRow & {
  readonly project_id: string;
  readonly project_name: string;
  readonly timezone: string;
  readonly currency: string;
  readonly case_sensitive_codes: boolean;
  readonly config_version: number;
  /** What the project allows to client keys; null for server keys. */
  readonly client_settings: ClientSettings | null;
};

/** As projects keep them; what was never set is absent. */
export type ClientSettings = {
  readonly client_trusted_domains?: readonly string[];
  readonly client_redeem_enabled?: boolean;
  readonly client_publish_enabled?: boolean;
  readonly client_list_vouchers_enabled?: boolean;
  readonly client_create_customer_enabled?: boolean;
  readonly client_loyalty_events_enabled?: boolean;
};

const findProjectKeyStatement = statement<ProjectKeyRow>(
  'find_project_key',
  `select k.app_id, k.kind, k.name, k.token_sha256, k.scopes, p.id as project_id, p.name as project_name,
     p.timezone, p.currency, p.case_sensitive_codes, p.config_version,
     case k.kind when 'client' then p.settings end as client_settings
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
  `select app_id, kind, name, token_sha256, scopes from api_keys
   where app_id = $1 and kind = 'management'`,
);

export async function findManagementKey(sql: Sql, appId: string): Promise<KeyRow | null> {
  const [row] = await sql.rows(findManagementKeyStatement, [appId]);
  return row ?? null;
}

const insertKeyStatement = statement<{ app_id: string }>(
  'insert_api_key',
  `insert into api_keys (app_id, kind, project_id, name, token_sha256, scopes, created_at)
   values ($1, $2, $3, $4, $5, $6, $7)
   on conflict (app_id) do nothing returning app_id`,
);

export type NewKey = {
  readonly appId: string;
  readonly kind: KeyKind;
  readonly projectId: string | null;
  readonly name: string;
  readonly tokenSha256: Buffer;
  readonly scopes: readonly string[];
  readonly createdAt: string;
};

/** False where somebody has this id already: theirs stays as it is. */
export async function insertKey(sql: Sql, key: NewKey): Promise<boolean> {
  const inserted = await sql.rows(insertKeyStatement, [
    key.appId,
    key.kind,
    key.projectId,
    key.name,
    key.tokenSha256,
    key.scopes,
    key.createdAt,
  ]);
  return inserted.length > 0;
}

/** Touches the row only where the token is another one: every change of a key raises the version. */
const updateTokenStatement = statement(
  'update_api_key_token',
  `update api_keys set token_sha256 = $4
   where app_id = $1 and kind = $2 and project_id is not distinct from $3 and token_sha256 <> $4`,
);

export async function updateToken(sql: Sql, key: NewKey): Promise<void> {
  await sql.rows(updateTokenStatement, [key.appId, key.kind, key.projectId, key.tokenSha256]);
}

const isKeyOfStatement = statement(
  'is_api_key_of',
  `select from api_keys where app_id = $1 and kind = $2 and project_id is not distinct from $3`,
);

/** Whether the key of this id is of this kind and opens this project. */
export async function isKeyOf(sql: Sql, key: NewKey): Promise<boolean> {
  const rows = await sql.rows(isKeyOfStatement, [key.appId, key.kind, key.projectId]);
  return rows.length > 0;
}
