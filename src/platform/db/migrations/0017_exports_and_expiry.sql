-- Exports: what is to be written as CSV, and the files, in portions: any process may write or send one. Below
-- them, how the ledger lets go of what has expired, over all projects.

create table exports (
  project_id id not null,
  id id not null,
  exported_object text collate "C" not null,
  -- As the request gave them, in wire form; and as answers show them, with the scope.
  parameters jsonb not null,
  shown jsonb not null,
  -- What the address of the request narrows it to: column → value.
  scope jsonb not null default '{}',
  status text collate "C" not null default 'SCHEDULED'
    check (status in ('SCHEDULED', 'IN_PROGRESS', 'DONE', 'ERROR')),
  -- Whoever downloads the file names it.
  token text not null,
  created_at timestamptz not null,
  primary key (project_id, id)
);
create index exports_by_status on exports (project_id, status, id);

create table export_chunks (
  project_id id not null,
  export_id id not null,
  number integer not null,
  content text not null,
  primary key (project_id, export_id, number),
  foreign key (project_id, export_id) references exports (project_id, id) on delete cascade
);

-- Takes what has expired out of some cards, whoever's they are, as `ledger_expire` does of one; answers
-- the cards. Cards that others hold are passed over: they are due the next time. Their rows are locked
-- first, so that the statement after sees what their lots hold since.
create function expire_due(at timestamptz, most integer)
returns table (project_id id, voucher_id id, is_loyalty boolean) language plpgsql as $$
declare
  projects_due id[];
  cards_due id[];
begin
  select array_agg(held.project_id), array_agg(held.voucher_id) into projects_due, cards_due
  from (
    select distinct due.project_id, due.voucher_id from (
      select l.project_id, l.voucher_id from ledger_lots l
      join vouchers v on v.project_id = l.project_id and v.id = l.voucher_id
      where l.remaining > 0 and l.expires_at is not null
        and (l.expires_at at time zone 'UTC') <= (expire_due.at at time zone 'UTC')
      limit most for no key update of v skip locked
    ) due
  ) held;
  return query
  with cards as (
    select c.project_id, c.voucher_id, new_id('vtx', expire_due.at)::id as entry_id
    from unnest(projects_due, cards_due) as c(project_id, voucher_id)
  ), lots as materialized (
    select c.project_id, c.voucher_id, c.entry_id, l.id, l.remaining
    from cards c join ledger_lots l on l.project_id = c.project_id and l.voucher_id = c.voucher_id
    where l.remaining > 0 and l.expires_at <= expire_due.at
  ), emptied as (
    update ledger_lots l set remaining = 0, updated_at = expire_due.at
    from lots where l.project_id = lots.project_id and l.id = lots.id
  ), posted as (
    insert into ledger_postings (project_id, entry_id, lot_id, amount)
    select lots.project_id, lots.entry_id, lots.id, -lots.remaining from lots
  ), sums as (
    select lots.project_id, lots.voucher_id, lots.entry_id, sum(lots.remaining)::bigint as amount
    from lots group by lots.project_id, lots.voucher_id, lots.entry_id
  ), changed as (
    update vouchers v set balance = v.balance - sums.amount, expired = v.expired + sums.amount,
      last_entry = v.last_entry + 1
    from sums where v.project_id = sums.project_id and v.id = sums.voucher_id
    returning v.project_id, v.id, v.campaign_id, v.type, v.balance, v.added, v.removed, v.last_entry,
      sums.entry_id, sums.amount
  ), written as (
    insert into ledger_entries (project_id, id, voucher_id, number, campaign_id, type, amount, balance,
      total, source, created_at)
    select c.project_id, c.entry_id, c.id, c.last_entry, c.campaign_id,
      case c.type when 'LOYALTY_CARD' then 'POINTS_EXPIRATION' else 'CREDITS_REMOVAL' end, -c.amount,
      c.balance, c.added - c.removed, 'AUTOMATIC', expire_due.at
    from changed c
  )
  select c.project_id, c.id, c.type = 'LOYALTY_CARD' from changed c;
end $$;
