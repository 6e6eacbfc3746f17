/**
 * The outbox at work. An entry is followed up exactly once: in the transaction that removes it. A
 * request follows up its own as soon as they are committed; what it leaves behind, because it was
 * killed or what follows failed, jobs follow up later.
 */
import { done } from '../../engine/outcome.ts';
import type { Context, Project } from '../context.ts';
import { nestedDatabase, type Sql, type Transaction } from '../db/database.ts';
import { newId } from '../ids.ts';
import { errorFields, type Log } from '../log.ts';
import type { OutboxEntry, OutboxEvent, RequestOutbox } from './entry.ts';
import { removeEntry } from './store.ts';

export type Subscriber = {
  readonly topics: readonly string[];
  /** Before any transaction: what it needs to know of the project, as of the request or newer. */
  open(project: Project, sql: Sql): Promise<Follower>;
};

export type Follower = {
  /** Whether anything may follow from it. */
  wants(event: OutboxEvent): boolean;
  /**
   * The same in a single statement, which removes the entry as well: false where it takes more than
   * that, and nothing was done. Absent: it always does.
   */
  followAtOnce?(context: Context, entry: OutboxEntry): Promise<boolean>;
  /** In the transaction `tx`, which is `context.db` as well. What throws is tried again later. */
  follow(context: Context, tx: Transaction, entry: OutboxEntry): Promise<void>;
};

/** What follows may emit in turn: beyond this many entries a request leaves the rest to the jobs. */
const MAX_FOLLOWED = 100;

export function openOutbox(subscribers: readonly Subscriber[], project: Project): RequestOutbox {
  const written: OutboxEntry[] = [];
  let opened: readonly (readonly [Subscriber, Follower])[] | null = null;
  return {
    async open(sql) {
      opened = await Promise.all(
        subscribers.map(async (one) => [one, await one.open(project, sql)] as const),
      );
    },
    entry(event) {
      const isWanted =
        opened === null ||
        opened.some(([{ topics }, one]) => topics.includes(event.topic) && one.wants(event));
      if (!isWanted) return null;
      const entry = { ...event, id: newId('out', Date.now()) };
      written.push(entry);
      return entry;
    },
    take: () => written.splice(0),
  };
}

/** What the request has emitted, and what that emits. Never throws: what fails stays for the jobs. */
export async function followRequest(
  context: Context,
  subscribers: readonly Subscriber[],
  log: Log,
): Promise<void> {
  let followed = 0;
  for (let due = context.outbox.take(); due.length > 0; due = context.outbox.take()) {
    for (const entry of due) {
      followed += 1;
      if (followed > MAX_FOLLOWED) return;
      await followEntry(context, subscribers, entry, log);
    }
  }
}

/** In a transaction of its own; false where it failed and is still there. */
export async function followEntry(
  context: Context,
  subscribers: readonly Subscriber[],
  entry: OutboxEntry,
  log: Log,
): Promise<boolean> {
  const concerned = subscribers.filter(({ topics }) => topics.includes(entry.topic));
  try {
    const opened = await Promise.all(concerned.map((one) => one.open(context.project, context.db)));
    const [first, ...others] = opened;
    if (others.length === 0 && (await first?.followAtOnce?.(context, entry)) === true) return true;
    await context.db.transaction(async (tx) => {
      if (!(await removeEntry(tx, context.project.id, entry.id))) return done(null);
      const inside = { ...context, db: nestedDatabase(tx) };
      for (const follower of opened) await follower.follow(inside, tx, entry);
      return done(null);
    });
    return true;
  } catch (error) {
    log.error('what follows failed', {
      topic: entry.topic,
      entry: entry.id,
      project: context.project.id,
      ...errorFields(error),
    });
    return false;
  }
}
