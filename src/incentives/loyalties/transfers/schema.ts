/** Transfers on the wire: the cards that points come from. */
import Type, { type Static } from 'typebox';
import { VoucherCode } from '../../vouchers/schema.ts';
import { Points, Reason, SourceId } from '../balance/schema.ts';

/** Cards that one request draws from. */
const MAX_SOURCES = 100;

const TransferSource = Type.Object({
  code: Type.String({
    ...VoucherCode.properties.code,
    description: 'Code or id of the card that points are taken from',
  }),
  points: Type.Integer({ ...Points, minimum: 1, description: 'At most what that card holds' }),
  reason: Reason,
  source_id: SourceId,
});
export type TransferSource = Static<typeof TransferSource>;

export const TransferInput = Type.Array(TransferSource, { minItems: 1, maxItems: MAX_SOURCES });
export type TransferInput = Static<typeof TransferInput>;
