/** Points under fire: transfers in all directions and activations at once, through two processes. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkBooks, loyaltyMember, loyaltyProgram, pend, pointsOf } from '../support/loyalty.ts';
import { atOnce, tally, twoServers } from './two-servers.ts';

const { server, both } = await twoServers();

test('transfers between two cards in both directions at once all end, and nothing is lost', async () => {
  const shop = await server.project();
  const campaignId = await loyaltyProgram(shop);
  const one = await loyaltyMember(shop, campaignId, { customer: 'one', points: 100 });
  const two = await loyaltyMember(shop, campaignId, { customer: 'two', points: 100 });
  const answers = await atOnce(both(shop), 120, (through, n) => {
    const [from, to] = n % 4 < 2 ? [one, two] : [two, one];
    const path = `/v1/loyalties/${campaignId}/members/${to.code}/transfers`;
    return through.post(path, [{ code: from.code, points: 1 + (n % 3) }]);
  });
  assert.deepEqual(tally(answers), { 200: 120 });
  assert.equal(await checkBooks(server.db, shop), 200);
});

test('transfers around a ring of cards, two sources each, never give more than there is', async () => {
  const shop = await server.project();
  const campaignId = await loyaltyProgram(shop);
  const cards: string[] = [];
  for (const customer of ['a', 'b', 'c', 'd']) {
    cards.push((await loyaltyMember(shop, campaignId, { customer, points: 20 })).code);
  }
  const answers = await atOnce(both(shop), 100, (through, n) => {
    const [to, from, last] = [0, 1, 2].map((step) => cards[(n * 3 + step) % 4]);
    const sources = [from, last].map((code) => ({ code, points: 3 }));
    return through.post(`/v1/loyalties/${campaignId}/members/${to}/transfers`, sources);
  });
  const { 200: moved = 0, loyalty_card_points_exceeded: refused = 0 } = tally(answers);
  assert.equal(moved + refused, 100);
  assert.ok(moved > 0);
  assert.equal(await checkBooks(server.db, shop), 80);
});

test('pending points that many activate, adjust and cancel at once count once at most', async () => {
  const shop = await server.project();
  const campaignId = await loyaltyProgram(shop);
  const card = await loyaltyMember(shop, campaignId);
  const pending = { cardId: card.id, points: 10, activatesAt: '2099-01-01' };
  const ids = await Promise.all([1, 2, 3, 4].map(() => pend(server.db, shop, pending)));
  const answers = await atOnce(both(shop), 48, (through, n) => {
    const path = `/v1/loyalties/members/${card.code}/pending-points/${ids[n % 4]}`;
    if (n % 12 < 4) return through.post(`${path}/balance`, { points: 1 });
    return through.post(`${path}/${n % 12 < 8 ? 'activate' : 'cancel'}`);
  });
  const ended = answers.filter(({ body }) => body === null || body.type === 'loyalty_card');
  assert.ok(ended.length >= 4);
  for (const { status, body } of answers) {
    if (status >= 400) assert.equal(body.key, 'invalid_pending_points_state');
  }
  const { balance, pending_points } = await pointsOf(shop, card.code);
  assert.equal(pending_points, 0);
  assert.equal(await checkBooks(server.db, shop), balance);
  const rows = await server.db.adhoc<{ sum: number }>(
    `select coalesce(sum(points), 0)::bigint as sum from pending_points
     where project_id = $1 and status = 'ACTIVATED'`,
    [shop.id],
  );
  assert.deepEqual(rows, [{ sum: balance }]);
});
