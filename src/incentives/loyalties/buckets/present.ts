/** Buckets of points: row → wire. */
import type { PointsBucket } from './schema.ts';
import type { BucketRow } from './service.ts';

export function presentBucket(row: BucketRow): PointsBucket {
  return {
    id: row.id,
    voucher_id: row.voucher_id,
    ...(row.campaign_id === null ? {} : { campaign_id: row.campaign_id }),
    bucket: { total_points: row.remaining },
    status: 'ACTIVE',
    ...(row.last_day === null ? {} : { expires_at: row.last_day }),
    created_at: row.created_at,
    ...(row.updated_at === null ? {} : { updated_at: row.updated_at }),
    object: 'loyalty_points_bucket',
  };
}
