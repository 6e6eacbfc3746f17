/** What was decided of cards → what is written: their state, their history, and word of it. */
import type { Temporal } from 'temporal-polyfill';
import type { HeldTier, TierChange } from '../../../../engine/loyalty/recalculate-tier.ts';
import type { TierPolicy, TierRange } from '../../../../engine/loyalty/tier-policy.ts';
import { isoOf } from '../../../../platform/iso.ts';
import type { Emitting } from '../../../../platform/outbox/emit.ts';
import type { CardRow, CardTierRow, TierWrite } from './store.ts';

/** A card that is looked at, and what has become of it so far. */
export type Looked = {
  readonly row: CardRow;
  /** As it is stored; null: nothing is. */
  readonly state: CardTierRow | null;
  readonly policy: TierPolicy;
  readonly tiers: readonly TierRange[];
  readonly held: HeldTier | null;
  readonly nextAt: Temporal.Instant | null;
  readonly steps: readonly Step[];
};

export type Step = {
  readonly change: TierChange;
  readonly at: Temporal.Instant;
  readonly tierId: string | null;
  readonly previousTierId: string | null;
};

/** Null where nothing is to be written. */
export function tierWrite(context: Emitting, cards: readonly Looked[]): TierWrite | null {
  const written = cards.filter(isChanged);
  if (written.length === 0) return null;
  const changes = written.flatMap((card) => changesOf(context, card));
  return {
    at: isoOf(context.now),
    cards: written.map((card) => stateOf(context, card)),
    changes,
    outbox: told(context, changes),
  };
}

/**
 * What a request emits it follows up itself, and is not even written where nothing would follow from it;
 * what jobs emit is followed up by the job of the outbox.
 */
function told({ outbox }: Emitting, changes: TierWrite['changes']): TierWrite['outbox'] {
  const events = changes.map((change) => ({
    id: change.id,
    topic: `customer.loyalty.tier.${change.change}`,
    payload: {
      card_id: change.card_id,
      campaign_id: change.campaign_id,
      customer_id: change.customer_id,
      // Of a tier that was left itself: what it is about.
      tier_id: change.tier_id ?? change.previous_tier_id,
      previous_tier_id: change.previous_tier_id,
    },
  }));
  if (outbox === undefined) return events;
  return events.flatMap((event) => outbox.entry(event) ?? []);
}

function isChanged({ state, held, nextAt, steps, row }: Looked): boolean {
  if (state === null) return held !== null || nextAt !== null || steps.length > 0;
  return (
    steps.length > 0 ||
    state.is_noted ||
    state.customer_id !== row.customer_id ||
    state.started_at !== iso(held?.startedAt) ||
    state.expires_at !== iso(held?.expiresAt) ||
    state.next_check_at !== iso(nextAt)
  );
}

function stateOf(context: Emitting, { row, state, held, nextAt, steps }: Looked) {
  const now = isoOf(context.now);
  const isSame = state !== null && state.tier_id === (held?.tierId ?? null) && !steps.some(moves);
  const isUntouched = isSame && state.expires_at === iso(held?.expiresAt);
  return {
    card_id: row.card_id,
    campaign_id: row.campaign_id,
    customer_id: row.customer_id,
    tier_id: held?.tierId ?? null,
    started_at: iso(held?.startedAt),
    expires_at: iso(held?.expiresAt),
    created_at: isSame ? state.created_at : held && now,
    updated_at: isUntouched ? state.updated_at : isSame ? now : null,
    next_check_at: iso(nextAt),
  };
}

function moves({ change }: Step): boolean {
  return change !== 'prolonged';
}

function changesOf(context: Emitting, { row, steps }: Looked): TierWrite['changes'] {
  const { customer_id: customerId } = row;
  if (customerId === null) return [];
  // Sorted by id is the order in which it happened, within one moment as well.
  const ids = steps.map(() => context.newId('ltc')).toSorted();
  return steps.map(({ change, at, tierId, previousTierId }, index) => ({
    id: ids[index] ?? context.newId('ltc'),
    card_id: row.card_id,
    campaign_id: row.campaign_id,
    customer_id: customerId,
    change,
    tier_id: tierId,
    previous_tier_id: previousTierId,
    changed_at: isoOf(at),
  }));
}

function iso(instant: Temporal.Instant | null | undefined): string | null {
  return instant === null || instant === undefined ? null : isoOf(instant);
}
