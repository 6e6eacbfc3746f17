/**
 * The outbox at work. An entry is followed up exactly once: in the transaction that removes it. A
 * request follows up its own as soon as they are committed; what it leaves behind, because it was
 * killed or what follows failed, jobs follow up later.
 */
import { done } from '../../engine/outcome.ts';
import type { Context } from '../context.ts';
import { nestedDatabase, type Transaction } from '../db/database.ts';
import { errorFields, type Log } from '../log.ts';
import type { OutboxEntry, OutboxEvent, RequestOutbox } from './entry.ts';
import { removeEntry } from './store.ts';

export type Subscriber = {
  readonly topics: readonly string[];
  /** Whether anything may follow from it: asked in the transaction of the change, so from memory. */
  wants(context: Context, event: OutboxEvent): Promise<boolean>;
  /** In the transaction `tx`, which is `context.db` as well. What throws is tried again later. */
  follow(context: Context, tx: Transaction, entry: OutboxEntry): Promise<void>;
};

/** What follows may emit in turn: beyond this many entries a request leaves the rest to the jobs. */
const MAX_FOLLOWED = 100;

/** `context` is asked for only once the request is under way. */
export function openOutbox(
  subscribers: readonly Subscriber[],
  context: () => Context,
): RequestOutbox {
  const written: OutboxEntry[] = [];
  return {
    async entry(event) {
      for (const subscriber of subscribersOf(subscribers, event)) {
        if (!(await subscriber.wants(context(), event))) continue;
        const entry = { ...event, id: context().newId('out') };
        written.push(entry);
        return entry;
      }
      return null;
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
  try {
    await context.db.transaction(async (tx) => {
      if (!(await removeEntry(tx, context.project.id, entry.id))) return done(null);
      const inside = { ...context, db: nestedDatabase(tx) };
      for (const subscriber of subscribersOf(subscribers, entry)) {
        await subscriber.follow(inside, tx, entry);
      }
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

function subscribersOf(
  subscribers: readonly Subscriber[],
  { topic }: OutboxEvent,
): readonly Subscriber[] {
  return subscribers.filter(({ topics }) => topics.includes(topic));
}
