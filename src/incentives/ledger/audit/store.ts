/** SQL that proves the books of a whole database, and sums up what they still owe. */
import type { Sql } from '../../../platform/db/database.ts';

/** One thing that is not as the books say. */
export type Fault = {
  readonly project_id: string;
  /** The entry, lot or card. */
  readonly id: string;
  readonly found: string | null;
  readonly expected: string | null;
};

/** What must hold, and a query of what does not: project_id, id, found, expected, as text. */
export type Check = { readonly claim: string; readonly query: string };

const credited = `('CREDITS_ADDITION', 'POINTS_ACCRUAL', 'POINTS_ADDITION', 'POINTS_TRANSFER_IN',
  'PENDING_POINTS_ACTIVATION')`;
const spent = `('CREDITS_REDEMPTION', 'CREDITS_REFUND', 'POINTS_REDEMPTION', 'POINTS_REFUND')`;
const sumOf = (which: string) => `coalesce(sum(e.amount) filter (where ${which}), 0)`;

/** Cards beside the sums of their entries; credits that expired are entries like those taken out by hand. */
const cards = `select v.project_id, v.id, v.type, v.balance, v.added, v.spent, v.removed, v.expired,
    v.last_entry, coalesce(e.amount, 0) as sum, coalesce(e.entries, 0) as entries,
    coalesce(e.credited, 0) as credited, coalesce(-e.spending, 0) as spending,
    coalesce(-e.expiring, 0) as expiring
  from vouchers v left join (
    select e.project_id, e.voucher_id, sum(e.amount) as amount, count(*) as entries,
      ${sumOf(`e.type in ${credited}`)} as credited, ${sumOf(`e.type in ${spent}`)} as spending,
      ${sumOf(`e.type = 'POINTS_EXPIRATION'`)} as expiring
    from ledger_entries e group by e.project_id, e.voucher_id
  ) e on e.project_id = v.project_id and e.voucher_id = v.id
  where v.balance is not null`;

const faultOfCard = (found: string, expected: string) =>
  `select project_id, id, (${found})::text as found, (${expected})::text as expected
   from (${cards}) cards where ${found} <> ${expected}`;

export const checks: readonly Check[] = [
  {
    claim: 'the postings of an entry sum to its amount',
    query: `select e.project_id, e.id, p.amount::text as found, e.amount::text as expected
      from ledger_entries e left join (
        select project_id, entry_id, sum(amount) as amount from ledger_postings group by project_id, entry_id
      ) p on p.project_id = e.project_id and p.entry_id = e.id
      where p.amount is distinct from e.amount`,
  },
  {
    claim: 'a posting belongs to an entry and to a lot of the same card',
    query: `select p.project_id, p.entry_id as id, l.voucher_id::text as found, e.voucher_id::text as expected
      from ledger_postings p
      left join ledger_entries e on e.project_id = p.project_id and e.id = p.entry_id
      left join ledger_lots l on l.project_id = p.project_id and l.id = p.lot_id
      where e.voucher_id is distinct from l.voucher_id or e.voucher_id is null`,
  },
  {
    claim: 'what is left of a lot is the sum of its postings',
    query: `select l.project_id, l.id, l.remaining::text as found, p.amount::text as expected
      from ledger_lots l left join (
        select project_id, lot_id, sum(amount) as amount from ledger_postings group by project_id, lot_id
      ) p on p.project_id = l.project_id and p.lot_id = l.id
      where p.amount is distinct from l.remaining`,
  },
  { claim: 'a balance is the sum of the entries', query: faultOfCard('balance', 'sum') },
  {
    claim: 'a balance is what is left in the lots',
    query: `select v.project_id, v.id, v.balance::text as found, coalesce(l.remaining, 0)::text as expected
      from vouchers v left join (
        select project_id, voucher_id, sum(remaining) as remaining from ledger_lots
        group by project_id, voucher_id
      ) l on l.project_id = v.project_id and l.voucher_id = v.id
      where v.balance <> coalesce(l.remaining, 0)`,
  },
  {
    claim: 'what was put in is the sum of the entries that put in',
    query: faultOfCard('added', 'credited'),
  },
  {
    claim: 'what was spent is the sum of redemptions and refunds',
    query: faultOfCard('spent', 'spending'),
  },
  {
    claim: 'points that expired are the sum of their entries',
    query: faultOfCard(`case type when 'LOYALTY_CARD' then expired else 0 end`, 'expiring'),
  },
  {
    claim: 'what was taken out is the rest',
    query: faultOfCard('removed + expired', 'credited - spending - sum'),
  },
  { claim: 'a card knows its latest entry', query: faultOfCard('last_entry', 'entries') },
  {
    claim: 'entries of a card are numbered without gaps, and each tells the balance after it',
    query: `select project_id, id, number || ': ' || balance as found, place || ': ' || running as expected
      from (
        select e.project_id, e.id, e.number, e.balance,
          row_number() over card as place, sum(e.amount) over card as running
        from ledger_entries e
        window card as (partition by e.project_id, e.voucher_id order by e.number)
      ) e where number <> place or balance <> running`,
  },
  {
    claim: 'the books of a card that is gone are closed',
    query: `select l.project_id, l.id, l.remaining::text as found, '0' as expected from ledger_lots l
      where l.remaining > 0 and not exists (
        select from vouchers v where v.project_id = l.project_id and v.id = l.voucher_id)`,
  },
];

/** Up to `most` of what a check finds. */
export function faultsOf(sql: Sql, { query }: Check, most: number): Promise<Fault[]> {
  return sql.adhoc<Fault>(`select * from (${query}) faults limit ${most}`, []);
}

/** One moment of the whole database, however long it takes; its tables are read whole. */
export async function beginAudit(sql: Sql): Promise<void> {
  await sql.adhoc('set transaction isolation level repeatable read, read only', []);
  for (const setting of ['statement_timeout = 0', 'enable_seqscan = on']) {
    await sql.adhoc(`set local ${setting}`, []);
  }
}

export type Extent = { readonly entries: number; readonly lots: number; readonly cards: number };

export async function extentOf(sql: Sql): Promise<Extent> {
  const [extent] = await sql.adhoc<Extent>(
    `select (select count(*) from ledger_entries) as entries, (select count(*) from ledger_lots) as lots,
       (select count(*) from vouchers where balance is not null) as cards`,
    [],
  );
  if (extent === undefined) throw new Error('counts are always one row');
  return extent;
}

/** What is outstanding of one kind, of one programme, by the month after which it is gone. */
export type Liability = {
  readonly project: string;
  /** The campaign's name; null of cards without one. */
  readonly programme: string | null;
  readonly kind: 'credits' | 'points';
  /** `2026-12`, by the project's calendar; null: it never expires. */
  readonly month: string | null;
  /** Credits in minor units, or points. */
  readonly outstanding: number;
  readonly cards: number;
};

export async function openLiability(sql: Sql): Promise<void> {
  await sql.adhoc(
    `declare liability no scroll cursor for
     select p.name || ' (' || p.id || ')' as project, c.name as programme,
       case v.type when 'LOYALTY_CARD' then 'points' else 'credits' end as kind,
       to_char((l.expires_at - interval '1 millisecond') at time zone p.timezone, 'YYYY-MM') as month,
       sum(l.remaining)::bigint as outstanding, count(distinct l.voucher_id) as cards
     from ledger_lots l
     join projects p on p.id = l.project_id
     join vouchers v on v.project_id = l.project_id and v.id = l.voucher_id
     left join campaigns c on c.project_id = l.project_id and c.id = l.campaign_id
     where l.remaining > 0
     group by p.id, p.name, c.id, c.name, kind, month
     order by p.id, kind, c.name nulls last, c.id, month nulls last`,
    [],
  );
}

export function nextLiabilities(sql: Sql, most: number): Promise<Liability[]> {
  return sql.adhoc<Liability>(`fetch ${most} from liability`, []);
}
