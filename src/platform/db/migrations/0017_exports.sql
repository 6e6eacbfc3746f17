-- Exports: what is to be written as CSV, and the files, in portions: any process may write or send one.

create table exports (
  project_id id not null,
  id id not null,
  exported_object text collate "C" not null,
  -- As the request gave them, in wire form; and as answers show them, with the scope.
  parameters jsonb not null,
  shown jsonb not null,
  -- What the address of the request narrows it to: column → value.
  scope jsonb not null default '{}',
  status text collate "C" not null default 'SCHEDULED'
    check (status in ('SCHEDULED', 'IN_PROGRESS', 'DONE', 'ERROR')),
  -- Whoever downloads the file names it.
  token text not null,
  created_at timestamptz not null,
  primary key (project_id, id)
);
create index exports_by_status on exports (project_id, status, id);

create table export_chunks (
  project_id id not null,
  export_id id not null,
  number integer not null,
  content text not null,
  primary key (project_id, export_id, number),
  foreign key (project_id, export_id) references exports (project_id, id) on delete cascade
);
