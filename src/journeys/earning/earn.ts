/** Points for an occasion: which rules give them, to which card, and the write. */
import { activityAt } from '../../engine/activity/activity.ts';
import type { JsonObject } from '../../engine/json.ts';
import { computePoints } from '../../engine/loyalty/earning.ts';
import { pointsExpiry } from '../../engine/loyalty/points-expiry.ts';
import { mappedPoints, mappingOf } from '../../engine/loyalty/tier-mapping.ts';
import type { Catalog, CatalogEarningRule } from '../../incentives/catalog/service.ts';
import { entryAsk } from '../../incentives/ledger/service.ts';
import { pointsChanged } from '../../incentives/loyalties/points-changed/service.ts';
import type { Context } from '../../platform/context.ts';
import type { Transaction } from '../../platform/db/database.ts';
import { isoOf } from '../../platform/iso.ts';
import { join } from './join.ts';
import type { Occasion } from './occasion.ts';
import { type CreditAsk, type EarnAsk, type EarningCard, earn } from './store.ts';

/** Transactions of this source were made by Scrip itself. */
const SOURCE = 'Automation';

type Fulfilled = { readonly rule: CatalogEarningRule; readonly points: number };

/** Credits what the occasion earns: once, however often it is asked. */
export async function earnBy(
  context: Context,
  tx: Transaction,
  catalog: Catalog,
  occasion: Occasion,
): Promise<void> {
  const credits: CreditAsk[] = [];
  for (const [campaignId, rules] of fulfilledBy(occasion)) {
    const card =
      cardOf(occasion, campaignId) ??
      (joins(occasion, rules) ? await join(context, tx, occasion, campaignId) : null);
    if (card !== null) credits.push(...creditsOf(context, catalog, occasion, { card, rules }));
  }
  if (credits.length === 0) return;
  const grown = await earn(tx, context.project.id, earnAsk(context, occasion, credits));
  if (grown.length > 0) await pointsChanged(context, tx, [...new Set(grown)]);
}

/**
 * The same in one statement that also removes the entry which it follows up; false where somebody has
 * to join first, or points may move a card between tiers: then nothing was done.
 */
export async function earnAtOnce(
  context: Context,
  catalog: Catalog,
  occasion: Occasion,
  outboxId: string,
): Promise<boolean> {
  const credits: CreditAsk[] = [];
  for (const [campaignId, rules] of fulfilledBy(occasion)) {
    const card = cardOf(occasion, campaignId);
    if (card === null && joins(occasion, rules)) return false;
    if (card === null) continue;
    if (rules.some(({ rule }) => rule.hasTiers)) return false;
    credits.push(...creditsOf(context, catalog, occasion, { card, rules }));
  }
  const ask = { ...earnAsk(context, occasion, credits), outbox_id: outboxId };
  await earn(context.db, context.project.id, ask);
  return true;
}

function earnAsk(context: Context, occasion: Occasion, credits: CreditAsk[]): EarnAsk {
  return {
    source_id: occasion.sourceId,
    ...(occasion.orderId === null ? {} : { order_id: occasion.orderId }),
    at: isoOf(context.now),
    credits: credits.toSorted((one, other) => (one.card_id < other.card_id ? -1 : 1)),
  };
}

/** Rules that hold now and give points, by their program. */
function fulfilledBy(occasion: Occasion): ReadonlyMap<string, readonly Fulfilled[]> {
  const fulfilled = occasion.rules.flatMap((rule) => fulfilment(rule, occasion));
  return Map.groupBy(fulfilled, ({ rule }) => rule.campaign.id);
}

/** The points of a rule that holds now; none where it does not, or gives nothing. */
export function fulfilment(
  rule: CatalogEarningRule,
  { facts, ruleFacts }: Pick<Occasion, 'facts' | 'ruleFacts'>,
): Fulfilled[] {
  if (activityAt(rule.activity, ruleFacts.now) !== 'ok') return [];
  if (!rule.rules.every((one) => one.evaluate(ruleFacts).ok)) return [];
  const points = computePoints(rule.earning, facts);
  return points > 0 ? [{ rule, points }] : [];
}

/** The customer's oldest card of the program. */
function cardOf({ cards }: Occasion, campaignId: string): EarningCard | null {
  return cards.find((one) => one.campaign_id === campaignId) ?? null;
}

function joins({ mayJoin }: Occasion, rules: readonly Fulfilled[]): boolean {
  return mayJoin && rules.some(({ rule }) => rule.campaign.auto_join);
}

function creditsOf(
  context: Context,
  catalog: Catalog,
  occasion: Occasion,
  { card, rules }: { readonly card: EarningCard; readonly rules: readonly Fulfilled[] },
): CreditAsk[] {
  return rules.flatMap((one) => creditOf(context, catalog, occasion, card, one));
}

function creditOf(
  context: Context,
  catalog: Catalog,
  occasion: Occasion,
  card: EarningCard,
  { rule, points: plain }: Fulfilled,
): CreditAsk[] {
  const { row } = rule;
  const tier = card.tier_id === null ? undefined : catalog.entities.loyalty_tier.get(card.tier_id);
  const points = mappedPoints(plain, tier ? mappingOf(tier.earning_rules, row.id) : null);
  if (points === 0) return [];
  const details: JsonObject = {
    ...occasion.details,
    earning_rule: { id: row.id, source: row.banner === null ? {} : { banner: row.banner } },
    ...(tier === undefined ? {} : { holder_loyalty_tier: { id: tier.id, name: tier.name } }),
  };
  const credit = { rule_id: row.id, card_id: card.id, points };
  const now = context.now.toZonedDateTimeISO(context.project.timezone);
  if (row.pending_days !== null) {
    const activatesAt = now.toPlainDate().add({ days: row.pending_days }).toString();
    return [
      {
        ...credit,
        pending: pendingAsk(context, occasion, rule, { ...credit, activatesAt, details }),
      },
    ];
  }
  const expiry = pointsExpiry(rule.expirationRules, now);
  const entry = entryAsk(context, {
    type: 'POINTS_ACCRUAL',
    source: SOURCE,
    earning_rule_id: row.id,
    ...(occasion.orderId === null ? {} : { order_id: occasion.orderId }),
    details,
  });
  const lot = { lot_id: context.newId('lopb'), expires_at: expiry === null ? null : isoOf(expiry) };
  return [{ ...credit, entry, ...lot }];
}

/** As `pending_add` reads it. */
function pendingAsk(
  context: Context,
  { orderId }: Occasion,
  { row }: CatalogEarningRule,
  pending: {
    readonly card_id: string;
    readonly points: number;
    readonly activatesAt: string;
    readonly details: JsonObject;
  },
): JsonObject {
  return {
    id: context.newId('lopp'),
    card_id: pending.card_id,
    points: pending.points,
    activates_at: pending.activatesAt,
    at: isoOf(context.now),
    earning_rule_id: row.id,
    ...(orderId === null ? {} : { order_id: orderId }),
    ...(row.expiration_rules === null ? {} : { expiration_rules: { ...row.expiration_rules } }),
    details: pending.details,
  };
}
