/** Query parameters that many lists share, as the reference names and bounds them. */
import Type from 'typebox';

const DEFAULT_LIMIT = 10;
const MAX_LIMIT = 100;
/** Pages of the reference; a list never reads deeper than this times `limit` rows. */
const MAX_PAGE = 1_000;

export const Limit = Type.Optional(
  Type.Integer({
    minimum: 1,
    maximum: MAX_LIMIT,
    default: DEFAULT_LIMIT,
    description: 'Objects a page holds',
  }),
);

export const Page = Type.Optional(
  Type.Integer({ minimum: 1, maximum: MAX_PAGE, default: 1, description: 'Which page, from 1' }),
);

/** `created_at[before]=…&created_at[after]=…`: both ends excluded. */
export const TimeRange = Type.Optional(
  Type.Object({
    before: Type.Optional(Type.String({ format: 'date-time' })),
    after: Type.Optional(Type.String({ format: 'date-time' })),
  }),
);

/** `order=-created_at`: a column's name, with a minus for the greatest first. */
export function Order<const Name extends string>(names: readonly Name[]) {
  return Type.Optional(
    Type.Enum(
      names.flatMap((name) => [name, `-${name}` as const]),
      {
        description: 'Sorted by; a minus sorts the greatest first',
      },
    ),
  );
}
