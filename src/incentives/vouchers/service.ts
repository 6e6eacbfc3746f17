/** Vouchers: make, find, change, remove. Campaigns and journeys use theirs from here. */
import { done, notFound, type Outcome, type Refusal, refuse } from '../../engine/outcome.ts';
import type { Context } from '../../platform/context.ts';
import type { Sql } from '../../platform/db/database.ts';
import { filterCondition } from '../../platform/db/filters.ts';
import type { ListPage } from '../../platform/db/list.ts';
import { isoOf } from '../../platform/iso.ts';
import { nextExpirationsOf } from '../cards/service.ts';
import type { CodeConfig } from '../code-config/schema.ts';
import type { Discount, DiscountInput } from '../discounts/schema.ts';
import { checkDiscount, withNamedItems } from '../discounts/service.ts';
import { withDefaultEffect } from '../validation-rules/service.ts';
import {
  type AssignmentRow,
  assignmentsOf,
  assignRules,
  removeAssignmentsOf,
} from '../validation-rules/assignments/service.ts';
import { changeValidity, NO_VALIDITY } from '../validity/service.ts';
import { lookupKey } from './codes.ts';
import { voucherFilterFields } from './filters.ts';
import { type GrowingCampaign, keepCampaignOfVoucher } from './growing-campaigns/store.ts';
import { insertVouchers, type NewVoucher } from './insert.ts';
import { newCard } from './new-card.ts';
import { insertWithRandomCode } from './random-code.ts';
import type { VoucherInput, VoucherQuery, VoucherUpdate } from './schema.ts';
import {
  type CampaignOfVoucher,
  findCategoryOfVoucher,
  findVoucher,
  findVouchersById,
  listVouchers,
  removeVoucher,
  type VoucherRow,
  type VoucherWithCampaign,
} from './store.ts';

/** A voucher with the rules that guard it. */
export type GuardedVoucher = {
  readonly row: VoucherWithCampaign;
  readonly assignments: readonly AssignmentRow[];
};

type Faults = 'not_found' | 'invalid_voucher' | 'invalid_formula';

/** Makes a voucher: under `code`, else under the body's code, else under a random one. */
export async function createVoucher(
  context: Context,
  input: VoucherInput,
  code: string | null,
): Promise<Outcome<GuardedVoucher, Faults | 'duplicate_found' | 'invalid_code_config'>> {
  return context.db.transaction(async (tx) => {
    const campaign = await campaignOf(context, tx, input);
    if (!campaign.ok) return campaign;
    const fresh = await newVoucherOf(context, tx, input, campaign.value);
    if (!fresh.ok) return fresh;
    const made = await writeVoucher(context, tx, fresh.value, {
      code: code ?? input.code ?? null,
      codeConfig: input.code_config ?? campaign.value?.code_config ?? {},
    });
    if (!made.ok) return made;
    const object = { type: 'voucher', id: made.value.id } as const;
    const assigned = await assignRules(context, tx, input.validation_rules ?? [], object);
    return assigned.ok ? getVoucher(context, made.value.id, tx) : assigned;
  });
}

/** What a request asks for, checked; without a code yet. */
async function newVoucherOf(
  context: Context,
  sql: Sql,
  input: VoucherInput,
  campaign: GrowingCampaign | null,
): Promise<Outcome<Omit<NewVoucher, 'code'>, Faults>> {
  const card = newCard(context, input, campaign);
  if (!card.ok) return card;
  const discount =
    card.value === null ? await newDiscount(context, sql, input, campaign) : done(null);
  if (!discount.ok) return discount;
  const inherited = campaign ?? NO_VALIDITY;
  const validity = changeValidity(NO_VALIDITY, input, 'invalid_voucher', inherited);
  if (!validity.ok) return validity;
  const categoryId = await categoryOf(context, sql, input);
  if (!categoryId.ok) return categoryId;
  const quantity = input.redemption?.quantity;
  return done({
    campaignId: campaign?.id ?? null,
    card: card.value,
    discount: discount.value,
    active: input.active ?? true,
    quantity: quantity === undefined ? (campaign?.quantity ?? null) : quantity,
    categoryId: categoryId.value ?? null,
    validity: validity.value,
    additionalInfo: input.additional_info ?? null,
    // Of its own where given or alone; else the campaign's.
    metadata: input.metadata ?? (campaign === null ? {} : null),
  });
}

async function writeVoucher(
  context: Context,
  sql: Sql,
  voucher: Omit<NewVoucher, 'code'>,
  codes: { readonly code: string | null; readonly codeConfig: CodeConfig },
): Promise<Outcome<VoucherRow, 'duplicate_found' | 'invalid_code_config'>> {
  if (codes.code === null) {
    return insertWithRandomCode(context, sql, codes.codeConfig, voucher);
  }
  const { inserted } = await insertVouchers(context, sql, [{ ...voucher, code: codes.code }]);
  const [row] = inserted;
  return row === undefined ? duplicateVoucher(codes.code) : done(row);
}

/** The refusal of a code that is taken. */
export function duplicateVoucher(code: string): Refusal<'duplicate_found'> {
  return {
    ok: false,
    key: 'duplicate_found',
    details: `Duplicated voucher exists with id ${code}`,
    resourceId: code,
    resourceType: 'voucher',
  };
}

async function campaignOf(
  context: Context,
  sql: Sql,
  { campaign_id, campaign }: VoucherInput,
): Promise<Outcome<GrowingCampaign | null, 'not_found'>> {
  const wanted = campaign_id ?? campaign ?? null;
  if (wanted === null) return done(null);
  const found = await keepCampaignOfVoucher(sql, context.project.id, wanted);
  return found === null ? notFound('campaign', wanted) : done(found);
}

async function newDiscount(
  context: Context,
  sql: Sql,
  input: VoucherInput,
  campaign: CampaignOfVoucher | null,
): Promise<Outcome<Discount | null, Faults>> {
  const rules = input.validation_rules ?? [];
  const given = input.discount
    ? await withDefaultEffect(sql, context.project.id, input.discount, rules)
    : null;
  return namedItems(context, sql, discountOf(given, campaign));
}

/** Null: as the campaign has it. Alone, a voucher must bring one. */
function discountOf(
  input: DiscountInput | null,
  campaign: CampaignOfVoucher | null,
): Outcome<Discount | null, 'invalid_voucher' | 'invalid_formula'> {
  if (input !== null) return checkDiscount(input, 'invalid_voucher');
  if (campaign !== null && campaign.discount !== null) return done(null);
  return refuse('invalid_voucher', 'Property discount is required');
}

/** A discount that gives units names what there is. */
export async function namedItems(
  context: Context,
  sql: Sql,
  discount: Outcome<Discount | null, 'invalid_voucher' | 'invalid_formula'>,
): Promise<Outcome<Discount | null, Faults>> {
  if (!discount.ok || discount.value === null) return discount;
  return withNamedItems(sql, context.project.id, discount.value);
}

/** The category's id; null where it is cleared, undefined where nothing is said. */
export async function categoryOf(
  context: Context,
  sql: Sql,
  input: Pick<VoucherUpdate, 'category' | 'category_id'>,
): Promise<Outcome<string | null | undefined, 'not_found'>> {
  const wanted = input.category_id ?? input.category;
  if (wanted === undefined || wanted === null) {
    return done(input.category_id === null || input.category === null ? null : undefined);
  }
  const id = await findCategoryOfVoucher(sql, context.project.id, wanted);
  return id === null ? notFound('category', wanted) : done(id);
}

/** By code or id, in the project's way with case. */
export async function findVoucherBy(
  context: Context,
  sql: Sql,
  codeOrId: string,
): Promise<VoucherWithCampaign | null> {
  const key = lookupKey(context.project, codeOrId);
  return findVoucher(sql, context.project.id, { codeOrId, key });
}

export async function getVoucher(
  context: Context,
  codeOrId: string,
  sql: Sql = context.db,
): Promise<Outcome<GuardedVoucher, 'not_found'>> {
  const found = await findVoucherBy(context, sql, codeOrId);
  if (found === null) return notFound('voucher', codeOrId);
  const [row = found] = await withNextExpirations(context, sql, [found]);
  const assignments = await assignmentsOf(context.project.id, sql, [row.id]);
  return done({ row, assignments: assignments.get(row.id) ?? [] });
}

/** Removes it with its rules; what was redeemed with it stays in the records of customers and orders. */
export async function deleteVoucher(
  context: Context,
  codeOrId: string,
): Promise<Outcome<null, 'not_found'>> {
  return context.db.transaction(async (tx) => {
    const found = await findVoucherBy(context, tx, codeOrId);
    if (found === null) return notFound('voucher', codeOrId);
    await removeAssignmentsOf(context.project.id, tx, found.id);
    const removed = await removeVoucher(tx, context.project.id, found.id);
    return removed ? done(null) : notFound('voucher', codeOrId);
  });
}

export async function pageOfVouchers(
  context: Context,
  query: VoucherQuery,
): Promise<Outcome<ListPage<VoucherWithCampaign>, 'invalid_query_params'>> {
  const fields = voucherFilterFields(context.now);
  const filters = filterCondition(query.filters, fields, context.now);
  if (!filters.ok) return filters;
  const key = query.code === undefined ? null : lookupKey(context.project, query.code);
  const wanted = { key, filters: filters.value };
  const { rows, total } = await listVouchers(context.db, context.project.id, query, wanted);
  return done({ rows: await withNextExpirations(context, context.db, rows), total });
}

/** By id, for those who hold ids only; the order is no certain one, missing ones are left out. */
export async function vouchersById(
  context: Context,
  sql: Sql,
  ids: readonly string[],
): Promise<readonly VoucherWithCampaign[]> {
  const rows = await findVouchersById(sql, context.project.id, ids);
  return withNextExpirations(context, sql, rows);
}

/** Loyalty cards with what of their points expires next: one question for all of them, or none. */
async function withNextExpirations(
  context: Context,
  sql: Sql,
  rows: readonly VoucherWithCampaign[],
): Promise<readonly VoucherWithCampaign[]> {
  const cardIds = rows.flatMap(({ id, type, balance }) =>
    type === 'LOYALTY_CARD' && balance !== null && balance > 0 ? [id] : [],
  );
  if (cardIds.length === 0) return rows;
  const asked = { cardIds, at: isoOf(context.now) };
  const next = await nextExpirationsOf(sql, context.project.id, asked);
  return rows.map((row) => ({ ...row, next_expiration: next.get(row.id) ?? null }));
}

export { codeKey, lookupKey } from './codes.ts';
export { insertVouchers, type NewVoucher } from './insert.ts';
export { presentListedVoucher, presentVoucher, validityOf } from './present.ts';
export { insertWithRandomCode, insertWithRandomCodes } from './random-code.ts';
export type {
  CampaignOfVoucher,
  CategoryOfVoucher,
  VoucherRow,
  VoucherWithCampaign,
} from './store.ts';
