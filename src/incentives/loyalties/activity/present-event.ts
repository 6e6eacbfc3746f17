/** What each kind of event tells beside card, customer and campaign. */
import type { Json, JsonObject } from '../../../engine/json.ts';
import type { MemberBalance } from '../balance/schema.ts';
import type { ActivityData, ActivityType } from './schema.ts';
import type {
  EntryDetails,
  PendingDetails,
  PublicationDetails,
  RedemptionDetails,
} from './service.ts';

/** `isOurs`: no request caused it. */
export type Event = {
  readonly type: ActivityType;
  readonly told: Omit<ActivityData, 'voucher'>;
  readonly isOurs?: boolean;
};

/** An entry of the ledger. */
export function presentEntry(
  entry: EntryDetails,
  { cardId, at }: { readonly cardId: string; readonly at: string },
): Event {
  const isOurs = entry.source === 'AUTOMATIC';
  const balance: MemberBalance = {
    points: entry.amount,
    total: entry.total,
    balance: entry.balance,
    type: 'loyalty_card',
    object: 'balance',
    related_object: { type: 'voucher', id: cardId },
    operation_type: isOurs ? 'AUTOMATIC' : 'MANUAL',
  };
  const transaction = {
    id: entry.id,
    source_id: entry.source_id,
    voucher_id: cardId,
    type: entry.type,
    source: entry.source,
    reason: entry.reason,
    details: { balance: { ...balance }, ...entry.details },
    related_transaction_id: entry.related_entry_id,
    created_at: at,
  };
  const shared = { isOurs, type: typeOfEntry(entry) };
  switch (entry.type) {
    case 'POINTS_EXPIRATION':
      return {
        ...shared,
        told: { points: -entry.amount, buckets: [...(entry.buckets ?? [])], transaction },
      };
    case 'POINTS_TRANSFER_IN':
    case 'POINTS_TRANSFER_OUT': {
      const source_voucher = objectIn(entry.details, 'source_voucher');
      const destination_voucher = objectIn(entry.details, 'destination_voucher');
      return { ...shared, told: { balance, transaction, source_voucher, destination_voucher } };
    }
    case 'PENDING_POINTS_ACTIVATION': {
      const pending_points = objectIn(entry.details, 'pending_points');
      return { ...shared, told: { balance, transaction, pending_points } };
    }
    default:
      return { ...shared, told: { balance, transaction } };
  }
}

/** What is added and taken by hand, and what is taken back, are changes of the balance alike. */
function typeOfEntry({ type }: EntryDetails): ActivityType {
  switch (type) {
    case 'POINTS_EXPIRATION':
      return 'customer.voucher.loyalty_card.points_expired';
    case 'POINTS_TRANSFER_IN':
    case 'POINTS_TRANSFER_OUT':
      return 'customer.voucher.loyalty_card.points_transferred';
    case 'PENDING_POINTS_ACTIVATION':
      return 'customer.voucher.loyalty_card.pending_points.activated';
    case 'POINTS_ACCRUAL':
      return 'customer.rewarded.loyalty_points';
    default:
      return 'customer.voucher.loyalty_card.points_added';
  }
}

/** What was noted with the entry under this name. */
function objectIn(details: JsonObject, name: string): JsonObject {
  const value = details[name];
  return isObject(value) ? value : {};
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Pending points that were added, adjusted or given up. */
export function presentPending(
  kind: 'pending_added' | 'pending_updated' | 'pending_canceled',
  { pending, points, total }: PendingDetails,
  cardId: string,
): Event {
  const type = {
    pending_added: 'customer.voucher.loyalty_card.pending_points.added',
    pending_updated: 'customer.voucher.loyalty_card.pending_points.updated',
    pending_canceled: 'customer.voucher.loyalty_card.pending_points.canceled',
  } as const;
  const balance = {
    type: 'loyalty_card',
    points,
    ...(total === null ? {} : { total }),
    object: 'balance',
    related_object: { type: 'voucher', id: cardId },
  };
  return {
    type: type[kind],
    told: { pending_points: pending, voucher_pending_points_balance: balance },
  };
}

export function presentPublication(publication: PublicationDetails, at: string): Event {
  return {
    type: 'customer.publication.succeeded',
    told: {
      publication: {
        ...publication,
        vouchers_id: [...publication.vouchers_id],
        created_at: at,
        object: 'publication',
      },
    },
  };
}

/** A redemption, or a rollback beside what it took back. */
export function presentRedemption(row: RedemptionDetails, at: string): Event {
  const { redemption, ...told } = row;
  const shown = { ...told, date: at };
  const isSuccess = row.result === 'SUCCESS';
  if (row.object === 'redemption') {
    return {
      type: isSuccess ? 'customer.redemption.succeeded' : 'customer.redemption.failed',
      told: { redemption: shown },
    };
  }
  return {
    type: isSuccess
      ? 'customer.redemption.rollback.succeeded'
      : 'customer.redemption.rollback.failed',
    told: { redemption_rollback: { ...shown, redemption } },
  };
}
