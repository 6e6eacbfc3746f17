/** SQL of giving rewards: units of stock, the card that a customer has already, codes taken back. */
import type { LoyaltyCardTemplate } from '../../incentives/cards/service.ts';
import { type Sql, statement } from '../../platform/db/database.ts';

const takeUnitStatement = statement<{ reward_id: string }>(
  'take_unit_of_reward',
  `update reward_stocks set stock = stock - 1, redeemed = redeemed + 1
   where project_id = $1 and reward_id = $2 and (stock is null or stock > 0) returning reward_id`,
);

/** False where none is left. */
export async function takeUnit(tx: Sql, projectId: string, rewardId: string): Promise<boolean> {
  return (await tx.rows(takeUnitStatement, [projectId, rewardId])).length > 0;
}

const giveUnitBackStatement = statement(
  'give_unit_of_reward_back',
  `update reward_stocks set stock = stock + 1, redeemed = greatest(redeemed - 1, 0)
   where project_id = $1 and reward_id = $2`,
);

export async function giveUnitBack(tx: Sql, projectId: string, rewardId: string): Promise<void> {
  await tx.rows(giveUnitBackStatement, [projectId, rewardId]);
}

const lockCustomerStatement = statement<{ id: string }>(
  'lock_rewarded_customer',
  'select id from customers where project_id = $1 and id = $2 for no key update',
);

/** Until the transaction ends nobody else gives this customer a card. False where they are gone. */
export async function lockRewarded(tx: Sql, projectId: string, id: string): Promise<boolean> {
  return (await tx.rows(lockCustomerStatement, [projectId, id])).length > 0;
}

const findHeldCardStatement = statement<{ id: string }>(
  'find_card_held_of_campaign',
  `select id from vouchers
   where project_id = $1 and holder_id = $2 and campaign_id = $3 and balance is not null
     and active and coalesce(expiration_date > $4, true)
   order by id limit 1 for no key update`,
);

/** The customer's oldest card of a campaign that still counts. */
export async function findHeldCard(
  tx: Sql,
  projectId: string,
  held: { readonly customerId: string; readonly campaignId: string; readonly at: string },
): Promise<string | null> {
  const values = [projectId, held.customerId, held.campaignId, held.at];
  const [row] = await tx.rows(findHeldCardStatement, values);
  return row?.id ?? null;
}

const findTemplateStatement = statement<{ card: LoyaltyCardTemplate | null }>(
  'find_template_of_rewarded_card',
  `select voucher -> 'loyalty_card' as card from campaigns where project_id = $1 and id = $2`,
);

/** What the campaign's loyalty cards are issued with; null where it has none. */
export async function findCardTemplate(
  tx: Sql,
  projectId: string,
  campaignId: string,
): Promise<LoyaltyCardTemplate | null> {
  const [row] = await tx.rows(findTemplateStatement, [projectId, campaignId]);
  return row?.card ?? null;
}

const disableStatement = statement(
  'disable_rewarded_voucher',
  `update vouchers set active = false, version = version + 1, updated_at = $3
   where project_id = $1 and id = $2 and redeemed_quantity = 0 and active`,
);

/** A code that was used stays as it is. */
export async function disableUnused(
  tx: Sql,
  projectId: string,
  { id, at }: { readonly id: string; readonly at: string },
): Promise<void> {
  await tx.rows(disableStatement, [projectId, id, at]);
}
