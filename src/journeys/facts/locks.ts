/** What sessions have locked of a voucher, as the session of a request sees it. */
import type { FactsRow, VoucherFacts } from './question.ts';

/** How many redemptions others have locked: what its own session has locked is there for the request. */
export function lockedByOthers({ own_locks }: FactsRow, voucher: VoucherFacts): number {
  const own = own_locks?.find((lock) => lock.voucher_id === voucher.id);
  return voucher.locked_now - (own?.quantity ?? 0);
}
