-- Referral programmes: who holds which code as what, who was referred by whom, and what it brought them.

-- Of campaigns of type REFERRAL_PROGRAM: conversion event and rewards, in wire form.
alter table campaigns add column referral_program jsonb;

-- Whom a referral code was published to, and who was invited with it.
create table referral_holders (
  project_id id not null,
  id id not null,
  voucher_id id not null,
  campaign_id id not null,
  customer_id id not null,
  role text not null check (role in ('REFERRER', 'REFEREE')),
  metadata jsonb,
  created_at timestamptz not null,
  primary key (project_id, id)
);
create unique index referral_holders_once on referral_holders (project_id, voucher_id, customer_id);
create unique index referral_holders_referrer on referral_holders (project_id, voucher_id)
  where role = 'REFERRER';
create index referral_holders_of_voucher on referral_holders (project_id, voucher_id, id);

-- A code that is deleted is held by nobody. Once a statement: campaigns remove thousands at a time.
create function drop_referral_holders() returns trigger language plpgsql as $$
begin
  delete from referral_holders h using gone
  where h.project_id = gone.project_id and h.voucher_id = gone.id;
  return null;
end $$;
create trigger voucher_holders_dropped after delete on vouchers
  referencing old table as gone for each statement execute function drop_referral_holders();

-- How many customers somebody has referred in a programme. Whoever makes or revokes a referral holds this
-- row first, so that thresholds are reached once, whatever happens at the same moment.
create table referrers (
  project_id id not null,
  campaign_id id not null,
  customer_id id not null,
  referred integer not null default 0 check (referred >= 0),
  primary key (project_id, campaign_id, customer_id)
);
create index referrers_by_customer on referrers (project_id, customer_id, campaign_id);

-- One customer referred by another: once in a programme, until what made it is rolled back.
create table referrals (
  project_id id not null,
  id id not null,
  campaign_id id not null,
  voucher_id id not null,
  referrer_id id not null,
  referee_id id not null,
  -- What converted: a redemption of the code, or a custom event.
  related_object_type text not null check (related_object_type in ('redemption', 'event')),
  related_object_id id not null,
  created_at timestamptz not null,
  revoked_at timestamptz,
  primary key (project_id, id),
  constraint referral_of_another check (referrer_id <> referee_id)
);
create unique index referrals_once on referrals (project_id, campaign_id, referrer_id, referee_id)
  where revoked_at is null;
create index referrals_by_referee on referrals (project_id, referee_id, id);

-- What a referral brought its referee, or its referrer.
create table referral_rewards (
  project_id id not null,
  id id not null,
  campaign_id id not null,
  -- Who got it.
  customer_id id not null,
  -- The referral that brought it.
  referral_id id not null,
  -- The programme's tier that rewards the referrer; null: it is the referee's.
  tier_id id,
  -- Of a tier that rewards once: how many referred customers it takes. Null: every referral is rewarded.
  referees integer check (referees > 0),
  -- As the programme had it then: type, amount, campaign.
  reward jsonb not null,
  -- FAILED: there was nothing to give, `failure` says why.
  status text not null check (status in ('GRANTED', 'FAILED', 'TAKEN_BACK')),
  failure text,
  -- The card that was credited, or the code that was published.
  voucher_id id,
  -- The ledger's entry, where value was added.
  entry_id id,
  created_at timestamptz not null,
  updated_at timestamptz,
  primary key (project_id, id)
);
create unique index referral_rewards_each on referral_rewards (project_id, referral_id, coalesce(tier_id, ''))
  where referees is null;
create unique index referral_rewards_once on referral_rewards (project_id, campaign_id, customer_id, tier_id)
  where referees is not null and status <> 'TAKEN_BACK';
create index referral_rewards_by_referral on referral_rewards (project_id, referral_id);

-- As before, and with whoever referred the customer.
create or replace function save_redeemed_order(project id, given jsonb, customer id, at timestamptz) returns void
language plpgsql as $$
begin
  if given -> 'is_new' = 'true' then
    insert into orders (project_id, id, source_id, status, customer_id, referrer_id, amount,
      total_discount_amount, total_amount, amounts, items, metadata, redemptions, created_at)
    values (project, given ->> 'id', given ->> 'source_id', 'PAID', customer, given ->> 'referrer_id',
      (given ->> 'amount')::bigint, (given ->> 'total_discount_amount')::bigint, (given ->> 'total_amount')::bigint,
      given -> 'amounts', given -> 'items', given -> 'metadata', given -> 'redemptions', at)
    on conflict do nothing;
  else
    update orders o set status = coalesce(given ->> 'status', 'PAID'), customer_id = coalesce(customer, o.customer_id),
      referrer_id = coalesce(given ->> 'referrer_id', o.referrer_id),
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
