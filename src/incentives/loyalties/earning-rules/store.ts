/** SQL of earning rules. */
import { sql } from 'kysely';
import type { JsonObject } from '../../../engine/json.ts';
import type { ExpirationRules } from '../../../engine/loyalty/points-expiry.ts';
import { type Sql, statement } from '../../../platform/db/database.ts';
import { type ListPage, listPage, orderedBy } from '../../../platform/db/list.ts';
import { type ValidityColumns, validityValues } from '../../validity/service.ts';
import type { EarningLoyalty } from './loyalty/schema.ts';
import type { EarningRuleQuery } from './schema.ts';

/** What an event has to be about, in wire form. */
export type EarningSubject = {
  readonly custom_event?: { readonly schema_id: string };
  readonly segment?: { readonly id: string };
  readonly loyalty_tier?: { readonly id: string };
};

/** What a request decides. */
export type EarningRuleColumns = ValidityColumns & {
  readonly event: string;
  readonly active: boolean;
  readonly loyalty: EarningLoyalty;
  readonly about: EarningSubject;
  readonly banner: string | null;
  readonly pending_days: number | null;
  readonly expiration_rules: ExpirationRules | null;
  readonly metadata: JsonObject;
};

export type EarningRuleRow = EarningRuleColumns & {
  readonly id: string;
  readonly campaign_id: string;
  readonly automation_id: string;
  readonly created_at: string;
  readonly updated_at: string | null;
};

const columns = `id, campaign_id, event, active, loyalty, about, banner, pending_days, expiration_rules,
  automation_id, start_date, expiration_date, validity_timeframe, validity_day_of_week, validity_hours,
  metadata, created_at, updated_at`;

const findStatement = statement<EarningRuleRow>(
  'find_earning_rules',
  `select ${columns} from earning_rules
   where project_id = $1 and campaign_id = $2 and id = any($3::text[]) order by id`,
);

/** Of one programme, in the order of their creation. */
export function findEarningRules(
  db: Sql,
  projectId: string,
  wanted: { readonly campaignId: string; readonly ids: readonly string[] },
): Promise<EarningRuleRow[]> {
  return db.rows(findStatement, [projectId, wanted.campaignId, wanted.ids]);
}

const countStatement = statement<{ rules: number }>(
  'count_earning_rules',
  'select count(*) as rules from earning_rules where project_id = $1 and campaign_id = $2',
);

export async function countEarningRules(
  db: Sql,
  projectId: string,
  campaignId: string,
): Promise<number> {
  const [row] = await db.rows(countStatement, [projectId, campaignId]);
  return row?.rules ?? 0;
}

const insertStatement = statement(
  'insert_earning_rule',
  `insert into earning_rules (project_id, id, campaign_id, automation_id, created_at, event, active,
     loyalty, about, banner, pending_days, expiration_rules, metadata, start_date, expiration_date,
     validity_timeframe, validity_day_of_week, validity_hours)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)`,
);

export async function insertEarningRule(
  db: Sql,
  projectId: string,
  rule: Omit<EarningRuleRow, 'updated_at'>,
): Promise<void> {
  const fixed = [projectId, rule.id, rule.campaign_id, rule.automation_id, rule.created_at];
  await db.rows(insertStatement, [...fixed, rule.event, ...valuesOf(rule)]);
}

const updateStatement = statement(
  'update_earning_rule',
  `update earning_rules set updated_at = $3, active = $4, loyalty = $5, about = $6, banner = $7,
     pending_days = $8, expiration_rules = $9, metadata = $10, start_date = $11, expiration_date = $12,
     validity_timeframe = $13, validity_day_of_week = $14, validity_hours = $15
   where project_id = $1 and id = $2`,
);

export async function updateEarningRuleRow(
  db: Sql,
  projectId: string,
  rule: EarningRuleColumns & { readonly id: string; readonly updatedAt: string },
): Promise<void> {
  await db.rows(updateStatement, [projectId, rule.id, rule.updatedAt, ...valuesOf(rule)]);
}

const removeStatement = statement(
  'remove_earning_rule',
  'delete from earning_rules where project_id = $1 and id = $2',
);

/** What was earned by it stays; the rule that guarded it is free. */
export async function removeEarningRule(db: Sql, projectId: string, id: string): Promise<void> {
  await db.rows(removeStatement, [projectId, id]);
}

export function listEarningRules(
  db: Sql,
  projectId: string,
  campaignId: string,
  query: EarningRuleQuery,
): Promise<ListPage<EarningRuleRow>> {
  return listPage<EarningRuleRow>(db, {
    select: sql.raw(columns),
    from: sql.raw('earning_rules'),
    where: [sql`project_id = ${projectId}`, sql`campaign_id = ${campaignId}`],
    orderBy: orderedBy(query.order, '-created_at'),
    limit: query.limit ?? 10,
    page: query.page ?? 1,
  });
}

/** In the order of both statements. */
function valuesOf(rule: EarningRuleColumns): readonly unknown[] {
  return [
    rule.active,
    JSON.stringify(rule.loyalty),
    JSON.stringify(rule.about),
    rule.banner,
    rule.pending_days,
    rule.expiration_rules === null ? null : JSON.stringify(rule.expiration_rules),
    JSON.stringify(rule.metadata),
    ...validityValues(rule),
  ];
}
