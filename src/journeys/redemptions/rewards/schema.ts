/** Points of a loyalty card exchanged for a reward, on the wire. */
import Type, { type Static } from 'typebox';
import { Metadata, Nullable } from '../../../platform/http/shapes.ts';
import { OrderInput } from '../../../records/orders/schema.ts';
import { wishes } from '../../redeemables/schema.ts';

const memberId = Type.String({ minLength: 1, description: "The loyalty card's code or id" });

export const ExchangingMember = Type.Object({ memberId });
export const ExchangingMemberOfCampaign = Type.Object({
  campaignId: Type.String({ minLength: 1, description: 'Id or name of the campaign' }),
  memberId,
});

export const ExchangeInput = Type.Object({
  reward: wishes.reward,
  order: Type.Optional(Nullable(OrderInput)),
  metadata: Type.Optional(Nullable(Metadata)),
});
export type ExchangeInput = Static<typeof ExchangeInput>;
