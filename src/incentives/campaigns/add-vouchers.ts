/** A campaign's vouchers: one is made at once, more are made in the background. */
import type { CodeConfig } from '../code-config/schema.ts';
import { done, notFound, type Outcome, refuse } from '../../engine/outcome.ts';
import type { Context } from '../../platform/context.ts';
import type { Sql } from '../../platform/db/database.ts';
import { issuedCard, type NewCard } from '../cards/service.ts';
import { chosenCategory } from '../promotions/service.ts';
import { changeValidity, NO_VALIDITY } from '../validity/service.ts';
import {
  duplicateVoucher,
  getVoucher,
  type GuardedVoucher,
  insertVouchers,
  insertWithRandomCode,
  type NewVoucher,
} from '../vouchers/service.ts';
import { beginGeneration, checkCapacity, type VoucherTemplate } from './generation/service.ts';
import type { AddVouchersInput, CampaignVoucherOverrides } from './schema.ts';
import { type CampaignRow, type CampaignTemplate, findCampaign, lockCampaign } from './store.ts';

export type VoucherFault = 'invalid_code_config';
type AddFault = VoucherFault | 'not_found' | 'invalid_campaign_params' | 'invalid_voucher';

/** So many with random codes, or a single one with this code. */
export type FirstVouchers = { readonly count: number } | { readonly code: string };

/** The first vouchers of a new campaign. */
export async function fillCampaign(
  context: Context,
  tx: Sql,
  { id, voucher }: { readonly id: string; readonly voucher: CampaignTemplate },
  first: FirstVouchers,
): Promise<Outcome<null, VoucherFault | 'duplicate_found'>> {
  const template = {
    code_config: voucher.code_config,
    ...nothingOwn,
    card: cardOf(context, voucher),
    quantity: voucher.redemption.quantity,
  };
  if ('code' in first) {
    const voucher = { ...newVoucherOf(id, template), code: first.code };
    const { inserted } = await insertVouchers(context, tx, [voucher]);
    return inserted.length === 0 ? duplicateVoucher(first.code) : done(null);
  }
  const { count } = first;
  if (count === 0) return done(null);
  const enough = checkCapacity(context.project, template, count);
  if (!enough.ok) return enough;
  if (count > 1) {
    await beginGeneration(context, tx, { campaignId: id, count, template });
    return done(null);
  }
  const fresh = newVoucherOf(id, template);
  const made = await insertWithRandomCode(context, tx, template.code_config, fresh);
  return made.ok ? done(null) : made;
}

const nothingOwn = {
  category_id: null,
  start_date: null,
  expiration_date: null,
  additional_info: null,
  metadata: null,
};

/** What a voucher made now holds; null where it gives a discount. */
function cardOf({ now, project }: Context, template: CampaignTemplate): NewCard | null {
  if (template.type === 'DISCOUNT_VOUCHER') return null;
  return issuedCard(template, now.toZonedDateTimeISO(project.timezone));
}

/** What was made, or the async action that makes it. */
export type Added =
  | { readonly voucher: GuardedVoucher }
  | { readonly voucher: null; readonly actionId: string };

/** Adds `count` vouchers with random codes, or one with the code given. */
export async function addVouchers(
  context: Context,
  campaignIdOrName: string,
  count: number,
  input: AddVouchersInput,
): Promise<Outcome<Added, AddFault | 'duplicate_found'>> {
  const code = input.code ?? null;
  if (code !== null && count > 1) {
    return refuse('invalid_campaign_params', 'One code is given, so vouchers_count can only be 1');
  }
  return context.db.transaction(async (tx) => {
    const campaign = await keptCampaign(context, tx, campaignIdOrName, count);
    if (!campaign.ok) return campaign;
    const template = await templateOf(context, tx, campaign.value, input);
    if (!template.ok) return template;
    const { id: campaignId } = campaign.value;
    if (code !== null) return addCode(context, tx, { campaignId, template: template.value }, code);
    const enough = checkCapacity(context.project, template.value, count);
    if (!enough.ok) return enough;
    if (count > 1) {
      const wanted = { campaignId, count, template: template.value };
      return done({ voucher: null, actionId: await beginGeneration(context, tx, wanted) });
    }
    const fresh = newVoucherOf(campaignId, template.value);
    const made = await insertWithRandomCode(context, tx, template.value.code_config, fresh);
    return made.ok ? answered(context, tx, made.value.id) : made;
  });
}

/** Adds one voucher under a code of the caller's. */
export async function addVoucherWithCode(
  context: Context,
  campaignIdOrName: string,
  code: string,
  input: CampaignVoucherOverrides,
): Promise<Outcome<GuardedVoucher, AddFault | 'duplicate_found'>> {
  const added = await addVouchers(context, campaignIdOrName, 1, { ...input, code });
  if (!added.ok) return added;
  return added.value.voucher === null ? notFound('voucher', code) : done(added.value.voucher);
}

async function addCode(
  context: Context,
  tx: Sql,
  wanted: { readonly campaignId: string; readonly template: VoucherTemplate },
  code: string,
): Promise<Outcome<Added, 'not_found' | 'duplicate_found'>> {
  const fresh = { ...newVoucherOf(wanted.campaignId, wanted.template), code };
  const { inserted } = await insertVouchers(context, tx, [fresh]);
  const [row] = inserted;
  return row === undefined ? duplicateVoucher(code) : answered(context, tx, row.id);
}

async function answered(
  context: Context,
  tx: Sql,
  id: string,
): Promise<Outcome<Added, 'not_found'>> {
  const voucher = await getVoucher(context, id, tx);
  return voucher.ok ? done({ voucher: voucher.value }) : voucher;
}

type CouponCampaign = CampaignRow & { readonly voucher: CampaignTemplate };

/** A campaign that takes `count` more vouchers, kept from removal until the transaction ends. */
async function keptCampaign(
  context: Context,
  tx: Sql,
  idOrName: string,
  count: number,
): Promise<Outcome<CouponCampaign, 'not_found' | 'invalid_campaign_params'>> {
  const projectId = context.project.id;
  const found = await findCampaign(tx, projectId, idOrName);
  if (found === null || !(await lockCampaign(tx, projectId, found.id, 'keep'))) {
    return notFound('campaign', idOrName);
  }
  const { voucher } = found;
  if (voucher === null) {
    return refuse('invalid_campaign_params', 'A campaign of type PROMOTION has no vouchers');
  }
  if (found.type === 'STANDALONE' && found.vouchers_count + count > 1) {
    return refuse('invalid_campaign_params', 'A STANDALONE campaign has a single voucher');
  }
  return done({ ...found, voucher });
}

/** The campaign's way, but for what the request says otherwise. */
async function templateOf(
  context: Context,
  tx: Sql,
  campaign: CouponCampaign,
  input: AddVouchersInput,
): Promise<Outcome<VoucherTemplate, 'not_found' | 'invalid_voucher'>> {
  const { start_date, expiration_date } = input;
  const validity = changeValidity(
    NO_VALIDITY,
    {
      ...(start_date === undefined ? {} : { start_date }),
      ...(expiration_date === undefined ? {} : { expiration_date }),
    },
    'invalid_voucher',
    campaign,
  );
  if (!validity.ok) return validity;
  const category = await chosenCategory(context, tx, input, null);
  if (!category.ok) return category;
  const quantity = input.redemption?.quantity;
  return done({
    card: cardOf(context, campaign.voucher),
    code_config: input.code_config ? knownParts(input.code_config) : campaign.voucher.code_config,
    quantity: quantity === undefined ? campaign.voucher.redemption.quantity : quantity,
    category_id: category.value,
    start_date: validity.value.start_date,
    expiration_date: validity.value.expiration_date,
    additional_info: input.additional_info ?? null,
    metadata: input.metadata ?? null,
  });
}

/** What else a request says there is not kept. */
function knownParts({ length, charset, prefix, postfix, pattern }: CodeConfig): CodeConfig {
  const known = { length, charset, prefix, postfix, pattern };
  return Object.fromEntries(Object.entries(known).filter(([, value]) => value !== undefined));
}

function newVoucherOf(campaignId: string, template: VoucherTemplate): Omit<NewVoucher, 'code'> {
  return {
    campaignId,
    card: template.card ?? null,
    quantity: template.quantity,
    categoryId: template.category_id,
    validity: {
      ...NO_VALIDITY,
      start_date: template.start_date,
      expiration_date: template.expiration_date,
    },
    additionalInfo: template.additional_info,
    metadata: template.metadata,
  };
}
