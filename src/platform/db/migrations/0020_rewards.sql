-- Rewards: what points are exchanged for. What a reward is, and which campaign has it for how many points,
-- is configuration; how much is left of it is not.
create table rewards (
  project_id id not null references projects on delete cascade,
  id id not null,
  name text not null,
  type text not null check (type in ('CAMPAIGN', 'COIN', 'MATERIAL')),
  -- In wire form: of what the type says.
  parameters jsonb not null,
  attributes jsonb not null default '{}',
  metadata jsonb not null default '{}',
  created_at timestamptz not null,
  updated_at timestamptz,
  primary key (project_id, id)
);
create trigger reward_changed after insert or update or delete on rewards
  for each row execute function note_catalog_change('reward', 'id');

-- Units of material rewards: changed by each redemption, so no catalog reads them. Other rewards have none.
create table reward_stocks (
  project_id id not null,
  reward_id id not null,
  -- What is left; null: without end.
  stock bigint check (stock >= 0),
  redeemed bigint not null default 0 check (redeemed >= 0),
  primary key (project_id, reward_id),
  foreign key (project_id, reward_id) references rewards on delete cascade
);

create table reward_assignments (
  project_id id not null,
  id id not null,
  reward_id id not null,
  campaign_id id not null,
  -- What it costs; null where the points pay for an order.
  points bigint check (points > 0),
  auto_redeem boolean,
  created_at timestamptz not null,
  updated_at timestamptz,
  primary key (project_id, id),
  foreign key (project_id, reward_id) references rewards,
  foreign key (project_id, campaign_id) references campaigns on delete cascade
);
create unique index reward_assignments_once on reward_assignments (project_id, reward_id, campaign_id);
create index reward_assignments_by_campaign on reward_assignments (project_id, campaign_id, id);
create unique index reward_assignments_automatic on reward_assignments (project_id, campaign_id) where auto_redeem;
create trigger reward_assignment_changed after insert or update or delete on reward_assignments
  for each row execute function note_catalog_change('reward_assignment', 'id');
