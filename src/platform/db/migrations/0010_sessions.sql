-- Validation sessions: what of a voucher is locked for one key, until when.
--
-- Whoever writes a lock holds the row of its voucher. That row counts the locks, so that a voucher
-- without any is known as such at no cost, and one with a hundred thousand is judged without reading
-- them: what the row counts less what has expired. Expired locks go with the next lock of the same
-- voucher or with a job; no decision waits for that.
--
-- A voucher may have very many locks, a session has few: what is about one session is found by its key
-- alone, in words that leave a plan no choice of going through the voucher's.
create table session_locks (
  project_id id not null,
  voucher_id id not null,
  -- The client's or made by us; one key may lock several vouchers.
  session_key text collate "C" not null,
  -- How many redemptions it reserves.
  quantity integer not null check (quantity >= 0),
  -- Gift credits in minor units and loyalty points that it reserves; null where it is not about any.
  credits bigint check (credits >= 0),
  points bigint check (points >= 0),
  expires_at timestamptz not null,
  created_at timestamptz not null,
  primary key (project_id, session_key, voucher_id),
  foreign key (project_id, voucher_id) references vouchers on delete cascade
);
create index session_locks_by_expiry on session_locks (project_id, voucher_id, expires_at);
-- For the job alone: by an expression that no other statement has, so that no plan made while the table
-- was small goes through all that has expired anywhere.
create index session_locks_by_age on session_locks ((expires_at at time zone 'UTC'));

-- How much of a voucher others than this session have locked; `counted` is its `locked_quantity`,
-- read under the lock of its row.
create function locked_by_others(project id, voucher id, counted integer, session text, at timestamptz)
returns bigint language plpgsql as $$
begin
  return counted
    - coalesce((select sum(l.quantity) from session_locks l where l.project_id = project
        and l.voucher_id = voucher and l.expires_at <= at), 0)
    - coalesce((select sum(l.quantity) filter (where l.voucher_id = voucher and l.expires_at > at)
        from session_locks l where l.project_id = project and l.session_key = session), 0);
end $$;

-- Removes the locks a session has on these vouchers, whose rows the caller holds.
create function release_locks(project id, session text, held text[]) returns void
language plpgsql as $$
declare
  released record;
begin
  for released in
    delete from session_locks l
    where l.project_id = project and l.session_key = session
      and array_position(held, l.voucher_id::text) is not null
    returning l.voucher_id, l.quantity
  loop
    update vouchers v set locked_quantity = v.locked_quantity - released.quantity
    where v.project_id = project and v.id = released.voucher_id;
  end loop;
end $$;

-- Removes locks of a voucher that have expired, the oldest first, at most so many; the caller holds its
-- row, so that the locks stay where they are found. Answers how many.
create function forget_expired_locks(project id, voucher id, at timestamptz, most integer)
returns integer language plpgsql as $$
declare
  forgotten integer;
  freed integer;
begin
  with removed as (
    delete from session_locks l where l.ctid = any(array(
      select e.ctid from session_locks e
      where e.project_id = project and e.voucher_id = voucher and e.expires_at <= at
      order by e.expires_at limit most))
    returning l.quantity
  )
  select count(*), coalesce(sum(r.quantity), 0) into forgotten, freed from removed r;
  if freed > 0 then
    update vouchers v set locked_quantity = v.locked_quantity - freed
    where v.project_id = project and v.id = voucher;
  end if;
  return forgotten;
end $$;

-- Ids of the vouchers that the sessions of these requests have locked.
create function vouchers_of_sessions(project id, asks jsonb) returns text[]
language plpgsql as $$
declare
  key text;
  ids text[] := '{}';
begin
  -- One by one: a plan for a list of keys, made while the table is small, would read all of the project.
  for key in select a ->> 'session_key' from jsonb_array_elements(asks) a where a ? 'session_key' loop
    ids := ids || array(
      select l.voucher_id::text from session_locks l where l.project_id = project and l.session_key = key);
  end loop;
  return ids;
end $$;

-- Holds the rows of the vouchers of a request, and of those that its session has locked, by id; answers
-- these ids.
create function hold_vouchers(project id, ask jsonb) returns text[]
language plpgsql as $$
declare
  one text;
  held text[] := '{}';
begin
  for one in
    select w ->> 'id' collate "C" from jsonb_array_elements(ask -> 'vouchers') w
    union
    select unnest(vouchers_of_sessions(project, jsonb_build_array(ask))) collate "C"
    order by 1
  loop
    perform 1 from vouchers v where v.project_id = project and v.id = one for no key update;
    held := held || one;
  end loop;
  return held;
end $$;

-- The write of a validation with a session: from now on it locks these vouchers and no others. All of
-- them, or none: then it answers what stood against it, `voucher` where one has changed, is gone or has
-- too little left, `repeated` where its idempotency key has been answered. Null where it is written.
create function lock_session(project id, ask jsonb) returns text
language plpgsql as $$
declare
  session text := ask ->> 'session_key';
  at timestamptz := ask ->> 'at';
  held text[];
  part jsonb;
begin
  if ask ? 'idempotency' and claim_keys(project, jsonb_build_array(ask)) = '{}' then
    return 'repeated';
  end if;
  held := hold_vouchers(project, ask);
  for part in select * from jsonb_array_elements(ask -> 'vouchers') loop
    perform 1 from vouchers v
    where v.project_id = project and v.id = part ->> 'id' and v.version = (part ->> 'version')::integer
      and (v.quantity is null or v.redeemed_quantity + (part ->> 'quantity')::integer
        + locked_by_others(project, v.id, v.locked_quantity, session, at) <= v.quantity);
    if not found then
      delete from idempotency_keys k
      where k.project_id = project and k.key = ask -> 'idempotency' ->> 'key';
      return 'voucher';
    end if;
  end loop;
  perform release_locks(project, session, held);
  for part in select * from jsonb_array_elements(ask -> 'vouchers') loop
    -- More than come: a voucher that is locked again and again never has many expired ones.
    perform forget_expired_locks(project, part ->> 'id', at, 100);
    insert into session_locks (project_id, voucher_id, session_key, quantity, credits, points, expires_at,
      created_at)
    values (project, part ->> 'id', session, (part ->> 'quantity')::integer, (part ->> 'credits')::bigint,
      (part ->> 'points')::bigint, (ask ->> 'expires_at')::timestamptz, at);
    update vouchers v set locked_quantity = v.locked_quantity + (part ->> 'quantity')::integer
    where v.project_id = project and v.id = part ->> 'id';
  end loop;
  return null;
end $$;

-- The part of a redemption: nothing is locked for its session any more. It is the first to take what
-- gets free, since it holds the rows until it is written.
create function end_session(project id, ask jsonb) returns void
language plpgsql as $$
declare
  held text[] := hold_vouchers(project, ask);
begin
  perform release_locks(project, ask ->> 'session_key', held);
end $$;

-- One more redemption of a voucher whose row counts too many locks for it: some may have expired.
-- Answers how often it is redeemed now; null where it cannot be.
create function redeem_beside_locks(project id, part jsonb, at timestamptz) returns integer
language plpgsql as $$
declare
  held vouchers;
begin
  select * into held from vouchers v
  where v.project_id = project and v.id = part ->> 'id' and v.version = (part ->> 'version')::integer
    and v.redeemed_quantity = coalesce((part ->> 'redeemed')::bigint, v.redeemed_quantity)
  for no key update;
  if held.id is null or held.locked_quantity = 0 or held.redeemed_quantity
    + locked_by_others(project, held.id, held.locked_quantity, null, at) >= held.quantity then
    return null;
  end if;
  update vouchers v set redeemed_quantity = v.redeemed_quantity + 1
  where v.project_id = project and v.id = held.id;
  return held.redeemed_quantity + 1;
end $$;

-- Releases by hand what one session has locked of one voucher; false where that is nothing, be it that
-- the lock has expired.
create function release_lock(project id, voucher id, session text, at timestamptz) returns boolean
language plpgsql as $$
declare
  is_active boolean;
begin
  perform 1 from vouchers v where v.project_id = project and v.id = voucher for no key update;
  select bool_or(l.voucher_id = voucher and l.expires_at > at) into is_active from session_locks l
  where l.project_id = project and l.session_key = session;
  perform release_locks(project, session, array[voucher::text]);
  return coalesce(is_active, false);
end $$;

-- Removes locks of all projects that have expired, and answers how many: those of the vouchers with the
-- oldest ones. Vouchers that somebody writes at this moment are left for the next time.
create function forget_expired_sessions(at timestamptz, most integer) returns integer
language plpgsql as $$
declare
  found_one record;
  forgotten integer := 0;
begin
  for found_one in
    select distinct o.project_id, o.voucher_id from (
      select l.project_id, l.voucher_id from session_locks l
      where l.expires_at at time zone 'UTC' <= at at time zone 'UTC'
      order by l.expires_at at time zone 'UTC' limit most) o
    order by o.project_id, o.voucher_id
  loop
    perform 1 from vouchers v
    where v.project_id = found_one.project_id and v.id = found_one.voucher_id
    for no key update skip locked;
    if found then
      forgotten := forgotten
        + forget_expired_locks(found_one.project_id, found_one.voucher_id, at, most);
    end if;
  end loop;
  return forgotten;
end $$;
