/** Loyalty programs and their members, made over HTTP: what tests of points start from. */
import assert from 'node:assert/strict';
import type { Sql } from '../../src/platform/db/database.ts';
import type { Answer, TestProject } from './api.ts';

/** A program whose cards start empty; `loyaltyCard` says otherwise. Answers its id. */
export async function loyaltyProgram(
  shop: TestProject,
  {
    name = 'Club',
    loyaltyCard = {},
  }: { readonly name?: string; readonly loyaltyCard?: object } = {},
): Promise<string> {
  const made = await shop.post('/v1/loyalties', {
    name,
    voucher: { type: 'LOYALTY_CARD', loyalty_card: { points: 0, ...loyaltyCard } },
  });
  assert.equal(made.status, 200, JSON.stringify(made.body));
  return made.body.id;
}

/** A new member of the program, with so many points that never expire. */
export async function loyaltyMember(
  shop: TestProject,
  campaignId: string,
  { customer = 'eve', points = 0 }: { readonly customer?: string; readonly points?: number } = {},
): Promise<{ readonly id: string; readonly code: string; readonly holder_id: string }> {
  const made = await shop.post(`/v1/loyalties/${campaignId}/members`, {
    customer: { source_id: customer },
  });
  assert.equal(made.status, 200, JSON.stringify(made.body));
  if (points > 0)
    await addPoints(shop, made.body.code, { points, expiration_type: 'NON_EXPIRING' });
  return made.body;
}

export async function addPoints(shop: TestProject, code: string, change: object): Promise<void> {
  const answer = await shop.post(`/v1/loyalties/members/${code}/balance`, change);
  assert.equal(answer.status, 200, JSON.stringify(answer.body));
}

/** What the card shows of its points. */
export async function pointsOf(
  shop: TestProject,
  code: string,
): Promise<Answer['body']['loyalty_card']> {
  return (await shop.get(`/v1/loyalties/members/${code}`)).body.loyalty_card;
}

/** Points earned for an order that is not there, pending until the day. Answers their id. */
export async function pend(
  db: Sql,
  shop: TestProject,
  pending: {
    readonly cardId: string;
    readonly points: number;
    readonly activatesAt: string;
    readonly expirationRules?: object;
  },
): Promise<string> {
  const id = `lopp_${Math.random().toString(36).slice(2)}`;
  await db.adhoc('select pending_add($1, $2::jsonb)', [
    shop.id,
    JSON.stringify({
      id,
      card_id: pending.cardId,
      points: pending.points,
      activates_at: pending.activatesAt,
      at: new Date().toISOString(),
      order_id: 'ord_1',
      details: { order: { id: 'ord_1', source_id: null } },
      ...(pending.expirationRules === undefined
        ? {}
        : { expiration_rules: pending.expirationRules }),
    }),
  ]);
  return id;
}

/** Balances, lots and entries of all cards of a project agree; answers the sum of the balances. */
export async function checkBooks(db: Sql, shop: TestProject): Promise<number> {
  const cards = await db.adhoc<Record<'balance' | 'lots' | 'entries' | 'pending' | 'held', number>>(
    `select v.balance, v.pending,
       coalesce((select sum(l.remaining) from ledger_lots l
         where l.project_id = v.project_id and l.voucher_id = v.id), 0)::bigint as lots,
       coalesce((select sum(e.amount) from ledger_entries e
         where e.project_id = v.project_id and e.voucher_id = v.id), 0)::bigint as entries,
       coalesce((select sum(p.points) from pending_points p where p.project_id = v.project_id
         and p.voucher_id = v.id and p.status = 'PENDING'), 0)::bigint as held
     from vouchers v where v.project_id = $1 and v.balance is not null`,
    [shop.id],
  );
  for (const { balance, lots, entries, pending, held } of cards) {
    assert.equal(lots, balance);
    assert.equal(entries, balance);
    assert.equal(held, pending);
  }
  return cards.reduce((sum, { balance }) => sum + balance, 0);
}
