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

-- Which tier a published card is in, and when that has to be looked at. No row: in none, and nothing to look at.
create table loyalty_card_tiers (
  project_id id not null,
  card_id id not null,
  campaign_id id not null,
  -- The card's holder when it was last looked at.
  customer_id id,
  -- Null: in none.
  tier_id id,
  -- Of the tier as it is held now; an end is the midnight after its last day.
  started_at timestamptz,
  expires_at timestamptz,
  -- When the card came into this tier.
  created_at timestamptz,
  updated_at timestamptz,
  -- When time alone may change it; -infinity: its points have changed, it is to be looked at; null: never.
  next_check_at timestamptz,
  primary key (project_id, card_id),
  foreign key (project_id, card_id) references vouchers on delete cascade,
  constraint card_tier_held check ((tier_id is null) = (started_at is null))
);
create index loyalty_card_tiers_by_customer on loyalty_card_tiers (project_id, customer_id)
  where tier_id is not null;
-- For the job alone, which asks over all projects.
create index loyalty_card_tiers_due on loyalty_card_tiers ((next_check_at at time zone 'UTC'))
  where next_check_at is not null;

-- What has happened to cards, oldest first by id.
create table loyalty_tier_changes (
  project_id id not null,
  id id not null,
  card_id id not null,
  campaign_id id not null,
  customer_id id not null,
  change text not null check (change in ('joined', 'left', 'upgraded', 'downgraded', 'prolonged')),
  tier_id id,
  previous_tier_id id,
  -- The moment it is about: a job may come later.
  changed_at timestamptz not null,
  created_at timestamptz not null,
  primary key (project_id, id)
);
create index loyalty_tier_changes_by_card on loyalty_tier_changes (project_id, card_id, id);

-- Points collected in a period: what was earned or added by hand, and what of it was taken back.
create index ledger_entries_collected on ledger_entries (project_id, voucher_id, created_at) include (amount)
  where type in ('POINTS_ACCRUAL', 'PENDING_POINTS_ACTIVATION', 'POINTS_ADDITION', 'POINTS_ACCRUAL_CANCELLATION',
    'POINTS_CANCELLATION');

-- Whoever moves points or hands a card to a customer leaves word here, where the programme has tiers: so no
-- writer can forget it. Those who look at the tiers in their own transaction take the word away again.
create function note_points_change() returns trigger language plpgsql as $$
begin
  if exists (select from loyalty_tiers t
    where t.project_id = new.project_id and t.campaign_id = new.campaign_id) then
    insert into loyalty_card_tiers as c (project_id, card_id, campaign_id, next_check_at)
    values (new.project_id, new.id, new.campaign_id, '-infinity')
    on conflict (project_id, card_id) do update set next_check_at = '-infinity';
  end if;
  return null;
end $$;
create trigger voucher_points_changed after update on vouchers
  for each row when (new.type = 'LOYALTY_CARD' and
    (new.balance, new.holder_id) is distinct from (old.balance, old.holder_id))
  execute function note_points_change();
create trigger voucher_member_made after insert on vouchers
  for each row when (new.type = 'LOYALTY_CARD' and new.holder_id is not null)
  execute function note_points_change();

-- Writes what was decided of cards whose rows the caller holds: {cards, changes, outbox, at}.
create function write_card_tiers(project id, ask jsonb) returns void language plpgsql as $$
begin
  insert into loyalty_card_tiers as c (project_id, card_id, campaign_id, customer_id, tier_id, started_at,
    expires_at, created_at, updated_at, next_check_at)
  select project, t.card_id, t.campaign_id, t.customer_id, t.tier_id, t.started_at, t.expires_at,
    t.created_at, t.updated_at, t.next_check_at
  from jsonb_to_recordset(ask -> 'cards') as t(card_id text, campaign_id text, customer_id text, tier_id text,
    started_at timestamptz, expires_at timestamptz, created_at timestamptz, updated_at timestamptz,
    next_check_at timestamptz)
  on conflict (project_id, card_id) do update set customer_id = excluded.customer_id,
    tier_id = excluded.tier_id, started_at = excluded.started_at, expires_at = excluded.expires_at,
    created_at = excluded.created_at, updated_at = excluded.updated_at, next_check_at = excluded.next_check_at;
  insert into loyalty_tier_changes (project_id, id, card_id, campaign_id, customer_id, change, tier_id,
    previous_tier_id, changed_at, created_at)
  select project, t.id, t.card_id, t.campaign_id, t.customer_id, t.change, t.tier_id, t.previous_tier_id,
    t.changed_at, (ask ->> 'at')::timestamptz
  from jsonb_to_recordset(ask -> 'changes') as t(id text, card_id text, campaign_id text, customer_id text,
    change text, tier_id text, previous_tier_id text, changed_at timestamptz);
  perform write_outbox(project, ask);
end $$;

-- At the commit: where nobody has looked at the card in the same transaction, a job does at once.
create function follow_points_change() returns trigger language plpgsql as $$
begin
  if exists (select from loyalty_card_tiers c
    where c.project_id = new.project_id and c.card_id = new.card_id and c.next_check_at = '-infinity') then
    perform graphile_worker.add_job('check_card_tiers',
      json_build_object('projectId', new.project_id, 'cardIds', json_build_array(new.card_id)));
  end if;
  return null;
end $$;
create constraint trigger card_tier_noted after insert or update on loyalty_card_tiers
  deferrable initially deferred
  for each row when (new.next_check_at = '-infinity') execute function follow_points_change();
