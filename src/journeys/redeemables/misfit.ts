/** Redeemables that do not go together, whatever they are worth: none of them is decided on. */
import { type Refusal, refuse } from '../../engine/outcome.ts';
import type { Facts } from '../facts/service.ts';
import type { RedeemableInput } from './schema.ts';

export type MisfitKey = 'duplicated_redeemables' | 'invalid_redeemables';

/** Each is there once, and a promotion stack stands alone. */
export function misfitAmong(redeemables: readonly RedeemableInput[]): Refusal<MisfitKey> | null {
  const hasStack = redeemables.some((one) => one.object === 'promotion_stack');
  const repeated = firstRepeated(redeemables.map(({ object, id }) => `${object} ${id}`));
  if (repeated !== null) return duplicated(repeated);
  return hasStack && redeemables.length > 1
    ? refuse('invalid_redeemables', 'A promotion stack stands alone among the redeemables')
    : null;
}

/** One voucher by its code and by its id, or by two spellings, would be consumed twice. */
export function repeatedVoucher(
  redeemables: readonly RedeemableInput[],
  facts: Facts,
): Refusal<MisfitKey> | null {
  const vouchers = redeemables.filter((one) => one.object === 'voucher');
  const repeated = firstRepeated(vouchers.flatMap(({ id }) => facts.voucher(id)?.code ?? []));
  return repeated === null ? null : duplicated(`voucher ${repeated}`);
}

function firstRepeated(names: readonly string[]): string | null {
  const seen = new Set<string>();
  for (const name of names) {
    if (seen.has(name)) return name;
    seen.add(name);
  }
  return null;
}

function duplicated(name: string): Refusal<MisfitKey> {
  return refuse('duplicated_redeemables', `The ${name} is there twice`);
}
