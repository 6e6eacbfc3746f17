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

-- Units of material rewards; others have none. Changed by each redemption, so no catalog holds how many
-- are left, only whether any are: it is told where the last one goes, and where there are some again.
create table reward_stocks (
  project_id id not null,
  reward_id id not null,
  -- What is left; null: without end.
  stock bigint check (stock >= 0),
  redeemed bigint not null default 0 check (redeemed >= 0),
  primary key (project_id, reward_id),
  foreign key (project_id, reward_id) references rewards on delete cascade
);

create function is_out_of_stock(project id, reward id) returns boolean language sql stable as $$
  select exists (select from reward_stocks s where s.project_id = project and s.reward_id = reward and s.stock = 0)
$$;
create function note_stock_change() returns trigger language plpgsql as $$
begin
  if (new.stock = 0) is true <> (tg_op = 'UPDATE' and (old.stock = 0) is true) then
    perform catalog_changed(new.project_id, 'reward', new.reward_id);
  end if;
  return null;
end $$;
create trigger reward_stock_changed after insert or update on reward_stocks
  for each row execute function note_stock_change();

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

-- The tier that a loyalty card is in; null: in none. Asked of loyalty cards alone.
create function tier_of_card(project id, card id) returns text language plpgsql stable as $$
begin
  return (select t.tier_id from loyalty_card_tiers t where t.project_id = project and t.card_id = card);
end $$;

-- Where a campaign redeems a reward by itself: points that come to a card somebody holds are told, for whoever
-- follows it up to see whether they are enough. So no writer of points can forget it. What a rollback gives
-- back has not come to the card: it is not redeemed once more.
create function note_automatic_reward() returns trigger language plpgsql as $$
declare
  at timestamptz := clock_timestamp();
  entry id := new_id('out', at);
begin
  if exists (select from reward_assignments a
    where a.project_id = new.project_id and a.campaign_id = new.campaign_id and a.auto_redeem) then
    insert into outbox (project_id, id, topic, payload, created_at)
    values (new.project_id, entry, 'reward.automatic', jsonb_build_object('card_id', new.id), at);
    perform graphile_worker.add_job('follow_outbox',
      json_build_object('projectId', new.project_id, 'id', entry));
  end if;
  return null;
end $$;
create trigger voucher_reward_automatic after update on vouchers
  for each row when (new.type = 'LOYALTY_CARD' and new.holder_id is not null and new.balance > 0
    and (new.added > old.added or old.holder_id is null))
  execute function note_automatic_reward();
