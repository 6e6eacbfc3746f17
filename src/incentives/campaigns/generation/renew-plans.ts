/**
 * Plans that stay right while vouchers are made by the million.
 *
 * Statements are planned once per connection. Those planned while the table was all but empty take
 * whichever index begins with the project, and would read what has been made since: a redemption
 * amid a first million of codes took up to 1.7 s. So the table is analyzed, which makes every
 * connection plan anew, each time it has grown manifold, and when a generation that matters is over.
 */
import type { Database } from '../../../platform/db/database.ts';
import type { Next } from './service.ts';
import { analyzeVouchers, believedVouchers } from './store.ts';

/** Under way: this many times what was believed. After 20,000, 100,000, 420,000 … from none. */
const MANIFOLD = 4;
/** In the end, for its numbers to be good, this share. */
const SHARE = 0.1;

/** After a batch, outside of its transaction. Takes up to some 0.3 s where it does anything. */
export async function renewPlans(db: Database, { isOver, made }: Next): Promise<void> {
  if (made === 0) return;
  const believed = Math.max(0, await believedVouchers(db));
  if (made > believed * (isOver ? SHARE : MANIFOLD)) await analyzeVouchers(db);
}
