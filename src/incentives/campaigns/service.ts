/** Campaigns: make, find, change, switch; vouchers are added by `add-vouchers` and `generation`. */
import { done, notFound, type Outcome, type Refusal } from '../../engine/outcome.ts';
import type { Context } from '../../platform/context.ts';
import type { Sql } from '../../platform/db/database.ts';
import { filterCondition } from '../../platform/db/filters.ts';
import type { ListPage } from '../../platform/db/list.ts';
import { isoOf } from '../../platform/iso.ts';
import { withNamedItems } from '../discounts/service.ts';
import { withDefaultEffect } from '../validation-rules/service.ts';
import { chosenCategory } from '../promotions/service.ts';
import { addTiers, type Tier, tiersOfCampaigns } from '../promotions/tiers/service.ts';
import {
  type AssignmentRow,
  assignmentsOf,
  assignRules,
} from '../validation-rules/assignments/service.ts';
import { fillCampaign, type FirstVouchers, type VoucherFault } from './add-vouchers.ts';
import { campaignFilterFields, plainFilters } from './filters.ts';
import { type CampaignFault, readChangedCampaign, readNewCampaign } from './read-input.ts';
import type { CampaignInput, CampaignQuery, CampaignUpdate } from './schema.ts';
import {
  type CampaignColumns,
  type CampaignRow,
  findCampaign,
  findCampaignsById,
  insertCampaign,
  listCampaigns,
  lockCampaign,
  updateCampaign,
} from './store.ts';

export { addVouchers, addVoucherWithCode } from './add-vouchers.ts';
export type { CampaignRow } from './store.ts';

/** A campaign with the rules that guard it and, of promotions, its tiers. */
export type GuardedCampaign = {
  readonly row: CampaignRow;
  readonly assignments: readonly AssignmentRow[];
  readonly tiers: readonly Tier[];
};

/** With its tiers, its rules, and its voucher if it is a single one; more are made in the background. */
export async function createCampaign(
  context: Context,
  input: CampaignInput,
): Promise<
  Outcome<
    GuardedCampaign,
    CampaignFault | VoucherFault | 'not_found' | 'duplicate_found' | 'invalid_payload'
  >
> {
  const projectId = context.project.id;
  return context.db.transaction(async (tx) => {
    const category = await chosenCategory(context, tx, input, null);
    if (!category.ok) return category;
    const given = await withEffect(context, tx, input);
    const columns = await namedItems(context, tx, readNewCampaign(given, category.value));
    if (!columns.ok) return columns;
    const id = context.newId('camp');
    const fresh = { id, at: isoOf(context.now), columns: columns.value };
    if (!(await insertCampaign(tx, projectId, fresh))) return duplicateCampaign(input.name);
    const rules = input.validation_rules ?? [];
    const assigned = await assignRules(context, tx, rules, { type: 'campaign', id });
    if (!assigned.ok) return assigned;
    const tiers = await addTiers(context, tx, id, input.promotion?.tiers ?? []);
    if (!tiers.ok) return tiers;
    const { voucher } = columns.value;
    if (voucher !== null) {
      const filled = await fillCampaign(context, tx, { id, voucher }, firstVouchers(input));
      if (!filled.ok) return filled;
    }
    return getCampaign(context, id, tx);
  });
}

/** A discount that says no effect has the one that the campaign's rules suggest. */
async function withEffect(context: Context, tx: Sql, input: CampaignInput): Promise<CampaignInput> {
  const { voucher, validation_rules: rules = [] } = input;
  if (!voucher?.discount) return input;
  const discount = await withDefaultEffect(tx, context.project.id, voucher.discount, rules);
  return { ...input, voucher: { ...voucher, discount } };
}

/** A discount that gives units names what there is. */
async function namedItems<K extends CampaignFault>(
  context: Context,
  tx: Sql,
  columns: Outcome<CampaignColumns, K>,
): Promise<Outcome<CampaignColumns, K | 'not_found'>> {
  const voucher = columns.ok ? columns.value.voucher : null;
  if (!columns.ok || voucher?.type !== 'DISCOUNT_VOUCHER') return columns;
  const discount = await withNamedItems(tx, context.project.id, voucher.discount);
  if (!discount.ok) return discount;
  return done({ ...columns.value, voucher: { ...voucher, discount: discount.value } });
}

/** A code given counts only where it is the campaign's single one, and then it is always made. */
function firstVouchers({ type, voucher, vouchers_count }: CampaignInput): FirstVouchers {
  if (type !== 'STANDALONE') return { count: vouchers_count ?? 0 };
  const code = voucher?.code ?? null;
  return code === null ? { count: vouchers_count ?? 1 } : { code };
}

function duplicateCampaign(name: string): Refusal<'duplicate_found'> {
  return {
    ok: false,
    key: 'duplicate_found',
    details: `Duplicated campaign exists with name ${name}`,
    resourceId: name,
    resourceType: 'campaign',
  };
}

export async function getCampaign(
  context: Context,
  idOrName: string,
  sql: Sql = context.db,
): Promise<Outcome<GuardedCampaign, 'not_found'>> {
  const projectId = context.project.id;
  const row = await findCampaign(sql, projectId, idOrName);
  if (row === null) return notFound('campaign', idOrName);
  const assignments = await assignmentsOf(projectId, sql, [row.id]);
  const hasTiers = row.campaign_type === 'PROMOTION';
  const tiers = await tiersOfCampaigns(sql, projectId, hasTiers ? [row.id] : []);
  return done({
    row,
    assignments: assignments.get(row.id) ?? [],
    tiers: tiers.get(row.id) ?? [],
  });
}

/** Without rules and tiers; those that are gone are missing, the order is no certain one. */
export function campaignsById(
  context: Context,
  ids: readonly string[],
): Promise<readonly CampaignRow[]> {
  return findCampaignsById(context.db, context.project.id, ids);
}

/** Without rules and tiers. */
export async function campaignRow(
  context: Context,
  idOrName: string,
): Promise<Outcome<CampaignRow, 'not_found'>> {
  const row = await findCampaign(context.db, context.project.id, idOrName);
  return row === null ? notFound('campaign', idOrName) : done(row);
}

export async function pageOfCampaigns(
  context: Context,
  query: CampaignQuery,
): Promise<Outcome<ListPage<CampaignRow>, 'invalid_query_params'>> {
  const fields = campaignFilterFields(context.now);
  const filters = filterCondition(plainFilters(query.filters), fields, context.now);
  if (!filters.ok) return filters;
  return done(await listCampaigns(context.db, context.project.id, query, filters.value));
}

/** Its vouchers say only what differs from it: they change with it at once. */
export async function changeCampaign(
  context: Context,
  idOrName: string,
  update: CampaignUpdate,
): Promise<
  Outcome<
    GuardedCampaign,
    'not_found' | 'resource_protected' | 'invalid_campaign_params' | 'invalid_formula'
  >
> {
  return context.db.transaction(async (tx) => {
    const current = await lockedCampaign(context, tx, idOrName);
    if (!current.ok) return current;
    const row = current.value;
    if (row.protected) return protectedCampaign(row.id);
    const category = await chosenCategory(context, tx, update, row.category_id);
    if (!category.ok) return category;
    const read = readChangedCampaign(row, update, category.value);
    const columns = update.discount === undefined ? read : await namedItems(context, tx, read);
    if (!columns.ok) return columns;
    const changed = { id: row.id, at: isoOf(context.now), columns: columns.value };
    await updateCampaign(tx, context.project.id, changed);
    return getCampaign(context, row.id, tx);
  });
}

/** Enables or disables. */
export async function switchCampaign(
  context: Context,
  idOrName: string,
  active: boolean,
): Promise<Outcome<null, 'not_found'>> {
  return context.db.transaction(async (tx) => {
    const current = await lockedCampaign(context, tx, idOrName);
    if (!current.ok) return current;
    const { value: row } = current;
    if (row.active === active) return done(null);
    const changed = { id: row.id, at: isoOf(context.now), columns: { ...row, active } };
    await updateCampaign(tx, context.project.id, changed);
    return done(null);
  });
}

/** Locked, then read anew: two changes at once both count. */
async function lockedCampaign(
  context: Context,
  tx: Sql,
  idOrName: string,
): Promise<Outcome<CampaignRow, 'not_found'>> {
  const projectId = context.project.id;
  const found = await findCampaign(tx, projectId, idOrName);
  if (found === null || !(await lockCampaign(tx, projectId, found.id, 'change'))) {
    return notFound('campaign', idOrName);
  }
  const locked = await findCampaign(tx, projectId, found.id);
  return locked === null ? notFound('campaign', idOrName) : done(locked);
}

export function protectedCampaign(id: string): Refusal<'resource_protected'> {
  return {
    ok: false,
    key: 'resource_protected',
    details: `Campaign ${id} is protected and stays as it is`,
    resourceId: id,
    resourceType: 'campaign',
  };
}
