/**
 * Looks at the tiers of cards and writes what becomes of them, in the caller's transaction.
 *
 * What time alone has changed since comes first, each as of its own moment and with the points of that
 * moment; then what the points are enough for now.
 */
import { Temporal } from 'temporal-polyfill';
import type {
  HeldTier,
  Recalculated,
  TierSituation,
} from '../../../../engine/loyalty/recalculate-tier.ts';
import { recalculateTier, refreshTier } from '../../../../engine/loyalty/recalculate-tier.ts';
import { periodsCounted } from '../../../../engine/loyalty/tier-claims.ts';
import type { TierPolicy } from '../../../../engine/loyalty/tier-policy.ts';
import type { Sql } from '../../../../platform/db/database.ts';
import { isoOf } from '../../../../platform/iso.ts';
import type { Emitting } from '../../../../platform/outbox/emit.ts';
import type { LedgerContext } from '../../../ledger/service.ts';
import { policyOf } from '../expiration/service.ts';
import type { Look } from '../recheck/service.ts';
import {
  type CardRow,
  type CardTierRow,
  type CollectedAsk,
  findBalancesAt,
  findCollected,
  findProgrammes,
  findStates,
  lockCards,
  writeTiers,
} from './store.ts';
import { type Looked, type Step, tierWrite } from './tier-write.ts';

/** One statement where no card is of a programme with tiers. */
export async function checkTiers(
  context: Emitting,
  sql: Sql,
  cardIds: readonly string[],
  look: Look = 'recalculate',
): Promise<void> {
  if (cardIds.length === 0) return;
  const cards = await lockCards(sql, context.project.id, [...new Set(cardIds)]);
  if (cards.length === 0) return;
  let looking = await openedCards(context, sql, cards);
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const due = looking.filter((card) => dueMoment(card, context) !== null);
    if (due.length === 0) break;
    const seen = await lookedAt(context, sql, due, (card) => dueMoment(card, context));
    looking = looking.map((card) => seen.get(card.row.card_id) ?? card);
  }
  const now = context.now;
  const seen = await lookedAt(context, sql, looking, () => now, look);
  // A tier that was removed has been left; what the points are enough for is the next thing.
  const removed = [...seen.values()].filter(
    ({ nextAt }) => nextAt !== null && !isAfter(nextAt, now),
  );
  const again = await lookedAt(context, sql, removed, () => now);
  const write = tierWrite(
    context,
    [...seen.values()].map((card) => again.get(card.row.card_id) ?? card),
  );
  if (write !== null) await writeTiers(sql, context.project.id, write);
}

/** Ends of tiers that a job has missed, one after the other; beyond, the last look counts alone. */
const MAX_ROUNDS = 24;

async function openedCards(
  { project }: LedgerContext,
  sql: Sql,
  rows: readonly CardRow[],
): Promise<readonly Looked[]> {
  const states = await findStates(
    sql,
    project.id,
    rows.map(({ card_id }) => card_id),
  );
  const campaignIds = [...new Set(rows.map(({ campaign_id }) => campaign_id))];
  const programmes = await findProgrammes(sql, project.id, campaignIds);
  const stateOf = new Map(states.map((state) => [state.card_id, state]));
  const structures = new Map(
    programmes.map(({ id, expiration, tiers }) => {
      const ranges = (tiers ?? []).map((tier) => ({ ...tier, from: tier.from ?? 0 }));
      return [id, { policy: policyOf(expiration), tiers: ranges }];
    }),
  );
  return rows.map((row) => {
    const state = stateOf.get(row.card_id) ?? null;
    const structure = structures.get(row.campaign_id) ?? { policy: policyOf(null), tiers: [] };
    // A card that has changed hands says nothing of its new holder.
    const isHolders = state !== null && state.customer_id === row.customer_id;
    const held = isHolders ? heldTier(state) : null;
    const nextAt = isHolders && state.next_check_at !== null ? instant(state.next_check_at) : null;
    return { row, state, ...structure, held, nextAt, steps: [] };
  });
}

function heldTier({ tier_id: tierId, started_at, expires_at }: CardTierRow): HeldTier | null {
  if (tierId === null || started_at === null) return null;
  const expiresAt = expires_at === null ? null : instant(expires_at);
  return { tierId, startedAt: instant(started_at), expiresAt };
}

/** The moment at which time alone changed something and nobody looked; null: none. */
function dueMoment({ row, held, nextAt }: Looked, { now }: LedgerContext): Temporal.Instant | null {
  if (row.customer_id === null) return null;
  const moment = held?.expiresAt ?? nextAt;
  return moment === null || isAfter(moment, now) ? null : moment;
}

/** What becomes of cards, each at its moment. A card that nobody holds is in no tier. */
async function lookedAt(
  context: LedgerContext,
  sql: Sql,
  cards: readonly Looked[],
  momentOf: (card: Looked) => Temporal.Instant | null,
  look: Look = 'recalculate',
): Promise<ReadonlyMap<string, Looked>> {
  const moments = cards.flatMap((card) => {
    const moment = momentOf(card);
    return moment === null
      ? []
      : [{ card, at: moment.toZonedDateTimeISO(context.project.timezone) }];
  });
  const situations = await situationsOf(context, sql, moments);
  const decide = look === 'refresh' ? refreshTier : recalculateTier;
  return new Map(
    situations.map(({ card, situation }) => {
      const nobody = { held: null, change: null, nextAt: null };
      const result = card.row.customer_id === null ? nobody : decide(situation);
      return [card.row.card_id, withStep(card, result, situation.at)];
    }),
  );
}

function withStep(card: Looked, result: Recalculated, at: Temporal.ZonedDateTime): Looked {
  const { held, change, nextAt } = result;
  const step: readonly Step[] =
    change === null
      ? []
      : [
          {
            change,
            at: at.toInstant(),
            tierId: held?.tierId ?? null,
            previousTierId: card.held?.tierId ?? null,
          },
        ];
  return { ...card, held, nextAt, steps: [...card.steps, ...step] };
}

type Moment = { readonly card: Looked; readonly at: Temporal.ZonedDateTime };

/** With the points that count at each moment: asked for once, all together. */
async function situationsOf(
  context: LedgerContext,
  sql: Sql,
  moments: readonly Moment[],
): Promise<readonly { readonly card: Looked; readonly situation: TierSituation }[]> {
  const past = moments.filter(
    ({ card, at }) =>
      card.policy.qualification === 'BALANCE' && isAfter(context.now, at.toInstant()),
  );
  const balances = await findBalancesAt(
    sql,
    context.project.id,
    past.map(({ card, at }) => ({ cardId: card.row.card_id, at: isoOf(at.toInstant()) })),
  );
  const periods = moments.map(({ card, at }) => periodsOf(card.policy, at));
  const asks = moments.flatMap((moment, index) =>
    (periods[index] ?? []).map((period) => collectedAsk(context, moment, period)),
  );
  const collected = await findCollected(sql, context.project.id, asks);
  let next = 0;
  return moments.map(({ card, at }, index) => {
    const { row, policy, tiers, held } = card;
    const isPast = isAfter(context.now, at.toInstant());
    const balance = (isPast ? balances.get(row.card_id) : undefined) ?? row.balance;
    const counted = (periods[index] ?? []).map((period) => ({
      ...period,
      collected: collected[next++] ?? 0,
    }));
    return { card, situation: { policy, tiers, held, balance, collected: counted, at } };
  });
}

type Period = ReturnType<typeof periodsCounted>[number];

function periodsOf(policy: TierPolicy, at: Temporal.ZonedDateTime): readonly Period[] {
  return policy.qualification === 'BALANCE' ? [] : periodsCounted(policy, at.toPlainDate());
}

/** Of the period, as far as it had passed: what came at this very moment, and now, included. */
function collectedAsk(context: LedgerContext, { card, at }: Moment, period: Period): CollectedAsk {
  const startOf = (day: Temporal.PlainDate) => day.toZonedDateTime(at.timeZoneId).toInstant();
  const end = startOf(period.end);
  const moment = at.toInstant();
  const passed = isAfter(context.now, moment) ? moment : null;
  const to = passed === null || isAfter(passed, end) ? end : passed;
  return { cardId: card.row.card_id, from: isoOf(startOf(period.start)), to: isoOf(to) };
}

function instant(iso: string): Temporal.Instant {
  return Temporal.Instant.from(iso);
}

function isAfter(one: Temporal.Instant, other: Temporal.Instant): boolean {
  return Temporal.Instant.compare(one, other) > 0;
}
