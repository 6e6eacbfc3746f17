/** SQL of a member's activity: what the tables of entries, pending points and journeys tell, as one list. */
import type { JsonObject } from '../../../engine/json.ts';
import { type Sql, statement } from '../../../platform/db/database.ts';
import type { EntryType } from '../../ledger/service.ts';

export type EntryDetails = {
  readonly id: string;
  readonly type: EntryType;
  readonly amount: number;
  readonly balance: number;
  readonly total: number;
  readonly source_id: string | null;
  readonly reason: string | null;
  readonly source: string | null;
  readonly related_entry_id: string | null;
  readonly details: JsonObject;
  /** Of points that expired: which buckets they were of. */
  readonly buckets: readonly { readonly id: string; readonly total_points: number }[] | null;
};

export type PendingDetails = {
  /** In wire form, as it is now. */
  readonly pending: JsonObject;
  /** How many points it was about, and were pending on the card then, where that is known. */
  readonly points: number;
  readonly total: number | null;
};

export type PublicationDetails = {
  readonly id: string;
  readonly customer_id: string;
  readonly tracking_id: string | null;
  readonly metadata: JsonObject;
  readonly channel: string;
  readonly source_id: string | null;
  readonly result: string;
  readonly vouchers_id: readonly string[];
};

export type RedemptionDetails = {
  readonly id: string;
  readonly object: 'redemption' | 'redemption_rollback';
  readonly redemption: string | null;
  readonly customer_id: string | null;
  readonly tracking_id: string | null;
  readonly amount: number | null;
  readonly metadata: JsonObject;
  readonly result: 'SUCCESS' | 'FAILURE';
  readonly status: string;
  readonly failure_code: string | null;
  readonly failure_message: string | null;
  readonly reason: string | null;
  readonly channel: JsonObject;
};

/** One event: what it was, and its place among the others, which is the end of its row's id. */
export type ActivityRow = { readonly place: string; readonly created_at: string } & (
  | { readonly kind: 'entry'; readonly told: EntryDetails }
  | { readonly kind: 'pending_added'; readonly told: PendingDetails }
  | { readonly kind: 'pending_updated'; readonly told: PendingDetails }
  | { readonly kind: 'pending_canceled'; readonly told: PendingDetails }
  | { readonly kind: 'publication'; readonly told: PublicationDetails }
  | { readonly kind: 'redemption'; readonly told: RedemptionDetails }
);

// Ids are a prefix, then time, then chance: their ends sort events of all tables by time. What redemptions
// moved is told by the redemptions.
const parts = [
  `select 'entry' as kind, split_part(e.id, '_', 2) as place, e.created_at, jsonb_build_object(
     'id', e.id, 'type', e.type, 'amount', e.amount, 'balance', e.balance, 'total', e.total,
     'source_id', e.source_id, 'reason', e.reason, 'source', e.source,
     'related_entry_id', e.related_entry_id, 'details', e.details,
     'buckets', case e.type when 'POINTS_EXPIRATION' then (
       select jsonb_agg(jsonb_build_object('id', p.lot_id, 'total_points', -p.amount) order by p.lot_id)
       from ledger_postings p where p.project_id = e.project_id and p.entry_id = e.id) end) as told
   from ledger_entries e where e.project_id = $1 and e.voucher_id = $2
     and e.type not in ('POINTS_REDEMPTION', 'POINTS_REFUND')`,
  `select 'pending_added', split_part(p.id, '_', 2), p.created_at, jsonb_build_object(
     'pending', pending_on_wire(p), 'total', null, 'points', p.points - coalesce((
       select sum(c.adjusted) from pending_points_changes c where c.project_id = p.project_id
         and c.voucher_id = p.voucher_id and c.pending_points_id = p.id), 0))
   from pending_points p where p.project_id = $1 and p.voucher_id = $2`,
  `select case when c.adjusted is null then 'pending_canceled' else 'pending_updated' end,
     split_part(c.id, '_', 2), c.created_at, jsonb_build_object('pending', pending_on_wire(p),
       'points', coalesce(c.adjusted, -c.points), 'total', c.total)
   from pending_points_changes c
     join pending_points p on p.project_id = c.project_id and p.id = c.pending_points_id
   where c.project_id = $1 and c.voucher_id = $2`,
  `select 'publication', split_part(p.id, '_', 2), p.created_at, jsonb_build_object(
     'id', p.id, 'customer_id', p.customer_id, 'tracking_id', p.tracking_id, 'metadata', p.metadata,
     'channel', p.channel, 'source_id', p.source_id, 'result', p.result, 'vouchers_id', p.voucher_ids)
   from publications p where p.project_id = $1 and p.customer_id = $3 and p.voucher_ids ? $2`,
  `select 'redemption', split_part(r.id, '_', 2), r.created_at, jsonb_build_object(
     'id', r.id, 'object', r.object, 'redemption', r.redemption_id, 'customer_id', r.customer_id,
     'tracking_id', r.tracking_id, 'amount', r.amount, 'metadata', r.metadata, 'result', r.result,
     'status', r.status, 'failure_code', r.failure_code, 'failure_message', r.failure_message,
     'reason', r.reason, 'channel', r.channel)
   from redemptions r where r.project_id = $1 and r.related_object_id = $2`,
];

const list = (way: '<' | '>', direction: 'asc' | 'desc') =>
  `select kind, place, created_at, told from (${parts.join(' union all ')}) as happened
   where $4::text is null or place collate "C" ${way} $4
   order by place collate "C" ${direction} limit $5`;

const oldestStatement = statement<ActivityRow>('list_member_activity', list('>', 'asc'));
const newestStatement = statement<ActivityRow>('list_newest_member_activity', list('<', 'desc'));

/** Events of a card, and of its publication to its holder, that come after `after`. */
export function listActivity(
  sql: Sql,
  projectId: string,
  wanted: {
    readonly cardId: string;
    readonly holderId: string | null;
    readonly newestFirst: boolean;
    readonly after: string | null;
    readonly limit: number;
  },
): Promise<readonly ActivityRow[]> {
  const { cardId, holderId, newestFirst, after, limit } = wanted;
  const values = [projectId, cardId, holderId, after, limit];
  return sql.rows(newestFirst ? newestStatement : oldestStatement, values);
}
