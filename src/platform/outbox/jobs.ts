/** Follows up what requests left behind: whose process was killed, or where what follows failed. */
import { Temporal } from 'temporal-polyfill';
import type { Context } from '../context.ts';
import type { Database } from '../db/database.ts';
import { newId } from '../ids.ts';
import { isoOf } from '../iso.ts';
import type { Recurring, Tasks } from '../jobs/start-jobs.ts';
import type { Log } from '../log.ts';
import { FOLLOW_OUTBOX } from './emit.ts';
import { followEntry, followRequest, openOutbox, type Subscriber } from './outbox.ts';
import { findLeftEntries, findLeftEntry, type LeftEntry } from './store.ts';

/** Younger ones are with the request that wrote them. */
const LEFT_AFTER_MS = 5_000;
/** Entries that are read at once. */
const BATCH = 200;

type Follow = (left: LeftEntry) => Promise<void>;

/** Several processes may do it at once: an entry that one of them holds the others pass over. */
export function outboxTasks(db: Database, subscribers: readonly Subscriber[], log: Log): Tasks {
  const follow: Follow = async (left) => {
    const context = contextOf(db, left, subscribers);
    await followEntry(context, subscribers, left.entry, log);
    await followRequest(context, subscribers, log);
  };
  return {
    async [FOLLOW_OUTBOX](payload, { signal }) {
      const named = namedIn(payload);
      if (named === null) return sweep(db, follow, signal);
      const left = await findLeftEntry(db, named.projectId, named.id);
      if (left !== null) await follow(left);
    },
  };
}

export const outboxRecurring: Recurring = { [FOLLOW_OUTBOX]: '* * * * *' };

/** One that fails is passed over, and tried again by the next sweep. */
async function sweep(db: Database, follow: Follow, signal: AbortSignal): Promise<void> {
  const before = isoOf(Temporal.Now.instant().subtract({ milliseconds: LEFT_AFTER_MS }));
  let last: LeftEntry | null = null;
  while (!signal.aborted) {
    const batch: readonly LeftEntry[] = await findLeftEntries(db, { last, before, most: BATCH });
    for (const left of batch) {
      if (signal.aborted) return;
      await follow(left);
    }
    last = batch.at(-1) ?? null;
    if (batch.length < BATCH) return;
  }
}

/** As the request that wrote it had it, in time as well; nobody's key, which opens nothing. */
function contextOf(
  db: Database,
  { entry, project, createdAt }: LeftEntry,
  subscribers: readonly Subscriber[],
): Context {
  const now = Temporal.Instant.from(createdAt);
  return {
    db,
    project,
    now,
    key: { appId: FOLLOW_OUTBOX, kind: 'server', name: FOLLOW_OUTBOX, scopes: [] },
    requestId: entry.id,
    idempotency: null,
    outbox: openOutbox(subscribers, project),
    newId: (prefix) => newId(prefix, now.epochMilliseconds),
    projectAt: async () => project,
  };
}

function namedIn(payload: unknown): { readonly projectId: string; readonly id: string } | null {
  if (typeof payload !== 'object' || payload === null) return null;
  if (!('projectId' in payload && 'id' in payload)) return null;
  const { projectId, id } = payload;
  return typeof projectId === 'string' && typeof id === 'string' ? { projectId, id } : null;
}
