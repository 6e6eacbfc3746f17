/** SQL of campaign summaries: what was made, published, validated and redeemed. */
import { type Sql, statement } from '../../../platform/db/database.ts';

/** Amounts in minor units. */
export type SummaryRow = {
  readonly redemptions_succeeded: number;
  readonly redemptions_failed: number;
  readonly rollbacks_succeeded: number;
  readonly rollbacks_failed: number;
  readonly orders_amount: number;
  readonly orders_rolledback_amount: number;
  readonly discounted_amount: number;
  readonly rolledback_discounted_amount: number;
  readonly validations: number;
  readonly validations_succeeded: number;
  readonly publications_succeeded: number;
  readonly publications_failed: number;
  readonly vouchers_created: number;
  readonly vouchers_deleted: number;
  readonly referred_customers: number;
};

/** Days of the project's calendar, both included; null: without end. */
export type Days = {
  readonly first: string | null;
  readonly last: string | null;
  readonly timezone: string;
};

/**
 * What was redeemed is read from the redemptions themselves, so that it is exact at any moment and
 * for any days. Validations are counted without their days; so are vouchers removed.
 */
const summarizeStatement = statement<SummaryRow>(
  'summarize_campaign',
  `with span as (
     select coalesce($3::date::timestamp at time zone $5, '-infinity') as since,
       coalesce(($4::date + 1)::timestamp at time zone $5, 'infinity') as until
   )
   select r.*, v.*, p.*, g.*, f.*
   from span,
   lateral (
     select count(*) filter (where r.object = 'redemption' and r.result = 'SUCCESS') as redemptions_succeeded,
       count(*) filter (where r.object = 'redemption' and r.result = 'FAILURE') as redemptions_failed,
       count(*) filter (where r.object = 'redemption_rollback' and r.result = 'SUCCESS') as rollbacks_succeeded,
       count(*) filter (where r.object = 'redemption_rollback' and r.result = 'FAILURE') as rollbacks_failed,
       coalesce(sum(r.amount) filter (where r.object = 'redemption' and r.result = 'SUCCESS'), 0)::bigint
         as orders_amount,
       coalesce(sum(r.discount_amount) filter (where r.object = 'redemption' and r.result = 'SUCCESS'), 0)::bigint
         as discounted_amount,
       coalesce(sum(undone.amount), 0)::bigint as orders_rolledback_amount,
       coalesce(sum(undone.discount_amount), 0)::bigint as rolledback_discounted_amount
     from redemptions r
     left join redemptions undone on undone.project_id = r.project_id and undone.id = r.redemption_id
       and r.object = 'redemption_rollback' and r.result = 'SUCCESS'
     where r.project_id = $1 and r.campaign_id = $2 and r.related_object_type <> 'redemption'
       and r.created_at >= since and r.created_at < until
   ) r,
   lateral (
     select coalesce(sum(validations), 0)::bigint as validations,
       coalesce(sum(succeeded), 0)::bigint as validations_succeeded
     from validation_totals where project_id = $1 and campaign_id = $2
   ) v,
   lateral (
     select count(*) filter (where result = 'SUCCESS') as publications_succeeded,
       count(*) filter (where result = 'FAILURE') as publications_failed
     from publications
     where project_id = $1 and campaign_id = $2 and created_at >= since and created_at < until
   ) p,
   lateral (
     select coalesce(max(vouchers_deleted), 0) as vouchers_deleted,
       case when $3::date is null and $4::date is null
         then coalesce(max(vouchers_count + vouchers_deleted), 0)
         else (
           select count(*) from vouchers where project_id = $1 and campaign_id = $2
             and created_at >= since and created_at < until
         ) end as vouchers_created
     from campaign_progress where project_id = $1 and campaign_id = $2
   ) g,
   lateral (
     select count(distinct referee_id) as referred_customers from referrals
     where project_id = $1 and campaign_id = $2 and revoked_at is null
       and created_at >= since and created_at < until
   ) f`,
);

export async function summarizeCampaign(
  sql: Sql,
  projectId: string,
  campaignId: string,
  { first, last, timezone }: Days,
): Promise<SummaryRow> {
  const values = [projectId, campaignId, first, last, timezone];
  const [row] = await sql.rows(summarizeStatement, values);
  if (row === undefined) throw new Error('sums are always one row');
  return row;
}
