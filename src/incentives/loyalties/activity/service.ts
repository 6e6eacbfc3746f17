/** A member's activity: composed when it is asked for, nothing is written for it. */
import { done, type Outcome } from '../../../engine/outcome.ts';
import type { Context } from '../../../platform/context.ts';
import { type CustomerRow, getCustomer } from '../../../records/customers/service.ts';
import type { VoucherWithCampaign } from '../../vouchers/service.ts';
import { getMember, type MemberAddress } from '../members/service.ts';
import type { ActivityQuery } from './schema.ts';
import { type ActivityRow, listActivity } from './store.ts';

export type {
  ActivityRow,
  EntryDetails,
  PendingDetails,
  PublicationDetails,
  RedemptionDetails,
} from './store.ts';

export type Activity = {
  readonly card: VoucherWithCampaign;
  /** Null where nobody holds the card, or they are gone. */
  readonly holder: CustomerRow | null;
  readonly rows: readonly ActivityRow[];
  readonly more: boolean;
};

/** What an event's id is but for its place. */
export const EVENT_PREFIX = 'evcus_';

/** The newest first, unless asked otherwise. */
export async function activityOfMember(
  context: Context,
  address: MemberAddress,
  { limit = 10, order, starting_after_id: after }: ActivityQuery,
): Promise<Outcome<Activity, 'not_found'>> {
  const member = await getMember(context, address);
  if (!member.ok) return member;
  const card = member.value;
  const holder = card.holder_id === null ? null : await getCustomer(context, card.holder_id);
  const rows = await listActivity(context.db, context.project.id, {
    cardId: card.id,
    holderId: card.holder_id,
    newestFirst: order !== 'created_at',
    after: after === undefined ? null : after.slice(after.indexOf('_') + 1),
    limit: limit + 1,
  });
  return done({
    card,
    holder: holder?.ok ? holder.value : null,
    rows: rows.slice(0, limit),
    more: rows.length > limit,
  });
}
