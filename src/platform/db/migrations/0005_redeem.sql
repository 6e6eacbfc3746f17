-- The write of a redemption: one statement that consumes everything the decision relied on, or nothing.
--
-- What no longer holds is raised as SQLSTATE SC001 with the reason as message; the caller then reads
-- the facts again and decides anew. Locks are taken in one order everywhere: idempotency key,
-- customer, vouchers by id, totals by subject, order.

-- What a guard sums: the running totals of a campaign or tier where everyone's redemptions count, else
-- the standing redemptions themselves (a customer's, or those of one code).
create function redemptions_sum(project id, guard jsonb, customer id) returns bigint
language plpgsql stable as $$
begin
  if guard @> '{"per": "everyone", "locks": true}' then
    return (
      select coalesce(sum(case guard ->> 'measure'
        when 'orders_amount' then t.orders_amount
        when 'discount_amount' then t.discount_amount
        else case guard ->> 'window'
          when 'day' then case when t.day = (guard ->> 'since_date')::date then t.day_redemptions end
          when 'week' then case when t.week = (guard ->> 'since_date')::date then t.week_redemptions end
          when 'month' then case when t.month = (guard ->> 'since_date')::date then t.month_redemptions end
          else t.redemptions end end), 0)
      from redemption_totals t
      where t.project_id = project and t.subject_id = guard ->> 'subject_id');
  end if;
  return (
    select case guard ->> 'measure'
      when 'orders_amount' then coalesce(sum(r.amount), 0)
      when 'discount_amount' then coalesce(sum(r.discount_amount), 0)
      else count(*) end
    from redemptions r
    where r.project_id = project
      and (guard ->> 'per' <> 'customer' or r.customer_id = customer)
      and case when guard ->> 'about' = 'campaign' then r.campaign_id else r.related_object_id end
        = guard ->> 'subject_id'
      and r.object = 'redemption' and r.status = 'SUCCEEDED' and r.related_object_type <> 'redemption'
      and (guard ->> 'since' is null or r.created_at >= (guard ->> 'since')::timestamptz));
end $$;

-- Refuses where a limit would be exceeded by this redemption, or a sum is not what was decided on.
-- The caller holds the lock that makes the sum final.
create function check_guard(project id, guard jsonb, customer id) returns void
language plpgsql as $$
declare
  counted bigint := redemptions_sum(project, guard, customer);
begin
  if guard ? 'exactly' then
    if counted <> (guard ->> 'exactly')::bigint then
      raise exception 'guard' using errcode = 'SC001';
    end if;
  elsif counted + (guard ->> 'part')::bigint > (guard ->> 'limit')::bigint then
    raise exception 'guard' using errcode = 'SC001';
  end if;
end $$;

-- The customer of a redemption, as `save_customer`, but one who was unknown when it was decided must
-- still be unknown: the answer names them by the new id.
create function redeeming_customer(project id, ask jsonb) returns id
language plpgsql as $$
declare
  saved customers;
begin
  if ask -> 'customer' is null or ask ->> 'customer' is null then
    return null;
  end if;
  saved := save_customer(project, ask -> 'customer', ask ->> 'customer_id', (ask ->> 'at')::timestamptz);
  if saved.id is distinct from ask ->> 'customer_id' then
    raise exception 'customer' using errcode = 'SC001';
  end if;
  return saved.id;
end $$;

-- Adds to the running totals of a campaign or tier, one slot of it; less than nothing for a rollback,
-- which says by itself how much of it falls into the present windows.
create function add_redemption_total(project id, total jsonb, ask jsonb) returns void
language sql as $$
  insert into redemption_totals as t (project_id, subject_id, slot, redemptions, orders_amount,
    discount_amount, day, day_redemptions, week, week_redemptions, month, month_redemptions)
  values (project, total ->> 'subject_id', (total ->> 'slot')::smallint, (total ->> 'redemptions')::bigint,
    (total ->> 'orders_amount')::bigint, (total ->> 'discount_amount')::bigint,
    (ask ->> 'day')::date, coalesce(total ->> 'day_redemptions', total ->> 'redemptions')::bigint,
    (ask ->> 'week')::date, coalesce(total ->> 'week_redemptions', total ->> 'redemptions')::bigint,
    (ask ->> 'month')::date, coalesce(total ->> 'month_redemptions', total ->> 'redemptions')::bigint)
  on conflict (project_id, subject_id, slot) do update set
    redemptions = t.redemptions + excluded.redemptions,
    orders_amount = t.orders_amount + excluded.orders_amount,
    discount_amount = t.discount_amount + excluded.discount_amount,
    day = excluded.day, week = excluded.week, month = excluded.month,
    day_redemptions = excluded.day_redemptions + case when t.day = excluded.day then t.day_redemptions else 0 end,
    week_redemptions = excluded.week_redemptions + case when t.week = excluded.week then t.week_redemptions else 0 end,
    month_redemptions = excluded.month_redemptions + case when t.month = excluded.month then t.month_redemptions else 0 end;
$$;

-- One redemption request. Answers how often each voucher has been redeemed now, by its id.
create function redeem(project id, ask jsonb) returns jsonb
language plpgsql as $$
declare
  customer id;
  part jsonb;
  counted integer;
  used jsonb := '{}';
begin
  if (ask ->> 'version')::bigint is distinct from (select p.config_version from projects p where p.id = project) then
    raise exception 'version' using errcode = 'SC001';
  end if;
  if ask ? 'idempotency' then
    insert into idempotency_keys (project_id, key, request_sha256, status, body)
    values (project, ask -> 'idempotency' ->> 'key', decode(ask -> 'idempotency' ->> 'request_sha256', 'hex'),
      200, (ask -> 'idempotency' ->> 'body')::json)
    on conflict (project_id, key) do nothing;
    if not found then
      raise exception 'repeated' using errcode = 'SC001';
    end if;
  end if;
  customer := redeeming_customer(project, ask);
  if ask @> '{"locks_customer": true}' then
    perform 1 from customers c where c.project_id = project and c.id = customer for no key update;
  end if;
  for part in select * from jsonb_array_elements(ask -> 'vouchers') loop
    update vouchers v set redeemed_quantity = v.redeemed_quantity + 1
    where v.project_id = project and v.id = part ->> 'id' and v.version = (part ->> 'version')::integer
      and (v.quantity is null or v.redeemed_quantity < v.quantity)
    returning v.redeemed_quantity into counted;
    if counted is null then
      raise exception 'voucher' using errcode = 'SC001';
    end if;
    used := used || jsonb_build_object(part ->> 'id', counted);
  end loop;
  for part in select * from jsonb_array_elements(ask -> 'locked_subjects') loop
    insert into redemption_totals (project_id, subject_id, slot) values (project, part #>> '{}', 0)
    on conflict (project_id, subject_id, slot) do update set slot = 0;
  end loop;
  for part in select * from jsonb_array_elements(ask -> 'guards') loop
    perform check_guard(project, part, customer);
  end loop;
  for part in select * from jsonb_array_elements(ask -> 'totals') loop
    perform add_redemption_total(project, part, ask);
  end loop;
  if ask -> 'order' is not null and ask ->> 'order' is not null then
    perform save_redeemed_order(project, ask -> 'order', customer, (ask ->> 'at')::timestamptz);
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
  if ask ? 'idempotency' and used <> '{}' then
    update idempotency_keys k set counters = used
    where k.project_id = project and k.key = ask -> 'idempotency' ->> 'key';
  end if;
  return used;
end $$;

-- The order of a redemption: new, or an earlier one still as it was when decided.
create function save_redeemed_order(project id, given jsonb, customer id, at timestamptz) returns void
language plpgsql as $$
begin
  if given @> '{"is_new": true}' then
    insert into orders (project_id, id, source_id, status, customer_id, amount, total_discount_amount,
      total_amount, amounts, items, metadata, redemptions, created_at)
    values (project, given ->> 'id', given ->> 'source_id', 'PAID', customer, (given ->> 'amount')::bigint,
      (given ->> 'total_discount_amount')::bigint, (given ->> 'total_amount')::bigint, given -> 'amounts',
      given -> 'items', given -> 'metadata', given -> 'redemptions', at)
    on conflict do nothing;
  else
    update orders o set status = coalesce(given ->> 'status', 'PAID'), customer_id = coalesce(customer, o.customer_id),
      amount = (given ->> 'amount')::bigint, total_discount_amount = (given ->> 'total_discount_amount')::bigint,
      total_amount = (given ->> 'total_amount')::bigint, amounts = given -> 'amounts', items = given -> 'items',
      metadata = given -> 'metadata', redemptions = coalesce(o.redemptions, '{}') || (given -> 'redemptions'),
      updated_at = at
    where o.project_id = project and o.id = given ->> 'id'
      and coalesce(o.redemptions, '{}') = coalesce(given -> 'earlier_redemptions', '{}');
  end if;
  if not found then
    raise exception 'order' using errcode = 'SC001';
  end if;
end $$;

-- Several requests at once: one round trip and one commit for all who wait for the same code. Each has
-- its own outcome: {"counters": …} or {"refused": reason}.
create function redeem_each(project id, asks jsonb) returns jsonb
language plpgsql as $$
declare
  ask jsonb;
  outcomes jsonb := '[]';
  reason text;
begin
  for ask in select * from jsonb_array_elements(asks) loop
    begin
      outcomes := outcomes || jsonb_build_array(jsonb_build_object('counters', redeem(project, ask)));
    exception when sqlstate 'SC001' then
      get stacked diagnostics reason = message_text;
      outcomes := outcomes || jsonb_build_array(jsonb_build_object('refused', reason));
    end;
  end loop;
  return outcomes;
end $$;
