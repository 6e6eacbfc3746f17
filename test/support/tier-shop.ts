/** A loyalty program with tiers and members, made over HTTP; points moved through the ledger. */
import assert from 'node:assert/strict';
import { Temporal } from 'temporal-polyfill';
import { credit, debit, type LedgerContext } from '../../src/incentives/ledger/service.ts';
import { pointsChanged } from '../../src/incentives/loyalties/points-changed/service.ts';
import { done } from '../../src/engine/outcome.ts';
import type { Database } from '../../src/platform/db/database.ts';
import { newId } from '../../src/platform/ids.ts';
import type { TestProject } from './api.ts';

export const structure = [
  { name: 'Bronze', points: { from: 100, to: 499 } },
  { name: 'Silver', points: { from: 500, to: 999 } },
  { name: 'Gold', points: { from: 1_000, to: 2_000 } },
];

/** The campaign's id and its tiers' ids by name. */
export async function programme(
  project: TestProject,
  expiration?: object,
  tiers: readonly object[] = structure,
) {
  const campaign = await project.post('/v1/campaigns', {
    name: newId('Club', Date.now()),
    campaign_type: 'LOYALTY_PROGRAM',
    voucher: { type: 'LOYALTY_CARD', loyalty_card: { points: 0 } },
    ...(expiration === undefined ? {} : { loyalty_tiers_expiration: expiration }),
  });
  assert.equal(campaign.status, 200, JSON.stringify(campaign.body));
  const { id } = campaign.body;
  if (tiers.length === 0) return { id, tierIds: {} };
  const created = await project.post(`/v1/loyalties/${id}/tiers`, tiers);
  assert.equal(created.status, 200, JSON.stringify(created.body));
  const named = created.body.map((tier: { name: string; id: string }) => [tier.name, tier.id]);
  const tierIds: Readonly<Record<string, string>> = Object.fromEntries(named);
  return { id, tierIds };
}

/** A card that is published to a new customer. */
export async function member(project: TestProject, campaignId: string) {
  const { status, body } = await project.post('/v1/publications?join_once=true', {
    campaign: { name: campaignId },
    customer: { source_id: newId('shopper', Date.now()) },
  });
  assert.equal(status, 200, JSON.stringify(body));
  const { id, code }: { id: string; code: string } = body.voucher;
  const customerId: string = body.customer_id;
  return { id, code, customerId };
}

export function contextAt(
  project: { readonly id: string },
  at: string | null,
  timezone = 'UTC',
): LedgerContext {
  const now = at === null ? Temporal.Now.instant() : Temporal.Instant.from(at);
  return {
    project: {
      id: project.id,
      name: 'Shop',
      timezone,
      currency: 'USD',
      caseSensitiveCodes: true,
      version: 1,
    },
    now,
    newId: (prefix) => newId(prefix, now.epochMilliseconds),
  };
}

/** Puts points on a card, or takes them off, and looks at its tier, at a moment. */
export async function movePoints(
  db: Database,
  context: LedgerContext,
  { cardId, points }: { readonly cardId: string; readonly points: number },
): Promise<void> {
  const moved = await db.transaction(async (tx) => {
    const entry = { type: points > 0 ? 'POINTS_ADDITION' : 'POINTS_REMOVAL' } as const;
    const result =
      points > 0
        ? await credit(context, tx, { cardId, amount: points, expiresAt: null, entry })
        : await debit(context, tx, { cardId, amount: -points, entry });
    if (!result.ok) return result;
    await pointsChanged(context, tx, [cardId]);
    return done(null);
  });
  assert(moved.ok);
}

/** The tier a member is in, by name, and its last day. */
export async function tierOf(project: TestProject, memberId: string): Promise<string | null> {
  const { status, body } = await project.get(`/v1/loyalties/members/${memberId}/tiers`);
  assert.equal(status, 200, JSON.stringify(body));
  const [tier] = body.data;
  if (tier === undefined) return null;
  const last = tier.expiration.expiration_date;
  return last === undefined ? tier.name : `${tier.name} until ${last}`;
}

/** Waits for the background until a member is where it should be. */
export async function becomes(project: TestProject, memberId: string, tier: string | null) {
  const deadline = Date.now() + 10_000;
  while (Date.now() < deadline) {
    if ((await tierOf(project, memberId)) === tier) return;
    await new Promise((next) => setTimeout(next, 20));
  }
  assert.equal(await tierOf(project, memberId), tier);
}
