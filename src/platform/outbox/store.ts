/** SQL of the outbox. */
import type { JsonObject } from '../../engine/json.ts';
import type { Project } from '../context.ts';
import { type Sql, statement } from '../db/database.ts';
import type { OutboxEntry } from './entry.ts';

const insertStatement = statement(
  'insert_outbox_entry',
  `insert into outbox (project_id, id, topic, payload, created_at) values ($1, $2, $3, $4, $5)`,
);

export async function insertEntry(
  sql: Sql,
  projectId: string,
  { id, topic, payload, at }: OutboxEntry & { readonly at: string },
): Promise<void> {
  await sql.rows(insertStatement, [projectId, id, topic, JSON.stringify(payload), at]);
}

const removeStatement = statement<{ id: string }>(
  'remove_outbox_entry',
  `delete from outbox where project_id = $1 and id =
     (select id from outbox where project_id = $1 and id = $2 for update skip locked)
   returning id`,
);

/** False where somebody else has followed it up, or is about to: never waits for them. */
export async function removeEntry(sql: Sql, projectId: string, id: string): Promise<boolean> {
  const removed = await sql.rows(removeStatement, [projectId, id]);
  return removed.length > 0;
}

type LeftRow = {
  readonly id: string;
  readonly topic: string;
  readonly payload: JsonObject;
  readonly created_at: string;
  readonly project_id: string;
  readonly name: string;
  readonly timezone: string;
  readonly currency: string;
  readonly case_sensitive_codes: boolean;
  readonly config_version: number;
};

/** An entry that is still there, with its project. */
export type LeftEntry = {
  readonly entry: OutboxEntry;
  readonly project: Project;
  /** ISO 8601. */
  readonly createdAt: string;
};

const left = `select o.id, o.topic, o.payload, o.created_at, p.id as project_id, p.name, p.timezone,
    p.currency, p.case_sensitive_codes, p.config_version
  from outbox o join projects p on p.id = o.project_id`;

const findLeftStatement = statement<LeftRow>(
  'find_left_outbox_entries',
  `${left}
   where (o.created_at at time zone 'UTC', o.id)
       > (coalesce($1::timestamptz, '-infinity') at time zone 'UTC', $2)
     and o.created_at at time zone 'UTC' < $3::timestamptz at time zone 'UTC'
   order by o.created_at at time zone 'UTC', o.id limit $4`,
);

/** The oldest first, of all projects: written before `before`, behind the one that came last. */
export async function findLeftEntries(
  sql: Sql,
  page: { readonly last: LeftEntry | null; readonly before: string; readonly most: number },
): Promise<readonly LeftEntry[]> {
  const { last, before, most } = page;
  const values = [last?.createdAt ?? null, last?.entry.id ?? '', before, most];
  return (await sql.rows(findLeftStatement, values)).map(leftEntry);
}

const findLeftOneStatement = statement<LeftRow>(
  'find_left_outbox_entry',
  `${left} where o.project_id = $1 and o.id = $2`,
);

export async function findLeftEntry(
  sql: Sql,
  projectId: string,
  id: string,
): Promise<LeftEntry | null> {
  const [row] = await sql.rows(findLeftOneStatement, [projectId, id]);
  return row === undefined ? null : leftEntry(row);
}

function leftEntry(row: LeftRow): LeftEntry {
  const { id, topic, payload } = row;
  return {
    entry: { id, topic, payload },
    project: {
      id: row.project_id,
      name: row.name,
      timezone: row.timezone,
      currency: row.currency,
      caseSensitiveCodes: row.case_sensitive_codes,
      version: row.config_version,
    },
    createdAt: row.created_at,
  };
}
