-- How redeemables of one request go together: a project's own rules; without a row it has the defaults.
create table stacking_rules (
  project_id id primary key references projects on delete cascade,
  id id not null,
  -- Only what was given, in wire form: what is left out follows from the rest.
  settings jsonb not null,
  created_at timestamptz not null,
  updated_at timestamptz
);
create trigger stacking_rules_changed after insert or update or delete on stacking_rules
  for each row execute function note_catalog_change('stacking_rules', 'id');

-- What a category leaves when it is removed. Few vouchers have one of their own.
create index vouchers_by_category on vouchers (project_id, category_id) where category_id is not null;
create index campaigns_by_category on campaigns (project_id, category_id) where category_id is not null;
create index promotion_tiers_by_category on promotion_tiers (project_id, category_id)
  where category_id is not null;
create index promotion_stacks_by_category on promotion_stacks (project_id, category_id)
  where category_id is not null;
