/** Changing a voucher: what is given, and of a card what it holds over its whole life. */
import { done, notFound, type Outcome, refuse } from '../../engine/outcome.ts';
import type { Context } from '../../platform/context.ts';
import type { Sql } from '../../platform/db/database.ts';
import { isoOf } from '../../platform/iso.ts';
import type { GiftEffect } from '../cards/service.ts';
import type { Discount, DiscountInput } from '../discounts/schema.ts';
import { checkDiscount } from '../discounts/service.ts';
import { credit } from '../ledger/service.ts';
import { programExpiry } from '../loyalties/expiry/service.ts';
import { pointsChanged } from '../loyalties/points-changed/service.ts';
import { changeValidity, NO_VALIDITY } from '../validity/service.ts';
import type { VoucherUpdate } from './schema.ts';
import {
  categoryOf,
  findVoucherBy,
  getVoucher,
  type GuardedVoucher,
  namedItems,
} from './service.ts';
import { lockVoucher, updateVoucher, type VoucherRow, type VoucherWithCampaign } from './store.ts';

type Faults = 'not_found' | 'invalid_voucher' | 'invalid_formula';

export async function updateVoucherBy(
  context: Context,
  codeOrId: string,
  update: VoucherUpdate,
): Promise<Outcome<GuardedVoucher, Faults>> {
  return context.db.transaction(async (tx) => {
    const current = await lockedVoucher(context, tx, codeOrId);
    if (!current.ok) return current;
    const row = current.value;
    const discount = update.discount
      ? await namedItems(context, tx, changedDiscount(row, update.discount))
      : done(row.discount);
    if (!discount.ok) return discount;
    const inherited = row.campaign ?? NO_VALIDITY;
    const validity = changeValidity(row, update, 'invalid_voucher', inherited);
    if (!validity.ok) return validity;
    const gift = await changeCard(context, tx, row, update);
    if (!gift.ok) return gift;
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
      gift_effect: gift.value,
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
  update: DiscountInput,
): Outcome<Discount, 'invalid_voucher' | 'invalid_formula'> {
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

/** What a card holds over its life can grow so; answers the effect its credits are to have. */
async function changeCard(
  context: Context,
  tx: Sql,
  row: VoucherWithCampaign,
  { gift, loyalty_card: loyaltyCard }: VoucherUpdate,
): Promise<Outcome<GiftEffect | null, 'not_found' | 'invalid_voucher'>> {
  if ((gift && row.type !== 'GIFT_VOUCHER') || (loyaltyCard && row.type !== 'LOYALTY_CARD')) {
    return refuse('invalid_voucher', `The voucher is a ${row.type}, which cannot be changed`);
  }
  const total = gift?.amount ?? loyaltyCard?.points ?? row.added;
  if (total < row.added) {
    return refuse(
      'invalid_voucher',
      'What was put in over its life cannot become less: its balance can',
    );
  }
  if (total > row.added) {
    const grown = await grow(context, tx, row, total - row.added);
    if (!grown.ok) return grown;
  }
  return done(gift?.effect ?? row.gift_effect);
}

async function grow(
  context: Context,
  tx: Sql,
  row: VoucherWithCampaign,
  amount: number,
): Promise<Outcome<null, 'not_found' | 'invalid_voucher'>> {
  const isGift = row.type === 'GIFT_VOUCHER';
  const moved = await credit(context, tx, {
    cardId: row.id,
    amount,
    expiresAt: isGift ? null : await programExpiry(context, tx, row.campaign_id),
    entry: { type: isGift ? 'CREDITS_ADDITION' : 'POINTS_ADDITION', source: 'API' },
  });
  if (!moved.ok) return refuse('invalid_voucher', moved.details);
  if (!isGift) await pointsChanged(context, tx, [row.id]);
  return done(null);
}
