/** Validity: columns → wire. */
import type { Validity } from './schema.ts';
import type { ValidityColumns } from './service.ts';

export function presentValidity(row: ValidityColumns): Validity {
  return {
    ...(row.start_date === null ? {} : { start_date: row.start_date }),
    ...(row.expiration_date === null ? {} : { expiration_date: row.expiration_date }),
    ...(row.validity_timeframe === null ? {} : { validity_timeframe: row.validity_timeframe }),
    ...(row.validity_day_of_week === null
      ? {}
      : { validity_day_of_week: row.validity_day_of_week }),
    ...(row.validity_hours === null ? {} : { validity_hours: row.validity_hours }),
  };
}
