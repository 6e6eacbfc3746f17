/** Limits on discounted units, under parallel load at two processes: met exactly, none is lost. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Answer, TestServer } from '../support/api.ts';
import { itemLimitShop, purchase, unitsOff } from '../support/item-limit-shop.ts';
import { atOnce, succeeded, tally, twoServers } from './two-servers.ts';

const { server, both } = await twoServers();

const kinds: readonly (readonly [name: string, limit: number, expected: number])[] = [
  // 40 redemptions of 2 A and 1 B, five customers, two tiers     units discounted in all
  ['product_campaign_quantity_limit', 11, 11],
  ['product_customer_campaign_quantity_limit', 5, 25],
  ['product_in_collection_campaign_quantity_limit', 7, 14],
  ['product_in_collection_customer_campaign_quantity_limit', 3, 30],
  ['product_promotion_tier_quantity_limit', 11, 22],
  ['product_customer_promotion_tier_quantity_limit', 4, 40],
  ['product_in_collection_promotion_tier_quantity_limit', 7, 28],
  ['product_in_collection_customer_promotion_tier_quantity_limit', 2, 40],
];

for (const [name, limit, expected] of kinds) {
  test(`${name} is met exactly, and units given back are free again`, async () => {
    const { project, tiers } = await itemLimitShop(server, { [name]: limit });
    const shops = both(project);
    const buyAll = () =>
      atOnce(shops, 40, (at, n) => {
        const tier = tiers[n % 4 < 2 ? 0 : 1];
        const buy = { customer: `c${n % 5}`, tiers: [tier], a: 2, b: 1 };
        return at.post('/v1/redemptions', purchase(project, buy));
      });
    const answers = await buyAll();
    assert.deepEqual(tally(answers), { 200: 40 });
    assert.equal(total(answers), expected);
    assert.equal(await counted(server, project.id), expected);
    const given = answers.filter((answer) => unitsOff(answer) > 0).slice(0, 3);
    const back = await atOnce(shops, given.length, (at, n) =>
      at.post(`/v1/redemptions/${given[n]?.body.redemptions[0].id}/rollback`, {}),
    );
    assert.deepEqual(tally(back), { 200: given.length });
    assert.equal(await counted(server, project.id), expected - total(given));
    assert.equal(total(succeeded(await buyAll())), total(given));
    assert.equal(await counted(server, project.id), expected);
  });
}

test('requests written together for one hot code keep its campaign’s limits, each its own', async () => {
  const { project, codes } = await itemLimitShop(server, {
    product_campaign_quantity_limit: 37,
    product_in_collection_customer_campaign_quantity_limit: 5,
  });
  await codes('HOT', 'WARM');
  const answers = await atOnce(both(project), 60, (at, n) => {
    const code = n % 3 === 0 ? 'WARM' : 'HOT';
    const buy = { customer: `c${n % 5}`, codes: [code], a: 2, b: 1 };
    return at.post('/v1/redemptions', purchase(project, buy));
  });
  assert.deepEqual(tally(answers), { 200: 60 });
  assert.equal(total(answers), 37);
  // Counted for the campaign, and once more for each customer.
  assert.equal(await counted(server, project.id), 2 * 37);
});

function total(answers: readonly Answer[]): number {
  return answers.reduce((sum, answer) => sum + unitsOff(answer), 0);
}

/** What the running totals of the one limit add up to. */
async function counted({ db }: TestServer, projectId: string): Promise<number> {
  const [row] = await db.adhoc<{ units: number }>(
    'select coalesce(sum(units), 0)::int as units from redeemed_item_units where project_id = $1',
    [projectId],
  );
  return row?.units ?? 0;
}
