-- Projects, their keys, and what every mutation leans on.
--
-- Every table leads its keys with project_id, so that data can be distributed or partitioned by
-- project. Ids compare byte by byte: collation "C" keeps indexes small and comparisons cheap.
create domain id as text collate "C";

create table projects (
  id id primary key,
  name text not null,
  description text,
  -- IANA name: the days, hours and budget windows of this project are counted in it.
  timezone text not null default 'UTC',
  currency text not null default 'USD',
  case_sensitive_codes boolean not null default true,
  -- Settings that are carried, not searched (client side switches, notifications, …).
  settings jsonb not null default '{}',
  -- Rises with every change of configuration, in the transaction of the change.
  config_version bigint not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz
);

-- What changed at which version: a process whose catalog is older reads the difference from here.
create table catalog_changes (
  project_id id not null references projects on delete cascade,
  version bigint not null,
  kind text collate "C" not null,
  entity_id id not null,
  primary key (project_id, version, kind, entity_id)
);

-- Called by triggers on every table of configuration, so that no writer can forget it. The update
-- locks the project's row until commit: versions follow the order of commits, without gaps.
create function catalog_changed(project id, changed_kind text, changed_id id) returns void
language sql as $$
  with bumped as (
    update projects set config_version = config_version + 1 where id = project returning config_version
  )
  insert into catalog_changes (project_id, version, kind, entity_id)
  select project, config_version, changed_kind, changed_id from bumped
  on conflict do nothing;
$$;

-- Argument 0: the kind of entity. Argument 1: the column that names it.
create function note_catalog_change() returns trigger language plpgsql as $$
declare
  changed jsonb := to_jsonb(case when tg_op = 'DELETE' then old else new end);
begin
  perform catalog_changed(changed ->> 'project_id', tg_argv[0], changed ->> tg_argv[1]);
  return null;
end $$;

-- Updates touch the version only where something other than the version changed.
create function note_project_change() returns trigger language plpgsql as $$
begin
  if to_jsonb(new) - 'config_version' is distinct from to_jsonb(old) - 'config_version' then
    perform catalog_changed(new.id, 'project', new.id);
  end if;
  return null;
end $$;
create trigger project_changed after update on projects
  for each row execute function note_project_change();

create table api_keys (
  -- The public half: X-App-Id, X-Client-Application-Id or X-Management-Id.
  app_id text collate "C" primary key,
  kind text not null check (kind in ('server', 'client', 'management')),
  -- Null for management keys: they stand above projects.
  project_id id references projects on delete cascade,
  name text not null,
  token_sha256 bytea not null,
  -- What it may do: '*', or names such as vouchers.modify.
  scopes text[] not null default '{*}',
  created_at timestamptz not null,
  check ((kind = 'management') = (project_id is null))
);
create index api_keys_by_project on api_keys (project_id);
create trigger api_key_changed after insert or update or delete on api_keys
  for each row execute function note_catalog_change('key', 'app_id');

-- The first answer to a mutation sent with an Idempotency-Key, written in the mutation's transaction.
create table idempotency_keys (
  -- The project's id, or the management key's where the request stands above projects.
  project_id id not null,
  key text collate "C" not null,
  request_sha256 bytea not null,
  status integer,
  -- json, not jsonb: given again as it was first written.
  body json,
  -- Redemptions: how often each voucher had been redeemed then, to be shown in the body.
  counters jsonb,
  created_at timestamptz not null default now(),
  primary key (project_id, key)
);
create index idempotency_keys_by_age on idempotency_keys (created_at);

create table async_actions (
  project_id id not null,
  id id not null,
  type text not null,
  status text not null check (status in ('ENQUEUED', 'IN_PROGRESS', 'DONE', 'FAILED')),
  progress integer not null default 0 check (progress between 0 and 100),
  request_id text not null,
  result jsonb,
  processing_time_ms bigint,
  created_at timestamptz not null,
  updated_at timestamptz,
  primary key (project_id, id)
);

-- Removes a project and every row that carries its id; false where there is no such project. The
-- tables are read from the catalogue, so that none is forgotten. The project goes first: what its
-- foreign keys take along then changes no version, because there is none any more.
create function delete_project(project id) returns boolean language plpgsql as $$
declare
  owned regclass;
begin
  delete from projects where id = project;
  if not found then
    return false;
  end if;
  for owned in
    select c.oid from pg_class c join pg_attribute a on a.attrelid = c.oid
    where c.relkind in ('r', 'p') and not c.relispartition and a.attname = 'project_id'
      and c.relnamespace = (select relnamespace from pg_class where oid = 'projects'::regclass)
  loop
    execute format('delete from %s where project_id = $1', owned) using project;
  end loop;
  return true;
end $$;
