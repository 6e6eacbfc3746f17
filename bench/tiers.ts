/** Projects with very many promotion tiers, straight into the tables. */
import type { Database } from '../src/platform/db/database.ts';
import { newId } from '../src/platform/ids.ts';
import { createProject } from '../src/workspace/projects/service.ts';

/** Products in the project, and lines of the carts. */
export const LINES = 8;
export const COLLECTIONS = 3;

export type TierPlan = {
  readonly name: string;
  readonly tiers: number;
  /** SQL of the `rules` of tier number `i`. */
  readonly rules: string;
  /** SQL of the included entries of its `applicable_to`. */
  readonly applicableTo: string;
};

/** Makes the project and answers the headers that open it. */
export async function projectWithTiers(
  db: Database,
  plan: TierPlan,
): Promise<Record<string, string>> {
  const created = await createProject(db, {
    id: newId('proj', Date.now()),
    name: plan.name,
    description: null,
    timezone: 'UTC',
    currency: 'USD',
    case_sensitive_codes: true,
    settings: {},
    created_at: new Date().toISOString(),
  });
  if (!created.ok) throw new Error('a project is always created');
  const { project, server } = created.value;
  await insertTiers(db, project.id, plan);
  return {
    'content-type': 'application/json',
    'x-app-id': server.appId,
    'x-app-token': server.token,
  };
}

/** Straight into the tables, without the triggers: a version is counted once, not for each row. */
async function insertTiers(
  db: Database,
  projectId: string,
  { tiers, rules, applicableTo }: TierPlan,
): Promise<void> {
  const statements: readonly (readonly [string, ...unknown[]])[] = [
    [`set local session_replication_role = replica`],
    [
      `insert into campaigns (project_id, id, name, campaign_type, type, created_at)
       values ($1, 'camp_bench', 'Bench', 'PROMOTION', 'STATIC', now())`,
      projectId,
    ],
    [
      `insert into products (project_id, id, name, price, version, created_at)
       select $1, 'prod_' || i, 'Product ' || i, 1000, 1, now() from generate_series(0, ${LINES - 1}) i`,
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
         'rules', ${rules}, 'applicable_to', jsonb_build_object('included', ${applicableTo})), now()
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

export function percentile(samples: readonly number[], share: number): number {
  const sorted = samples.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}
