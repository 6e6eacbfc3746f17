/** SQL of what redemptions of rewards keep beyond other redemptions: what was given. */
import { type Sql, statement } from '../../../platform/db/database.ts';
import type { Given } from '../../reward-gifts/service.ts';
import type { RedeemedReward } from '../schema.ts';

const keepGiftStatement = statement(
  'keep_gift_of_redemption',
  `update redemptions set snapshot = jsonb_set(snapshot || jsonb_build_object('given', $3::jsonb),
     '{spent,reward}', $4::jsonb)
   where project_id = $1 and id = $2`,
);

/** For the redemption to show it, and for a rollback to take it back. */
export async function keepGift(
  tx: Sql,
  projectId: string,
  gift: { readonly redemptionId: string; readonly given: Given; readonly reward: RedeemedReward },
): Promise<void> {
  const { redemptionId, given, reward } = gift;
  const values = [projectId, redemptionId, JSON.stringify(given), JSON.stringify(reward)];
  await tx.rows(keepGiftStatement, values);
}

const keepAnswerStatement = statement(
  'keep_answer_of_rewards',
  'update idempotency_keys set body = $3::json where project_id = $1 and key = $2',
);

/** The answer to an Idempotency-Key that this transaction has claimed: what was given is known now. */
export async function keepAnswer(
  tx: Sql,
  projectId: string,
  answer: { readonly key: string; readonly body: string },
): Promise<void> {
  await tx.rows(keepAnswerStatement, [projectId, answer.key, answer.body]);
}

const countAutomaticStatement = statement<{ count: number }>(
  'count_automatic_redemptions',
  `select count(*) as count from redemptions
   where project_id = $1 and related_object_id = $2 and object = 'redemption' and result = 'SUCCESS'
     and channel ->> 'channel_id' = $3 and created_at >= $4`,
);

/** How often a card has been redeemed by itself since then. */
export async function countAutomatic(
  tx: Sql,
  projectId: string,
  counted: { readonly cardId: string; readonly channelId: string; readonly since: string },
): Promise<number> {
  const values = [projectId, counted.cardId, counted.channelId, counted.since];
  const [row] = await tx.rows(countAutomaticStatement, values);
  return row?.count ?? 0;
}

const holdHolderStatement = statement(
  'hold_holder_of_card',
  `select 1 from customers where project_id = $1 and id = (
     select holder_id from vouchers where project_id = $1 and id = $2) for no key update`,
);
const holdCardStatement = statement(
  'hold_card',
  'select 1 from vouchers where project_id = $1 and id = $2 for no key update',
);

/** Its holder first, as redemptions lock them: who comes next sees what the first has left. */
export async function holdCard(tx: Sql, projectId: string, cardId: string): Promise<void> {
  await tx.rows(holdHolderStatement, [projectId, cardId]);
  await tx.rows(holdCardStatement, [projectId, cardId]);
}
