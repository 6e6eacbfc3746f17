/** Reading the ledger: the transactions of a card, of a member, of a campaign. */
import { done, notFound, type Outcome } from '../../../engine/outcome.ts';
import type { Context } from '../../../platform/context.ts';
import { filterCondition } from '../../../platform/db/filters.ts';
import { campaignRow } from '../../campaigns/service.ts';
import { findVoucherBy } from '../../vouchers/service.ts';
import { transactionFilterField } from './filters.ts';
import type { TransactionQuery } from './schema.ts';
import { findTransactions, type TransactionRow, type WantedTransactions } from './store.ts';

export type { TransactionRow } from './store.ts';

export type TransactionPage = {
  readonly rows: readonly TransactionRow[];
  readonly hasMore: boolean;
};
type Failure = 'not_found' | 'invalid_query_params';

/** Of any voucher; one that is no card has none. */
export async function transactionsOfVoucher(
  context: Context,
  codeOrId: string,
  query: TransactionQuery,
): Promise<Outcome<TransactionPage, Failure>> {
  const voucher = await findVoucherBy(context, context.db, codeOrId);
  if (voucher === null) return notFound('voucher', codeOrId);
  return pageOf(context, { cardId: voucher.id }, query);
}

/** Of a loyalty card, and where a campaign is named, of one of its cards. */
export async function transactionsOfMember(
  context: Context,
  member: { readonly memberId: string; readonly campaignId: string | null },
  query: TransactionQuery,
): Promise<Outcome<TransactionPage, Failure>> {
  const cardId = await memberCard(context, member);
  return cardId.ok ? pageOf(context, { cardId: cardId.value }, query) : cardId;
}

/** The id of the loyalty card that a member is named by. */
export async function memberCard(
  context: Context,
  { memberId, campaignId }: { readonly memberId: string; readonly campaignId: string | null },
): Promise<Outcome<string, 'not_found'>> {
  const card = await findVoucherBy(context, context.db, memberId);
  if (card?.type !== 'LOYALTY_CARD') return notFound('voucher', memberId);
  const isOther =
    campaignId !== null && card.campaign_id !== campaignId && card.campaign?.name !== campaignId;
  return isOther ? notFound('voucher', memberId) : done(card.id);
}

/** Campaigns without cards have none. */
export async function transactionsOfCampaign(
  context: Context,
  idOrName: string,
  query: TransactionQuery,
): Promise<Outcome<TransactionPage, Failure>> {
  const campaign = await campaignRow(context, idOrName);
  return campaign.ok ? pageOf(context, { campaignId: campaign.value.id }, query) : campaign;
}

/** The newest first, unless asked otherwise. */
async function pageOf(
  context: Context,
  of: WantedTransactions['of'],
  query: TransactionQuery,
): Promise<Outcome<TransactionPage, 'invalid_query_params'>> {
  const filters = filterCondition(query.filters, transactionFilterField, context.now);
  if (!filters.ok) return filters;
  const limit = query.limit ?? 10;
  const rows = await findTransactions(context.db, context.project.id, {
    of,
    isNewestFirst: query.order !== 'id',
    after: query.starting_after_id ?? null,
    filters: filters.value,
    limit: limit + 1,
  });
  return done({ rows: rows.slice(0, limit), hasMore: rows.length > limit });
}
