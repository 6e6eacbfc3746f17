/** How members come into the tiers of a programme and how long they stay, on the wire. */
import Type, { type Static } from 'typebox';

const Period = Type.Enum(['MONTH', 'QUARTER', 'HALF_YEAR', 'YEAR'], {
  description: 'Of the calendar, in which points are collected',
});

const Rounding = Type.Object(
  {
    type: Type.Enum(['MONTH', 'QUARTER', 'HALF_YEAR', 'YEAR', 'CUSTOM']),
    strategy: Type.Optional(
      Type.Enum(['START', 'END'], {
        default: 'END',
        description: 'Up to its last day, or to the first day of the next',
      }),
    ),
    unit: Type.Optional(Type.Enum(['MONTH'])),
    value: Type.Optional(
      Type.Integer({ minimum: 0, maximum: 11, description: 'Of CUSTOM: the month, 0 is January' }),
    ),
  },
  { description: 'Rounds the last day up' },
);

export const TiersExpiration = Type.Object(
  {
    qualification_type: Type.Enum(['BALANCE', 'POINTS_IN_PERIOD'], {
      description: 'By what a card holds, or by what was collected in a period',
    }),
    qualification_period: Type.Optional(Period),
    start_date: Type.Object({ type: Type.Enum(['IMMEDIATE', 'NEXT_PERIOD']) }),
    expiration_date: Type.Object({
      type: Type.Enum(['END_OF_PERIOD', 'END_OF_NEXT_PERIOD', 'BALANCE_DROP', 'CUSTOM']),
      extend: Type.Optional(
        Type.String({
          maxLength: 100,
          description: 'ISO 8601 duration of days or months: how long it lasts, or lasts longer',
        }),
      ),
      rounding: Type.Optional(Rounding),
    }),
  },
  { description: 'How members come into its tiers, and how long they stay' },
);
export type TiersExpiration = Static<typeof TiersExpiration>;

/** What campaigns' bodies have of it. */
export const tiersExpirationInput = { loyalty_tiers_expiration: Type.Optional(TiersExpiration) };

export const tiersOptionsInput = {
  options: Type.Optional(
    Type.Object({
      recalculate_tiers: Type.Optional(
        Type.Boolean({
          description: 'Whether members are looked at anew by the changed rules of its tiers',
        }),
      ),
    }),
  ),
};
