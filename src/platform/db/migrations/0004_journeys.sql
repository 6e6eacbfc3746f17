-- Publications, redemptions and what they count.
create table publications (
  project_id id not null,
  id id not null,
  source_id text collate "C",
  result text not null check (result in ('SUCCESS', 'FAILURE')),
  failure_code text,
  failure_message text,
  customer_id id,
  campaign_id id,
  -- Ids of the vouchers it gave away.
  voucher_ids jsonb not null default '[]',
  channel text not null,
  tracking_id text,
  metadata jsonb not null default '{}',
  created_at timestamptz not null,
  primary key (project_id, id)
);
create unique index publications_by_source_id on publications (project_id, source_id) where source_id is not null;
create index publications_by_customer on publications (project_id, customer_id, id);
create index publications_by_campaign on publications (project_id, campaign_id, id);

-- Redemptions and their rollbacks: one list to the reader, so one table.
create table redemptions (
  project_id id not null,
  id id not null,
  object text not null check (object in ('redemption', 'redemption_rollback')),
  -- The redemption of the whole stack this one is part of.
  parent_id id,
  -- A rollback: what it took back.
  redemption_id id,
  result text not null check (result in ('SUCCESS', 'FAILURE')),
  status text not null check (status in ('SUCCEEDED', 'FAILED', 'ROLLED_BACK')),
  failure_code text,
  failure_message text,
  reason text,
  -- voucher, promotion_tier, promotion_stack or redemption (the parent of a stack).
  related_object_type text not null,
  related_object_id id not null,
  campaign_id id,
  customer_id id,
  order_id id,
  tracking_id text,
  -- The order's amount before this redemption, and what it took off, in minor units.
  amount bigint,
  discount_amount bigint not null default 0,
  metadata jsonb not null default '{}',
  channel jsonb not null,
  -- What it was like then: order, voucher or promotion tier, as answered.
  snapshot jsonb not null default '{}',
  created_at timestamptz not null,
  primary key (project_id, id)
);
create index redemptions_by_object on redemptions (project_id, related_object_id, id);
create index redemptions_by_customer on redemptions (project_id, customer_id, related_object_id);
create index redemptions_by_campaign on redemptions (project_id, campaign_id, id);
create index redemptions_by_parent on redemptions (project_id, parent_id) where parent_id is not null;
-- A redemption is rolled back at most once.
create unique index rollbacks_once on redemptions (project_id, redemption_id)
  where object = 'redemption_rollback' and result = 'SUCCESS';

-- Running totals of campaigns and promotion tiers. Spread over slots, so that redemptions of a large
-- campaign do not queue for one row; where a limit counts the total, all go to slot 0 and queue there.
-- The windows are those of the last redemption in the slot: a count holds only while its window is
-- the present one.
create table redemption_totals (
  project_id id not null,
  subject_id id not null,
  slot smallint not null,
  redemptions bigint not null default 0,
  orders_amount bigint not null default 0,
  discount_amount bigint not null default 0,
  day date,
  day_redemptions bigint not null default 0,
  week date,
  week_redemptions bigint not null default 0,
  month date,
  month_redemptions bigint not null default 0,
  primary key (project_id, subject_id, slot)
) with (fillfactor = 50);

-- What campaign summaries tell of validations; flushed from memory every second, so approximate.
create table validation_totals (
  project_id id not null,
  campaign_id id not null,
  validations bigint not null default 0,
  succeeded bigint not null default 0,
  primary key (project_id, campaign_id)
);
