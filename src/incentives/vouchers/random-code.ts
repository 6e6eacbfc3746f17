/** Vouchers with codes by chance: made until one is free, a bounded number of times. */
import { randomInt } from 'node:crypto';
import { type CodeGenerator, codeGenerator } from '../../engine/codes/code-generator.ts';
import { done, type Outcome, refuse } from '../../engine/outcome.ts';
import type { Context } from '../../platform/context.ts';
import type { Sql } from '../../platform/db/database.ts';
import type { CodeConfig } from '../code-config/schema.ts';
import { lookupKey } from './codes.ts';
import { insertVouchers, type NewVoucher } from './insert.ts';
import { findTakenKeys, type VoucherRow } from './store.ts';

/** The first code nearly always is free; where codes run out, each further round looks at many. */
const ROUNDS = 5;
const CANDIDATES = 200;

/** Writes one voucher under a random code; refuses where the configuration has no code left. */
export async function insertWithRandomCode(
  context: Context,
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

function randomBelow(below: number): number {
  return randomInt(below);
}

/** One of many candidates that nobody has at this moment. */
async function freeCode(
  context: Context,
  sql: Sql,
  generator: CodeGenerator,
): Promise<string | null> {
  const codes = Array.from({ length: CANDIDATES }, () => generator.next(randomBelow));
  const keys = codes.map((code) => lookupKey(context.project, code));
  const taken = await findTakenKeys(sql, context.project.id, keys);
  return codes.find((code) => !taken.has(lookupKey(context.project, code))) ?? null;
}
