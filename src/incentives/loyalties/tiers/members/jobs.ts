/**
 * Looking at tiers in the background: of cards whose points somebody moved without looking, of those that
 * time has changed, and of all members where the structure has changed. What was looked at is not due any
 * more, so each may run twice, beside another, or be killed.
 */
import assert from 'node:assert/strict';
import { Temporal } from 'temporal-polyfill';
import { done } from '../../../../engine/outcome.ts';
import type { Database } from '../../../../platform/db/database.ts';
import { newId } from '../../../../platform/ids.ts';
import { isoOf } from '../../../../platform/iso.ts';
import { addJob } from '../../../../platform/jobs/add-job.ts';
import type { Recurring, Tasks } from '../../../../platform/jobs/start-jobs.ts';
import { checkTiers } from './check-tiers.ts';
import { CHECK_PROGRAMME, type Programme } from '../recheck/service.ts';
import { findDue, findMembers, findProject } from './store.ts';

/** Cards of a transaction: it holds their rows until it ends. */
const BATCH = 200;
/** After so long the rest goes to the end of the queue. */
const PORTION_MS = 2_000;

export function tierTasks(db: Database): Tasks {
  return {
    async check_card_tiers(payload) {
      const { projectId, cardIds } = cardsOf(payload);
      await checkCards(db, projectId, cardIds);
    },
    async check_due_tiers(_payload, { signal }) {
      const at = isoOf(Temporal.Now.instant());
      while (!signal.aborted && (await checkDue(db, at)) > 0);
    },
    async [CHECK_PROGRAMME](payload, { signal }) {
      let programme = programmeOf(payload);
      const startedAt = performance.now();
      while (performance.now() - startedAt < PORTION_MS && !signal.aborted) {
        const last = await checkMembers(db, programme);
        if (last === null) return;
        programme = { ...programme, after: last };
      }
      // If this process dies right here, the job it is in runs again instead.
      const queue = `tiers:${programme.campaignId}`;
      await addJob(db, CHECK_PROGRAMME, programme, { queue });
    },
  };
}

/** Every minute: days begin at any minute of an hour somewhere. */
export const tierRecurring: Recurring = { check_due_tiers: '* * * * *' };

async function checkDue(db: Database, at: string): Promise<number> {
  const due = await findDue(db, { at, most: BATCH });
  for (const [projectId, cards] of Map.groupBy(due, ({ project_id }) => project_id)) {
    await checkCards(
      db,
      projectId,
      cards.map(({ card_id }) => card_id),
    );
  }
  return due.length;
}

/** Answers the last card looked at; null after the last of all. */
async function checkMembers(db: Database, programme: Programme): Promise<string | null> {
  const { projectId, look } = programme;
  const cardIds = await findMembers(db, projectId, { ...programme, most: BATCH });
  await checkCards(db, projectId, cardIds, look);
  return cardIds.length < BATCH ? null : (cardIds.at(-1) ?? null);
}

async function checkCards(
  db: Database,
  projectId: string,
  cardIds: readonly string[],
  look: Programme['look'] = 'recalculate',
): Promise<void> {
  await db.transaction(async (tx) => {
    const project = await findProject(tx, projectId);
    if (project === null) return done(null);
    const now = Temporal.Now.instant();
    const ids = (prefix: string) => newId(prefix, now.epochMilliseconds);
    await checkTiers({ project, now, newId: ids }, tx, cardIds, look);
    return done(null);
  });
}

function cardsOf(payload: unknown): { projectId: string; cardIds: readonly string[] } {
  assert(typeof payload === 'object' && payload !== null, 'the payload is an object');
  assert('projectId' in payload && 'cardIds' in payload, 'the payload names cards');
  const { projectId, cardIds } = payload;
  assert(typeof projectId === 'string' && Array.isArray(cardIds), 'of one project');
  return { projectId, cardIds: cardIds.filter((id) => typeof id === 'string') };
}

function programmeOf(payload: unknown): Programme {
  assert(typeof payload === 'object' && payload !== null, 'the payload is an object');
  assert('projectId' in payload && 'campaignId' in payload, 'the payload names a programme');
  assert('look' in payload && 'after' in payload, 'the payload says what and from where');
  const { projectId, campaignId, look, after } = payload;
  assert(typeof projectId === 'string' && typeof campaignId === 'string', 'ids are text');
  assert(
    typeof after === 'string' && (look === 'recalculate' || look === 'refresh'),
    'as it was put',
  );
  return { projectId, campaignId, look, after };
}
