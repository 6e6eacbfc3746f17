/** Estimating points, on the wire. */
import Type, { type Static } from 'typebox';
import { CustomerInput } from '../../records/customers/schema.ts';
import { OrderInput } from '../../records/orders/schema.ts';

export const EstimateCampaignId = Type.Object({
  campaignId: Type.String({ minLength: 1, description: "The loyalty campaign's id or name" }),
});

export const EstimateInput = Type.Object({ customer: CustomerInput, order: OrderInput });
export type EstimateInput = Static<typeof EstimateInput>;

export const Estimate = Type.Object({
  campaign: Type.Object({
    id: Type.String(),
    name: Type.String(),
    object: Type.Literal('campaign'),
  }),
  points_estimation: Type.Integer({
    minimum: 0,
    description: 'What paying for the order would earn, by all rules and the tier that is held',
  }),
});
