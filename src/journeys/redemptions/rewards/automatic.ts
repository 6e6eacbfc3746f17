/** Rewards that a campaign redeems by itself, as soon as a card has enough points. */
import type { Catalog, Catalogs } from '../../../incentives/catalog/service.ts';
import { tiersOfCards } from '../../../incentives/loyalties/tiers/members/service.ts';
import { findVoucherBy } from '../../../incentives/vouchers/service.ts';
import type { Context } from '../../../platform/context.ts';
import type { Sql } from '../../../platform/db/database.ts';
import { isoOf } from '../../../platform/iso.ts';
import type { Subscriber } from '../../../platform/outbox/outbox.ts';
import { AUTO_REDEEM } from '../channel.ts';
import { createRedeemQueue } from '../queue.ts';
import { redeemOne } from '../single/service.ts';
import { countAutomatic, holdCard } from './store.ts';

/** The reference's limits: so many at once, and so often a day. */
const MAX_AT_ONCE = 25;
const MAX_A_DAY = 10 * MAX_AT_ONCE;

/** Told by a trigger on the cards, in the transaction that puts points on one. */
export function automaticRewardSubscribers(catalogs: Catalogs): readonly Subscriber[] {
  return [
    {
      topics: ['reward.automatic'],
      async open({ id, version }, sql) {
        const catalog = await catalogs.at(sql, id, version);
        return {
          wants: () => catalog !== null,
          async follow(context, tx, { payload: { card_id: cardId } }) {
            if (catalog === null || typeof cardId !== 'string') return;
            await redeemDue(context, tx, { catalogs, catalog, cardId });
          },
        };
      },
    },
  ];
}

type Watched = { readonly catalogs: Catalogs; readonly catalog: Catalog; readonly cardId: string };

/** As often as the card has the points, within the limits. */
async function redeemDue(
  context: Context,
  tx: Sql,
  { catalogs, catalog, cardId }: Watched,
): Promise<void> {
  const automatic = { ...context, key: { ...context.key, appId: AUTO_REDEEM } };
  const tools = { catalogs, queue: createRedeemQueue() };
  // Two that follow up the same card would both find it rich enough.
  await holdCard(tx, context.project.id, cardId);
  for (let redeemed = 0; redeemed < MAX_AT_ONCE; redeemed++) {
    const due = await dueReward(automatic, tx, catalog, cardId);
    if (due === null) return;
    const redeemable = { object: 'voucher' as const, id: cardId, reward: { id: due.rewardId } };
    const customer = { id: due.holderId };
    const one = await redeemOne(automatic, tools, redeemable, { customer });
    if (!one.ok) return;
  }
}

type Due = { readonly rewardId: string; readonly holderId: string };

/** Null where the card has too few points, or has had enough for today. */
async function dueReward(
  context: Context,
  tx: Sql,
  catalog: Catalog,
  cardId: string,
): Promise<Due | null> {
  const projectId = context.project.id;
  const card = await findVoucherBy(context, tx, cardId);
  if (card === null || card.holder_id === null || card.campaign_id === null) return null;
  const { campaign_id: campaignId, holder_id: holderId } = card;
  const offered = catalog.rewards.ofCampaign(campaignId);
  const rewardId = offered.find(({ assignment }) => assignment.auto_redeem)?.reward.id;
  if (rewardId === undefined) return null;
  const tier = (await tiersOfCards(tx, projectId, [cardId])).get(cardId);
  const terms = catalog.rewardTerms(campaignId, rewardId, tier?.id ?? null);
  if (terms === null || terms.type === 'COIN' || terms.cost > (card.balance ?? 0)) return null;
  // What costs nothing would never come to an end.
  if (terms.cost === 0) return null;
  const since = isoOf(startOfDay(context));
  const count = await countAutomatic(tx, projectId, { cardId, channelId: AUTO_REDEEM, since });
  return count < MAX_A_DAY ? { rewardId, holderId } : null;
}

function startOfDay({ now, project }: Context) {
  return now.toZonedDateTimeISO(project.timezone).startOfDay().toInstant();
}
