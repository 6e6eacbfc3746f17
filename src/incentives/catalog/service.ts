/** Catalogs of all projects in this process: loaded once, then kept up with the database's version. */
import type { Sql } from '../../platform/db/database.ts';
import { type Catalog, createCatalog } from './catalog.ts';

export { activityOf } from './activity.ts';
export type { Catalog, CatalogTier } from './catalog.ts';
export type { CatalogCampaign } from './code-campaigns.ts';
export type { AssignedReward } from './rewards.ts';
export { itemsOf } from './granted-items.ts';
export type { AssignmentRow, CampaignRow, StackRow } from './store.ts';
import { type EntityKind, findChanges, findEntities, findProjectVersion } from './store.ts';

/** Beyond this many, the catalog asked for longest ago is dropped and loaded again when needed. */
const MAX_CATALOGS = 1_000;
/** With more changes than this at once, reading everything anew is cheaper. */
const MAX_SINGLE_CHANGES = 2_000;

export type Catalogs = {
  /** As this process knows it: may be behind. Loads it where it knows nothing. Null: no such project. */
  known(sql: Sql, projectId: string): Promise<Catalog | null>;
  /** At `version` or newer; null where the project is gone. */
  at(sql: Sql, projectId: string, version: number): Promise<Catalog | null>;
};

export function createCatalogs(): Catalogs {
  const catalogs = new Map<string, Catalog>();
  const underWay = new Map<string, Promise<Catalog | null>>();

  /** One reading at a time per project: those who come meanwhile share it and look again. */
  function refresh(sql: Sql, projectId: string): Promise<Catalog | null> {
    const running = underWay.get(projectId);
    if (running !== undefined) return running;
    const started = bringUpToDate(sql, projectId).finally(() => underWay.delete(projectId));
    underWay.set(projectId, started);
    return started;
  }

  async function bringUpToDate(sql: Sql, projectId: string): Promise<Catalog | null> {
    const project = await findProjectVersion(sql, projectId);
    if (project === null) {
      catalogs.delete(projectId);
      return null;
    }
    const catalog = catalogs.get(projectId) ?? createCatalog(projectId);
    // Rows may be newer than this version; the next reading then sees them as changed once more.
    const changes = await (catalog.version === 0
      ? readAll(sql, catalog)
      : readChanges(sql, catalog, project.version));
    // All at once, without awaiting: nobody decides on half a change.
    for (const put of changes) put();
    catalog.settle();
    catalog.version = project.version;
    catalog.timezone = project.timezone;
    remember(projectId, catalog);
    return catalog;
  }

  function remember(projectId: string, catalog: Catalog): void {
    catalogs.delete(projectId);
    catalogs.set(projectId, catalog);
    const oldest = catalogs.keys().next();
    if (catalogs.size > MAX_CATALOGS && !oldest.done) catalogs.delete(oldest.value);
  }

  return {
    async known(sql, projectId) {
      return catalogs.get(projectId) ?? refresh(sql, projectId);
    },
    async at(sql, projectId, version) {
      for (;;) {
        const catalog = catalogs.get(projectId);
        if (catalog !== undefined && catalog.version >= version) return catalog;
        const refreshed = await refresh(sql, projectId);
        if (refreshed === null) return null;
      }
    },
  };
}

const kinds: readonly EntityKind[] = [
  'category',
  'stacking_rules',
  'validation_rule',
  'campaign',
  'promotion_tier',
  'assignment',
  'promotion_stack',
  'product_collection',
  'reward',
  'reward_assignment',
];

/** Puts into the catalog what has been read. */
type Put = () => void;

function readAll(sql: Sql, catalog: Catalog): Promise<readonly Put[]> {
  return Promise.all(kinds.map((kind) => read(sql, catalog, kind, null)));
}

async function readChanges(sql: Sql, catalog: Catalog, upTo: number): Promise<readonly Put[]> {
  const changes = await findChanges(sql, catalog.projectId, { after: catalog.version, upTo });
  const byKind = Map.groupBy(changes, (change) => change.kind);
  return Promise.all(
    kinds.flatMap((kind) => {
      const ids = byKind.get(kind)?.map((change) => change.entity_id) ?? [];
      return ids.length === 0 ? [] : [read(sql, catalog, kind, ids)];
    }),
  );
}

/** Reads rows to put in, and which of `ids` (or of the catalog) no longer exist, to be taken out. */
async function read<Kind extends EntityKind>(
  sql: Sql,
  catalog: Catalog,
  kind: Kind,
  ids: readonly string[] | null,
): Promise<Put> {
  const everything = ids === null || ids.length > MAX_SINGLE_CHANGES;
  const rows = await findEntities(sql, catalog.projectId, kind, everything ? null : ids);
  const found = new Set(rows.map((row) => row.id));
  return () => {
    for (const id of everything ? [...catalog.entities[kind].keys()] : ids) {
      if (!found.has(id)) catalog.put(kind, id, null);
    }
    for (const row of rows) catalog.put(kind, row.id, row);
  };
}
