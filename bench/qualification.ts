/**
 * What POST /v1/qualifications costs with 10 to 10,000 active promotion tiers, over HTTP.
 *
 * Two shapes, on a cart of eight lines. Selective: each tier is for a product of its own, so at most
 * eight match. Broad: each tier is for one of three product collections, and all of them match. Each
 * size has a project of its own on one server; the sizes take turns, so that whatever else the
 * machine does falls on all of them alike. Server and client share a process.
 *
 * Alone: `node_modules/.bin/node bench/qualification.ts`.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildApp } from '../src/app.ts';
import { connectDatabase, type Database } from '../src/platform/db/database.ts';
import { startDatabase } from '../src/platform/db/embedded/start-database.ts';
import { migrate } from '../src/platform/db/migrate.ts';
import { newId } from '../src/platform/ids.ts';
import { jsonLog } from '../src/platform/log.ts';
import { createProject } from '../src/workspace/projects/service.ts';

export type Shape = 'selective' | 'broad';
export type Sorting = 'DEFAULT' | 'BEST_DEAL';

export type QualificationResult = {
  readonly shape: Shape;
  readonly sorting: Sorting;
  readonly tiers: number;
  /** End to end, in milliseconds. */
  readonly p50: number;
  readonly p95: number;
};

const sizes = [10, 100, 1_000, 10_000] as const;
const shapes: readonly Shape[] = ['selective', 'broad'];
const sortings: readonly Sorting[] = ['DEFAULT', 'BEST_DEAL'];
const LINES = 8;
const COLLECTIONS = 3;

type Case = Pick<QualificationResult, 'shape' | 'sorting' | 'tiers'> & {
  readonly samples: number[];
  ask(): Promise<void>;
};

/** Starts a server on `databaseUrl`, sets up and measures; leaves its projects behind. */
export async function benchQualification(
  databaseUrl: string,
  { rounds = 150, warmUp = 40 } = {},
): Promise<readonly QualificationResult[]> {
  const log = jsonLog((line) => console.error(line.trimEnd()));
  const db = connectDatabase(databaseUrl, (error) => console.error(error.message));
  const app = buildApp({ db, log, version: 'bench' });
  try {
    const url = await app.listen({ port: 0, host: '127.0.0.1' });
    const cases: Case[] = [];
    for (const shape of shapes) {
      for (const tiers of sizes) cases.push(...(await casesOf(db, url, { shape, tiers })));
    }
    for (let round = -warmUp; round < rounds; round += 1) {
      for (const one of cases) {
        const startedAt = performance.now();
        await one.ask();
        if (round >= 0) one.samples.push(performance.now() - startedAt);
      }
    }
    return cases.map(({ shape, sorting, tiers, samples }) => ({
      shape,
      sorting,
      tiers,
      p50: percentile(samples, 0.5),
      p95: percentile(samples, 0.95),
    }));
  } finally {
    await app.close();
    await db.close();
  }
}

async function casesOf(
  db: Database,
  url: string,
  { shape, tiers }: { readonly shape: Shape; readonly tiers: number },
): Promise<Case[]> {
  const created = await createProject(db, {
    id: newId('proj', Date.now()),
    name: `${shape} ${tiers}`,
    description: null,
    timezone: 'UTC',
    currency: 'USD',
    case_sensitive_codes: true,
    settings: {},
    created_at: new Date().toISOString(),
  });
  if (!created.ok) throw new Error('a project is always created');
  const { project, server } = created.value;
  await insertTiers(db, project.id, { shape, tiers });
  const items = Array.from({ length: LINES }, (_, i) => ({
    product_id: `prod_${i}`,
    quantity: 1 + (i % 3),
    price: 1_000 + i * 250,
  }));
  const headers = {
    'content-type': 'application/json',
    'x-app-id': server.appId,
    'x-app-token': server.token,
  };
  const expected = Math.min(shape === 'selective' ? LINES : tiers, 5);
  return sortings.map((sorting) => {
    const options = { sorting_rule: sorting };
    const body = JSON.stringify({ scenario: 'ALL', order: { items }, options });
    return {
      shape,
      sorting,
      tiers,
      samples: [],
      async ask() {
        const answer = await fetch(`${url}/v1/qualifications`, { method: 'POST', headers, body });
        const text = await answer.text();
        if (!text.includes(`"total":${expected},"has_more"`))
          throw new Error('the bench measures something else');
      },
    };
  });
}

/** Straight into the tables, without the triggers: a version is counted once, not for each row. */
async function insertTiers(
  db: Database,
  projectId: string,
  { shape, tiers }: { readonly shape: Shape; readonly tiers: number },
): Promise<void> {
  const named =
    shape === 'selective'
      ? `jsonb_build_object('object', 'product', 'id', 'prod_' || i)`
      : `jsonb_build_object('object', 'products_collection', 'id', 'pc_' || i % ${COLLECTIONS})`;
  const statements: readonly (readonly [string, ...unknown[]])[] = [
    [`set local session_replication_role = replica`],
    [
      `insert into campaigns (project_id, id, name, campaign_type, type, created_at)
       values ($1, 'camp_bench', 'Bench', 'PROMOTION', 'STATIC', now())`,
      projectId,
    ],
    [
      `insert into products (project_id, id, name, price, created_at)
       select $1, 'prod_' || i, 'Product ' || i, 1000, now() from generate_series(0, ${LINES - 1}) i`,
      projectId,
    ],
    [
      `insert into product_collections (project_id, id, name, type, created_at)
       select $1, 'pc_' || i, 'Collection ' || i, 'STATIC', now()
       from generate_series(0, ${COLLECTIONS - 1}) i`,
      projectId,
    ],
    [
      `insert into product_collection_members (project_id, collection_id, object, member_id, product_id)
       select $1, 'pc_' || i % ${COLLECTIONS}, 'product', 'prod_' || i, 'prod_' || i
       from generate_series(0, ${LINES - 1}) i`,
      projectId,
    ],
    [
      `insert into validation_rules (project_id, id, name, definition, created_at)
       select $1, 'val_' || i, 'Rule ' || i, jsonb_build_object(
         'rules', jsonb_build_object('1', jsonb_build_object('name', 'product.id',
           'conditions', jsonb_build_object('$is', jsonb_build_array(${named})))),
         'applicable_to', jsonb_build_object('included', jsonb_build_array(${named}))), now()
       from generate_series(0, $2::int - 1) i`,
      projectId,
      tiers,
    ],
    [
      `insert into promotion_tiers (project_id, id, campaign_id, name, action, hierarchy,
         start_date, expiration_date, created_at)
       select $1, 'promo_' || i, 'camp_bench', 'Tier ' || i, jsonb_build_object('discount',
         jsonb_build_object('type', 'PERCENT', 'percent_off', 1 + i % 50, 'effect', 'APPLY_TO_ITEMS')),
         i, now() - interval '1 day', now() + interval '1 day', now() - i * interval '1 second'
       from generate_series(0, $2::int - 1) i`,
      projectId,
      tiers,
    ],
    [
      `insert into validation_rule_assignments (project_id, id, rule_id, related_object_type,
         related_object_id, created_at)
       select $1, 'asgm_' || i, 'val_' || i, 'promotion_tier', 'promo_' || i, now()
       from generate_series(0, $2::int - 1) i`,
      projectId,
      tiers,
    ],
  ];
  await db.transaction(async (tx) => {
    for (const [text, ...values] of statements) await tx.adhoc(text, values);
    return { ok: true, value: null };
  });
  await db.adhoc('update projects set config_version = config_version + 1 where id = $1', [
    projectId,
  ]);
}

function percentile(samples: readonly number[], share: number): number {
  const sorted = samples.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

if (import.meta.main) {
  const folder = mkdtempSync(join(tmpdir(), 'scrip-bench-'));
  const database = await startDatabase({ databaseUrl: null, dataFolder: folder }, () => undefined);
  try {
    await migrate(database.url);
    const results = await benchQualification(database.url);
    console.table(
      results.map(({ p50, p95, ...rest }) => ({
        ...rest,
        'p50 ms': p50.toFixed(2),
        'p95 ms': p95.toFixed(2),
      })),
    );
  } finally {
    await database.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}
