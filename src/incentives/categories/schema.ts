/** Categories on the wire: names and ranks for incentives, by which they are stacked. */
import Type, { type Static } from 'typebox';
import { DateTime } from '../../platform/http/shapes.ts';

/** The largest whole number the database's column holds. */
const MAX_HIERARCHY = 2_147_483_647;

const attributes = {
  name: Type.String({ minLength: 1, maxLength: 1_000 }),
  hierarchy: Type.Integer({
    minimum: 0,
    maximum: MAX_HIERARCHY,
    description: 'Its rank: a lower number is applied first',
  }),
};

export const CategoryInput = Type.Object(attributes);
export type CategoryInput = Static<typeof CategoryInput>;

export const CategoryId = Type.Object({
  categoryId: Type.String({ minLength: 1, description: "The category's id" }),
});

export const CategoryRemoval = Type.Object({
  remove_from_stacking_rules: Type.Optional(
    Type.Boolean({ description: 'Takes it out of the stacking rules that name it' }),
  ),
});
export type CategoryRemoval = Static<typeof CategoryRemoval>;

export const Category = Type.Object({
  id: Type.String(),
  name: Type.String(),
  hierarchy: Type.Integer({ minimum: 0 }),
  created_at: DateTime,
  updated_at: Type.Optional(DateTime),
  object: Type.Literal('category'),
});
export type Category = Static<typeof Category>;

/** As answers about stacking show it: nothing where it goes with any other that is not exclusive. */
export const CategoryWithStackingType = Type.Object({
  ...Category.properties,
  stacking_rules_type: Type.Optional(
    Type.Enum(['JOINT', 'EXCLUSIVE'], { description: 'What the stacking rules make of it' }),
  ),
});
export type CategoryWithStackingType = Static<typeof CategoryWithStackingType>;

export const CategoryList = Type.Object({
  object: Type.Literal('list'),
  data_ref: Type.Literal('data'),
  data: Type.Array(Category),
  total: Type.Integer({ minimum: 0 }),
});
