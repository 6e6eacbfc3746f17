/** Members of loyalty programs on the wire: loyalty cards. */
import Type, { type Static } from 'typebox';
import { ListedVoucher, VoucherCode, VoucherQuery } from '../../vouchers/schema.ts';
import { ProgramId } from '../programs/schema.ts';

const member = Type.String({
  ...VoucherCode.properties.code,
  description: "The loyalty card's code or id",
});

export const MemberId = Type.Object({ memberId: member });
export const MemberOfProgram = Type.Object({ ...ProgramId.properties, memberId: member });

/** A loyalty card as members are shown. */
export const LoyaltyMember = ListedVoucher;
export type LoyaltyMember = Static<typeof LoyaltyMember>;

const { limit, page, customer, created_at, updated_at, order, code, ids } = VoucherQuery.properties;
export const MemberQuery = Type.Object({
  limit,
  page,
  customer,
  created_at,
  updated_at,
  order,
  code,
  ids,
});
export type MemberQuery = Static<typeof MemberQuery>;

export const MemberList = Type.Object({
  object: Type.Literal('list'),
  data_ref: Type.Literal('vouchers'),
  vouchers: Type.Array(LoyaltyMember),
  total: Type.Integer({ minimum: 0 }),
});
