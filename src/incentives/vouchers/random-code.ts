/** Vouchers with codes by chance: made until one is free, a bounded number of times. */
import { randomInt } from 'node:crypto';
import { type CodeGenerator, codeGenerator } from '../../engine/codes/code-generator.ts';
import { done, type Outcome, refuse } from '../../engine/outcome.ts';
import type { Sql } from '../../platform/db/database.ts';
import type { CodeConfig } from '../code-config/schema.ts';
import { lookupKey } from './codes.ts';
import { insertVouchers, type MakingContext, type NewVoucher } from './insert.ts';
import { findTakenKeys, type VoucherRow } from './store.ts';

/** The first code nearly always is free; where codes run out, each further round looks at many. */
const ROUNDS = 5;
const CANDIDATES = 200;

/** Writes one voucher under a random code; refuses where the configuration has no code left. */
export async function insertWithRandomCode(
  context: MakingContext,
  sql: Sql,
  config: CodeConfig,
  voucher: Omit<NewVoucher, 'code'>,
): Promise<Outcome<VoucherRow, 'invalid_code_config'>> {
  const generator = codeGenerator(config);
  if (!generator.ok) return generator;
  for (let round = 0; round < ROUNDS; round++) {
    const code =
      round === 0
        ? generator.value.next(randomBelow)
        : await freeCode(context, sql, generator.value);
    if (code === null) continue;
    const { inserted } = await insertVouchers(context, sql, [{ ...voucher, code }]);
    const [row] = inserted;
    if (row !== undefined) return done(row);
  }
  return refuse(
    'invalid_code_config',
    generator.value.capacity === 1n
      ? `The only code of this configuration is taken: ${generator.value.next(randomBelow)}`
      : 'There are no free codes left of this configuration',
  );
}

/**
 * Writes `count` vouchers under random codes in a few statements; answers those made, fewer where the
 * configuration has no more codes. It was checked when its campaign was made.
 */
export async function insertWithRandomCodes(
  context: MakingContext,
  sql: Sql,
  config: CodeConfig,
  voucher: Omit<NewVoucher, 'code'>,
  count: number,
): Promise<readonly VoucherRow[]> {
  const generator = codeGenerator(config);
  if (!generator.ok) throw new Error(`a campaign holds a bad code config: ${generator.details}`);
  const made: VoucherRow[] = [];
  for (let round = 0; round < ROUNDS && made.length < count; round++) {
    // Where codes run out, each further round looks at many.
    const tries = count - made.length + (round === 0 ? 0 : CANDIDATES);
    const codes = Array.from({ length: tries }, () => generator.value.next(randomBelow));
    const free = round === 0 ? codes : await freeAmong(context, sql, codes, count - made.length);
    const rows = free.map((code) => ({ ...voucher, code }));
    made.push(...(await insertVouchers(context, sql, rows)).inserted);
  }
  return made;
}

async function freeAmong(
  { project }: MakingContext,
  sql: Sql,
  codes: readonly string[],
  limit: number,
): Promise<readonly string[]> {
  const byKey = new Map(codes.map((code) => [lookupKey(project, code), code]));
  const taken = await findTakenKeys(sql, project.id, [...byKey.keys()]);
  const free = [...byKey].flatMap(([key, code]) => (taken.has(key) ? [] : [code]));
  return free.slice(0, limit);
}

function randomBelow(below: number): number {
  return randomInt(below);
}

/** One of many candidates that nobody has at this moment. */
async function freeCode(
  context: MakingContext,
  sql: Sql,
  generator: CodeGenerator,
): Promise<string | null> {
  const codes = Array.from({ length: CANDIDATES }, () => generator.next(randomBelow));
  const keys = codes.map((code) => lookupKey(context.project, code));
  const taken = await findTakenKeys(sql, context.project.id, keys);
  return codes.find((code) => !taken.has(lookupKey(context.project, code))) ?? null;
}
