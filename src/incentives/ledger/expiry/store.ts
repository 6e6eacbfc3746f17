/** SQL of expiry: what is due over all projects, a batch at a time. */
import type { Project } from '../../../platform/context.ts';
import { type Sql, statement } from '../../../platform/db/database.ts';

/** A card that something was taken out of. */
export type ExpiredCard = {
  readonly project_id: string;
  readonly voucher_id: string;
  readonly is_loyalty: boolean;
};

const expireStatement = statement<ExpiredCard>(
  'expire_due',
  'select project_id, voucher_id, is_loyalty from expire_due($1::timestamptz, $2)',
);

/** Of at most so many lots; none, where nothing is due that nobody else holds. */
export function expireDue(
  sql: Sql,
  { at, most }: { readonly at: string; readonly most: number },
): Promise<ExpiredCard[]> {
  return sql.rows(expireStatement, [at, most]);
}

const findProjectsStatement = statement<{
  id: string;
  name: string;
  timezone: string;
  currency: string;
  case_sensitive_codes: boolean;
  config_version: number;
}>(
  'find_projects_of_expiry',
  `select id, name, timezone, currency, case_sensitive_codes, config_version from projects
   where id = any($1)`,
);

export async function findProjects(sql: Sql, ids: readonly string[]): Promise<Project[]> {
  const rows = await sql.rows(findProjectsStatement, [ids]);
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    timezone: row.timezone,
    currency: row.currency,
    caseSensitiveCodes: row.case_sensitive_codes,
    version: row.config_version,
  }));
}
