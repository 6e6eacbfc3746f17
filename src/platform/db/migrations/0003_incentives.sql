-- Campaigns, vouchers, promotions and the rules that guard them.
create table categories (
  project_id id not null references projects on delete cascade,
  id id not null,
  name text not null,
  hierarchy integer not null check (hierarchy >= 0),
  created_at timestamptz not null,
  updated_at timestamptz,
  primary key (project_id, id)
);
create trigger category_changed after insert or update or delete on categories
  for each row execute function note_catalog_change('category', 'id');

create table campaigns (
  project_id id not null references projects on delete cascade,
  id id not null,
  name text not null,
  description text,
  campaign_type text not null
    check (campaign_type in ('DISCOUNT_COUPONS', 'PROMOTION', 'GIFT_VOUCHERS', 'LOYALTY_PROGRAM', 'REFERRAL_PROGRAM')),
  type text not null check (type in ('AUTO_UPDATE', 'STATIC', 'STANDALONE')),
  active boolean not null default true,
  -- What its vouchers are like: type, discount, redemption, code_config … in wire form.
  voucher jsonb,
  -- Default metadata of its vouchers.
  voucher_metadata jsonb not null default '{}',
  auto_join boolean not null default false,
  join_once boolean not null default true,
  use_voucher_metadata_schema boolean not null default false,
  protected boolean not null default false,
  readonly boolean not null default false,
  category_id id,
  start_date timestamptz,
  expiration_date timestamptz,
  validity_timeframe jsonb,
  validity_day_of_week jsonb,
  validity_hours jsonb,
  activity_duration_after_publishing text,
  metadata jsonb not null default '{}',
  created_at timestamptz not null,
  updated_at timestamptz,
  primary key (project_id, id)
);
create unique index campaigns_by_name on campaigns (project_id, name);
create trigger campaign_changed after insert or update or delete on campaigns
  for each row execute function note_catalog_change('campaign', 'id');

-- What changes while a campaign lives without being its configuration: no catalog reads it.
create table campaign_progress (
  project_id id not null,
  campaign_id id not null,
  vouchers_count bigint not null default 0,
  vouchers_deleted bigint not null default 0,
  vouchers_generation_status text not null default 'DONE'
    check (vouchers_generation_status in ('DONE', 'IN_PROGRESS', 'FAILED', 'DRAFT', 'MODIFYING')),
  primary key (project_id, campaign_id),
  foreign key (project_id, campaign_id) references campaigns on delete cascade
);

-- Codes still to be made for campaigns: what is left, as of the last batch that was committed.
create table voucher_generations (
  project_id id not null,
  -- The async action's.
  id id not null,
  campaign_id id not null,
  wanted bigint not null,
  made bigint not null default 0,
  -- Their code_config, and what they have beyond their campaign.
  template jsonb not null,
  primary key (project_id, id),
  check (made between 0 and wanted),
  foreign key (project_id, campaign_id) references campaigns on delete cascade
);
create index voucher_generations_by_campaign on voucher_generations (project_id, campaign_id);

-- A voucher says only what differs from its campaign: null means «as the campaign has it».
create table vouchers (
  project_id id not null,
  id id not null,
  code text collate "C" not null,
  -- What the code is found by, where that is not the code itself (case-insensitive projects).
  code_key text collate "C",
  campaign_id id,
  type text not null default 'DISCOUNT_VOUCHER'
    check (type in ('DISCOUNT_VOUCHER', 'GIFT_VOUCHER', 'LOYALTY_CARD')),
  discount jsonb,
  active boolean not null default true,
  -- How often it may be redeemed; null: without limit.
  quantity integer check (quantity >= 0),
  redeemed_quantity integer not null default 0,
  -- What `session_locks` hold of it, those that have expired and are still there included.
  locked_quantity integer not null default 0 check (locked_quantity >= 0),
  -- Rises with every change but a redemption or a lock: what a decision relied on is checked by it.
  version integer not null default 1,
  holder_id id,
  published_count integer not null default 0,
  category_id id,
  -- Of the rules assigned to it alone, kept by their assignments; null: none.
  rule_ids jsonb,
  start_date timestamptz,
  expiration_date timestamptz,
  validity_timeframe jsonb,
  validity_day_of_week jsonb,
  validity_hours jsonb,
  additional_info text,
  metadata jsonb,
  created_at timestamptz not null,
  updated_at timestamptz,
  primary key (project_id, id),
  check (redeemed_quantity >= 0),
  -- Never consumed more often than allowed, whatever the code above says.
  constraint voucher_quantity check (redeemed_quantity <= quantity)
);
create unique index vouchers_by_code on vouchers (project_id, coalesce(code_key, code));
create index vouchers_by_campaign on vouchers (project_id, campaign_id, id);
-- What a publication may still give away.
create index vouchers_unpublished on vouchers (project_id, campaign_id, id)
  where holder_id is null and published_count = 0 and active and campaign_id is not null;
create index vouchers_by_holder on vouchers (project_id, holder_id) where holder_id is not null;
-- What stands alone and nobody holds, the newest first: open to every customer.
create index vouchers_open on vouchers (project_id, created_at, id)
  where campaign_id is null and holder_id is null;

create table promotion_tiers (
  project_id id not null,
  id id not null,
  campaign_id id not null,
  name text not null,
  banner text,
  -- {discount} in wire form.
  action jsonb not null,
  hierarchy integer not null default 1,
  active boolean not null default true,
  category_id id,
  start_date timestamptz,
  expiration_date timestamptz,
  validity_timeframe jsonb,
  validity_day_of_week jsonb,
  validity_hours jsonb,
  metadata jsonb not null default '{}',
  created_at timestamptz not null,
  updated_at timestamptz,
  primary key (project_id, id),
  foreign key (project_id, campaign_id) references campaigns on delete cascade
);
create index promotion_tiers_by_campaign on promotion_tiers (project_id, campaign_id, hierarchy);
create trigger promotion_tier_changed after insert or update or delete on promotion_tiers
  for each row execute function note_catalog_change('promotion_tier', 'id');

create table promotion_stacks (
  project_id id not null,
  id id not null,
  campaign_id id not null,
  name text not null,
  -- Ids of its tiers, in the order of application.
  tier_ids jsonb not null,
  category_id id,
  created_at timestamptz not null,
  updated_at timestamptz,
  primary key (project_id, id),
  foreign key (project_id, campaign_id) references campaigns on delete cascade
);
create index promotion_stacks_by_campaign on promotion_stacks (project_id, campaign_id, id);
create trigger promotion_stack_changed after insert or update or delete on promotion_stacks
  for each row execute function note_catalog_change('promotion_stack', 'id');

create table validation_rules (
  project_id id not null references projects on delete cascade,
  id id not null,
  name text,
  type text not null default 'expression',
  context_type text not null default 'global',
  -- rules, logic, error, applicable_to, bundle_rules in wire form.
  definition jsonb not null,
  created_at timestamptz not null,
  updated_at timestamptz,
  primary key (project_id, id)
);
create trigger validation_rule_changed after insert or update or delete on validation_rules
  for each row execute function note_catalog_change('validation_rule', 'id');

create table validation_rule_assignments (
  project_id id not null,
  id id not null,
  rule_id id not null,
  related_object_type text not null,
  related_object_id id not null,
  created_at timestamptz not null,
  updated_at timestamptz,
  primary key (project_id, id),
  foreign key (project_id, rule_id) references validation_rules on delete cascade
);
create unique index validation_rule_assignments_once
  on validation_rule_assignments (project_id, related_object_id, rule_id);
create index validation_rule_assignments_by_rule on validation_rule_assignments (project_id, rule_id, id);

-- Rules of single vouchers come with the voucher, not with the catalog (there may be millions).
create function note_assignment_change() returns trigger language plpgsql as $$
declare
  changed validation_rule_assignments := case when tg_op = 'DELETE' then old else new end;
begin
  if changed.related_object_type = 'voucher' then
    -- Locked first: the list is then read after what others have just committed.
    perform 1 from vouchers
    where project_id = changed.project_id and id = changed.related_object_id for no key update;
    update vouchers set version = version + 1, rule_ids = (
      select jsonb_agg(a.rule_id order by a.id) from validation_rule_assignments a
      where a.project_id = changed.project_id and a.related_object_id = changed.related_object_id)
    where project_id = changed.project_id and id = changed.related_object_id;
  else
    perform catalog_changed(changed.project_id, 'assignment', changed.id);
  end if;
  return null;
end $$;
create trigger assignment_changed after insert or update or delete on validation_rule_assignments
  for each row execute function note_assignment_change();
