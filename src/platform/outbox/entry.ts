/** Entries of the outbox: what has happened, and is to be followed up once it is committed. */
import type { JsonObject } from '../../engine/json.ts';
import type { Sql } from '../db/database.ts';

export type OutboxEvent = {
  /** Such as `order.paid`. */
  readonly topic: string;
  /** Ids mostly: whoever follows up reads what is true by then. */
  readonly payload: JsonObject;
};

export type OutboxEntry = OutboxEvent & { readonly id: string };

/** What one request has written, to be followed up before it is answered. */
export type RequestOutbox = {
  /**
   * Finds out what others want to know. To be called before a transaction begins that emits: whoever
   * holds rows must not wait for what others read. Without it everything is written.
   */
  open(sql: Sql): Promise<void>;
  /**
   * The entry to be written in the transaction of the change, for statements that write it themselves;
   * null where nothing would follow from it.
   */
  entry(event: OutboxEvent): OutboxEntry | null;
  /** Takes out what has been written and not yet followed up. */
  take(): readonly OutboxEntry[];
};
