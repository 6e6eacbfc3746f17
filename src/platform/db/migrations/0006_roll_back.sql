-- The write of a rollback: everything a redemption (or a stack of them) consumed is given back, once.
--
-- Locks in the order of `redeem`: order, redemptions, vouchers, totals, units of items. SQLSTATE SC001 says what no
-- longer holds: `already` where somebody else was first, `order` where the order has changed since it
-- was read.
create function roll_back(project id, ask jsonb) returns jsonb
language plpgsql as $$
declare
  part jsonb;
  counted integer;
  counters jsonb := '{}';
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

create function try_roll_back(project id, ask jsonb) returns jsonb
language plpgsql as $$
declare
  reason text;
begin
  return jsonb_build_object('counters', roll_back(project, ask));
exception when sqlstate 'SC001' or deadlock_detected then
  get stacked diagnostics reason = message_text;
  if sqlstate <> 'SC001' then
    reason := 'deadlock';
  end if;
  return jsonb_build_object('refused', reason);
end $$;
