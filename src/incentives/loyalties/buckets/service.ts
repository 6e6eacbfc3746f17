/** Buckets of points: what a member's points are made of, with their expiry. */
import { done, type Outcome } from '../../../engine/outcome.ts';
import type { Context } from '../../../platform/context.ts';
import type { ListPage } from '../../../platform/db/list.ts';
import { isoOf } from '../../../platform/iso.ts';
import { findMember, type MemberAddress } from '../members/service.ts';
import type { BucketQuery } from './schema.ts';
import { type BucketRow, listBuckets } from './store.ts';

export type { BucketRow } from './store.ts';

export async function pageOfBuckets(
  context: Context,
  address: MemberAddress,
  { limit = 10, page = 1 }: BucketQuery,
): Promise<Outcome<ListPage<BucketRow>, 'not_found'>> {
  const member = await findMember(context, context.db, address);
  if (!member.ok) return member;
  const { id, timezone } = context.project;
  const of = { cardId: member.value.id, at: isoOf(context.now), timezone };
  return done(await listBuckets(context.db, id, of, { limit, page }));
}
