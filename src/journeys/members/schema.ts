/** New members of loyalty programs on the wire. */
import Type, { type Static } from 'typebox';
import { Nullable } from '../../platform/http/shapes.ts';
import { CustomerInput } from '../../records/customers/schema.ts';
import { PublicationInput } from '../publications/schema.ts';

const { voucher, source_id, metadata, channel } = PublicationInput.properties;

/** An id where it begins with `cust_`, else a source_id. */
const CustomerName = Type.String({
  minLength: 1,
  maxLength: 1_000,
  description: "A customer's id or source_id",
});

export const MemberInput = Type.Object({
  voucher,
  customer: Type.Union([CustomerName, CustomerInput]),
  source_id,
  metadata,
  channel,
});
export type MemberInput = Static<typeof MemberInput>;

/** Customers that one request may name. */
export const MAX_CUSTOMERS = 100_000;
/** What so many may take, each with a long name. */
export const MAX_MEMBERS_BYTES = 16 * 1024 * 1024;

const NamedCustomer = Type.Object({
  id: Type.Optional(Type.String({ minLength: 1, maxLength: 1_000 })),
  source_id: Type.Optional(Nullable(CustomerName)),
});

export const MembersInput = Type.Object({
  customers: Type.Array(Type.Union([CustomerName, NamedCustomer]), {
    minItems: 1,
    maxItems: MAX_CUSTOMERS,
    description: 'Who shall be a member; whoever is one already stays so',
  }),
  metadata,
  channel,
});
export type MembersInput = Static<typeof MembersInput>;
