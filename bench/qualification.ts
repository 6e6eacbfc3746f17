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
import { jsonLog } from '../src/platform/log.ts';
import { COLLECTIONS, LINES, percentile, projectWithTiers } from './tiers.ts';

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
  const named =
    shape === 'selective'
      ? `jsonb_build_object('object', 'product', 'id', 'prod_' || i)`
      : `jsonb_build_object('object', 'products_collection', 'id', 'pc_' || i % ${COLLECTIONS})`;
  const rules = `jsonb_build_object('1', jsonb_build_object('name', 'product.id',
    'conditions', jsonb_build_object('$is', jsonb_build_array(${named}))))`;
  const headers = await projectWithTiers(db, {
    name: `${shape} ${tiers}`,
    tiers,
    rules,
    applicableTo: `jsonb_build_array(${named})`,
  });
  const items = Array.from({ length: LINES }, (_, i) => ({
    product_id: `prod_${i}`,
    quantity: 1 + (i % 3),
    price: 1_000 + i * 250,
  }));
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
