-- The write of a redemption: one statement that consumes everything the decision relied on, or nothing.
--
-- What no longer holds is raised as SQLSTATE SC001 with the reason as message; the caller then reads
-- the facts again and decides anew. Locks are taken in one order everywhere: idempotency keys, an
-- order that exists, customers, redemptions, vouchers, totals, units of items; of each kind by id. Whoever creates a
-- customer or an order at the same moment as another may still meet them the wrong way round: that
-- is `deadlock`, and tried again.

-- What a guard sums: the running totals of a campaign or tier where everyone's redemptions count, else
-- the standing redemptions themselves (a customer's, or those of one code).
create function redemptions_sum(project id, guard jsonb, customer id) returns bigint
language plpgsql stable as $$
begin
  -- The totals know the present window alone: a request from one that is over by now is counted out.
  if guard @> '{"per": "everyone", "locks": true}' and not exists (
    select from redemption_totals t
    where t.project_id = project and t.subject_id = guard ->> 'subject_id'
      and (guard ->> 'since_date')::date < case guard ->> 'window'
        when 'day' then t.day when 'week' then t.week when 'month' then t.month end
  ) then
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
      and (guard ->> 'per' <> 'api_key' or r.channel ->> 'channel_id' = guard ->> 'api_key')
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

-- The count of the later window: a new window begins at what is added, and a request that comes late,
-- from a window that is over, adds nothing to the present one.
create function add_to_window(present date, count bigint, given date, added bigint) returns bigint
language sql immutable as $$
  select case when present is null or given > present then added
    when given = present then count + added else count end
$$;

-- Adds to the running totals of campaigns and tiers, one slot of each; less than nothing for a rollback,
-- which says by itself how much of it falls into the present windows. In one order for all writers.
create function add_redemption_totals(project id, totals jsonb, ask jsonb) returns void
language plpgsql as $$
begin
  insert into redemption_totals as t (project_id, subject_id, slot, redemptions, orders_amount,
    discount_amount, day, day_redemptions, week, week_redemptions, month, month_redemptions)
  select project, n.subject_id, n.slot, n.redemptions, n.orders_amount, n.discount_amount,
    (ask ->> 'day')::date, coalesce(n.day_redemptions, n.redemptions),
    (ask ->> 'week')::date, coalesce(n.week_redemptions, n.redemptions),
    (ask ->> 'month')::date, coalesce(n.month_redemptions, n.redemptions)
  from jsonb_to_recordset(totals) as n(subject_id text, slot smallint, redemptions bigint,
    orders_amount bigint, discount_amount bigint, day_redemptions bigint, week_redemptions bigint,
    month_redemptions bigint)
  order by n.subject_id collate "C", n.slot
  on conflict (project_id, subject_id, slot) do update set
    redemptions = t.redemptions + excluded.redemptions,
    orders_amount = t.orders_amount + excluded.orders_amount,
    discount_amount = t.discount_amount + excluded.discount_amount,
    day = greatest(t.day, excluded.day), week = greatest(t.week, excluded.week),
    month = greatest(t.month, excluded.month),
    day_redemptions = add_to_window(t.day, t.day_redemptions, excluded.day, excluded.day_redemptions),
    week_redemptions = add_to_window(t.week, t.week_redemptions, excluded.week, excluded.week_redemptions),
    month_redemptions = add_to_window(t.month, t.month_redemptions, excluded.month, excluded.month_redemptions);
end $$;

-- One redemption request. Answers how often each voucher has been redeemed now, by its id. A request
-- with an idempotency key comes with the key claimed.
create function redeem(project id, ask jsonb) returns jsonb
language plpgsql as $$
declare
  customer id;
  part jsonb;
  counted integer;
  used jsonb := '{}';
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

-- Locks the rows of totals that requests will add to, in one order. Missing ones are made.
create function lock_totals(project id, asks jsonb) returns void
language plpgsql as $$
begin
  insert into redemption_totals (project_id, subject_id, slot)
  select distinct project, (t ->> 'subject_id') collate "C", (t ->> 'slot')::smallint
  from jsonb_array_elements(asks) a, jsonb_array_elements(a -> 'totals') t
  order by 2, 3
  on conflict (project_id, subject_id, slot) do nothing;
  perform 1 from redemption_totals r
  where r.project_id = project and (r.subject_id, r.slot) in (
    select t ->> 'subject_id', (t ->> 'slot')::smallint
    from jsonb_array_elements(asks) a, jsonb_array_elements(a -> 'totals') t)
  order by r.subject_id, r.slot for no key update;
end $$;

-- The order of a redemption: new, or an earlier one still as it was when decided.
create function save_redeemed_order(project id, given jsonb, customer id, at timestamptz) returns void
language plpgsql as $$
begin
  if given -> 'is_new' = 'true' then
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
      and o.updated_at is not distinct from (given ->> 'earlier_updated_at')::timestamptz
      and coalesce(o.redemptions, '{}') = coalesce(nullif(given -> 'earlier_redemptions', 'null'), '{}');
  end if;
  if not found then
    raise exception 'order' using errcode = 'SC001';
  end if;
end $$;

-- Claims the idempotency keys of requests, one request each. Answers those that were free.
create function claim_keys(project id, asks jsonb) returns text[]
language sql as $$
  with claimed as (
    insert into idempotency_keys (project_id, key, request_sha256, status, body)
    select project, i ->> 'key', decode(i ->> 'request_sha256', 'hex'), 200, (i ->> 'body')::json
    from jsonb_array_elements(asks) a, lateral (select a -> 'idempotency' as i) given
    where i is not null order by i ->> 'key'
    on conflict (project_id, key) do nothing
    returning key
  )
  select coalesce(array_agg(key), '{}') from claimed
$$;

-- Everything that several requests are going to lock, in the order that holds for all who lock.
create function lock_for(project id, asks jsonb) returns void
language plpgsql as $$
begin
  perform 1 from orders o
  where o.project_id = project and o.id in (
    select a -> 'order' ->> 'id' from jsonb_array_elements(asks) a where a -> 'order' @> '{"is_new": false}')
  order by o.id for no key update;
  perform 1 from customers c
  where c.project_id = project
    and c.id in (select a ->> 'customer_id' from jsonb_array_elements(asks) a)
  order by c.id for no key update;
  perform 1 from vouchers v
  where v.project_id = project and v.id in (
    select v ->> 'id' from jsonb_array_elements(asks) a, jsonb_array_elements(a -> 'vouchers') v
    union all
    select unnest(vouchers_of_sessions(project, asks)))
  order by v.id for no key update;
  perform lock_totals(project, asks);
  if asks @? '$[*].item_units[*]' then
    perform lock_item_units(project, asks);
  end if;
end $$;

-- Several requests at once: one round trip and one commit for all who wait for the same code. Each has
-- its own outcome: {"counters": …} or {"refused": reason}.
create function redeem_each(project id, asks jsonb) returns jsonb
language plpgsql as $$
declare
  ask jsonb;
  key text;
  claimed text[] := '{}';
  outcomes jsonb := '[]';
  reason text;
begin
  if asks @? '$[*].idempotency' then
    claimed := claim_keys(project, asks);
  end if;
  if jsonb_array_length(asks) > 1 then
    perform lock_for(project, asks);
  end if;
  for ask in select * from jsonb_array_elements(asks) loop
    key := ask -> 'idempotency' ->> 'key';
    begin
      if key is not null and not key = any(claimed) then
        raise exception 'repeated' using errcode = 'SC001';
      end if;
      outcomes := outcomes || jsonb_build_array(jsonb_build_object('counters', redeem(project, ask)));
    exception when sqlstate 'SC001' or deadlock_detected then
      get stacked diagnostics reason = message_text;
      if sqlstate <> 'SC001' then
        reason := 'deadlock';
      end if;
      outcomes := outcomes || jsonb_build_array(jsonb_build_object('refused', reason));
      if key = any(claimed) then
        delete from idempotency_keys k where k.project_id = project and k.key = ask -> 'idempotency' ->> 'key';
      end if;
    end;
    -- The same key once more among these requests: its answer is there to be read.
    claimed := array_remove(claimed, key);
  end loop;
  return outcomes;
end $$;
