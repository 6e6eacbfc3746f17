/** Takes out what has expired, over all projects. Whoever spends meanwhile takes it out on the way. */
import { Temporal } from 'temporal-polyfill';
import { done } from '../../../engine/outcome.ts';
import type { Database, Sql } from '../../../platform/db/database.ts';
import { newId } from '../../../platform/ids.ts';
import { isoOf } from '../../../platform/iso.ts';
import type { Recurring, Tasks } from '../../../platform/jobs/start-jobs.ts';
import { pointsChanged } from '../../loyalties/points-changed/service.ts';
import { type ExpiredCard, expireDue, findProjects } from './store.ts';

/** Lots of a transaction, whose cards are held until it ends: some 100 ms. */
const BATCH = 1_000;

/** The task's name. */
export const EXPIRE_POINTS = 'expire_points';

export function expiryTasks(db: Database): Tasks {
  return {
    async [EXPIRE_POINTS](_payload, { signal }) {
      while (!signal.aborted && (await expireBatch(db)) > 0);
    },
  };
}

/** Points end at a midnight of some time zone. */
export const expiryRecurring: Recurring = { [EXPIRE_POINTS]: '* * * * *' };

/** Answers how many cards it was about. */
async function expireBatch(db: Database): Promise<number> {
  const now = Temporal.Now.instant();
  let count = 0;
  await db.transaction(async (tx) => {
    const cards = await expireDue(tx, { at: isoOf(now), most: BATCH });
    await tellOf(
      tx,
      cards.filter(({ is_loyalty: isLoyalty }) => isLoyalty),
      now,
    );
    count = cards.length;
    return done(null);
  });
  return count;
}

/** In the same transaction: tiers follow their points. */
async function tellOf(
  tx: Sql,
  cards: readonly ExpiredCard[],
  now: Temporal.Instant,
): Promise<void> {
  if (cards.length === 0) return;
  const byProject = Map.groupBy(cards, ({ project_id: id }) => id);
  for (const project of await findProjects(tx, [...byProject.keys()])) {
    const ids = (byProject.get(project.id) ?? []).map(({ voucher_id: id }) => id);
    const context = {
      project,
      now,
      newId: (prefix: string) => newId(prefix, now.epochMilliseconds),
    };
    await pointsChanged(context, tx, ids.toSorted());
  }
}
