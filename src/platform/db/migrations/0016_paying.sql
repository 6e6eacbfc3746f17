-- Paying with cards: what sessions hold of their value, and what budgets count of it.

-- Gift credits that a campaign's cards have paid with.
alter table redemption_totals add column gift_amount bigint not null default 0;

create or replace function add_redemption_totals(project id, totals jsonb, ask jsonb) returns void
language plpgsql as $$
begin
  insert into redemption_totals as t (project_id, subject_id, slot, redemptions, orders_amount,
    discount_amount, gift_amount, day, day_redemptions, week, week_redemptions, month, month_redemptions)
  select project, n.subject_id, n.slot, n.redemptions, n.orders_amount, n.discount_amount,
    coalesce(n.gift_amount, 0),
    (ask ->> 'day')::date, coalesce(n.day_redemptions, n.redemptions),
    (ask ->> 'week')::date, coalesce(n.week_redemptions, n.redemptions),
    (ask ->> 'month')::date, coalesce(n.month_redemptions, n.redemptions)
  from jsonb_to_recordset(totals) as n(subject_id text, slot smallint, redemptions bigint,
    orders_amount bigint, discount_amount bigint, gift_amount bigint, day_redemptions bigint,
    week_redemptions bigint, month_redemptions bigint)
  order by n.subject_id collate "C", n.slot
  on conflict (project_id, subject_id, slot) do update set
    redemptions = t.redemptions + excluded.redemptions,
    orders_amount = t.orders_amount + excluded.orders_amount,
    discount_amount = t.discount_amount + excluded.discount_amount,
    gift_amount = t.gift_amount + excluded.gift_amount,
    day = greatest(t.day, excluded.day), week = greatest(t.week, excluded.week),
    month = greatest(t.month, excluded.month),
    day_redemptions = add_to_window(t.day, t.day_redemptions, excluded.day, excluded.day_redemptions),
    week_redemptions = add_to_window(t.week, t.week_redemptions, excluded.week, excluded.week_redemptions),
    month_redemptions = add_to_window(t.month, t.month_redemptions, excluded.month, excluded.month_redemptions);
end $$;

-- What a guard sums. Gift credits are counted of whole campaigns alone, and so by their totals.
create or replace function redemptions_sum(project id, guard jsonb, customer id) returns bigint
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
        when 'gift_amount' then t.gift_amount
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

-- How much of a card's value others than this session have locked; `counted` is its `locked_value`.
-- Without a session: what all of them have. What is locked of a card is either credits or points.
create function value_locked(project id, card id, counted bigint, session text, at timestamptz)
returns bigint language plpgsql stable as $$
begin
  if counted = 0 then
    return 0;
  end if;
  return counted
    - coalesce((select sum(coalesce(l.credits, l.points, 0)) from session_locks l
        where l.project_id = project and l.voucher_id = card and l.expires_at <= at), 0)
    - coalesce((select sum(coalesce(l.credits, l.points, 0))
        filter (where l.voucher_id = card and l.expires_at > at)
        from session_locks l where l.project_id = project and l.session_key = session), 0);
end $$;

create or replace function release_locks(project id, session text, held text[]) returns void
language plpgsql as $$
declare
  released record;
begin
  for released in
    delete from session_locks l
    where l.project_id = project and l.session_key = session
      and array_position(held, l.voucher_id::text) is not null
    returning l.voucher_id, l.quantity, coalesce(l.credits, l.points, 0) as value
  loop
    update vouchers v set locked_quantity = v.locked_quantity - released.quantity,
      locked_value = v.locked_value - released.value
    where v.project_id = project and v.id = released.voucher_id;
  end loop;
end $$;

create or replace function forget_expired_locks(project id, voucher id, at timestamptz, most integer)
returns integer language plpgsql as $$
declare
  forgotten integer;
  freed integer;
  freed_value bigint;
begin
  with removed as (
    delete from session_locks l where l.ctid = any(array(
      select e.ctid from session_locks e
      where e.project_id = project and e.voucher_id = voucher and e.expires_at <= at
      order by e.expires_at limit most))
    returning l.quantity, coalesce(l.credits, l.points, 0) as value
  )
  select count(*), coalesce(sum(r.quantity), 0), coalesce(sum(r.value), 0)
  into forgotten, freed, freed_value from removed r;
  if freed > 0 or freed_value > 0 then
    update vouchers v set locked_quantity = v.locked_quantity - freed,
      locked_value = v.locked_value - freed_value
    where v.project_id = project and v.id = voucher;
  end if;
  return forgotten;
end $$;

-- As before; of a card also its value, what has expired of it not counting.
create or replace function lock_session(project id, ask jsonb) returns text
language plpgsql as $$
declare
  session text := ask ->> 'session_key';
  at timestamptz := ask ->> 'at';
  held text[];
  part jsonb;
  wanted bigint;
begin
  if ask ? 'idempotency' and claim_keys(project, jsonb_build_array(ask)) = '{}' then
    return 'repeated';
  end if;
  held := hold_vouchers(project, ask);
  for part in select * from jsonb_array_elements(ask -> 'vouchers') loop
    wanted := coalesce((part ->> 'credits')::bigint, (part ->> 'points')::bigint, 0);
    perform 1 from vouchers v
    where v.project_id = project and v.id = part ->> 'id' and v.version = (part ->> 'version')::integer
      and (v.quantity is null or v.redeemed_quantity + (part ->> 'quantity')::integer
        + locked_by_others(project, v.id, v.locked_quantity, session, at) <= v.quantity)
      and (wanted = 0 or wanted + ledger_due(project, v.id, at)
        + value_locked(project, v.id, v.locked_value, session, at) <= v.balance);
    if not found then
      delete from idempotency_keys k
      where k.project_id = project and k.key = ask -> 'idempotency' ->> 'key';
      return 'voucher';
    end if;
  end loop;
  perform release_locks(project, session, held);
  for part in select * from jsonb_array_elements(ask -> 'vouchers') loop
    wanted := coalesce((part ->> 'credits')::bigint, (part ->> 'points')::bigint, 0);
    -- More than come: a voucher that is locked again and again never has many expired ones.
    perform forget_expired_locks(project, part ->> 'id', at, 100);
    insert into session_locks (project_id, voucher_id, session_key, quantity, credits, points, expires_at,
      created_at)
    values (project, part ->> 'id', session, (part ->> 'quantity')::integer, (part ->> 'credits')::bigint,
      (part ->> 'points')::bigint, (ask ->> 'expires_at')::timestamptz, at);
    update vouchers v set locked_quantity = v.locked_quantity + (part ->> 'quantity')::integer,
      locked_value = v.locked_value + wanted
    where v.project_id = project and v.id = part ->> 'id';
  end loop;
  return null;
end $$;
