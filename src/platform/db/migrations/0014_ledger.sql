-- The ledger of stored value: gift credits in minor units, and loyalty points.
--
-- A card is a voucher of type GIFT_VOUCHER or LOYALTY_CARD. Everything that changes its value is an
-- entry, numbered per card without gaps, never changed and never removed. Value lies in lots: a credit
-- makes one, a debit draws from those that expire soonest; postings say how much of each. So a rollback
-- can restore the very lots that were drawn from. What a card holds is the sum of its entries, and of
-- what is left in its lots; it is kept beside them in the card's own row, which the redeeming statement
-- changes anyway, with constraints that keep it from ever being wrong.
--
-- Whoever writes an entry holds the row of the card. Several cards are held by id, as everywhere.
-- What no longer holds is raised as SQLSTATE SC001: `card` where the card is gone, `balance` where it
-- holds too little, `overflow` where it would hold more than can be counted.

alter table vouchers
  -- What a card holds; null where the voucher is no card.
  add column balance bigint check (balance between 0 and 9007199254740991),
  -- Over its whole life: all that was put in, what redemptions took and rollbacks did not give back,
  -- what was taken out by hand, by transfer or as a correction, and what expired.
  add column added bigint not null default 0 check (added between 0 and 9007199254740991),
  add column spent bigint not null default 0 check (spent >= 0),
  add column removed bigint not null default 0 check (removed >= 0),
  add column expired bigint not null default 0 check (expired >= 0),
  -- Points that are earned and not yet active: no part of the balance.
  add column pending bigint not null default 0 check (pending >= 0),
  -- What `session_locks` hold of the balance, those that have expired and are still there included.
  add column locked_value bigint not null default 0 check (locked_value >= 0),
  -- Of its latest entry.
  add column last_entry integer not null default 0,
  -- When what it is issued with expires; null: never.
  add column issued_expires_at timestamptz,
  -- What gift credits pay for, where its campaign does not say.
  add column gift_effect text check (gift_effect in ('APPLY_TO_ORDER', 'APPLY_TO_ITEMS')),
  add constraint vouchers_books check (balance = added - spent - removed - expired),
  add constraint vouchers_cards check ((type = 'DISCOUNT_VOUCHER') = (balance is null));

create table ledger_entries (
  project_id id not null,
  id id not null,
  voucher_id id not null,
  -- 1, 2, 3 … of each card.
  number integer not null check (number > 0),
  campaign_id id,
  type text not null check (type in (
    'CREDITS_REDEMPTION', 'CREDITS_REFUND', 'CREDITS_ADDITION', 'CREDITS_REMOVAL',
    'POINTS_ACCRUAL', 'POINTS_ACCRUAL_CANCELLATION', 'POINTS_CANCELLATION', 'POINTS_REDEMPTION', 'POINTS_REFUND',
    'POINTS_ADDITION', 'POINTS_REMOVAL', 'POINTS_EXPIRATION', 'POINTS_TRANSFER_IN', 'POINTS_TRANSFER_OUT',
    'PENDING_POINTS_ACTIVATION')),
  -- What it put in (above 0) or took out (below 0).
  amount bigint not null check (amount <> 0),
  -- After it: the card's balance, and all that was put in less what was taken out by hand.
  balance bigint not null check (balance >= 0),
  total bigint not null check (total >= balance),
  -- The caller's own name for it.
  source_id text collate "C",
  reason text,
  -- Through what it came: API, AUTOMATIC, …; null for redemptions.
  source text,
  -- The other half of a transfer, or what a refund gives back.
  related_entry_id id,
  redemption_id id,
  rollback_id id,
  order_id id,
  earning_rule_id id,
  -- Carried for readers: event, reward, names as they were, in wire form.
  details jsonb not null default '{}',
  created_at timestamptz not null,
  primary key (project_id, id)
);
create unique index ledger_entries_by_card on ledger_entries (project_id, voucher_id, number);
create index ledger_entries_by_campaign on ledger_entries (project_id, campaign_id, id);
create index ledger_entries_by_redemption on ledger_entries (project_id, redemption_id)
  where redemption_id is not null;
create index ledger_entries_by_order on ledger_entries (project_id, order_id) where order_id is not null;

create table ledger_lots (
  project_id id not null,
  id id not null,
  voucher_id id not null,
  campaign_id id,
  -- The entry that made it.
  entry_id id not null,
  amount bigint not null check (amount > 0),
  remaining bigint not null,
  -- Null: never.
  expires_at timestamptz,
  created_at timestamptz not null,
  updated_at timestamptz,
  primary key (project_id, id),
  constraint lot_remaining check (remaining between 0 and amount)
);
-- In the order in which they are spent; nulls come last.
create index ledger_lots_open on ledger_lots (project_id, voucher_id, expires_at, id) where remaining > 0;
create index ledger_lots_by_card on ledger_lots (project_id, voucher_id, id);
create index ledger_lots_by_entry on ledger_lots (project_id, entry_id);
-- For the job alone, which asks over all projects.
create index ledger_lots_due on ledger_lots ((expires_at at time zone 'UTC'))
  where remaining > 0 and expires_at is not null;

-- How much of which lot an entry is: the amounts of an entry's postings sum to its own.
create table ledger_postings (
  project_id id not null,
  entry_id id not null,
  lot_id id not null,
  amount bigint not null check (amount <> 0),
  primary key (project_id, entry_id, lot_id)
);
create index ledger_postings_by_lot on ledger_postings (project_id, lot_id);

-- Only a project that is deleted takes its books along.
create function keep_books() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' or exists (select from projects p where p.id = old.project_id) then
    raise exception 'the ledger is append-only: % of %', lower(tg_op), tg_table_name;
  end if;
  return old;
end $$;
create trigger ledger_entries_kept before update or delete on ledger_entries
  for each row execute function keep_books();
create trigger ledger_postings_kept before update or delete on ledger_postings
  for each row execute function keep_books();

-- Eight digits to the base 62: milliseconds since the epoch, as ids begin with.
create function id_time(at timestamptz) returns text language sql immutable as $$
  select string_agg(substr('0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz',
    (floor(extract(epoch from at) * 1000)::bigint / (62 ^ place)::bigint % 62)::integer + 1, 1), '' order by place desc)
  from generate_series(0, 7) place
$$;

-- Fourteen digits of chance. One expression, which the planner puts in place: a loop in PL/pgSQL took four
-- times as long, and every card that is made in bulk needs two.
create function id_chance() returns text language sql volatile as $$
  select substr(translate(encode(sha256(uuid_send(gen_random_uuid())), 'base64'), '+/=', 'pS0'), 1, 14)
$$;

-- As `platform/ids` makes them: prefix, time, chance.
create function new_id(prefix text, at timestamptz) returns text language sql volatile as $$
  select prefix || '_' || id_time(at) || id_chance()
$$;

-- Writes the entry of a change that the card's row has already seen: `held` is the row after it.
create function write_entry(held vouchers, entry jsonb, change bigint) returns void language plpgsql as $$
begin
  insert into ledger_entries (project_id, id, voucher_id, number, campaign_id, type, amount, balance, total,
    source_id, reason, source, related_entry_id, redemption_id, rollback_id, order_id, earning_rule_id,
    details, created_at)
  values (held.project_id, entry ->> 'id', held.id, held.last_entry, held.campaign_id, entry ->> 'type', change,
    held.balance, held.added - held.removed, entry ->> 'source_id', entry ->> 'reason', entry ->> 'source',
    entry ->> 'related_entry_id', entry ->> 'redemption_id', entry ->> 'rollback_id', entry ->> 'order_id',
    entry ->> 'earning_rule_id', coalesce(entry -> 'details', '{}'), (entry ->> 'at')::timestamptz);
end $$;

-- A card's value as others read it.
create function card_value(held vouchers) returns jsonb language plpgsql immutable as $$
begin
  return jsonb_build_object('balance', held.balance, 'added', held.added, 'spent', held.spent,
    'removed', held.removed, 'expired', held.expired, 'pending', held.pending);
end $$;

-- Puts value into a card as a lot of its own. `entry`: {id, type, at, source_id?, reason?, source?,
-- related_entry_id?, redemption_id?, rollback_id?, order_id?, earning_rule_id?, details?}. Answers the card.
create function ledger_credit(project id, card id, entry jsonb, credited bigint, lot id, expires timestamptz)
returns vouchers language plpgsql as $$
declare
  held vouchers;
begin
  perform 1 from vouchers v where v.project_id = project and v.id = card
    and v.added + credited > 9007199254740991 for no key update;
  if found then
    raise exception 'overflow' using errcode = 'SC001';
  end if;
  update vouchers v set balance = v.balance + credited, added = v.added + credited, last_entry = v.last_entry + 1
  where v.project_id = project and v.id = card and v.balance is not null
  returning v.* into held;
  if held.id is null then
    raise exception 'card' using errcode = 'SC001';
  end if;
  perform write_entry(held, entry, credited);
  insert into ledger_lots (project_id, id, voucher_id, campaign_id, entry_id, amount, remaining, expires_at, created_at)
  values (project, lot, card, held.campaign_id, entry ->> 'id', credited, credited, expires,
    (entry ->> 'at')::timestamptz);
  insert into ledger_postings (project_id, entry_id, lot_id, amount)
  values (project, entry ->> 'id', lot, credited);
  return held;
end $$;

-- Draws from the open lots of a card whose row the caller holds, those that expire soonest first.
create function draw_from_lots(project id, card id, entry id, wanted bigint, at timestamptz) returns void
language plpgsql as $$
declare
  lot record;
  rest bigint := wanted;
  part bigint;
begin
  for lot in
    select l.id, l.remaining from ledger_lots l
    where l.project_id = project and l.voucher_id = card and l.remaining > 0
    order by l.expires_at, l.id
  loop
    exit when rest = 0;
    part := least(rest, lot.remaining);
    update ledger_lots l set remaining = l.remaining - part, updated_at = at
    where l.project_id = project and l.id = lot.id;
    insert into ledger_postings (project_id, entry_id, lot_id, amount) values (project, entry, lot.id, -part);
    rest := rest - part;
  end loop;
  if rest > 0 then
    raise exception 'the lots of % hold less than its balance', card;
  end if;
end $$;

-- What of a card's balance has expired and is not yet taken out.
create function ledger_due(project id, card id, at timestamptz) returns bigint
language plpgsql stable as $$
begin
  return coalesce((select sum(l.remaining) from ledger_lots l
    where l.project_id = project and l.voucher_id = card and l.remaining > 0 and l.expires_at <= at), 0);
end $$;

-- Takes out of a card what has expired, as one entry; answers how much. Safe to run twice.
create function ledger_expire(project id, card id, at timestamptz) returns bigint
language plpgsql as $$
declare
  held vouchers;
  due bigint;
  entry jsonb;
begin
  perform 1 from vouchers v where v.project_id = project and v.id = card for no key update;
  due := ledger_due(project, card, at);
  if not found or due = 0 then
    return 0;
  end if;
  update vouchers v set balance = v.balance - due, expired = v.expired + due, last_entry = v.last_entry + 1
  where v.project_id = project and v.id = card
  returning v.* into held;
  entry := jsonb_build_object('id', new_id('vtx', at), 'at', at, 'source', 'AUTOMATIC', 'type',
    case held.type when 'LOYALTY_CARD' then 'POINTS_EXPIRATION' else 'CREDITS_REMOVAL' end);
  perform write_entry(held, entry, -due);
  insert into ledger_postings (project_id, entry_id, lot_id, amount)
  select project, entry ->> 'id', l.id, -l.remaining from ledger_lots l
  where l.project_id = project and l.voucher_id = card and l.remaining > 0 and l.expires_at <= at;
  update ledger_lots l set remaining = 0, updated_at = at
  where l.project_id = project and l.voucher_id = card and l.remaining > 0 and l.expires_at <= at;
  return due;
end $$;

-- What of a card's balance live sessions hold; the caller holds its row.
create function ledger_locked(held vouchers, at timestamptz) returns bigint
language plpgsql stable as $$
begin
  if held.locked_value = 0 then
    return 0;
  end if;
  return held.locked_value - coalesce((select sum(coalesce(l.credits, l.points, 0)) from session_locks l
    where l.project_id = held.project_id and l.voucher_id = held.id and l.expires_at <= at), 0);
end $$;

-- Takes value out of a card: `spent` where a redemption did, else `removed`. What has expired goes first,
-- as an entry of its own, and what sessions hold stays. Answers the card.
create function ledger_debit(project id, card id, entry jsonb, wanted bigint) returns vouchers
language plpgsql as $$
declare
  held vouchers;
  at timestamptz := entry ->> 'at';
  is_spending boolean := entry ->> 'type' in ('CREDITS_REDEMPTION', 'POINTS_REDEMPTION');
begin
  select * into held from vouchers v where v.project_id = project and v.id = card and v.balance is not null
  for no key update;
  if held.id is null then
    raise exception 'card' using errcode = 'SC001';
  end if;
  if ledger_expire(project, card, at) > 0 then
    select * into held from vouchers v where v.project_id = project and v.id = card;
  end if;
  if held.balance - ledger_locked(held, at) < wanted then
    raise exception 'balance' using errcode = 'SC001';
  end if;
  update vouchers v set balance = v.balance - wanted, last_entry = v.last_entry + 1,
    spent = v.spent + case when is_spending then wanted else 0 end,
    removed = v.removed + case when is_spending then 0 else wanted end
  where v.project_id = project and v.id = card
  returning v.* into held;
  perform write_entry(held, entry, -wanted);
  perform draw_from_lots(project, card, entry ->> 'id', wanted, at);
  return held;
end $$;

-- Gives back what an entry of spending took, into the very lots it was drawn from. What went back into a
-- lot that has expired since is due again at once, and expires as an entry of its own. Answers the card;
-- null where it was deleted since.
create function ledger_refund(project id, spending id, entry jsonb) returns vouchers
language plpgsql as $$
declare
  held vouchers;
  taken ledger_entries;
  at timestamptz := entry ->> 'at';
begin
  select * into taken from ledger_entries e where e.project_id = project and e.id = spending;
  update vouchers v set balance = v.balance - taken.amount, spent = v.spent + taken.amount,
    last_entry = v.last_entry + 1
  where v.project_id = project and v.id = taken.voucher_id
  returning v.* into held;
  if held.id is null then
    return null;
  end if;
  perform write_entry(held, entry || jsonb_build_object('related_entry_id', spending), -taken.amount);
  update ledger_lots l set remaining = l.remaining - p.amount, updated_at = at
  from ledger_postings p
  where p.project_id = project and p.entry_id = spending and l.project_id = project and l.id = p.lot_id;
  insert into ledger_postings (project_id, entry_id, lot_id, amount)
  select project, entry ->> 'id', p.lot_id, -p.amount from ledger_postings p
  where p.project_id = project and p.entry_id = spending;
  if ledger_expire(project, held.id, at) > 0 then
    select * into held from vouchers v where v.project_id = project and v.id = held.id;
  end if;
  return held;
end $$;

-- Takes back what an entry put in (points of an order that was canceled): from its own lot first, then
-- from what else is there, never more than the card holds. Answers how much it was; 0 writes no entry.
create function ledger_take_back(project id, crediting id, entry jsonb, wanted bigint) returns bigint
language plpgsql as $$
declare
  held vouchers;
  given ledger_entries;
  at timestamptz := entry ->> 'at';
  taken bigint;
  own record;
  part bigint;
begin
  select * into given from ledger_entries e where e.project_id = project and e.id = crediting;
  perform 1 from vouchers v where v.project_id = project and v.id = given.voucher_id for no key update;
  perform ledger_expire(project, given.voucher_id, at);
  select * into held from vouchers v where v.project_id = project and v.id = given.voucher_id;
  taken := least(wanted, coalesce(held.balance, 0));
  if taken = 0 then
    return 0;
  end if;
  update vouchers v set balance = v.balance - taken, removed = v.removed + taken, last_entry = v.last_entry + 1
  where v.project_id = project and v.id = held.id
  returning v.* into held;
  perform write_entry(held, entry || jsonb_build_object('related_entry_id', crediting), -taken);
  select l.id, l.remaining into own from ledger_lots l where l.project_id = project and l.entry_id = crediting;
  part := least(taken, coalesce(own.remaining, 0));
  if part > 0 then
    update ledger_lots l set remaining = l.remaining - part, updated_at = at
    where l.project_id = project and l.id = own.id;
    insert into ledger_postings (project_id, entry_id, lot_id, amount)
    values (project, entry ->> 'id', own.id, -part);
  end if;
  if taken > part then
    perform draw_from_lots(project, held.id, entry ->> 'id', taken - part, at);
  end if;
  return taken;
end $$;

-- The same for callers whose transaction goes on where value does not move: {card} or {refused: reason}.
create function try_ledger_credit(project id, card id, entry jsonb, credited bigint, lot id, expires timestamptz)
returns jsonb language plpgsql as $$
begin
  return jsonb_build_object('card', card_value(ledger_credit(project, card, entry, credited, lot, expires)));
exception when sqlstate 'SC001' then
  return jsonb_build_object('refused', sqlerrm);
end $$;

create function try_ledger_debit(project id, card id, entry jsonb, wanted bigint) returns jsonb
language plpgsql as $$
begin
  return jsonb_build_object('card', card_value(ledger_debit(project, card, entry, wanted)));
exception when sqlstate 'SC001' then
  return jsonb_build_object('refused', sqlerrm);
end $$;

-- A card comes into being with what it is issued with: its row says how much, this the rest.
create function count_issued() returns trigger language plpgsql as $$
begin
  new.added := new.balance;
  new.last_entry := 1;
  return new;
end $$;
create trigger voucher_issued_counted before insert on vouchers
  for each row when (new.balance > 0) execute function count_issued();

-- For all cards of a statement at once: made in bulk, each by itself took five times as long.
create function book_issued() returns trigger language plpgsql as $$
begin
  if not exists (select from issued where balance > 0) then
    return null;
  end if;
  with times as materialized (
    select at, id_time(at) as digits from (select distinct i.created_at as at from issued i) t
  ), cards as materialized (
    select i.*, 'vtx_' || t.digits || id_chance() as entry_id, 'lopb_' || t.digits || id_chance() as lot_id
    from issued i join times t on t.at = i.created_at where i.balance > 0
  ), entries as (
    insert into ledger_entries (project_id, id, voucher_id, number, campaign_id, type, amount, balance, total,
      source, created_at)
    select project_id, entry_id, id, 1, campaign_id,
      case type when 'LOYALTY_CARD' then 'POINTS_ADDITION' else 'CREDITS_ADDITION' end, balance, balance, balance,
      'AUTOMATIC', created_at
    from cards
  ), lots as (
    insert into ledger_lots (project_id, id, voucher_id, campaign_id, entry_id, amount, remaining, expires_at,
      created_at)
    select project_id, lot_id, id, campaign_id, entry_id, balance, balance, issued_expires_at, created_at
    from cards
  )
  insert into ledger_postings (project_id, entry_id, lot_id, amount)
  select project_id, entry_id, lot_id, balance from cards;
  return null;
end $$;
create trigger voucher_issued_booked after insert on vouchers
  referencing new table as issued for each statement execute function book_issued();

-- What a deleted card still held goes with it, as its last entry: the books outlive the card.
create function close_card() returns trigger language plpgsql as $$
declare
  held vouchers := old;
  at timestamptz := clock_timestamp();
  entry jsonb := jsonb_build_object('id', new_id('vtx', at), 'at', at, 'source', 'AUTOMATIC',
    'reason', 'The card was deleted', 'type',
    case old.type when 'LOYALTY_CARD' then 'POINTS_REMOVAL' else 'CREDITS_REMOVAL' end);
begin
  if not exists (select from projects p where p.id = old.project_id) then
    return null;
  end if;
  held.balance := 0;
  held.removed := old.removed + old.balance;
  held.last_entry := old.last_entry + 1;
  perform write_entry(held, entry, -old.balance);
  perform draw_from_lots(old.project_id, old.id, entry ->> 'id', old.balance, at);
  return null;
end $$;
create trigger voucher_closed after delete on vouchers
  for each row when (old.balance > 0) execute function close_card();

-- What has happened and is still to be followed up, written in the transaction of what happened: points
-- to be earned, people to be rewarded. Whoever follows it up removes the row in the transaction that does.
create table outbox (
  project_id id not null,
  id id not null,
  topic text collate "C" not null,
  payload jsonb not null,
  created_at timestamptz not null,
  primary key (project_id, id)
);
-- For the job alone, which asks over all projects.
create index outbox_by_age on outbox ((created_at at time zone 'UTC'));
