/** Vouchers: make, find, change, remove. Campaigns and journeys use theirs from here. */
import { done, notFound, type Outcome, type Refusal, refuse } from '../../engine/outcome.ts';
import type { Context } from '../../platform/context.ts';
import type { Sql } from '../../platform/db/database.ts';
import { filterCondition } from '../../platform/db/filters.ts';
import type { ListPage } from '../../platform/db/list.ts';
import { isoOf } from '../../platform/iso.ts';
import type { CodeConfig } from '../code-config/schema.ts';
import type { Discount, DiscountInput } from '../discounts/schema.ts';
import { checkDiscount } from '../discounts/service.ts';
import {
  type AssignmentRow,
  assignmentsOf,
  assignRules,
  removeAssignmentsOf,
} from '../validation-rules/assignments/service.ts';
import { changeValidity, NO_VALIDITY } from '../validity/service.ts';
import { lookupKey } from './codes.ts';
import { voucherFilterFields } from './filters.ts';
import { insertVouchers, type NewVoucher } from './insert.ts';
import { insertWithRandomCode } from './random-code.ts';
import type { VoucherInput, VoucherQuery, VoucherUpdate } from './schema.ts';
import {
  type CampaignOfVoucher,
  type GrowingCampaign,
  keepCampaignOfVoucher,
  findCategoryOfVoucher,
  findVoucher,
  findVouchersById,
  listVouchers,
  lockVoucher,
  removeVoucher,
  updateVoucher,
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
  if (isUnsupported(input) || isOtherCampaign(campaign)) {
    return refuse('invalid_voucher', 'Only vouchers of type DISCOUNT_VOUCHER are supported yet');
  }
  const discount = discountOf(input.discount, campaign);
  if (!discount.ok) return discount;
  const inherited = campaign ?? NO_VALIDITY;
  const validity = changeValidity(NO_VALIDITY, input, 'invalid_voucher', inherited);
  if (!validity.ok) return validity;
  const categoryId = await categoryOf(context, sql, input);
  if (!categoryId.ok) return categoryId;
  const quantity = input.redemption?.quantity;
  return done({
    campaignId: campaign?.id ?? null,
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

function isUnsupported(input: VoucherInput): boolean {
  if (input.type !== undefined) return input.type !== 'DISCOUNT_VOUCHER';
  return !input.discount && Boolean(input.gift || input.loyalty_card);
}

function isOtherCampaign(campaign: CampaignOfVoucher | null): boolean {
  return campaign !== null && campaign.campaign_type !== 'DISCOUNT_COUPONS';
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

/** Null: as the campaign has it. Alone, a voucher must bring one. */
function discountOf(
  input: DiscountInput | null | undefined,
  campaign: CampaignOfVoucher | null,
): Outcome<Discount | null, 'invalid_voucher' | 'invalid_formula'> {
  if (input !== undefined && input !== null) return checkDiscount(input, 'invalid_voucher');
  if (campaign !== null && campaign.discount !== null) return done(null);
  return refuse('invalid_voucher', 'Property discount is required');
}

/** The category's id; null where it is cleared, undefined where nothing is said. */
async function categoryOf(
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
  const row = await findVoucherBy(context, sql, codeOrId);
  if (row === null) return notFound('voucher', codeOrId);
  const assignments = await assignmentsOf(context.project.id, sql, [row.id]);
  return done({ row, assignments: assignments.get(row.id) ?? [] });
}

export async function updateVoucherBy(
  context: Context,
  codeOrId: string,
  update: VoucherUpdate,
): Promise<Outcome<GuardedVoucher, Faults>> {
  return context.db.transaction(async (tx) => {
    const current = await lockedVoucher(context, tx, codeOrId);
    if (!current.ok) return current;
    const row = current.value;
    const discount = changedDiscount(row, update.discount);
    if (!discount.ok) return discount;
    const inherited = row.campaign ?? NO_VALIDITY;
    const validity = changeValidity(row, update, 'invalid_voucher', inherited);
    if (!validity.ok) return validity;
    const category = await categoryOf(context, tx, update);
    if (!category.ok) return category;
    const changed = {
      id: row.id,
      discount: discount.value,
      active: update.active ?? row.active,
      category_id: category.value === undefined ? row.category_id : category.value,
      additional_info:
        update.additional_info === undefined ? row.additional_info : update.additional_info,
      metadata: changedMetadata(row, update.metadata),
      ...validity.value,
    };
    await updateVoucher(tx, context.project.id, changed, isoOf(context.now));
    return getVoucher(context, row.id, tx);
  });
}

/** Locked, then read anew: two changes at once both count. */
async function lockedVoucher(
  context: Context,
  sql: Sql,
  codeOrId: string,
): Promise<Outcome<VoucherWithCampaign, 'not_found'>> {
  const found = await findVoucherBy(context, sql, codeOrId);
  if (found === null || !(await lockVoucher(sql, context.project.id, found.id))) {
    return notFound('voucher', codeOrId);
  }
  const locked = await findVoucherBy(context, sql, found.id);
  return locked === null ? notFound('voucher', codeOrId) : done(locked);
}

function changedDiscount(
  row: VoucherWithCampaign,
  update: DiscountInput | null | undefined,
): Outcome<Discount | null, 'invalid_voucher' | 'invalid_formula'> {
  if (update === undefined || update === null) return done(row.discount);
  const checked = checkDiscount(update, 'invalid_voucher');
  if (!checked.ok) return checked;
  const effective = row.discount ?? row.campaign?.discount ?? null;
  if (effective !== null && effective.type !== checked.value.type) {
    return refuse('invalid_voucher', 'It is not possible to change the type of a discount');
  }
  return checked;
}

/** Merges key by key; a null says: as the campaign has it. */
function changedMetadata(
  row: VoucherWithCampaign,
  update: VoucherUpdate['metadata'],
): VoucherRow['metadata'] {
  if (update === undefined) return row.metadata;
  if (update === null) return row.campaign === null ? {} : null;
  return { ...(row.metadata ?? row.campaign?.voucher_metadata), ...update };
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
  return done(await listVouchers(context.db, context.project.id, query, wanted));
}

/** By id, for those who hold ids only; the order is no certain one, missing ones are left out. */
export function vouchersById(
  context: Context,
  sql: Sql,
  ids: readonly string[],
): Promise<readonly VoucherWithCampaign[]> {
  return findVouchersById(sql, context.project.id, ids);
}

export { codeKey, lookupKey } from './codes.ts';
export { insertVouchers, type NewVoucher } from './insert.ts';
export { presentListedVoucher, presentVoucher, validityOf } from './present.ts';
export { insertWithRandomCode } from './random-code.ts';
export type {
  CampaignOfVoucher,
  CategoryOfVoucher,
  VoucherRow,
  VoucherWithCampaign,
} from './store.ts';
