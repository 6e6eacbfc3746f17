/** SQL of custom events. */
import type { JsonObject } from '../../engine/json.ts';
import { type Sql, statement } from '../../platform/db/database.ts';

export type CustomEventRow = {
  readonly id: string;
  readonly type: string;
  readonly customer_id: string;
  readonly referral: JsonObject | null;
  readonly loyalty: JsonObject | null;
  readonly metadata: JsonObject;
  readonly created_at: string;
};

const insertStatement = statement(
  'insert_custom_event',
  `insert into custom_events (project_id, id, type, customer_id, referral, loyalty, metadata, created_at)
   values ($1, $2, $3, $4, $5, $6, $7, $8)`,
);

export async function insertCustomEvent(
  sql: Sql,
  projectId: string,
  row: CustomEventRow,
): Promise<void> {
  const json = (value: JsonObject | null) => (value === null ? null : JSON.stringify(value));
  const { id, type, customer_id, referral, loyalty, metadata, created_at } = row;
  const parts = [json(referral), json(loyalty), json(metadata)];
  await sql.rows(insertStatement, [projectId, id, type, customer_id, ...parts, created_at]);
}
