/** Limits over many orders: the guide's shoppers, one after another, on a live server. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openLiveShop } from '../examples/live-shop.ts';
import { buy, type Shopping, shopUnder } from '../examples/shoppers.ts';
import { shoppings } from '../examples/tables/all.ts';
import { testServer } from '../support/api.ts';

const server = await testServer();

for (const shopping of shoppings) {
  const { guide, heading, claim, purchases } = shopping;
  test(`${guide}, ${heading}: ${claim}`, async () => {
    assert.deepEqual(await discounted(shopping), expected(purchases));
  });
}

function expected(purchases: Shopping['purchases']) {
  return purchases.map(([, , , units]) => units);
}

async function discounted({ limits, purchases }: Shopping): Promise<(readonly number[])[]> {
  const { project } = await openLiveShop(await server.project());
  const tiers = await shopUnder(project, limits);
  const bought = [];
  for (const purchase of purchases) bought.push(await buy(project, tiers, purchase));
  return bought;
}
