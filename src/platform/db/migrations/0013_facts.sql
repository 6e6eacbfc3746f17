-- What the facts ask of few vouchers and carts alone. As functions, since a statement gets all its
-- subqueries ready each time it runs, also those that a CASE leaves out: they took half of its time.

-- The products and SKUs that a discount gives units of, with each SKU its product. Without a discount of
-- its own a voucher has its campaign's.
create function granted_items(project id, own jsonb, campaign id) returns json
language plpgsql stable as $$
declare
  discount jsonb := coalesce(own, (
    select c.voucher -> 'discount' from campaigns c where c.project_id = project and c.id = campaign));
  ids text[];
begin
  if discount ->> 'type' is distinct from 'UNIT' then
    return null;
  end if;
  ids := array(
    select discount ->> 'unit_type'
    union select u ->> 'unit_type' from jsonb_array_elements(discount -> 'units') u);
  return json_build_object(
    'skus', (
      select json_agg(s) from (
        select s.id, s.source_id, s.product_id, s.sku, s.price, s.attributes, s.metadata, s.created_at,
          s.updated_at, s.image_url, collections_of(project, s.id) as collection_ids
        from skus s where s.project_id = project and s.id = any(ids)) s),
    'products', (
      select json_agg(p) from (
        select p.id, p.source_id, p.name, p.price, p.attributes, p.metadata, p.created_at, p.updated_at,
          p.image_url, collections_of(project, p.id) as collection_ids
        from products p where p.project_id = project and (p.id = any(ids) or p.id in (
          select s.product_id from skus s where s.project_id = project and s.id = any(ids)))) p));
end $$;

-- Ids of the static collections that name a product or SKU.
create function collections_of(project id, member id) returns json
language sql stable as $$
  select coalesce(json_agg(m.collection_id), '[]') from product_collection_members m
  where m.project_id = project and m.member_id = member
$$;

-- How many redemptions sessions have locked at this moment: what the row counts, less what has expired.
create function locked_now(project id, voucher id, counted integer, at timestamptz) returns bigint
language plpgsql stable as $$
begin
  return counted - coalesce((select sum(l.quantity) from session_locks l
    where l.project_id = project and l.voucher_id = voucher and l.expires_at <= at), 0);
end $$;

-- The metadata of the latest publication that gave a voucher away.
create function published_metadata(project id, voucher id, customer id) returns jsonb
language plpgsql stable as $$
begin
  return (select p.metadata from publications p
    where p.project_id = project and p.customer_id = customer and p.voucher_ids ? voucher
    order by p.id desc limit 1);
end $$;

-- Products and SKUs that have changed since this version: all that is known is old where something has
-- been removed since, or where more than so many have changed.
create function product_changes(project id, since bigint, most integer) returns json
language plpgsql stable as $$
declare
  removed bigint := (select v.removed_version from product_versions v where v.project_id = project);
begin
  return (
    select json_build_object('is_all', removed > since or count(*) > most, 'rows', json_agg(c))
    from (
      (select p.id, p.source_id from products p where p.project_id = project and p.version > since
       order by p.version limit most + 1)
      union all
      (select s.id, s.source_id from skus s where s.project_id = project and s.version > since
       order by s.version limit most + 1)
    ) c);
end $$;
