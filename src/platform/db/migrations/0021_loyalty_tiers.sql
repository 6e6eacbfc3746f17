-- Loyalty tiers: levels of a loyalty programme, and which card is in which of them.

-- How members come into tiers and how long they stay, in wire form; null: by balance, at once.
alter table campaigns add column loyalty_tiers_expiration jsonb;

create table loyalty_tiers (
  project_id id not null,
  id id not null,
  campaign_id id not null,
  name text not null,
  -- The range of points, both ends included; null: open.
  points_from bigint check (points_from between 0 and 9007199254740991),
  points_to bigint check (points_to between 0 and 9007199254740991),
  -- What members get otherwise than others: by id of an earning rule, or of a reward's assignment, in wire form.
  earning_rules jsonb not null default '{}',
  rewards jsonb not null default '{}',
  metadata jsonb not null default '{}',
  created_at timestamptz not null,
  updated_at timestamptz,
  primary key (project_id, id),
  foreign key (project_id, campaign_id) references campaigns on delete cascade,
  constraint loyalty_tier_range check (points_from <= points_to)
);
create index loyalty_tiers_by_campaign on loyalty_tiers (project_id, campaign_id, created_at, id);
create trigger loyalty_tier_changed after insert or update or delete on loyalty_tiers
  for each row execute function note_catalog_change('loyalty_tier', 'id');
