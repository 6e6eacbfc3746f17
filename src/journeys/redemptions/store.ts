/** SQL of redemptions and their rollbacks. */
import type { Channel } from './channel.ts';
import { sql } from 'kysely';
import type { JsonObject } from '../../engine/json.ts';
import { raisedReason, type Sql, statement } from '../../platform/db/database.ts';
import {
  type Condition,
  type ListPage,
  listPage,
  orderedBy,
  within,
} from '../../platform/db/list.ts';
import type { OrderCalculatedItem, OrderRedemption } from '../../records/orders/schema.ts';
import type { EntryAsk } from '../../incentives/ledger/service.ts';
import type { CardCounter, KeptAnswer } from '../facts/service.ts';
import type { ItemUnitsAsk } from './item-units.ts';
import type { RedemptionQuery } from './schema.ts';
import type { Snapshot } from './snapshot.ts';

/** What the function `redeem` is asked; its comments say what each part does. */
export type RedeemAsk = {
  readonly version: number;
  readonly at: string;
  readonly day: string;
  readonly week: string;
  readonly month: string;
  readonly customer: JsonObject | null;
  readonly customer_id: string | null;
  readonly locks_customer: boolean;
  /** Sorted by id. */
  readonly vouchers: readonly VoucherAsk[];
  readonly guards: readonly Guard[];
  /** Sorted by subject. */
  readonly totals: readonly TotalAsk[];
  readonly item_units: readonly ItemUnitsAsk[];
  readonly order: OrderAsk | null;
  readonly redemptions: readonly RedemptionRow[];
  /** What is to be followed up; absent where nothing is. */
  readonly outbox?: readonly OutboxAsk[];
  /** Absent without a session: this one's locks are released, for it to take what they held. */
  readonly session_key?: string;
  /** Absent without an Idempotency-Key. `body` is the answer as text. */
  readonly idempotency?: {
    readonly key: string;
    readonly request_sha256: string;
    readonly body: string;
  };
};

export type VoucherAsk = {
  readonly id: string;
  readonly version: number;
  /** So often exactly, where a formula relied on that. */
  readonly redeemed?: number;
  /** What leaves the card; absent where it is no card, or nothing does. */
  readonly spend?: SpendAsk;
};

/** Gift credits in minor units or loyalty points, above 0, and the entry that books them. */
export type SpendAsk = { readonly amount: number; readonly entry: EntryAsk };

/** Something to be followed up after the commit, in the form its topic reads. */
export type OutboxAsk = {
  readonly id: string;
  readonly topic: string;
  readonly payload: JsonObject;
};

export type Guard = {
  readonly about: 'campaign' | 'incentive';
  readonly subject_id: string;
  readonly per: 'everyone' | 'customer' | 'api_key';
  readonly measure: 'redemptions' | 'orders_amount' | 'discount_amount' | 'gift_amount';
  readonly window: 'ever' | 'day' | 'week' | 'month';
  readonly since: string | null;
  readonly since_date: string | null;
  readonly api_key: string | null;
  readonly locks: boolean;
  readonly limit?: number;
  readonly part?: number;
  readonly exactly?: number;
};

export type TotalAsk = {
  readonly subject_id: string;
  readonly slot: number;
  readonly redemptions: number;
  readonly orders_amount: number;
  readonly discount_amount: number;
  /** Gift credits; absent where none paid. */
  readonly gift_amount?: number;
};

export type OrderAsk = {
  readonly id: string;
  readonly is_new: boolean;
  readonly source_id: string | null;
  /** Absent: as it was. */
  readonly referrer_id?: string;
  readonly amount: number;
  readonly total_discount_amount: number;
  readonly total_amount: number;
  readonly amounts: JsonObject;
  readonly items: readonly OrderCalculatedItem[];
  readonly metadata: JsonObject;
  readonly redemptions: Readonly<Record<string, OrderRedemption>>;
  readonly earlier_redemptions: JsonObject | null;
  readonly earlier_updated_at: string | null;
};

export type RedemptionRow = {
  readonly id: string;
  readonly parent_id: string | null;
  readonly related_object_type: 'voucher' | 'promotion_tier' | 'redemption';
  readonly related_object_id: string;
  readonly campaign_id: string | null;
  readonly order_id: string | null;
  readonly tracking_id: string;
  readonly amount: number | null;
  readonly discount_amount: number;
  readonly metadata: JsonObject;
  readonly channel: Channel;
  readonly snapshot: Snapshot;
};

/**
 * By a voucher's id how often it has been redeemed now; of a card that value moved on, beside it what
 * it holds now.
 */
export type Counters = Readonly<Record<string, number | CardCounter>>;

const reasons = [
  'version',
  'repeated',
  'customer',
  'voucher',
  'card',
  'balance',
  'guard',
  'order',
  'deadlock',
] as const;

/** How often each voucher has been redeemed now; or what no longer held: nothing was written. */
export type RedeemOutcome =
  | { readonly counters: Counters }
  | { readonly refused: (typeof reasons)[number] };

const redeemStatement = statement<{ counters: Counters }>(
  'redeem',
  'select redeem($1, $2) as counters',
);

const redeemEachStatement = statement<{ outcomes: readonly RedeemOutcome[] }>(
  'redeem_each',
  'select redeem_each($1, $2) as outcomes',
);

/**
 * Several requests in one statement, each whole or not at all; outcomes in the same order. One alone
 * does without what keeps neighbours apart and keys claimed: a subtransaction.
 */
export async function redeemEach(
  db: Sql,
  projectId: string,
  asks: readonly RedeemAsk[],
): Promise<readonly RedeemOutcome[]> {
  const [first, second] = asks;
  const isAlone = first !== undefined && second === undefined && first.idempotency === undefined;
  if (isAlone) return [await redeemOne(db, projectId, first)];
  const [row] = await db.rows(redeemEachStatement, [projectId, JSON.stringify(asks)]);
  return row?.outcomes ?? [];
}

async function redeemOne(db: Sql, projectId: string, ask: RedeemAsk): Promise<RedeemOutcome> {
  try {
    const [row] = await db.rows(redeemStatement, [projectId, JSON.stringify(ask)]);
    return { counters: row?.counters ?? {} };
  } catch (error) {
    const refused = reasons.find((reason) => reason === raisedReason(error));
    if (refused === undefined) throw error;
    return { refused };
  }
}

const keepRefusalStatement = statement<{ kept: boolean }>(
  'keep_refused_redemption',
  `with kept as (
     insert into idempotency_keys (project_id, key, request_sha256, status, body)
     select $1, $2::text, decode($3::text, 'hex'), $4::integer, $5::json where $2::text is not null
     on conflict (project_id, key) do nothing returning 1
   ), failed as (
     insert into redemptions (project_id, id, object, result, status, failure_code, failure_message,
       related_object_type, related_object_id, campaign_id, customer_id, tracking_id, metadata, channel,
       snapshot, created_at)
     select $1, f.id, 'redemption', 'FAILURE', 'FAILED', f.failure_code, f.failure_message,
       f.related_object_type, f.related_object_id, f.campaign_id, f.customer_id, f.tracking_id,
       f.metadata, f.channel, f.snapshot, f.created_at
     from jsonb_to_record($6::jsonb) as f(id text, failure_code text, failure_message text,
       related_object_type text, related_object_id text, campaign_id text, customer_id text,
       tracking_id text, metadata jsonb, channel jsonb, snapshot jsonb, created_at timestamptz)
     where f.id is not null and ($2::text is null or exists (select from kept))
   )
   select ($2::text is null or exists (select from kept)) as kept`,
);

export type FailedRow = Omit<
  RedemptionRow,
  'parent_id' | 'order_id' | 'amount' | 'discount_amount'
> & {
  readonly customer_id: string | null;
  readonly failure_code: string;
  readonly failure_message: string;
  readonly created_at: string;
};

/**
 * Notes an attempt that was refused, and keeps the refusal for its Idempotency-Key. False where the
 * key has been answered by another request meanwhile: then nothing is noted.
 */
export async function keepRefusal(
  db: Sql,
  projectId: string,
  refusal: {
    readonly idempotency: {
      readonly key: string;
      readonly requestSha256: Buffer;
      readonly status: number;
      readonly body: string;
    } | null;
    readonly failed: FailedRow | null;
  },
): Promise<boolean> {
  const { idempotency, failed } = refusal;
  const [row] = await db.rows(keepRefusalStatement, [
    projectId,
    idempotency?.key ?? null,
    idempotency?.requestSha256.toString('hex') ?? null,
    idempotency?.status ?? null,
    idempotency?.body ?? null,
    JSON.stringify(failed ?? {}),
  ]);
  return row?.kept ?? false;
}

const findKeptAnswerStatement = statement<KeptAnswer>(
  'find_kept_redemption_answer',
  `select encode(request_sha256, 'hex') as request_sha256, status, body::text as body, counters
   from idempotency_keys where project_id = $1 and key = $2 and status is not null`,
);

/** The first answer to an Idempotency-Key; null where there is none. */
export async function findKeptAnswer(
  db: Sql,
  projectId: string,
  key: string,
): Promise<KeptAnswer | null> {
  const [row] = await db.rows(findKeptAnswerStatement, [projectId, key]);
  return row ?? null;
}

/** A stored redemption or rollback with the customer as they are now. */
export type StoredRedemption = {
  readonly id: string;
  readonly object: 'redemption' | 'redemption_rollback';
  readonly parent_id: string | null;
  readonly redemption_id: string | null;
  readonly result: 'SUCCESS' | 'FAILURE';
  readonly status: 'SUCCEEDED' | 'FAILED' | 'ROLLED_BACK';
  readonly failure_code: string | null;
  readonly failure_message: string | null;
  readonly reason: string | null;
  readonly related_object_type: 'voucher' | 'promotion_tier' | 'redemption';
  readonly related_object_id: string;
  readonly campaign_id: string | null;
  readonly customer_id: string | null;
  readonly order_id: string | null;
  readonly tracking_id: string | null;
  readonly amount: number | null;
  readonly discount_amount: number;
  readonly metadata: JsonObject;
  readonly channel: Channel;
  readonly snapshot: Snapshot;
  readonly created_at: string;
  readonly customer: {
    readonly id: string;
    readonly source_id: string | null;
    readonly name: string | null;
    readonly email: string | null;
    readonly metadata: JsonObject;
  } | null;
  /** Rollbacks of it, and of a stack the redemptions it is made of. */
  readonly rollbacks: readonly Related[] | null;
  readonly parts: readonly Related[] | null;
};
type Related = { readonly id: string; readonly created_at: string };

const columns = `r.id, r.object, r.parent_id, r.redemption_id, r.result, r.status, r.failure_code,
  r.failure_message, r.reason, r.related_object_type, r.related_object_id, r.campaign_id,
  r.customer_id, r.order_id, r.tracking_id, r.amount, r.discount_amount, r.metadata, r.channel,
  r.snapshot, r.created_at,
  (select row_to_json(c) from (select id, source_id, name, email, metadata from customers
     where project_id = r.project_id and id = r.customer_id) c) as customer,
  (select json_agg(b order by b.id) from (select id, created_at from redemptions
     where project_id = r.project_id and redemption_id = r.id and object = 'redemption_rollback'
       and result = 'SUCCESS') b) as rollbacks,
  case when r.related_object_type = 'redemption' then
    (select json_agg(p order by p.id) from (select id, created_at from redemptions
     where project_id = r.project_id and parent_id = r.id and object = r.object) p) end as parts`;

const findRedemptionStatement = statement<StoredRedemption>(
  'find_redemption',
  `select ${columns} from redemptions r where r.project_id = $1 and r.id = $2`,
);

export async function findRedemption(
  db: Sql,
  projectId: string,
  id: string,
): Promise<StoredRedemption | null> {
  const [row] = await db.rows(findRedemptionStatement, [projectId, id]);
  return row ?? null;
}

const findPartsStatement = statement<StoredRedemption>(
  'find_redemption_parts',
  `select ${columns} from redemptions r where r.project_id = $1 and r.parent_id = $2 order by r.id`,
);

/** The redemptions of a stack, in the order of application. */
export async function findParts(
  db: Sql,
  projectId: string,
  parentId: string,
): Promise<readonly StoredRedemption[]> {
  return db.rows(findPartsStatement, [projectId, parentId]);
}

const ofVoucherStatement = statement<StoredRedemption>(
  'find_redemptions_of_voucher',
  `select ${columns} from redemptions r where r.project_id = $1 and r.related_object_id = $2
   order by r.id desc limit $3`,
);

export async function findRedemptionsOf(
  db: Sql,
  projectId: string,
  relatedObjectId: string,
  limit: number,
): Promise<readonly StoredRedemption[]> {
  return db.rows(ofVoucherStatement, [projectId, relatedObjectId, limit]);
}

export async function listRedemptions(
  db: Sql,
  projectId: string,
  query: RedemptionQuery,
  filters: Condition | null,
): Promise<ListPage<StoredRedemption>> {
  const { campaign, customer } = query;
  return listPage(db, {
    select: sql.raw(columns),
    from: sql.raw('redemptions r'),
    where: [
      sql`r.project_id = ${projectId}`,
      resultCondition(query.result),
      campaign === undefined
        ? null
        : sql`r.campaign_id in (select id from campaigns
            where project_id = ${projectId} and (id = ${campaign} or name = ${campaign}))`,
      customer === undefined
        ? null
        : sql`r.customer_id in (select id from customers
            where project_id = ${projectId} and (id = ${customer} or source_id = ${customer}))`,
      ...within('created_at', query.created_at),
      filters,
    ],
    orderBy: orderedRedemptions(query.order),
    limit: query.limit ?? 10,
    page: query.page ?? 1,
  });
}

function orderedRedemptions(order: string | undefined) {
  if (order !== 'voucher_code' && order !== '-voucher_code') return orderedBy(order, '-created_at');
  const direction = order.startsWith('-') ? sql`desc` : sql`asc`;
  return sql`r.snapshot ->> 'voucher_code' ${direction} nulls last, r.id ${direction}`;
}

/** `Success`, `Failure`, or `Failure-voucher_expired`. */
function resultCondition(result: string | undefined): Condition | null {
  if (result === undefined) return null;
  const [outcome = '', ...cause] = result.split('-');
  const is = sql`r.result = ${outcome.toUpperCase()}`;
  return cause.length === 0 ? is : sql`${is} and r.failure_code = ${cause.join('-').toLowerCase()}`;
}
