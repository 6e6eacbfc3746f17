/** Until when points are valid that are put on a card now. Days are those of the project. */
import { Temporal } from 'temporal-polyfill';
import { type ExpirationRules, pointsExpiry } from '../../../engine/loyalty/points-expiry.ts';
import { done, type Outcome, refuse } from '../../../engine/outcome.ts';
import type { Sql } from '../../../platform/db/database.ts';
import { isoOf } from '../../../platform/iso.ts';
import type { LedgerContext } from '../../ledger/service.ts';
import { findExpirationRules } from './store.ts';

export { findExpirationRules } from './store.ts';

/** The last instant that an answer can write. */
const LAST_EXPIRY = Temporal.Instant.from('9999-12-31T00:00:00Z');

/** As the program has it: an ISO 8601 instant, null for never. Cards without a program never expire. */
export async function programExpiry(
  context: LedgerContext,
  sql: Sql,
  campaignId: string | null,
): Promise<string | null> {
  if (campaignId === null) return null;
  const rules = await findExpirationRules(sql, context.project.id, [campaignId]);
  return expiryByRules(context, rules.get(campaignId) ?? null);
}

/** By these rules, counted from now; null: never. */
export function expiryByRules(
  { project, now }: LedgerContext,
  rules: ExpirationRules | null,
): string | null {
  const expiry = pointsExpiry(rules, now.toZonedDateTimeISO(project.timezone));
  return expiry === null ? null : isoOf(expiry);
}

/** At the end of a day: of `2026-05-30` as it is written, of an instant as it is where the project is. */
export function expiryOnDay(
  { project, now }: LedgerContext,
  date: string,
): Outcome<string, 'invalid_expiration_date'> {
  const zone = project.timezone;
  const day = /^\d{4}-\d{2}-\d{2}$/.test(date)
    ? Temporal.PlainDate.from(date)
    : Temporal.Instant.from(date).toZonedDateTimeISO(zone).toPlainDate();
  const expiry = day.add({ days: 1 }).toZonedDateTime(zone).toInstant();
  if (Temporal.Instant.compare(expiry, now) <= 0) {
    return refuse('invalid_expiration_date', 'Expiration date cannot be set in the past');
  }
  if (Temporal.Instant.compare(expiry, LAST_EXPIRY) > 0) {
    return refuse('invalid_expiration_date', 'Expiration date is too far in the future');
  }
  return done(isoOf(expiry));
}
