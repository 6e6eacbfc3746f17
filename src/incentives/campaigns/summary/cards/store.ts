/** SQL of campaign summaries: what happened to the value of its cards. */
import { type Sql, statement } from '../../../../platform/db/database.ts';
import type { Days } from '../store.ts';

/** Sums over the ledger's entries, none below zero. Credits in minor units, or points. */
export type CardSums = {
  readonly created: number;
  readonly added: number;
  readonly rewarded: number;
  readonly redeemed: number;
  readonly rolled_back: number;
  readonly subtracted: number;
  readonly deleted: number;
  readonly expired: number;
  readonly transferred_in: number;
  readonly transferred_out: number;
  readonly activated: number;
};

const sumOf = (name: string, which: string) =>
  `coalesce(sum(abs(e.amount)) filter (where ${which}), 0)::bigint as ${name}`;
/** A card's first entry, written when it was made; and its last, written when it was deleted. */
const isOpening = `(e.number = 1 and e.type in ('CREDITS_ADDITION', 'POINTS_ADDITION')
  and e.source = 'AUTOMATIC' and e.redemption_id is null)`;
const isClosing = `(e.type in ('CREDITS_REMOVAL', 'POINTS_REMOVAL') and e.source = 'AUTOMATIC'
  and e.balance = 0 and e.reason = 'The card was deleted')`;

const sumCardsStatement = statement<CardSums>(
  'sum_cards_of_campaign',
  `select ${[
    sumOf('created', isOpening),
    sumOf('added', `e.type in ('CREDITS_ADDITION', 'POINTS_ADDITION') and not ${isOpening}`),
    sumOf('rewarded', `e.type in ('POINTS_ACCRUAL', 'PENDING_POINTS_ACTIVATION')`),
    sumOf('redeemed', `e.type in ('CREDITS_REDEMPTION', 'POINTS_REDEMPTION')`),
    sumOf('rolled_back', `e.type in ('CREDITS_REFUND', 'POINTS_REFUND')`),
    sumOf(
      'subtracted',
      `e.type in ('CREDITS_REMOVAL', 'POINTS_REMOVAL', 'POINTS_CANCELLATION', 'POINTS_ACCRUAL_CANCELLATION')
       and ${isClosing} is not true`,
    ),
    sumOf('deleted', isClosing),
    sumOf('expired', `e.type = 'POINTS_EXPIRATION'`),
    sumOf('transferred_in', `e.type = 'POINTS_TRANSFER_IN'`),
    sumOf('transferred_out', `e.type = 'POINTS_TRANSFER_OUT'`),
    sumOf('activated', `e.type = 'PENDING_POINTS_ACTIVATION'`),
  ].join()}
   from ledger_entries e
   where e.project_id = $1 and e.campaign_id = $2
     and e.created_at >= coalesce($3::date::timestamp at time zone $5, '-infinity')
     and e.created_at < coalesce(($4::date + 1)::timestamp at time zone $5, 'infinity')`,
);

export async function sumCards(
  sql: Sql,
  projectId: string,
  campaignId: string,
  { first, last, timezone }: Days,
): Promise<CardSums> {
  const values = [projectId, campaignId, first, last, timezone];
  const [row] = await sql.rows(sumCardsStatement, values);
  if (row === undefined) throw new Error('sums are always one row');
  return row;
}
