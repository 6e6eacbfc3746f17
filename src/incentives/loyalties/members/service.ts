/** Members of loyalty programs: loyalty cards, found by code or id. */
import { done, notFound, type Outcome } from '../../../engine/outcome.ts';
import type { Context } from '../../../platform/context.ts';
import type { Sql } from '../../../platform/db/database.ts';
import {
  findVoucherBy,
  getVoucher,
  pageOfVouchers,
  type VoucherWithCampaign,
} from '../../vouchers/service.ts';
import type { ListPage } from '../../../platform/db/list.ts';
import type { MemberQuery } from './schema.ts';
import { programId } from '../programs/service.ts';

/** How an address names a member; without a campaign where the card alone is enough. */
export type MemberAddress = {
  /** The program's id or name. */
  readonly campaignId?: string;
  /** The card's code or id. */
  readonly memberId: string;
};

/** 404 for what is no loyalty card, or none of this program. */
export async function findMember(
  context: Context,
  sql: Sql,
  { campaignId, memberId }: MemberAddress,
): Promise<Outcome<VoucherWithCampaign, 'not_found'>> {
  const program = campaignId === undefined ? null : await programId(context, sql, campaignId);
  if (program !== null && !program.ok) return program;
  const card = await findVoucherBy(context, sql, memberId);
  if (card === null || card.type !== 'LOYALTY_CARD') return notFound('voucher', memberId);
  const isElsewhere = program !== null && card.campaign_id !== program.value;
  return isElsewhere ? notFound('voucher', memberId) : done(card);
}

/** As it is shown: with the points that expire next. */
export async function getMember(
  context: Context,
  address: MemberAddress,
  sql: Sql = context.db,
): Promise<Outcome<VoucherWithCampaign, 'not_found'>> {
  const found = await findMember(context, sql, address);
  if (!found.ok) return found;
  const card = await getVoucher(context, found.value.id, sql);
  return card.ok ? done(card.value.row) : card;
}

/** All cards of a program, also those nobody holds yet. */
export async function pageOfMembers(
  context: Context,
  campaignId: string,
  query: MemberQuery,
): Promise<Outcome<ListPage<VoucherWithCampaign>, 'not_found' | 'invalid_query_params'>> {
  const program = await programId(context, context.db, campaignId);
  if (!program.ok) return program;
  return pageOfVouchers(context, { ...query, campaign_id: program.value });
}
