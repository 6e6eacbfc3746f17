/** Gift cards and loyalty cards: what is issued, checked; and what a new card begins with. */
import type { Temporal } from 'temporal-polyfill';
import { type ExpirationRules, pointsExpiry } from '../../engine/loyalty/points-expiry.ts';
import { done, type Outcome, refuse } from '../../engine/outcome.ts';
import type { ProblemKey } from '../../engine/problem.ts';
import { isoOf } from '../../platform/iso.ts';
import { readExpirationRules } from '../loyalties/expiration-rules/service.ts';
import type { GiftEffect, GiftInput, GiftTemplate, LoyaltyCardInput } from './schema.ts';

export type { GiftEffect, GiftTemplate } from './schema.ts';

export type LoyaltyCardTemplate = {
  readonly points: number;
  /** Absent: points never expire. */
  readonly expiration_rules?: ExpirationRules;
};

/** What a campaign issues its cards with. */
export type CardTemplate =
  | { readonly type: 'GIFT_VOUCHER'; readonly gift: GiftTemplate }
  | { readonly type: 'LOYALTY_CARD'; readonly loyalty_card: LoyaltyCardTemplate };

/** A card about to be written as a voucher. */
export type NewCard = {
  readonly type: CardTemplate['type'];
  /** Credits in minor units, or points. */
  readonly balance: number;
  /** ISO 8601; null: never. */
  readonly issuedExpiresAt: string | null;
  /** Null: as its campaign has it. */
  readonly giftEffect: GiftEffect | null;
};

/** A card of a campaign, issued at `at` in the project's time zone. */
export function issuedCard(template: CardTemplate, at: Temporal.ZonedDateTime): NewCard {
  if (template.type === 'GIFT_VOUCHER') {
    const balance = template.gift.amount;
    return { type: template.type, balance, issuedExpiresAt: null, giftEffect: null };
  }
  const { points, expiration_rules: rules } = template.loyalty_card;
  const expiry = pointsExpiry(rules ?? null, at);
  return {
    type: template.type,
    balance: points,
    issuedExpiresAt: expiry === null ? null : isoOf(expiry),
    giftEffect: null,
  };
}

/** Upon `current`, where a campaign has one already. Without an effect it pays for the order. */
export function readGift<K extends ProblemKey>(
  input: GiftInput | null | undefined,
  key: K,
  current?: GiftTemplate,
): Outcome<GiftTemplate, K> {
  const amount = input?.amount ?? current?.amount;
  if (amount === undefined) return refuse(key, 'Property gift.amount is required');
  return done({ amount, effect: input?.effect ?? current?.effect ?? 'APPLY_TO_ORDER' });
}

/** Upon `current`, where a program has one already; rules of null are no rules. */
export function readLoyaltyCard<K extends ProblemKey>(
  input: LoyaltyCardInput | null | undefined,
  key: K,
  current?: LoyaltyCardTemplate,
): Outcome<LoyaltyCardTemplate, K> {
  const points = input?.points ?? current?.points;
  if (points === undefined) return refuse(key, 'Property loyalty_card.points is required');
  if (input?.expiration_rules === null) return done({ points });
  if (input?.expiration_rules === undefined) {
    const kept = current?.expiration_rules;
    return done(kept === undefined ? { points } : { points, expiration_rules: kept });
  }
  const rules = readExpirationRules(input.expiration_rules, key);
  return rules.ok ? done({ points, expiration_rules: rules.value }) : rules;
}

export { findNextExpirations as nextExpirationsOf } from './store.ts';
