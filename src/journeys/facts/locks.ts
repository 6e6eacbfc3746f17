/** What sessions have locked of a voucher, as the session of a request sees it. */
import type { FactsRow, VoucherFacts } from './question.ts';

/** How many redemptions others have locked: what its own session has locked is there for the request. */
export function lockedByOthers({ own_locks }: FactsRow, voucher: VoucherFacts): number {
  const own = own_locks?.find((lock) => lock.voucher_id === voucher.id);
  return voucher.locked_now - (own?.quantity ?? 0);
}

/** What a card has for the request: its balance without what has expired and what others have locked. */
export function valueFor({ own_locks }: FactsRow, card: VoucherFacts): number {
  const own = own_locks?.find((lock) => lock.voucher_id === card.id);
  const held = card.due + card.value_locked - (own?.value ?? 0);
  return Math.max((card.balance ?? 0) - held, 0);
}
