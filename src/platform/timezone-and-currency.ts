/** Which time zones and currencies a project may have. */
import { Temporal } from 'temporal-polyfill';

const currencies: ReadonlySet<string> = new Set(Intl.supportedValuesOf('currency'));

/** Three upper case letters of ISO 4217. */
export function isCurrency(code: string): boolean {
  return currencies.has(code);
}

const gmtOffset = /^(?:GMT|UTC)([+-])(\d{1,2})(?::?00)?$/;

/**
 * The IANA name meant by `name`, or null where there is no such zone. `GMT+2` means the zone two
 * hours ahead, which IANA writes with the sign turned round: `Etc/GMT-2`. Offsets that are not
 * whole hours have no name: a zone is needed.
 */
export function timezoneNamed(name: string): string | null {
  const [, sign, hours = ''] = gmtOffset.exec(name) ?? [];
  const named = sign === undefined ? name : `Etc/GMT${sign === '+' ? '-' : '+'}${Number(hours)}`;
  return isTimezone(named) ? named : null;
}

/** Bare offsets (`+02:00`) are none: PostgreSQL reads their sign the other way round. */
function isTimezone(name: string): boolean {
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(name);
    return true;
  } catch {
    return false;
  }
}
