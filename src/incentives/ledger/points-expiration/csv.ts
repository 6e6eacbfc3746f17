/** Points that expire, and those that did, as CSV: a row for each lot. */
import type { ExportSource } from '../../../workspace/exports/service.ts';
import { pointsExpirationFilterField } from './filters.ts';

const isOpen = 'l.remaining > 0 and l.expires_at > now()';

/** `expires_at` is the last day of the points, by the project's calendar. */
export const pointsExpirationExport: ExportSource = {
  object: 'points_expiration',
  from: `ledger_lots l join projects p on p.id = l.project_id,
    lateral (select l.remaining - coalesce(sum(t.amount), 0) as points
      from ledger_postings t join ledger_entries e on e.project_id = t.project_id and e.id = t.entry_id
      where t.project_id = l.project_id and t.lot_id = l.id and e.type = 'POINTS_EXPIRATION') gone`,
  project: 'l.project_id',
  id: 'l.id',
  fields: {
    id: 'l.id',
    campaign_id: 'l.campaign_id',
    voucher_id: 'l.voucher_id',
    points: `case when ${isOpen} then l.remaining else gone.points end`,
    status: `case when ${isOpen} then 'ACTIVE' else 'EXPIRED' end`,
    expires_at: `to_char((l.expires_at - interval '1 millisecond') at time zone p.timezone, 'YYYY-MM-DD')`,
  },
  defaults: ['id', 'campaign_id', 'voucher_id', 'status', 'expires_at', 'points'],
  orders: { expires_at: 'l.expires_at' },
  order: '-expires_at',
  scopes: { campaign_id: 'l.campaign_id' },
  where: 'l.expires_at is not null and (l.remaining > 0 or gone.points > 0)',
  filters: () => pointsExpirationFilterField,
};
