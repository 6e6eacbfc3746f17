/** SQL of removing a campaign: its vouchers batch by batch, then itself. */
import { type Sql, statement } from '../../../platform/db/database.ts';

const lockStatement = statement<{ id: string }>(
  'lock_campaign_for_removal',
  'select id from campaigns where project_id = $1 and id = $2 for update',
);

/** Waits for those who add to it; false where it is gone. */
export async function lockForRemoval(sql: Sql, projectId: string, id: string): Promise<boolean> {
  const rows = await sql.rows(lockStatement, [projectId, id]);
  return rows.length > 0;
}

const markStatement = statement(
  'mark_campaign_for_removal',
  `with switched as (
     update campaigns set active = false, updated_at = $3 where project_id = $1 and id = $2
   )
   update campaign_progress set vouchers_generation_status = 'MODIFYING'
   where project_id = $1 and campaign_id = $2`,
);

/** Nothing of it can be redeemed any more. */
export async function markForRemoval(
  sql: Sql,
  projectId: string,
  { id, at }: { readonly id: string; readonly at: string },
): Promise<void> {
  await sql.rows(markStatement, [projectId, id, at]);
}

const removeVouchersStatement = statement<{ removed: number }>(
  'remove_vouchers_of_campaign',
  `with doomed as materialized (
     select id from vouchers where project_id = $1 and campaign_id = $2
     order by id limit $3 for update
   ), removed as (
     delete from vouchers where project_id = $1 and id in (select id from doomed) returning id
   ), unguarded as (
     delete from validation_rule_assignments
     where project_id = $1 and related_object_id in (select id from doomed)
   ), counted as (
     update campaign_progress set vouchers_count = greatest(0, vouchers_count - n),
       vouchers_deleted = vouchers_deleted + n
     from (select count(*) as n from removed) removals
     where project_id = $1 and campaign_id = $2 and n > 0
   )
   select count(*) as removed from removed`,
);

/** Removes at most `limit` of its vouchers, with their rules; answers how many. */
export async function removeVouchersOf(
  sql: Sql,
  projectId: string,
  campaignId: string,
  limit: number,
): Promise<number> {
  const [row] = await sql.rows(removeVouchersStatement, [projectId, campaignId, limit]);
  return row?.removed ?? 0;
}

const removeTotalsStatement = statement(
  'remove_totals_of_campaign',
  `with validated as (
     delete from validation_totals where project_id = $1::text and campaign_id = $2::text
   ), units as (
     delete from redeemed_item_units where project_id = $1::text and subject_id in (
       select $2::text union all
       select id::text from promotion_tiers where project_id = $1::text and campaign_id = $2::text
     )
   )
   delete from redemption_totals where project_id = $1::text and subject_id in (
     select $2::text union all
     select id::text from promotion_tiers where project_id = $1::text and campaign_id = $2::text
   )`,
);
const removeStatement = statement(
  'remove_campaign',
  'delete from campaigns where project_id = $1 and id = $2',
);

/** With its tiers, stacks and progress, which hang on it. */
export async function removeCampaign(sql: Sql, projectId: string, id: string): Promise<void> {
  await sql.rows(removeTotalsStatement, [projectId, id]);
  await sql.rows(removeStatement, [projectId, id]);
}

const leftStatement = statement<{ vouchers_count: number }>(
  'vouchers_left_of_campaign',
  'select vouchers_count from campaign_progress where project_id = $1 and campaign_id = $2',
);

export async function vouchersLeft(sql: Sql, projectId: string, id: string): Promise<number> {
  const [row] = await sql.rows(leftStatement, [projectId, id]);
  return row?.vouchers_count ?? 0;
}
