/** Buckets of points on the wire: what was put on a card at once, with its expiry. */
import Type, { type Static } from 'typebox';
import { Limit, Page } from '../../../platform/http/query.ts';
import { DateOnly, DateTime } from '../../../platform/http/shapes.ts';

export const BucketQuery = Type.Object({ limit: Limit, page: Page });
export type BucketQuery = Static<typeof BucketQuery>;

const PointsBucket = Type.Object({
  id: Type.String(),
  voucher_id: Type.String({ description: "The loyalty card's id" }),
  campaign_id: Type.Optional(Type.String()),
  bucket: Type.Object({ total_points: Type.Integer({ description: 'Points left in it' }) }),
  status: Type.Literal('ACTIVE'),
  expires_at: Type.Optional({ ...DateOnly, description: 'Its last day; absent: never' }),
  created_at: DateTime,
  updated_at: Type.Optional(DateTime),
  object: Type.Literal('loyalty_points_bucket'),
});
export type PointsBucket = Static<typeof PointsBucket>;

export const PointsBucketList = Type.Object({
  object: Type.Literal('list'),
  data_ref: Type.Literal('data'),
  data: Type.Array(PointsBucket),
  total: Type.Integer({ minimum: 0 }),
});
