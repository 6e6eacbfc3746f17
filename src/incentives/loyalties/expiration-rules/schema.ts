/** When points expire, on the wire: of a loyalty program, or of one of its earning rules. */
import Type, { type Static } from 'typebox';

const Month = Type.Integer({ minimum: 1, maximum: 12, description: '1 is January' });

/** Which parts a type needs is said by `readExpirationRules`. */
export const ExpirationRulesInput = Type.Object(
  {
    period_type: Type.Enum(['MONTH', 'FIXED_DAY_OF_YEAR']),
    period_value: Type.Optional(
      Type.Integer({ minimum: 0, maximum: 1_200, description: 'Months that points last' }),
    ),
    rounding_type: Type.Optional(
      Type.Enum(
        ['END_OF_MONTH', 'END_OF_QUARTER', 'END_OF_HALF_YEAR', 'END_OF_YEAR', 'PARTICULAR_MONTH'],
        { description: 'Until the end of what the last day lies in' },
      ),
    ),
    rounding_value: Type.Optional(Month),
    fixed_month: Type.Optional(Month),
    fixed_day: Type.Optional(Type.Integer({ minimum: 1, maximum: 31 })),
  },
  { description: 'When points expire; never, where there are no rules' },
);
export type ExpirationRulesInput = Static<typeof ExpirationRulesInput>;
