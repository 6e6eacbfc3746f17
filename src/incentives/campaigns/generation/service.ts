/**
 * Codes of campaigns, made in the background: batch by batch, each committed with the record of how
 * far it came. A process that dies leaves whole batches; the next goes on after the last of them.
 */
import { codeGenerator } from '../../../engine/codes/code-generator.ts';
import { done, type Outcome, refuse } from '../../../engine/outcome.ts';
import type { Context, Project } from '../../../platform/context.ts';
import type { Database, Sql, Transaction } from '../../../platform/db/database.ts';
import { isoOf } from '../../../platform/iso.ts';
import { addJob } from '../../../platform/jobs/add-job.ts';
import {
  createAsyncAction,
  failAsyncAction,
  finishAsyncAction,
  progressAsyncAction,
} from '../../../workspace/async-actions/service.ts';
import { CodeTaken, copyBatch, insertBatch, type Making } from './make-batch.ts';
import {
  advanceGeneration,
  countVouchersMade,
  insertGeneration,
  lockGeneration,
  removeGeneration,
  removeGenerationsOf,
  settleStatus,
  type VoucherTemplate,
} from './store.ts';

export type { VoucherTemplate } from './store.ts';

/** The task's name. */
export const GENERATE_VOUCHERS = 'generate_vouchers';

/** Refuses a count that the code configuration can never reach. */
export function checkCapacity(
  project: Project,
  { code_config: config }: Pick<VoucherTemplate, 'code_config'>,
  count: number,
): Outcome<null, 'invalid_code_config'> {
  const { charset } = config;
  // Codes that differ in case alone are one where case does not count.
  const isFolded = charset !== undefined && !project.caseSensitiveCodes;
  const generator = codeGenerator(
    isFolded ? { ...config, charset: charset.toLowerCase() } : config,
  );
  if (!generator.ok) return generator;
  const { capacity } = generator.value;
  if (capacity >= BigInt(count)) return done(null);
  const few =
    capacity === 1n
      ? 'Only one code can be made (a pattern has a # for each random character)'
      : `Only ${capacity} different codes can be made`;
  return refuse('invalid_code_config', `${few}, and ${count} are wanted`);
}

/** Begins to make `count` codes when the transaction commits; answers the async action's id. */
export async function beginGeneration(
  context: Context,
  tx: Sql,
  wanted: {
    readonly campaignId: string;
    readonly count: number;
    readonly template: VoucherTemplate;
  },
): Promise<string> {
  const projectId = context.project.id;
  const id = await createAsyncAction(context, tx, 'CAMPAIGN.VOUCHERS_GENERATE');
  const { campaignId, count, template } = wanted;
  await insertGeneration(tx, projectId, { id, campaign_id: campaignId, wanted: count, template });
  await countVouchersMade(tx, projectId, { campaignId, made: 0 });
  await settleStatus(tx, projectId, { campaignId, otherwise: 'DONE' });
  await addJob(tx, GENERATE_VOUCHERS, { projectId, id });
  return id;
}

/** For the removal of the campaign: what is under way ends with what it has made. */
export async function abandonGenerations(
  context: Context,
  tx: Sql,
  campaignId: string,
): Promise<void> {
  const projectId = context.project.id;
  for (const { id, made } of await removeGenerationsOf(tx, projectId, campaignId)) {
    await failAsyncAction(
      tx,
      { projectId, id, at: isoOf(context.now) },
      { message: 'The campaign was removed meanwhile.', done_count: made },
    );
  }
}

/** A generation as jobs name it. */
export type GenerationId = { readonly projectId: string; readonly id: string };
type Way = 'copy' | 'insert';
/** What comes after a batch: nothing, or another, this way; `made` so far, 0 where none was. */
export type Next = { readonly made: number } & (
  | { readonly isOver: true }
  | { readonly isOver: false; readonly way: Way }
);

/** Makes the next batch. Of two who try at once, one waits and then makes the batch after. */
export async function makeNextBatch(
  db: Database,
  generation: GenerationId,
  way: Way,
  at: Making['at'],
): Promise<Next> {
  try {
    const next = await db.transaction(async (tx) => done(await batchIn(tx, generation, way, at)));
    return next.ok ? next.value : { isOver: true, made: 0 };
  } catch (error) {
    // Two generations may each hold a code that the other wants: the database then ends one.
    if (error instanceof CodeTaken || isDeadlock(error)) {
      return { isOver: false, way: 'insert', made: 0 };
    }
    throw error;
  }
}

function isDeadlock(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === '40P01';
}

async function batchIn(
  tx: Transaction,
  { projectId, id }: GenerationId,
  way: Way,
  at: Making['at'],
): Promise<Next> {
  const locked = await lockGeneration(tx, projectId, id);
  if (locked === null) return { isOver: true, made: 0 };
  const { generation, project } = locked;
  const making = { generation, project, at };
  const { made, drawn } = way === 'copy' ? await copied(tx, making) : await insertBatch(tx, making);
  const { campaign_id: campaignId, wanted } = generation;
  const finished = generation.made + made;
  await advanceGeneration(tx, projectId, { id, by: made });
  await countVouchersMade(tx, projectId, { campaignId, made });
  const action = { projectId, id, at: at.iso };
  if (made > 0 && finished < wanted) {
    await progressAsyncAction(tx, action, { finished, wanted });
    // As long as codes were taken, the careful way saves the attempt.
    return { isOver: false, way: made === drawn ? 'copy' : 'insert', made: finished };
  }
  await removeGeneration(tx, projectId, id);
  const isComplete = finished === wanted;
  await settleStatus(tx, projectId, { campaignId, otherwise: isComplete ? 'DONE' : 'FAILED' });
  const message = `Generated ${finished} vouchers.`;
  if (isComplete) await finishAsyncAction(tx, action, { message, done_count: finished });
  else {
    const reason = `${message} There are no free codes left of this configuration.`;
    await failAsyncAction(tx, action, { message: reason, done_count: finished });
  }
  return { isOver: true, made: finished };
}

async function copied(tx: Transaction, making: Making) {
  const made = await copyBatch(tx, making);
  return { made, drawn: made };
}

/** Gives up: what was made stays. */
export async function failGeneration(
  db: Database,
  { projectId, id }: GenerationId,
  at: string,
): Promise<void> {
  await db.transaction(async (tx) => {
    const locked = await lockGeneration(tx, projectId, id);
    if (locked === null) return done(null);
    const { campaign_id: campaignId, made } = locked.generation;
    await removeGeneration(tx, projectId, id);
    await countVouchersMade(tx, projectId, { campaignId, made: 0 });
    await settleStatus(tx, projectId, { campaignId, otherwise: 'FAILED' });
    const message = `Generated ${made} vouchers. Then the generation failed.`;
    await failAsyncAction(tx, { projectId, id, at }, { message, done_count: made });
    return done(null);
  });
}
