/** SQL of validation totals. */
import { type Sql, statement } from '../../platform/db/database.ts';

export type ValidationTotal = {
  readonly project_id: string;
  readonly campaign_id: string;
  readonly validations: number;
  readonly succeeded: number;
};

const addTotalsStatement = statement(
  'add_validation_totals',
  `insert into validation_totals as t (project_id, campaign_id, validations, succeeded)
   select n.project_id, n.campaign_id, n.validations, n.succeeded
   from jsonb_to_recordset($1::jsonb)
     as n(project_id text, campaign_id text, validations bigint, succeeded bigint)
   order by n.project_id, n.campaign_id
   on conflict (project_id, campaign_id) do update set
     validations = t.validations + excluded.validations, succeeded = t.succeeded + excluded.succeeded`,
);

export async function addValidationTotals(
  sql: Sql,
  totals: readonly ValidationTotal[],
): Promise<void> {
  await sql.rows(addTotalsStatement, [JSON.stringify(totals)]);
}
