/** One batch of a campaign's codes: made, counted and remembered in one transaction. */
import { type CodeGenerator, codeGenerator } from '../../../engine/codes/code-generator.ts';
import type { Project } from '../../../platform/context.ts';
import { isUniqueViolation, type Sql, type Transaction } from '../../../platform/db/database.ts';
import { newId } from '../../../platform/ids.ts';
import { codeKey } from '../../vouchers/service.ts';
import { drawCodes, type DrawnCode, everyCode } from './draw-codes.ts';
import { randomBelow } from './random-below.ts';
import {
  type Batch,
  copyVouchers,
  type FreshCode,
  type Generation,
  insertVouchersWhereFree,
} from './store.ts';

/**
 * Codes of a batch. In an interval of 5,000 to 50,000 the speed is the same within the noise; this
 * many take some 200 ms, and their text some 4 MB.
 */
export const BATCH_SIZE = 20_000;
/** Where chance hardly finds a free code any more, this many are tried one after the other. */
const MAX_ENUMERABLE = 2_000_000n;
const MAX_VAIN_ROUNDS = 3;
/** Codes looked at each time when they are tried one after the other. */
const PORTION = 20_000;

/** A code was taken: nothing is written, and the batch wants the careful way. */
export class CodeTaken extends Error {}

export type Making = {
  readonly generation: Generation;
  readonly project: Project;
  /** When the batch begins: its vouchers' `created_at`. */
  readonly at: { readonly iso: string; readonly epochMilliseconds: number };
};

/**
 * The fast way: all by COPY. Throws `CodeTaken` where one is not free, which ends the transaction.
 * Answers how many were made.
 */
export async function copyBatch(tx: Transaction, making: Making): Promise<number> {
  const drawn = draw(making, generatorOf(making.generation));
  try {
    await copyVouchers(tx, batchOf(making), withIds(making, drawn));
  } catch (error) {
    if (isUniqueViolation(error)) throw new CodeTaken();
    throw error;
  }
  return drawn.length;
}

/**
 * The careful way: only what is free, and where chance finds little, every code there is. Answers
 * how many were made; none means that no code is left.
 */
export async function insertBatch(
  sql: Sql,
  making: Making,
): Promise<{ readonly made: number; readonly drawn: number }> {
  const generator = generatorOf(making.generation);
  const wanted = wantedNow(making.generation);
  const drawn = draw(making, generator);
  const first = await insertVouchersWhereFree(sql, batchOf(making), withIds(making, drawn), wanted);
  const isScarce = 2 * first.length < wanted;
  if (!isScarce || generator.capacity > MAX_ENUMERABLE) {
    return { made: first.length, drawn: drawn.length };
  }
  const limit = wanted - first.length;
  const enumerated = await insertAnyFree(sql, making, generator, limit);
  return { made: first.length + enumerated, drawn: wanted };
}

/**
 * Tries every code there is. What another generation is just taking looks free until it commits: so
 * only several rounds that find nothing mean that nothing is left.
 */
async function insertAnyFree(
  sql: Sql,
  making: Making,
  generator: CodeGenerator,
  wanted: number,
): Promise<number> {
  let made = 0;
  for (let vain = 0; vain < MAX_VAIN_ROUNDS && made < wanted; ) {
    const before = made;
    for (const codes of everyCode(generator, PORTION, keyOf(making.project))) {
      const fresh = withIds(making, codes);
      made += (await insertVouchersWhereFree(sql, batchOf(making), fresh, wanted - made)).length;
      if (made === wanted) break;
    }
    vain = made === before ? vain + 1 : 0;
  }
  return made;
}

function wantedNow({ wanted, made }: Generation): number {
  return Math.min(BATCH_SIZE, wanted - made);
}

function draw({ generation, project }: Making, generator: CodeGenerator): DrawnCode[] {
  return drawCodes(generator, wantedNow(generation), keyOf(project), randomBelow);
}

function keyOf(project: Project): (code: string) => string | null {
  return (code) => codeKey(project, code);
}

/** Both in the order of their indexes, so that a batch fills pages one after the other. */
function withIds(making: Making, drawn: readonly DrawnCode[]): FreshCode[] {
  const ids = drawn.map(() => newId('v', making.at.epochMilliseconds)).sort();
  return drawn
    .toSorted((one, other) => (keyIn(one) < keyIn(other) ? -1 : 1))
    .map(({ code, codeKey: key }, place) => ({ id: ids[place] ?? '', code, codeKey: key }));
}

function keyIn({ code, codeKey: key }: DrawnCode): string {
  return key ?? code;
}

function batchOf({ generation, project, at }: Making): Batch {
  return {
    projectId: project.id,
    campaignId: generation.campaign_id,
    template: generation.template,
    createdAt: at.iso,
  };
}

/** The configuration was checked when the generation began. */
function generatorOf({ template }: Generation): CodeGenerator {
  const generator = codeGenerator(template.code_config);
  if (!generator.ok) throw new Error(`a generation holds a bad code config: ${generator.details}`);
  return generator.value;
}
