/** Lists of promotion tiers over HTTP. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type TestProject, testServer } from '../../../../test/support/api.ts';
import { insertCampaign } from '../../../../test/support/incentives.ts';

const server = await testServer();

const tenOff = { discount: { type: 'AMOUNT', amount_off: 1_000, effect: 'APPLY_TO_ORDER' } };

async function promotion(): Promise<{ shop: TestProject; campaign: string }> {
  const shop = await server.project();
  return { shop, campaign: await insertCampaign(server.db, shop) };
}

async function tierOf(shop: TestProject, campaign: string, rest: object = {}) {
  const answer = await shop.post(`/v1/promotions/${campaign}/tiers`, {
    name: 'Tier',
    action: tenOff,
    ...rest,
  });
  assert.equal(answer.status, 200, JSON.stringify(answer.body));
  return answer.body;
}

test('tiers without a hierarchy follow the last one, and a campaign lists them in that order', async () => {
  const { shop, campaign } = await promotion();
  await tierOf(shop, campaign, { name: 'five', hierarchy: 5 });
  await tierOf(shop, campaign, { name: 'six' });
  await tierOf(shop, campaign, { name: 'two', hierarchy: 2 });
  await tierOf(shop, campaign, { name: 'seven' });
  const { body } = await shop.get(`/v1/promotions/${campaign}/tiers`);
  assert.equal(body.data_ref, 'tiers');
  assert.equal(body.has_more, false);
  assert.deepEqual(
    body.tiers.map((tier: { name: string; hierarchy: number }) => [tier.name, tier.hierarchy]),
    [
      ['two', 2],
      ['five', 5],
      ['six', 6],
      ['seven', 7],
    ],
  );
});

test('the list of all tiers is paged, sorted, and tells whether there are more', async () => {
  const { shop, campaign } = await promotion();
  const other = await insertCampaign(server.db, shop);
  for (const [name, place] of [
    ['a', campaign],
    ['b', other],
    ['c', campaign],
  ] as const) {
    await tierOf(shop, place, { name });
  }
  const list = async (query: string) => {
    const { body } = await shop.get(`/v1/promotions/tiers?${query}`);
    const names = body.tiers.map((tier: { name: string }) => tier.name).join('');
    return [names, body.total, body.has_more];
  };
  assert.deepEqual(await list(''), ['cba', 3, false]);
  assert.deepEqual(await list('order=created_at&limit=2'), ['ab', 3, true]);
  assert.deepEqual(await list('order=created_at&limit=2&page=2'), ['c', 3, false]);
  assert.deepEqual(await list('page=9'), ['', 3, false]);
  const { body } = await shop.get(`/v1/promotions/${other}/tiers`);
  await shop.put(`/v1/promotions/tiers/${body.tiers[0].id}`, { banner: 'x' });
  assert.deepEqual(await list('order=-updated_at&limit=1'), ['b', 3, true]);
});

test('available are active tiers of active campaigns, both within their dates', async () => {
  const { shop, campaign } = await promotion();
  const [off, ended] = [
    await insertCampaign(server.db, shop),
    await insertCampaign(server.db, shop),
  ];
  await server.db.adhoc(
    `update campaigns set active = id <> $2,
       expiration_date = case when id = $3 then timestamptz '2020-01-01' end
     where project_id = $1`,
    [shop.id, off, ended],
  );
  await tierOf(shop, campaign, { name: 'now' });
  await tierOf(shop, campaign, { name: 'off', active: false });
  await tierOf(shop, campaign, { name: 'over', expiration_date: '2020-01-01' });
  await tierOf(shop, campaign, { name: 'early', start_date: '2100-01-01' });
  await tierOf(shop, off, { name: 'campaign off' });
  await tierOf(shop, ended, { name: 'campaign over' });
  const available = await shop.get('/v1/promotions/tiers?is_available=true');
  assert.deepEqual(
    available.body.tiers.map((tier: { name: string }) => tier.name),
    ['now'],
  );
  assert.equal(available.body.total, 1);
  assert.equal((await shop.get('/v1/promotions/tiers?is_available=false')).body.total, 6);
});
