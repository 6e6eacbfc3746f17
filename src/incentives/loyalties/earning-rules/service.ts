/** Earning rules: added to programmes, found, changed, switched, removed. */
import { done, notFound, type Outcome, refuse } from '../../../engine/outcome.ts';
import type { Context } from '../../../platform/context.ts';
import { lockConfiguration } from '../../../platform/db/configuration-lock.ts';
import type { Sql } from '../../../platform/db/database.ts';
import type { ListPage } from '../../../platform/db/list.ts';
import { isoOf } from '../../../platform/iso.ts';
import {
  assignmentsOf,
  removeAssignmentsOf,
  replaceRules,
} from '../../validation-rules/assignments/service.ts';
import { programId } from '../programs/service.ts';
import { getTier } from '../tiers/service.ts';
import { ANY_TIER } from './events.ts';
import { knowsItems } from './named-items.ts';
import { type ColumnsFault, readChangedRule, readNewRule } from './read-input.ts';
import type { EarningRuleInput, EarningRuleQuery, EarningRuleUpdate } from './schema.ts';
import {
  countEarningRules,
  type EarningRuleColumns,
  type EarningRuleRow,
  findEarningRules,
  insertEarningRule,
  listEarningRules,
  removeEarningRule,
  updateEarningRuleRow,
} from './store.ts';

export { engineRule, itemsNamed } from './loyalty/service.ts';
export { ANY_TIER, isOwnEvent, ORDER_PAID, SEGMENT_ENTERED, tierEvents } from './events.ts';
export type { EarningRuleRow } from './store.ts';

/** Rules that one programme may have. */
const MAX_RULES = 1_000;

export type GuardedEarningRule = {
  readonly row: EarningRuleRow;
  readonly validationRuleId: string | null;
};

export type EarningRuleRefusal = 'not_found' | ColumnsFault;

/** Adds rules to a programme named by id or name, all or none. */
export async function createEarningRules(
  context: Context,
  campaignIdOrName: string,
  inputs: readonly EarningRuleInput[],
): Promise<Outcome<GuardedEarningRule[], EarningRuleRefusal>> {
  const projectId = context.project.id;
  return context.db.transaction(async (tx) => {
    await lockConfiguration(tx, projectId);
    const campaign = await programId(context, tx, campaignIdOrName);
    if (!campaign.ok) return campaign;
    const campaignId = campaign.value;
    if ((await countEarningRules(tx, projectId, campaignId)) + inputs.length > MAX_RULES) {
      return refuse(
        'invalid_payload',
        `A loyalty programme has at most ${MAX_RULES} earning rules`,
      );
    }
    const ids: string[] = [];
    for (const input of inputs) {
      const id = await addRule(context, tx, campaignId, input);
      if (!id.ok) return id;
      ids.push(id.value);
    }
    const rows = await findEarningRules(tx, projectId, { campaignId, ids });
    const byId = new Map((await guarded(context, tx, rows)).map((one) => [one.row.id, one]));
    return done(ids.flatMap((id) => byId.get(id) ?? []));
  });
}

async function addRule(
  context: Context,
  tx: Sql,
  campaignId: string,
  input: EarningRuleInput,
): Promise<Outcome<string, EarningRuleRefusal>> {
  const columns = readNewRule(input);
  if (!columns.ok) return columns;
  const named = await knowsNamed(context, tx, campaignId, columns.value);
  if (!named.ok) return named;
  const id = context.newId('ern');
  await insertEarningRule(tx, context.project.id, {
    ...columns.value,
    id,
    campaign_id: campaignId,
    automation_id: context.newId('auto'),
    created_at: isoOf(context.now),
  });
  const assigned = await guard(context, tx, id, input);
  return assigned.ok ? done(id) : assigned;
}

/** Items and the tier that a rule names have to be there; what a segment's id names, only events tell. */
async function knowsNamed(
  context: Context,
  tx: Sql,
  campaignId: string,
  { loyalty, about }: EarningRuleColumns,
): Promise<Outcome<null, 'not_found'>> {
  const tierId = about.loyalty_tier?.id;
  if (tierId !== undefined && tierId !== ANY_TIER) {
    const tier = await getTier(context, { campaignId, loyaltyTierId: tierId }, tx);
    if (!tier.ok) return tier;
  }
  return knowsItems(tx, context.project.id, loyalty);
}

export type NamedEarningRule = { readonly campaignId: string; readonly earningRuleId: string };

export async function getEarningRule(
  context: Context,
  { campaignId, earningRuleId }: NamedEarningRule,
  sql: Sql = context.db,
): Promise<Outcome<GuardedEarningRule, 'not_found'>> {
  const campaign = await programId(context, sql, campaignId);
  if (!campaign.ok) return campaign;
  const wanted = { campaignId: campaign.value, ids: [earningRuleId] };
  const rows = await findEarningRules(sql, context.project.id, wanted);
  const [rule] = await guarded(context, sql, rows);
  return rule === undefined ? notFound('earning_rule', earningRuleId) : done(rule);
}

export async function pageOfEarningRules(
  context: Context,
  campaignIdOrName: string,
  query: EarningRuleQuery,
): Promise<Outcome<ListPage<GuardedEarningRule>, 'not_found'>> {
  const campaign = await programId(context, context.db, campaignIdOrName);
  if (!campaign.ok) return campaign;
  const page = await listEarningRules(context.db, context.project.id, campaign.value, query);
  return done({ rows: await guarded(context, context.db, page.rows), total: page.total });
}

export async function updateEarningRule(
  context: Context,
  named: NamedEarningRule,
  update: EarningRuleUpdate,
): Promise<Outcome<GuardedEarningRule, EarningRuleRefusal>> {
  return context.db.transaction(async (tx) => {
    await lockConfiguration(tx, context.project.id);
    const current = await getEarningRule(context, named, tx);
    if (!current.ok) return current;
    const { id, campaign_id } = current.value.row;
    const columns = readChangedRule(current.value.row, update);
    if (!columns.ok) return columns;
    if (update.loyalty !== undefined) {
      const known = await knowsNamed(context, tx, campaign_id, columns.value);
      if (!known.ok) return known;
    }
    const changed = { ...columns.value, id, updatedAt: isoOf(context.now) };
    await updateEarningRuleRow(tx, context.project.id, changed);
    const assigned = await guard(context, tx, id, update);
    return assigned.ok ? getEarningRule(context, named, tx) : assigned;
  });
}

/** Enables or disables; a rule that is so already stays as it is. */
export async function switchEarningRule(
  context: Context,
  named: NamedEarningRule,
  active: boolean,
): Promise<Outcome<GuardedEarningRule, EarningRuleRefusal>> {
  const current = await getEarningRule(context, named);
  if (!current.ok || current.value.row.active === active) return current;
  return updateEarningRule(context, named, { active });
}

/** What was earned by it stays. */
export async function deleteEarningRule(
  context: Context,
  named: NamedEarningRule,
): Promise<Outcome<null, 'not_found'>> {
  return context.db.transaction(async (tx) => {
    await lockConfiguration(tx, context.project.id);
    const current = await getEarningRule(context, named, tx);
    if (!current.ok) return current;
    await removeEarningRule(tx, context.project.id, current.value.row.id);
    return done(null);
  });
}

/** One rule guards an earning rule, by an assignment like any other; null frees it. */
async function guard(
  context: Context,
  tx: Sql,
  id: string,
  { validation_rule_id: ruleId }: EarningRuleUpdate,
): Promise<Outcome<null, 'not_found'>> {
  if (ruleId === undefined) return done(null);
  if (ruleId !== null) return replaceRules(context, tx, [ruleId], { type: 'earning_rule', id });
  await removeAssignmentsOf(context.project.id, tx, id);
  return done(null);
}

async function guarded(
  { project }: Context,
  sql: Sql,
  rows: readonly EarningRuleRow[],
): Promise<GuardedEarningRule[]> {
  const assigned = await assignmentsOf(
    project.id,
    sql,
    rows.map(({ id }) => id),
  );
  return rows.map((row) => ({
    row,
    validationRuleId: assigned.get(row.id)?.[0]?.rule_id ?? null,
  }));
}
