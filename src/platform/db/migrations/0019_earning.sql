-- How points are earned: the rules of loyalty programs, what was earned by them, and custom events.

create table earning_rules (
  project_id id not null,
  id id not null,
  campaign_id id not null,
  -- order.paid, customer.segment.entered, customer.loyalty.tier.…, or the name of a custom event.
  event text collate "C" not null,
  active boolean not null default true,
  -- How many points, in wire form.
  loyalty jsonb not null,
  -- What the event has to be about, in wire form: custom_event, segment, loyalty_tier.
  about jsonb not null default '{}',
  banner text,
  -- Days that points wait before they are active; null: none.
  pending_days integer check (pending_days between 1 and 90),
  -- In wire form; null: as the program has it.
  expiration_rules jsonb,
  automation_id id not null,
  start_date timestamptz,
  expiration_date timestamptz,
  validity_timeframe jsonb,
  validity_day_of_week jsonb,
  validity_hours jsonb,
  metadata jsonb not null default '{}',
  created_at timestamptz not null,
  updated_at timestamptz,
  primary key (project_id, id),
  foreign key (project_id, campaign_id) references campaigns on delete cascade
);
create index earning_rules_by_campaign on earning_rules (project_id, campaign_id, id);
create trigger earning_rule_changed after insert or update or delete on earning_rules
  for each row execute function note_catalog_change('earning_rule', 'id');

-- Whatever removes a rule (its campaign, too) frees the validation rule that guarded it.
create function free_earning_rule() returns trigger language plpgsql as $$
begin
  delete from validation_rule_assignments
  where project_id = old.project_id and related_object_id = old.id;
  return null;
end $$;
create trigger earning_rule_freed after delete on earning_rules
  for each row execute function free_earning_rule();

-- What was earned: by the key a card earns once by a rule for one thing that happened.
create table earnings (
  project_id id not null,
  -- The order, the custom event, or else what was followed up.
  source_id id not null,
  rule_id id not null,
  voucher_id id not null,
  points bigint not null check (points > 0),
  -- The ledger's entry, or the pending points: one of the two.
  entry_id id,
  pending_points_id id,
  created_at timestamptz not null,
  taken_back_at timestamptz,
  primary key (project_id, source_id, rule_id, voucher_id),
  check ((entry_id is null) <> (pending_points_id is null))
);

create table custom_events (
  project_id id not null,
  id id not null,
  type text not null,
  customer_id id not null,
  -- referral and loyalty as the request had them.
  referral jsonb,
  loyalty jsonb,
  metadata jsonb not null default '{}',
  created_at timestamptz not null,
  primary key (project_id, id)
);
create index custom_events_by_customer on custom_events (project_id, customer_id, id);

-- Whether an order has earned what it can earn. Held until the transaction ends, so that its status stays.
create function order_is_paid(project id, ordered id) returns boolean language plpgsql as $$
declare
  standing text;
begin
  select o.status into standing from orders o where o.project_id = project and o.id = ordered for no key update;
  return coalesce(standing in ('PAID', 'FULFILLED'), false);
end $$;

-- Credits cards with what they earn. `ask`: {source_id, order_id?, at, credits}, sorted by card; each is
-- {rule_id, card_id, points, entry, lot_id, expires_at}, or with `pending`, as `pending_add` reads it.
-- An order that is not paid any more earns nothing; neither does what has earned before, nor a card that is
-- gone or full. With `outbox_id` it follows up that entry, in one statement: what others have removed is not
-- followed up again. Answers the ids of the cards that have earned.
create function earn(project id, ask jsonb) returns jsonb language plpgsql as $$
declare
  part jsonb;
  earned jsonb := '[]';
begin
  if ask ? 'outbox_id' then
    delete from outbox o where o.project_id = project and o.id = ask ->> 'outbox_id';
    if not found then
      return earned;
    end if;
    -- Need not wait for the disk: were this commit lost, the entry would be there again, to be followed up.
    perform set_config('synchronous_commit', 'off', true);
  end if;
  if ask ? 'order_id' and not order_is_paid(project, ask ->> 'order_id') then
    return earned;
  end if;
  for part in select * from jsonb_array_elements(ask -> 'credits') loop
    begin
      insert into earnings (project_id, source_id, rule_id, voucher_id, points, entry_id, pending_points_id, created_at)
      values (project, ask ->> 'source_id', part ->> 'rule_id', part ->> 'card_id', (part ->> 'points')::bigint,
        part -> 'entry' ->> 'id', part -> 'pending' ->> 'id', (ask ->> 'at')::timestamptz)
      on conflict do nothing;
      if found and part ? 'pending' then
        perform pending_add(project, part -> 'pending');
      elsif found then
        perform ledger_credit(project, part ->> 'card_id', part -> 'entry', (part ->> 'points')::bigint,
          part ->> 'lot_id', (part ->> 'expires_at')::timestamptz);
        earned := earned || jsonb_build_array(part -> 'card_id');
      end if;
    exception when sqlstate 'SC001' then
      null;
    end;
  end loop;
  return earned;
end $$;

-- Takes back what an order has earned, unless it is paid after all: what is pending is canceled, what is in
-- the balance goes as far as it is there. `ask`: {order_id, at, details}. Answers the ids of the cards.
create function take_back_earnings(project id, ask jsonb) returns jsonb language plpgsql as $$
declare
  earning record;
  crediting id;
  credited bigint;
  at timestamptz := ask ->> 'at';
  touched jsonb := '[]';
begin
  if order_is_paid(project, ask ->> 'order_id') then
    return touched;
  end if;
  for earning in
    select * from earnings e
    where e.project_id = project and e.source_id = ask ->> 'order_id' and e.taken_back_at is null
    order by e.voucher_id, e.rule_id
  loop
    update earnings e set taken_back_at = at
    where e.project_id = project and e.source_id = earning.source_id and e.rule_id = earning.rule_id
      and e.voucher_id = earning.voucher_id;
    crediting := null;
    if earning.entry_id is not null then
      crediting := earning.entry_id;
      credited := earning.points;
    elsif pending_cancel(project, jsonb_build_object('id', earning.pending_points_id, 'card_id', earning.voucher_id,
        'change_id', new_id('lopc', at), 'at', at)) ? 'refused' then
      -- No longer pending: what became of them by activation, if that is what they became.
      select l.id, l.amount into crediting, credited from ledger_entries l
      where l.project_id = project and l.order_id = ask ->> 'order_id' and l.voucher_id = earning.voucher_id
        and l.earning_rule_id = earning.rule_id and l.type = 'PENDING_POINTS_ACTIVATION';
    end if;
    if crediting is not null and ledger_take_back(project, crediting, jsonb_build_object(
        'id', new_id('vtx', at), 'type', 'POINTS_ACCRUAL_CANCELLATION', 'at', at, 'source', 'AUTOMATIC',
        'order_id', ask ->> 'order_id', 'earning_rule_id', earning.rule_id, 'details', ask -> 'details'),
        credited) > 0 then
      touched := touched || to_jsonb(earning.voucher_id);
    end if;
  end loop;
  return touched;
end $$;

-- A new order that nothing else can be meant by, in one statement: its customer, found or made as
-- `save_customer` does, the order, and what is to be followed up. `ask`: {at, order, customer?,
-- new_customer_id, outbox?}. Answers {customer_id}; null where nobody has the customer's id: nothing is written.
create function create_order(project id, ask jsonb) returns jsonb language plpgsql as $$
declare
  given jsonb := ask -> 'order';
  buyer id;
begin
  if ask ? 'customer' then
    buyer := (save_customer(project, ask -> 'customer', ask ->> 'new_customer_id', (ask ->> 'at')::timestamptz)).id;
    if buyer is null then
      return null;
    end if;
  end if;
  insert into orders (project_id, id, status, customer_id, amount, total_discount_amount, total_amount, amounts,
    items, metadata, created_at)
  values (project, given ->> 'id', given ->> 'status', buyer, (given ->> 'amount')::bigint,
    (given ->> 'total_discount_amount')::bigint, (given ->> 'total_amount')::bigint, given -> 'amounts',
    given -> 'items', given -> 'metadata', (given ->> 'created_at')::timestamptz);
  if ask ? 'outbox' then
    perform write_outbox(project, ask);
  end if;
  return jsonb_build_object('customer_id', buyer);
end $$;
