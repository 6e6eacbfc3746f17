/** What promotion tiers and stacks share on the wire. */
import Type, { type Static } from 'typebox';
import { Nullable } from '../../platform/http/shapes.ts';

export const CampaignIdText = Type.String({
  minLength: 1,
  description: "The campaign's id or name",
});
export const CampaignId = Type.Object({ campaignId: CampaignIdText });

/** A request names a category by id or by name; null takes it away. */
export const categoryInput = {
  category_id: Type.Optional(Nullable(Type.String({ description: 'Id of its category' }))),
  category: Type.Optional(
    Nullable(Type.String({ description: 'Name of its category, where no id is given' })),
  ),
};
const CategoryInput = Type.Object(categoryInput);
export type CategoryInput = Static<typeof CategoryInput>;
