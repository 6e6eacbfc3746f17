/** Transfers: points go from cards to a member, of the same program or another one. */
import type { JsonObject } from '../../../engine/json.ts';
import { done, notFound, type Outcome, refuse } from '../../../engine/outcome.ts';
import type { Context } from '../../../platform/context.ts';
import type { Sql } from '../../../platform/db/database.ts';
import { credit, debit, type MovementFailure } from '../../ledger/service.ts';
import type { VoucherWithCampaign } from '../../vouchers/service.ts';
import { programExpiry } from '../expiry/service.ts';
import { findMember, getMember, type MemberAddress } from '../members/service.ts';
import { pointsChanged } from '../points-changed/service.ts';
import type { TransferInput, TransferSource } from './schema.ts';
import { holdCards } from './store.ts';

export const transferFailures = [
  'not_found',
  'not_published',
  'invalid_payload',
  'invalid_add_balance_params',
  'loyalty_card_points_exceeded',
] as const;
type Failure = (typeof transferFailures)[number];

type Part = { readonly source: TransferSource; readonly card: VoucherWithCampaign };

/**
 * All of it or nothing. What arrives expires as the program of the receiving card has it, counted from
 * now. Points that have expired or are pending are no part of what a card holds. A card named twice
 * gives twice.
 */
export async function transferPoints(
  context: Context,
  address: MemberAddress,
  sources: TransferInput,
): Promise<Outcome<VoucherWithCampaign, Failure>> {
  return context.db.transaction(async (tx) => {
    const target = await findMember(context, tx, address);
    if (!target.ok) return target;
    const parts = await partsOf(context, tx, target.value, sources);
    if (!parts.ok) return parts;
    const ids = [target.value.id, ...parts.value.map(({ card }) => card.id)];
    await holdCards(tx, context.project.id, ids);
    const expiresAt = await programExpiry(context, tx, target.value.campaign_id);
    for (const part of parts.value) {
      const moved = await move(context, tx, part, { card: target.value, expiresAt });
      if (!moved.ok) return moved;
    }
    await pointsChanged(context, tx, [...new Set(ids)].toSorted());
    return getMember(context, { memberId: target.value.id }, tx);
  });
}

async function partsOf(
  context: Context,
  tx: Sql,
  target: VoucherWithCampaign,
  sources: TransferInput,
): Promise<Outcome<readonly Part[], Failure>> {
  const parts: Part[] = [];
  for (const source of sources) {
    const found = await findMember(context, tx, { memberId: source.code });
    if (!found.ok) return found;
    if (found.value.id === target.id) {
      return refuse('invalid_payload', 'A card cannot be transferred to itself');
    }
    parts.push({ source, card: found.value });
  }
  const unheld = [target, ...parts.map(({ card }) => card)].find((card) => card.holder_id === null);
  return unheld === undefined
    ? done(parts)
    : refuse('not_published', `Card ${unheld.code} was not published to a customer`);
}

/** Takes from one card and gives to the other: two entries that name each other. */
async function move(
  context: Context,
  tx: Sql,
  { source, card }: Part,
  target: { readonly card: VoucherWithCampaign; readonly expiresAt: string | null },
): Promise<Outcome<null, Failure>> {
  const [outId, inId] = [context.newId('vtx'), context.newId('vtx')];
  const told = {
    source: 'API',
    reason: source.reason ?? null,
    source_id: source.source_id ?? null,
    details: { source_voucher: briefly(card), destination_voucher: briefly(target.card) },
  };
  const taken = await debit(context, tx, {
    cardId: card.id,
    amount: source.points,
    entry: { ...told, id: outId, related_entry_id: inId, type: 'POINTS_TRANSFER_OUT' },
  });
  if (!taken.ok) return refusalOf(taken.key, card);
  const given = await credit(context, tx, {
    cardId: target.card.id,
    amount: source.points,
    expiresAt: target.expiresAt,
    entry: { ...told, id: inId, related_entry_id: outId, type: 'POINTS_TRANSFER_IN' },
  });
  return given.ok ? done(null) : refusalOf(given.key, target.card);
}

function refusalOf(key: MovementFailure, card: VoucherWithCampaign) {
  if (key === 'not_found') return notFound('voucher', card.code);
  return key === 'invalid_add_balance_params'
    ? refuse(key, `Card ${card.code} would hold more than can be counted`)
    : refuse('loyalty_card_points_exceeded', card.code);
}

/** As transactions show the cards between which points moved. */
function briefly(card: VoucherWithCampaign): JsonObject {
  return {
    id: card.id,
    code: card.code,
    type: card.type,
    ...(card.campaign === null
      ? {}
      : { campaign: card.campaign.name, campaign_id: card.campaign.id }),
    ...(card.holder_id === null ? {} : { holder_id: card.holder_id }),
    is_referral_code: false,
    created_at: card.created_at,
    object: 'voucher',
  };
}
