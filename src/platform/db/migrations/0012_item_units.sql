-- Running totals of discounted units, for limits that count them: `product_…_quantity_limit`. Counted
-- from the first redemption under such a limit on.
create table redeemed_item_units (
  project_id id not null,
  -- The campaign or promotion tier.
  subject_id id not null,
  -- What the limit names: a product, SKU or collection by its id, or `source:` with the shop's own.
  item text collate "C" not null,
  -- Each product of the item counted apart; empty: all of them together.
  product_id text collate "C" not null,
  -- Whose units; empty: everyone's.
  customer_id text collate "C" not null,
  units bigint not null,
  primary key (project_id, subject_id, item, product_id, customer_id)
);

-- Adds to the totals, less than nothing for a rollback; refuses where a limit would be exceeded. In one
-- order for all writers, after the totals of redemptions.
create function add_item_units(project id, given jsonb) returns void
language plpgsql as $$
declare
  part record;
begin
  for part in
    select u.subject_id, u.item, u.product_id, u.customer_id, u.units, u."limit"
    from jsonb_to_recordset(given) as u(subject_id text, item text, product_id text, customer_id text,
      units bigint, "limit" bigint)
    order by u.subject_id collate "C", u.item collate "C", u.product_id collate "C", u.customer_id collate "C"
  loop
    insert into redeemed_item_units as t (project_id, subject_id, item, product_id, customer_id, units)
    values (project, part.subject_id, part.item, part.product_id, part.customer_id, part.units)
    on conflict (project_id, subject_id, item, product_id, customer_id) do update
      set units = t.units + excluded.units
      where part."limit" is null or t.units + excluded.units <= part."limit";
    if not found then
      raise exception 'guard' using errcode = 'SC001';
    end if;
  end loop;
end $$;

-- Locks the totals of units that several requests will add to, in the same order. Missing ones are made.
create function lock_item_units(project id, asks jsonb) returns void
language plpgsql as $$
begin
  insert into redeemed_item_units (project_id, subject_id, item, product_id, customer_id, units)
  select distinct project, (u ->> 'subject_id') collate "C", (u ->> 'item') collate "C",
    (u ->> 'product_id') collate "C", (u ->> 'customer_id') collate "C", 0
  from jsonb_array_elements(asks) a, jsonb_array_elements(a -> 'item_units') u
  order by 2, 3, 4, 5
  on conflict (project_id, subject_id, item, product_id, customer_id) do nothing;
  perform 1 from redeemed_item_units t
  where t.project_id = project and (t.subject_id, t.item, t.product_id, t.customer_id) in (
    select u ->> 'subject_id', u ->> 'item', u ->> 'product_id', u ->> 'customer_id'
    from jsonb_array_elements(asks) a, jsonb_array_elements(a -> 'item_units') u)
  order by t.subject_id, t.item, t.product_id, t.customer_id for no key update;
end $$;
