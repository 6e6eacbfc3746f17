/** The one question a validation, qualification or redemption asks the database. */
import type { Sql } from '../../platform/db/database.ts';
import { factsStatement } from './parts.ts';
import type { FactsQuery, FactsRow } from './question.ts';

const NOTHING: FactsRow = {
  version: null,
  vouchers: null,
  customer: null,
  products: null,
  skus: null,
  product_version: null,
  product_changes: null,
  earlier: null,
  customer_counts: null,
  key_counts: null,
  subject_counts: null,
  item_units: null,
  loyalty_tiers: null,
  answer: null,
  own_locks: null,
};

/** One statement of the parts the query needs; the others are null. */
export async function findFacts(sql: Sql, projectId: string, query: FactsQuery): Promise<FactsRow> {
  const { statement, values } = factsStatement(projectId, query);
  const [row] = await sql.rows(statement, values);
  return { ...NOTHING, ...row };
}
