/** When an incentive holds, on the wire: from, until, and the hours and days in between. */
import Type, { type Static } from 'typebox';
import { DateTime, Nullable } from '../../platform/http/shapes.ts';

const DayOfWeek = Type.Integer({ minimum: 0, maximum: 6 });

export const ValidityTimeframe = Type.Object({
  duration: Type.String({ maxLength: 50, description: 'How long each opening lasts, ISO 8601' }),
  interval: Type.String({ maxLength: 50, description: 'How often it opens, ISO 8601' }),
});
export type ValidityTimeframe = Static<typeof ValidityTimeframe>;

export const ValidityDayOfWeek = Type.Array(DayOfWeek, {
  maxItems: 7,
  description: 'Days of the week, 0 is Sunday',
});

const TimeOfDay = Type.String({
  pattern: '^([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?$',
  description: 'HH:mm in the project’s time zone',
});

export const ValidityHours = Type.Object({
  daily: Type.Array(
    Type.Object({
      start_time: Type.Optional(TimeOfDay),
      days_of_week: Type.Optional(ValidityDayOfWeek),
      expiration_time: Type.Optional(TimeOfDay),
    }),
    { maxItems: 100 },
  ),
});
export type ValidityHours = Static<typeof ValidityHours>;

/** Properties of a request; null clears. Spread into a resource's body. */
export const validityInput = {
  start_date: Type.Optional(Nullable(DateTime)),
  expiration_date: Type.Optional(Nullable(DateTime)),
  validity_timeframe: Type.Optional(Nullable(ValidityTimeframe)),
  validity_day_of_week: Type.Optional(Nullable(ValidityDayOfWeek)),
  validity_hours: Type.Optional(Nullable(ValidityHours)),
};
const ValidityInput = Type.Object(validityInput);
export type ValidityInput = Static<typeof ValidityInput>;

/** Properties of an answer: what is not limited is left out. Spread into a resource's reply. */
export const validityReply = {
  start_date: Type.Optional(DateTime),
  expiration_date: Type.Optional(DateTime),
  validity_timeframe: Type.Optional(ValidityTimeframe),
  validity_day_of_week: Type.Optional(ValidityDayOfWeek),
  validity_hours: Type.Optional(ValidityHours),
};
const Validity = Type.Object(validityReply);
export type Validity = Static<typeof Validity>;
