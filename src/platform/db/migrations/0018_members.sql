-- Pending points: earned, and not yet active. They are no part of a card's balance until they are activated,
-- by hand or when their day begins where the project is. `vouchers.pending` is the sum of those of a card
-- that are PENDING, kept by the functions here, which are the only ones that write them.
--
-- Whoever changes them holds the row of the card first, then theirs; several cards by id, as everywhere.

create table pending_points (
  project_id id not null,
  id id not null,
  voucher_id id not null,
  campaign_id id,
  customer_id id,
  order_id id,
  earning_rule_id id,
  points bigint not null check (points between 1 and 9007199254740991),
  -- The day at whose beginning they become active, in the project's time zone.
  activates_at date not null,
  status text not null default 'PENDING' check (status in ('PENDING', 'ACTIVATED', 'CANCELED')),
  -- Of the rule they were earned by, in wire form; null: as the program has it when they become active.
  expiration_rules jsonb,
  -- Carried for readers: event, order, rule and tiers as they were, in wire form.
  details jsonb not null default '{}',
  created_at timestamptz not null,
  updated_at timestamptz,
  primary key (project_id, id)
);
create index pending_points_by_card on pending_points (project_id, voucher_id, id);
create index pending_points_by_campaign on pending_points (project_id, campaign_id, id) where status = 'PENDING';
create index pending_points_by_order on pending_points (project_id, order_id) where order_id is not null;
create index pending_points_due on pending_points (project_id, activates_at, id) where status = 'PENDING';

-- What happened to them between their beginning and their activation, for the activity of members.
create table pending_points_changes (
  project_id id not null,
  id id not null,
  voucher_id id not null,
  pending_points_id id not null,
  -- By how many they were adjusted; null: they were canceled.
  adjusted bigint,
  -- Pending after it, and pending on the card in all.
  points bigint not null,
  total bigint not null,
  created_at timestamptz not null,
  primary key (project_id, id)
);
create index pending_points_changes_by_card on pending_points_changes (project_id, voucher_id, id);

-- Holds points for a card. `ask`: {id, card_id, points, activates_at, at, order_id?, earning_rule_id?,
-- expiration_rules?, details?}. Answers the card; raises SC001 `card` or `overflow`.
create function pending_add(project id, ask jsonb) returns vouchers language plpgsql as $$
declare
  held vouchers;
begin
  select * into held from vouchers v
  where v.project_id = project and v.id = ask ->> 'card_id' and v.type = 'LOYALTY_CARD' for no key update;
  if held.id is null then
    raise exception 'card' using errcode = 'SC001';
  end if;
  if held.pending + (ask ->> 'points')::bigint > 9007199254740991 then
    raise exception 'overflow' using errcode = 'SC001';
  end if;
  update vouchers v set pending = v.pending + (ask ->> 'points')::bigint
  where v.project_id = project and v.id = held.id
  returning v.* into held;
  insert into pending_points (project_id, id, voucher_id, campaign_id, customer_id, order_id, earning_rule_id,
    points, activates_at, expiration_rules, details, created_at)
  values (project, ask ->> 'id', held.id, held.campaign_id, held.holder_id, ask ->> 'order_id',
    ask ->> 'earning_rule_id', (ask ->> 'points')::bigint, (ask ->> 'activates_at')::date,
    nullif(ask -> 'expiration_rules', 'null'), coalesce(ask -> 'details', '{}'), (ask ->> 'at')::timestamptz);
  return held;
end $$;

-- Holds the card, then its pending points. What stands in the way: `card`, `pending`, `state`; null: nothing.
create function hold_pending(project id, card id, pending id, out obstacle text, out held pending_points)
language plpgsql as $$
begin
  perform 1 from vouchers v where v.project_id = project and v.id = card for no key update;
  if not found then
    obstacle := 'card';
    return;
  end if;
  select p.* into held from pending_points p
  where p.project_id = project and p.id = pending and p.voucher_id = card for no key update;
  obstacle := case when held.id is null then 'pending' when held.status <> 'PENDING' then 'state' end;
end $$;

-- Adds to pending points, or takes from them (`change` below 0), at least one is left. `ask`: {id, card_id,
-- change_id, change, at}. Answers {points, card}, or {refused, status?}: also `amount`.
create function pending_adjust(project id, ask jsonb) returns jsonb language plpgsql as $$
declare
  seen record;
  card vouchers;
  change bigint := (ask ->> 'change')::bigint;
begin
  seen := hold_pending(project, ask ->> 'card_id', ask ->> 'id');
  if seen.obstacle is not null then
    return jsonb_build_object('refused', seen.obstacle, 'status', (seen.held).status);
  end if;
  if (seen.held).points + change not between 1 and 9007199254740991 then
    return jsonb_build_object('refused', 'amount');
  end if;
  update vouchers v set pending = v.pending + change where v.project_id = project and v.id = ask ->> 'card_id'
    and v.pending + change <= 9007199254740991
  returning v.* into card;
  if card.id is null then
    return jsonb_build_object('refused', 'amount');
  end if;
  update pending_points p set points = p.points + change, updated_at = (ask ->> 'at')::timestamptz
  where p.project_id = project and p.id = ask ->> 'id';
  insert into pending_points_changes (project_id, id, voucher_id, pending_points_id, adjusted, points, total, created_at)
  values (project, ask ->> 'change_id', card.id, ask ->> 'id', change, (seen.held).points + change, card.pending,
    (ask ->> 'at')::timestamptz);
  return jsonb_build_object('points', (seen.held).points + change, 'card', card_value(card));
end $$;

-- Gives them up. `ask`: {id, card_id, change_id, at}. Answers {points, card}, or {refused, status?}.
create function pending_cancel(project id, ask jsonb) returns jsonb language plpgsql as $$
declare
  seen record;
  card vouchers;
begin
  seen := hold_pending(project, ask ->> 'card_id', ask ->> 'id');
  if seen.obstacle is not null then
    return jsonb_build_object('refused', seen.obstacle, 'status', (seen.held).status);
  end if;
  update vouchers v set pending = v.pending - (seen.held).points
  where v.project_id = project and v.id = ask ->> 'card_id'
  returning v.* into card;
  update pending_points p set status = 'CANCELED', updated_at = (ask ->> 'at')::timestamptz
  where p.project_id = project and p.id = ask ->> 'id';
  insert into pending_points_changes (project_id, id, voucher_id, pending_points_id, adjusted, points, total, created_at)
  values (project, ask ->> 'change_id', card.id, ask ->> 'id', null, (seen.held).points, card.pending,
    (ask ->> 'at')::timestamptz);
  return jsonb_build_object('points', (seen.held).points, 'card', card_value(card));
end $$;

-- As answers and transactions show them.
create function pending_on_wire(shown pending_points) returns jsonb language plpgsql stable as $$
begin
  return jsonb_strip_nulls(jsonb_build_object('id', shown.id, 'voucher_id', shown.voucher_id, 'campaign_id',
    shown.campaign_id, 'customer_id', shown.customer_id, 'order_id', shown.order_id, 'points', shown.points,
    'activates_at', to_char(shown.activates_at, 'YYYY-MM-DD'), 'details', shown.details, 'created_at',
    to_char(shown.created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), 'updated_at',
    to_char(shown.updated_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')));
end $$;

-- Puts them into the balance, as a lot that expires at `expires_at` (null: never). `ask`: {id, card_id, entry,
-- lot_id, expires_at}; `entry` as `ledger_credit` wants it, its order and rule are told here. Answers {points,
-- card}, or {refused, status?}: also `overflow`, where the card would hold more than can be counted.
create function pending_activate(project id, ask jsonb) returns jsonb language plpgsql as $$
declare
  seen record;
  card vouchers;
  own pending_points;
  entry jsonb;
begin
  seen := hold_pending(project, ask ->> 'card_id', ask ->> 'id');
  if seen.obstacle is not null then
    return jsonb_build_object('refused', seen.obstacle, 'status', (seen.held).status);
  end if;
  own := seen.held;
  update vouchers v set pending = v.pending - own.points
  where v.project_id = project and v.id = own.voucher_id and v.added + own.points <= 9007199254740991;
  if not found then
    return jsonb_build_object('refused', 'overflow');
  end if;
  update pending_points p set status = 'ACTIVATED', updated_at = (ask -> 'entry' ->> 'at')::timestamptz
  where p.project_id = project and p.id = own.id;
  entry := jsonb_build_object('order_id', own.order_id, 'earning_rule_id', own.earning_rule_id, 'details',
    own.details || jsonb_build_object('pending_points', pending_on_wire(own))) || (ask -> 'entry');
  card := ledger_credit(project, own.voucher_id, entry, own.points, ask ->> 'lot_id',
    (ask ->> 'expires_at')::timestamptz);
  return jsonb_build_object('points', own.points, 'card', card_value(card));
end $$;

-- Activates several, card by card in the order of their ids. What others have activated or canceled meanwhile
-- is passed over; what a card has no room for waits two days more. Answers the ids of the cards that gained.
create function pending_activate_each(project id, asks jsonb) returns jsonb language plpgsql as $$
declare
  ask jsonb;
  made jsonb;
  gained jsonb := '[]';
begin
  for ask in
    select one from jsonb_array_elements(asks) as one
    order by (one ->> 'card_id') collate "C", (one ->> 'id') collate "C"
  loop
    made := pending_activate(project, ask);
    if made ? 'card' then
      gained := gained || jsonb_build_array(ask -> 'card_id');
    elsif made ->> 'refused' = 'overflow' then
      update pending_points p
      set activates_at = greatest(p.activates_at, (ask -> 'entry' ->> 'at')::timestamptz::date) + 2
      where p.project_id = project and p.id = ask ->> 'id';
    end if;
  end loop;
  return gained;
end $$;

-- With the card goes what was pending on it.
create function drop_pending() returns trigger language plpgsql as $$
begin
  update pending_points p set status = 'CANCELED', updated_at = clock_timestamp()
  where p.project_id = old.project_id and p.voucher_id = old.id and p.status = 'PENDING';
  return null;
end $$;
create trigger voucher_pending_dropped after delete on vouchers
  for each row when (old.pending > 0) execute function drop_pending();

-- Customers that are to become members of a program in the background: how far it is, as of the last batch
-- that was committed. What is left goes with the program.
create table member_additions (
  project_id id not null,
  -- The async action's.
  id id not null,
  campaign_id id not null,
  wanted integer not null,
  -- How many of them have been looked at, and what became of those: the others were members already.
  looked integer not null default 0,
  added integer not null default 0,
  failed integer not null default 0,
  -- Of each publication.
  channel text not null,
  metadata jsonb not null,
  primary key (project_id, id),
  check (looked between 0 and wanted and added + failed <= looked),
  foreign key (project_id, campaign_id) references campaigns on delete cascade
);
create index member_additions_by_campaign on member_additions (project_id, campaign_id);

create table member_addition_customers (
  project_id id not null,
  addition_id id not null,
  -- 1, 2, 3 …
  place integer not null,
  -- Either of them names the customer; both null: nobody.
  customer_id id,
  source_id text collate "C",
  primary key (project_id, addition_id, place),
  foreign key (project_id, addition_id) references member_additions on delete cascade
);
