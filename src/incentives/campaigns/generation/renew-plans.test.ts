/** What was planned over an empty table is planned anew when codes have filled it. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { testServer } from '../../../../test/support/api.ts';
import { campaignRow } from '../../../../test/support/campaign-row.ts';
import { renewPlans } from './renew-plans.ts';
import { believedVouchers } from './store.ts';

const server = await testServer();
const { db } = server;
const shop = await server.project();
const campaignId = await campaignRow(server, shop, 'full');

async function addVouchers(count: number): Promise<void> {
  await db.adhoc(
    `insert into vouchers (project_id, id, code, campaign_id, created_at)
     select $1, gen_random_uuid(), gen_random_uuid(), $2, now() from generate_series(1, $3)`,
    [shop.id, campaignId, count],
  );
}

// One row is one claim; they go on from each other. `made` is the generation's, `added` are new rows.
const steps = [
  // claim                                                 added   is over  made  believed
  ['a batch that made nothing changes nothing', 10, false, 0, -1],
  ['the first batch of an empty table counts', 90, false, 100, 100],
  ['the next does not yet', 200, false, 300, 100],
  ['several times as many do', 200, false, 500, 500],
  ['a small generation passes by', 10, true, 10, 500],
  ['the end of one that matters counts', 90, true, 100, 600],
] as const;
for (const [claim, added, isOver, made, believed] of steps) {
  test(`the planner looks: ${claim}`, async () => {
    await addVouchers(added);
    await renewPlans(db, isOver ? { isOver, made } : { isOver, made, way: 'copy' });
    assert.equal(await believedVouchers(db), believed);
  });
}
