/** Who is in which tier: looked at when points change and when time passes, and told to others. */
import { notFound, done, type Outcome } from '../../../../engine/outcome.ts';
import type { Context } from '../../../../platform/context.ts';
import type { Sql } from '../../../../platform/db/database.ts';
import { lookupKey } from '../../../vouchers/service.ts';
import { findMember, findTiersOfCards, type MemberTierRow } from './store.ts';

export { checkTiers } from './check-tiers.ts';
export type { MemberTierRow } from './store.ts';

/** Of those that are in one: the tier of each card, by the card's id. */
export async function tiersOfCards(
  sql: Sql,
  projectId: string,
  cardIds: readonly string[],
): Promise<ReadonlyMap<string, { readonly id: string; readonly name: string }>> {
  if (cardIds.length === 0) return new Map();
  const rows = await findTiersOfCards(sql, projectId, cardIds);
  return new Map(rows.map(({ card_id, id, name }) => [card_id, { id, name }]));
}

/** The tier of a member named by the code or id of the card; null: in none. */
export async function tierOfMember(
  context: Context,
  memberId: string,
): Promise<Outcome<MemberTierRow | null, 'not_found'>> {
  const { db, project } = context;
  const named = { key: lookupKey(project, memberId), id: memberId };
  const member = await findMember(db, project.id, named);
  return member === null ? notFound('voucher', memberId) : done(member.tier);
}
