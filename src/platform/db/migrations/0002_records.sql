-- Customers, products and orders: what shops tell us.
--
-- Ids begin with their time of creation, so primary keys serve «newest first»: no index on created_at.
--
-- Tables of the hot path carry no foreign key to projects: the check would lock the one projects
-- row from every transaction. Deleting a project clears them in its own statement.
create table customers (
  project_id id not null,
  id id not null,
  source_id text collate "C",
  name text,
  email text,
  phone text,
  birthdate date,
  description text,
  address jsonb,
  metadata jsonb not null default '{}',
  created_at timestamptz not null,
  updated_at timestamptz,
  primary key (project_id, id)
);
create unique index customers_by_source_id on customers (project_id, source_id);
create index customers_by_change on customers (project_id, updated_at, id);
create index customers_by_email on customers (project_id, email);

-- Finds the customer a request speaks of, by id or source_id; creates or changes them by what is given.
-- `given` holds wire names; what it lacks stays as it is, a null clears, metadata and address merge.
-- Answers null where an id alone is given and nobody has it. Writes only if something changes, so
-- that a customer who merely redeems is not rewritten.
create function save_customer(project id, given jsonb, new_id id, at timestamptz) returns customers
language plpgsql as $$
declare
  found_one customers;
  merged customers;
begin
  -- Each by its own index; the id counts first.
  if given ->> 'id' is not null then
    select * into found_one from customers c where c.project_id = project and c.id = given ->> 'id';
  end if;
  if found_one.id is null and given ->> 'source_id' is not null then
    select * into found_one from customers c
    where c.project_id = project and c.source_id = given ->> 'source_id';
  end if;
  if found_one.id is null then
    if given ->> 'source_id' is null and given ? 'id' then
      return null;
    end if;
    merged.project_id := project;
    merged.id := new_id;
    merged.source_id := given ->> 'source_id';
    merged.metadata := '{}';
    merged.created_at := at;
    merged := merge_customer(merged, given);
    insert into customers select merged.* on conflict (project_id, source_id) do nothing;
    if found then
      return merged;
    end if;
    -- Somebody else created the same source_id this moment: change theirs.
    select * into found_one from customers c
    where c.project_id = project and c.source_id = given ->> 'source_id' for no key update;
  end if;
  if given - '{id,source_id}'::text[] = '{}' then
    return found_one;
  end if;
  merged := merge_customer(found_one, given);
  if merged is distinct from found_one then
    -- Locked and merged anew: two requests that set different fields both count.
    select * into found_one from customers c
    where c.project_id = project and c.id = found_one.id for no key update;
    merged := merge_customer(found_one, given);
    merged.updated_at := at;
    update customers c set (name, email, phone, birthdate, description, address, metadata, updated_at) =
      (merged.name, merged.email, merged.phone, merged.birthdate, merged.description,
       merged.address, merged.metadata, merged.updated_at)
    where c.project_id = project and c.id = merged.id;
  end if;
  return merged;
end $$;

create function merge_customer(customer customers, given jsonb) returns customers
language plpgsql immutable as $$
begin
  if given ? 'name' then customer.name := given ->> 'name'; end if;
  if given ? 'email' then customer.email := given ->> 'email'; end if;
  if given ? 'phone' then customer.phone := given ->> 'phone'; end if;
  if given ? 'birthdate' then customer.birthdate := (given ->> 'birthdate')::date; end if;
  if given ? 'description' then customer.description := given ->> 'description'; end if;
  if given ? 'address' then
    customer.address := case when jsonb_typeof(given -> 'address') = 'object'
      then coalesce(customer.address, '{}') || (given -> 'address') end;
  end if;
  if jsonb_typeof(given -> 'metadata') = 'object' then
    customer.metadata := customer.metadata || (given -> 'metadata');
  end if;
  return customer;
end $$;

-- What processes that keep products and SKUs in memory have to know: the version of the latest change.
-- Raising it locks the project's row until the commit, so versions follow the order of commits.
create table product_versions (
  project_id id primary key,
  version bigint not null,
  -- Of the latest change that left nothing behind to carry its version: a removal.
  removed_version bigint not null default 0
);

create function next_product_version(project id) returns bigint language plpgsql as $$
declare
  raised bigint;
begin
  insert into product_versions as v (project_id, version) values (project, 1)
  on conflict (project_id) do update set version = v.version + 1
  returning v.version into raised;
  return raised;
end $$;

create function note_product_change() returns trigger language plpgsql as $$
begin
  new.version := next_product_version(new.project_id);
  return new;
end $$;

create function note_product_removal() returns trigger language plpgsql as $$
begin
  update product_versions v set version = v.version + 1, removed_version = v.version + 1
  where v.project_id = old.project_id;
  return null;
end $$;

create table products (
  project_id id not null references projects on delete cascade,
  id id not null,
  source_id text collate "C",
  name text,
  price bigint check (price >= 0),
  -- Names of the attributes by which this product's SKUs differ.
  attributes jsonb not null default '[]',
  metadata jsonb not null default '{}',
  image_url text,
  created_at timestamptz not null,
  updated_at timestamptz,
  -- Of its latest change, see product_versions.
  version bigint not null,
  primary key (project_id, id)
);
create unique index products_by_source_id on products (project_id, source_id);
create index products_by_version on products (project_id, version);
create trigger product_changed before insert or update on products
  for each row execute function note_product_change();
create trigger product_removed after delete on products
  for each row execute function note_product_removal();

create table skus (
  project_id id not null,
  id id not null,
  product_id id not null,
  source_id text collate "C",
  sku text,
  price bigint check (price >= 0),
  currency text,
  attributes jsonb not null default '{}',
  metadata jsonb not null default '{}',
  image_url text,
  created_at timestamptz not null,
  updated_at timestamptz,
  -- Of its latest change, see product_versions.
  version bigint not null,
  primary key (project_id, id),
  foreign key (project_id, product_id) references products on delete cascade
);
create unique index skus_by_source_id on skus (project_id, source_id);
create index skus_by_version on skus (project_id, version);
create trigger sku_changed before insert or update on skus
  for each row execute function note_product_change();
create trigger sku_removed after delete on skus
  for each row execute function note_product_removal();
create index skus_by_product on skus (project_id, product_id, id);

create table product_collections (
  project_id id not null references projects on delete cascade,
  id id not null,
  name text not null,
  type text not null check (type in ('STATIC', 'AUTO_UPDATE')),
  -- AUTO_UPDATE: which products belong, by their attributes.
  filter jsonb,
  created_at timestamptz not null,
  updated_at timestamptz,
  primary key (project_id, id)
);
create trigger product_collection_changed after insert or update or delete on product_collections
  for each row execute function note_catalog_change('product_collection', 'id');

-- Members of STATIC collections. A member is a whole product or one SKU.
create table product_collection_members (
  project_id id not null,
  collection_id id not null,
  object text not null check (object in ('product', 'sku')),
  member_id id not null,
  -- The product a SKU belongs to; the product itself otherwise.
  product_id id not null,
  primary key (project_id, collection_id, member_id),
  foreign key (project_id, collection_id) references product_collections on delete cascade
);
create index product_collection_members_by_member on product_collection_members (project_id, member_id);

create table orders (
  project_id id not null,
  id id not null,
  source_id text collate "C",
  status text not null check (status in ('CREATED', 'PAID', 'CANCELED', 'FULFILLED')),
  customer_id id,
  referrer_id id,
  -- Before discounts, in minor units.
  amount bigint not null,
  total_discount_amount bigint not null default 0,
  total_amount bigint not null,
  -- The other calculated amounts, by their wire names.
  amounts jsonb not null default '{}',
  items jsonb not null default '[]',
  metadata jsonb not null default '{}',
  -- Redemption id → its entry, as the order shows it.
  redemptions jsonb,
  created_at timestamptz not null,
  updated_at timestamptz,
  primary key (project_id, id)
);
create unique index orders_by_source_id on orders (project_id, source_id) where source_id is not null;
create index orders_by_customer on orders (project_id, customer_id, created_at);
