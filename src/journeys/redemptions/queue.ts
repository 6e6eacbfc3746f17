/**
 * The way to the redeeming statement. One hot code is a queue: its row takes one writer at a time, and
 * more writers at once only make it slower. So a process sends one statement per code, and what
 * arrives meanwhile goes together with the next one: one round trip and one commit for all of them.
 */
import type { Sql } from '../../platform/db/database.ts';
import { againAfterDeadlock } from '../../platform/db/deadlocks.ts';
import { redeemEach, type RedeemAsk, type RedeemOutcome } from './store.ts';

/** More in one transaction would make the last ones wait for too long. */
const MAX_TOGETHER = 32;

type Waiting = {
  readonly ask: RedeemAsk;
  readonly resolve: (outcome: RedeemOutcome) => void;
  readonly reject: (error: unknown) => void;
};

export type RedeemQueue = {
  /** Writes one request, perhaps together with others for the same code; each has its own outcome. */
  submit(sql: Sql, projectId: string, ask: RedeemAsk): Promise<RedeemOutcome>;
};

export function createRedeemQueue(): RedeemQueue {
  /** Those waiting behind a statement that is under way, by project and code. */
  const lines = new Map<string, Waiting[]>();

  async function work(sql: Sql, projectId: string, name: string, first: Waiting): Promise<void> {
    const line: Waiting[] = [];
    lines.set(name, line);
    let together = [first];
    while (together.length > 0) {
      await send(sql, projectId, together);
      together = line.splice(0, MAX_TOGETHER);
    }
    lines.delete(name);
  }

  return {
    async submit(sql, projectId, ask) {
      const [voucher] = ask.vouchers;
      if (voucher === undefined) return sendOne(sql, projectId, ask);
      const name = `${projectId} ${voucher.id}`;
      return new Promise((resolve, reject) => {
        const waiting = { ask, resolve, reject };
        const line = lines.get(name);
        if (line === undefined) work(sql, projectId, name, waiting).catch(reject);
        else line.push(waiting);
      });
    },
  };
}

/** Never throws: every one who waits is told. */
async function send(sql: Sql, projectId: string, together: readonly Waiting[]): Promise<void> {
  try {
    const outcomes = await sendAll(
      sql,
      projectId,
      together.map(({ ask }) => ask),
    );
    for (const [position, waiting] of together.entries()) {
      const outcome = outcomes[position];
      if (outcome === undefined) throw new Error('every request has its outcome');
      waiting.resolve(outcome);
    }
  } catch (error) {
    if (together.length === 1) return together[0]?.reject(error);
    // One that cannot be written must not fail its neighbours. Should the statement have been
    // committed after all, its answer lost, then ids that are taken stop each from counting twice.
    for (const waiting of together) await send(sql, projectId, [waiting]);
  }
}

async function sendOne(sql: Sql, projectId: string, ask: RedeemAsk): Promise<RedeemOutcome> {
  const [outcome] = await sendAll(sql, projectId, [ask]);
  if (outcome === undefined) throw new Error('every request has its outcome');
  return outcome;
}

function sendAll(sql: Sql, projectId: string, asks: readonly RedeemAsk[]) {
  return againAfterDeadlock(() => redeemEach(sql, projectId, asks));
}
