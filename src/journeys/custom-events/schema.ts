/** Custom events on the wire: something a customer did, in the shop's own words. */
import Type, { type Static } from 'typebox';
import { Metadata, Nullable } from '../../platform/http/shapes.ts';
import { CustomerInput } from '../../records/customers/schema.ts';

const Code = Type.String({ minLength: 1, maxLength: 1_000 });

export const CustomEventInput = Type.Object({
  event: Type.String({ minLength: 1, maxLength: 300, description: 'The name of the event' }),
  customer: CustomerInput,
  referral: Type.Optional(
    Nullable(
      Type.Object({
        code: Type.String({ minLength: 1, maxLength: 1_000, description: 'The referral code' }),
        referrer_id: Type.Optional(Nullable(Type.String({ maxLength: 1_000 }))),
      }),
    ),
  ),
  loyalty: Type.Optional(
    Nullable(Type.Object({ code: Code }, { description: 'The one card that may earn points' })),
  ),
  metadata: Type.Optional(Nullable(Metadata)),
});
export type CustomEventInput = Static<typeof CustomEventInput>;

/** As the reference has it, `referral` and `loyalty` are always null. */
export const CustomEvent = Type.Object({
  object: Type.Literal('event'),
  type: Type.String(),
  customer: Type.Object({
    id: Type.String(),
    source_id: Type.Optional(Type.String()),
    name: Type.Optional(Type.String()),
    email: Type.Optional(Type.String()),
    metadata: Metadata,
    object: Type.Literal('customer'),
  }),
  referral: Type.Null(),
  loyalty: Type.Null(),
  metadata: Metadata,
});
export type CustomEvent = Static<typeof CustomEvent>;
