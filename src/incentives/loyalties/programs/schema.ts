/** Loyalty programs on the wire: campaigns of type LOYALTY_PROGRAM, without having to say so. */
import Type, { type Static } from 'typebox';
import { CampaignInput, CampaignQuery } from '../../campaigns/schema.ts';

export const ProgramId = Type.Object({
  campaignId: Type.String({ minLength: 1, description: "The loyalty program's id or name" }),
});

const { campaign_type: _type, promotion: _promotion, ...given } = CampaignInput.properties;

export const ProgramInput = Type.Object({
  ...given,
  type: Type.Optional(
    Type.Enum(['AUTO_UPDATE', 'STATIC'], { description: 'Whether cards are added over time' }),
  ),
});
export type ProgramInput = Static<typeof ProgramInput>;

const { limit, page, expand, order } = CampaignQuery.properties;
export const ProgramQuery = Type.Object({ limit, page, expand, order });
export type ProgramQuery = Static<typeof ProgramQuery>;
