/** A member's activity: rows → events. */
import type { CustomerRow } from '../../../records/customers/service.ts';
import { presentMember } from '../members/present.ts';
import {
  presentEntry,
  presentPending,
  presentPublication,
  presentRedemption,
} from './present-event.ts';
import type {
  ActivityCustomer,
  ActivityData,
  MemberActivity,
  MemberActivityList,
} from './schema.ts';
import { type Activity, type ActivityRow, EVENT_PREFIX } from './service.ts';

export function presentActivity(activity: Activity): MemberActivityList {
  const about = aboutOf(activity);
  const data = activity.rows.map((row) => presentEvent(row, about));
  const last = data.at(-1);
  return {
    object: 'list',
    data_ref: 'data',
    data,
    has_more: activity.more,
    ...(activity.more && last !== undefined ? { more_starting_after: last.id } : {}),
  };
}

type About = Pick<ActivityData, 'customer' | 'campaign' | 'voucher'>;

function aboutOf({ card, holder }: Activity): About {
  const { campaign } = card;
  return {
    ...(holder === null ? {} : { customer: presentCustomer(holder) }),
    ...(campaign === null
      ? {}
      : {
          campaign: {
            id: campaign.id,
            name: campaign.name,
            campaign_type: campaign.campaign_type,
            type: campaign.type,
            object: 'campaign' as const,
          },
        }),
    voucher: presentMember(card),
  };
}

function presentCustomer({ id, source_id, name, email, metadata }: CustomerRow): ActivityCustomer {
  return {
    id,
    ...(source_id === null ? {} : { source_id }),
    ...(name === null ? {} : { name }),
    ...(email === null ? {} : { email }),
    metadata,
    object: 'customer',
  };
}

function presentEvent(row: ActivityRow, about: About): MemberActivity {
  const { type, told, isOurs = false } = eventOf(row, about.voucher.id);
  return {
    id: EVENT_PREFIX + row.place,
    type,
    data: {
      data: { ...about, ...told },
      event_source: { channel: isOurs ? 'INTERNAL' : 'API' },
    },
    created_at: row.created_at,
  };
}

function eventOf(row: ActivityRow, cardId: string) {
  switch (row.kind) {
    case 'entry':
      return presentEntry(row.told, { cardId, at: row.created_at });
    case 'pending_added':
    case 'pending_updated':
    case 'pending_canceled':
      return presentPending(row.kind, row.told, cardId);
    case 'publication':
      return presentPublication(row.told, row.created_at);
    case 'redemption':
      return presentRedemption(row.told, row.created_at);
    default:
      return unknownKind(row);
  }
}

function unknownKind(row: never): never {
  throw new Error(`an event of an unknown kind: ${JSON.stringify(row)}`);
}
