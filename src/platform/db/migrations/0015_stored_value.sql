-- Redemptions and rollbacks that move stored value: `redeem` and `roll_back` as before, and where a voucher
-- is a card, its value with it. `vouchers[].spend` is {amount, entry}; `refunds[]` is {entry_id, entry}, both
-- as the ledger wants them. `outbox[]` is {id, topic, payload}. What a request does not have costs it
-- nothing.

create function write_outbox(project id, ask jsonb) returns void language plpgsql as $$
begin
  insert into outbox (project_id, id, topic, payload, created_at)
  select project, o.id, o.topic, o.payload, (ask ->> 'at')::timestamptz
  from jsonb_to_recordset(ask -> 'outbox') as o(id text, topic text, payload jsonb);
end $$;

-- One redemption of a card with what it spends: as `redeem_beside_locks` and `ledger_debit`, in one change
-- of its row. Answers the card.
create function redeem_card(project id, part jsonb, at timestamptz) returns vouchers
language plpgsql as $$
declare
  held vouchers;
  wanted bigint := (part -> 'spend' ->> 'amount')::bigint;
  entry jsonb := part -> 'spend' -> 'entry';
begin
  select * into held from vouchers v
  where v.project_id = project and v.id = part ->> 'id' and v.version = (part ->> 'version')::integer
    and v.redeemed_quantity = coalesce((part ->> 'redeemed')::bigint, v.redeemed_quantity)
  for no key update;
  if held.id is null or (held.quantity is not null and held.redeemed_quantity
    + (case when held.locked_quantity = 0 then 0
      else locked_by_others(project, held.id, held.locked_quantity, null, at) end) >= held.quantity) then
    raise exception 'voucher' using errcode = 'SC001';
  end if;
  if held.balance is null then
    raise exception 'card' using errcode = 'SC001';
  end if;
  -- What has expired goes first, as an entry of its own.
  if ledger_due(project, held.id, at) > 0 then
    perform ledger_expire(project, held.id, at);
    select * into held from vouchers v where v.project_id = project and v.id = held.id;
  end if;
  if held.balance - ledger_locked(held, at) < wanted then
    raise exception 'balance' using errcode = 'SC001';
  end if;
  update vouchers v set redeemed_quantity = v.redeemed_quantity + 1, balance = v.balance - wanted,
    spent = v.spent + wanted, last_entry = v.last_entry + 1
  where v.project_id = project and v.id = held.id
  returning v.* into held;
  perform write_entry(held, entry, -wanted);
  perform draw_from_lots(project, held.id, entry ->> 'id', wanted, at);
  return held;
end $$;

-- One redemption request. Answers how often each voucher has been redeemed now, by its id. A request
-- with an idempotency key comes with the key claimed.
create or replace function redeem(project id, ask jsonb) returns jsonb
language plpgsql as $$
declare
  customer id;
  part jsonb;
  counted integer;
  used jsonb := '{}';
  held vouchers;
  -- Taken out once: it is the largest part.
  ordered jsonb := nullif(ask -> 'order', 'null');
begin
  if (ask ->> 'version')::bigint is distinct from (select p.config_version from projects p where p.id = project) then
    raise exception 'version' using errcode = 'SC001';
  end if;
  if ordered -> 'is_new' = 'false' then
    perform 1 from orders o where o.project_id = project and o.id = ordered ->> 'id' for no key update;
  end if;
  customer := redeeming_customer(project, ask);
  if ask -> 'locks_customer' = 'true' then
    perform 1 from customers c where c.project_id = project and c.id = customer for no key update;
  end if;
  if ask ? 'session_key' then
    perform end_session(project, ask);
  end if;
  for part in select * from jsonb_array_elements(ask -> 'vouchers') loop
    if part ? 'spend' then
      held := redeem_card(project, part, (ask ->> 'at')::timestamptz);
      used := used || jsonb_build_object(held.id,
        card_value(held) || jsonb_build_object('redeemed', held.redeemed_quantity));
      continue;
    end if;
    -- Enough for everybody who has locked it: who they are, and until when, need not be asked.
    update vouchers v set redeemed_quantity = v.redeemed_quantity + 1
    where v.project_id = project and v.id = part ->> 'id' and v.version = (part ->> 'version')::integer
      and (v.quantity is null or v.redeemed_quantity + v.locked_quantity < v.quantity)
      -- A discount whose formula looked at how often: still so often.
      and v.redeemed_quantity = coalesce((part ->> 'redeemed')::bigint, v.redeemed_quantity)
    returning v.redeemed_quantity into counted;
    if counted is null then
      counted := redeem_beside_locks(project, part, (ask ->> 'at')::timestamptz);
    end if;
    if counted is null then
      raise exception 'voucher' using errcode = 'SC001';
    end if;
    used := used || jsonb_build_object(part ->> 'id', counted);
  end loop;
  if ask -> 'guards' <> '[]' then
    perform lock_totals(project, jsonb_build_array(ask));
    for part in select * from jsonb_array_elements(ask -> 'guards') loop
      perform check_guard(project, part, customer);
    end loop;
  end if;
  if ordered is not null then
    perform save_redeemed_order(project, ordered, customer, (ask ->> 'at')::timestamptz);
  end if;
  insert into redemptions (project_id, id, object, parent_id, result, status, related_object_type,
    related_object_id, campaign_id, customer_id, order_id, tracking_id, amount, discount_amount, metadata,
    channel, snapshot, created_at)
  select project, r.id, 'redemption', r.parent_id, 'SUCCESS', 'SUCCEEDED', r.related_object_type,
    r.related_object_id, r.campaign_id, customer, r.order_id, r.tracking_id, r.amount, r.discount_amount,
    r.metadata, r.channel, r.snapshot, (ask ->> 'at')::timestamptz
  from jsonb_to_recordset(ask -> 'redemptions') as r(id text, parent_id text, related_object_type text,
    related_object_id text, campaign_id text, order_id text, tracking_id text, amount bigint,
    discount_amount bigint, metadata jsonb, channel jsonb, snapshot jsonb);
  if ask ? 'outbox' then
    perform write_outbox(project, ask);
  end if;
  -- Last: rows of totals are shared by many, and held until the commit.
  perform add_redemption_totals(project, ask -> 'totals', ask);
  if ask -> 'item_units' <> '[]' then
    perform add_item_units(project, ask -> 'item_units');
  end if;
  if ask ? 'idempotency' and used <> '{}' then
    update idempotency_keys k set counters = used
    where k.project_id = project and k.key = ask -> 'idempotency' ->> 'key';
  end if;
  return used;
end $$;

create or replace function roll_back(project id, ask jsonb) returns jsonb
language plpgsql as $$
declare
  part jsonb;
  counted integer;
  counters jsonb := '{}';
  held vouchers;
begin
  if jsonb_typeof(ask -> 'order') = 'object' then
    perform 1 from orders o where o.project_id = project and o.id = ask -> 'order' ->> 'id' for no key update;
  end if;
  perform 1 from redemptions r
  where r.project_id = project and r.id in (select jsonb_array_elements_text(ask -> 'redemption_ids'))
  order by r.id for no key update;
  update redemptions r set status = 'ROLLED_BACK'
  where r.project_id = project and r.id in (select jsonb_array_elements_text(ask -> 'redemption_ids'))
    and r.status = 'SUCCEEDED';
  get diagnostics counted = row_count;
  if counted <> jsonb_array_length(ask -> 'redemption_ids') then
    raise exception 'already' using errcode = 'SC001';
  end if;
  -- A voucher that was deleted since has nothing to be given back to.
  for part in select * from jsonb_array_elements(ask -> 'vouchers') loop
    update vouchers v set redeemed_quantity = v.redeemed_quantity - (part ->> 'quantity')::integer
    where v.project_id = project and v.id = part ->> 'id'
    returning v.redeemed_quantity into counted;
    if found then
      counters := counters || jsonb_build_object(part ->> 'id', counted);
    end if;
  end loop;
  -- What was spent goes back into the very lots it came from. Cards by id: they are among the vouchers above.
  for part in select * from jsonb_array_elements(coalesce(ask -> 'refunds', '[]')) loop
    held := ledger_refund(project, part ->> 'entry_id', part -> 'entry');
    if held.id is not null then
      counters := counters || jsonb_build_object(held.id,
        card_value(held) || jsonb_build_object('redeemed', held.redeemed_quantity));
    end if;
  end loop;
  if ask ? 'outbox' then
    perform write_outbox(project, ask);
  end if;
  perform add_redemption_totals(project, ask -> 'totals', ask);
  if ask -> 'item_units' <> '[]' then
    perform add_item_units(project, ask -> 'item_units');
  end if;
  if jsonb_typeof(ask -> 'order') = 'object' then
    perform save_redeemed_order(project, ask -> 'order', null, (ask ->> 'at')::timestamptz);
  end if;
  insert into redemptions (project_id, id, object, parent_id, redemption_id, result, status, reason,
    related_object_type, related_object_id, campaign_id, customer_id, order_id, tracking_id, amount,
    discount_amount, metadata, channel, snapshot, created_at)
  select project, r.id, 'redemption_rollback', r.parent_id, r.redemption_id, 'SUCCESS', 'SUCCEEDED',
    ask ->> 'reason', r.related_object_type, r.related_object_id, r.campaign_id, r.customer_id, r.order_id,
    r.tracking_id, r.amount, r.discount_amount, r.metadata, r.channel, r.snapshot,
    (ask ->> 'at')::timestamptz
  from jsonb_to_recordset(ask -> 'rollbacks') as r(id text, parent_id text, redemption_id text,
    related_object_type text, related_object_id text, campaign_id text, customer_id text, order_id text,
    tracking_id text, amount bigint, discount_amount bigint, metadata jsonb, channel jsonb, snapshot jsonb);
  return counters;
end $$;
