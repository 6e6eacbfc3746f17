/**
 * What an order would earn if it were paid now: the rules of one program, judged and computed as they are
 * when points are given, with the tier that the customer is in. Points that earn a higher tier on the way
 * are not foreseen.
 */
import { activityAt } from '../../engine/activity/activity.ts';
import { mappedPoints, mappingOf } from '../../engine/loyalty/tier-mapping.ts';
import { done, notFound, type Outcome, refuse } from '../../engine/outcome.ts';
import { openOrder } from '../../engine/pricing/priced-order.ts';
import { activityOf, type Catalog, type Catalogs } from '../../incentives/catalog/service.ts';
import { ORDER_PAID } from '../../incentives/loyalties/earning-rules/service.ts';
import type { Context } from '../../platform/context.ts';
import { isoOf } from '../../platform/iso.ts';
import { type Facts, gatherFacts } from '../facts/service.ts';
import { uponEarlierOrder } from '../redeemables/service.ts';
import { fulfilment } from './earn.ts';
import { factsFor } from './occasion.ts';
import type { EstimateInput } from './schema.ts';
import { findCardOfProgram, type ProgramCard } from './store.ts';

type Failure =
  | 'not_found'
  | 'unauthorized'
  | 'invalid_amount'
  | 'campaign_not_active'
  | 'campaign_not_allow_auto_join'
  | 'loyalty_card_not_active';

type Estimated = { readonly id: string; readonly name: string; readonly points: number };

export async function estimatePoints(
  context: Context,
  catalogs: Catalogs,
  campaignIdOrName: string,
  input: EstimateInput,
): Promise<Outcome<Estimated, Failure>> {
  const gathered = await gatherOrder(context, catalogs, input);
  if (!gathered.ok) return gathered;
  const facts = gathered.value;
  const campaign = programNamed(facts.catalog, campaignIdOrName);
  if (campaign === null) return notFound('campaign', campaignIdOrName);
  const { id, name } = campaign;
  if (activityAt(activityOf(campaign, campaign.created_at), facts.now) !== 'ok') {
    return refuse('campaign_not_active', 'Given campaign is not active');
  }
  const customerId = facts.row.customer?.id ?? null;
  const asked = { customerId, campaignId: id, at: isoOf(context.now) };
  const card = await findCardOfProgram(context.db, context.project.id, asked);
  if (card === null && !campaign.auto_join) {
    return refuse('campaign_not_allow_auto_join', 'Given campaign does not allow auto-join');
  }
  if (card?.is_active === false) {
    return refuse('loyalty_card_not_active', "Given customer's loyalty card is not active");
  }
  return done({ id, name, points: pointsFor(context, facts, id, card) });
}

/** What the request says of the order comes before what is stored; a stored one may be named alone. */
async function gatherOrder(
  context: Context,
  catalogs: Catalogs,
  input: EstimateInput,
): Promise<Outcome<Facts, 'unauthorized' | 'invalid_amount'>> {
  const ask = ({ customer, order }: EstimateInput) =>
    gatherFacts(context, catalogs, { vouchers: [], tierIds: [], customer, order, metadata: {} });
  const gathered = await ask(input);
  if (!gathered.ok) return gathered;
  const upon = uponEarlierOrder(input, gathered.value.row.earlier);
  return upon === input ? gathered : ask(upon);
}

function programNamed({ entities }: Catalog, idOrName: string) {
  const named = entities.campaign.get(idOrName);
  const campaign =
    named ?? [...entities.campaign.values()].find(({ name }) => name === idOrName) ?? null;
  return campaign?.campaign_type === 'LOYALTY_PROGRAM' ? campaign : null;
}

function pointsFor(
  context: Context,
  facts: Facts,
  campaignId: string,
  card: ProgramCard | null,
): number {
  const { catalog, order, customer } = facts;
  if (order === null) return 0;
  const tier = card?.tier_id ? catalog.entities.loyalty_tier.get(card.tier_id) : undefined;
  const judged = factsFor(context, {
    priced: { order, price: openOrder(order, facts.earlier ?? undefined) },
    customer: {
      id: customer?.id ?? '',
      source_id: customer?.sourceId ?? null,
      metadata: customer?.metadata ?? {},
      birthdate: customer?.birthdate ?? null,
    },
    cards: card === null ? [] : [card],
    customEvent: null,
  });
  const rules = catalog.earning.on(ORDER_PAID).filter(({ campaign }) => campaign.id === campaignId);
  const points = rules.flatMap((rule) =>
    fulfilment(rule, judged).map(({ points: plain }) =>
      mappedPoints(plain, tier ? mappingOf(tier.earning_rules, rule.row.id) : null),
    ),
  );
  return Math.min(
    Number.MAX_SAFE_INTEGER,
    points.reduce((sum, one) => sum + one, 0),
  );
}
