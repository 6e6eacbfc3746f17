/** Assignments of validation rules over HTTP. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type TestProject, testServer } from '../../../../test/support/api.ts';
import { insertCampaign, insertVoucher } from '../../../../test/support/incentives.ts';

const server = await testServer();

async function ruleOf(shop: TestProject, name = 'Rule'): Promise<string> {
  return (await shop.post('/v1/validation-rules', { name })).body.id;
}

const assigned = (shop: TestProject, rule: string, type: string, id: string, query = '') =>
  shop.post(`/v1/validation-rules/${rule}/assignments${query}`, {
    related_object_type: type,
    related_object_id: id,
  });

test('a rule is assigned to a campaign, by id or name', async () => {
  const shop = await server.project();
  const [one, two] = [await ruleOf(shop), await ruleOf(shop)];
  const campaign = await insertCampaign(server.db, shop, { name: 'Spring' });
  const { status, body } = await assigned(shop, one, 'campaign', campaign);
  assert.equal(status, 200);
  const { id, created_at, ...rest } = body;
  assert.match(id, /^asgm_/);
  assert.ok(created_at);
  assert.deepEqual(rest, {
    rule_id: one,
    related_object_id: campaign,
    related_object_type: 'campaign',
    object: 'validation_rules_assignment',
  });
  const named = await assigned(shop, two, 'campaign', 'Spring');
  assert.equal(named.body.related_object_id, campaign);
});

test('a voucher is named by its code or id, and is what an assignment without a type means', async () => {
  const shop = await server.project();
  const [one, two] = [await ruleOf(shop), await ruleOf(shop)];
  const voucher = await insertVoucher(server.db, shop, { code: 'SAVE-10' });
  const byCode = await shop.post(`/v1/validation-rules/${one}/assignments`, {
    related_object_id: 'SAVE-10',
  });
  assert.equal(byCode.body.related_object_id, voucher);
  assert.equal(byCode.body.related_object_type, 'voucher');
  assert.equal((await assigned(shop, two, 'voucher', voucher)).body.related_object_id, voucher);
});

test('a voucher’s own rules make it a new version, which decisions made before notice', async () => {
  const shop = await server.project();
  const voucher = await insertVoucher(server.db, shop, { code: 'V' });
  const version = async () => {
    const [row] = await server.db.adhoc<{ version: number }>(
      'select version from vouchers where project_id = $1 and id = $2',
      [shop.id, voucher],
    );
    return row?.version;
  };
  const before = await version();
  await assigned(shop, await ruleOf(shop), 'voucher', voucher);
  assert.notEqual(await version(), before);
});

test('an equal assignment is refused, unless force puts a new one in its place', async () => {
  const shop = await server.project();
  const rule = await ruleOf(shop);
  const campaign = await insertCampaign(server.db, shop);
  const { body: first } = await assigned(shop, rule, 'campaign', campaign);
  const again = await assigned(shop, rule, 'campaign', campaign);
  assert.equal(again.body.key, 'duplicate_found');
  assert.equal(again.status, again.body.code);
  assert.equal(again.body.resource_id, first.id);
  assert.equal(again.body.resource_type, 'validation_rules_assignment');
  const forced = await assigned(shop, rule, 'campaign', campaign, '?force=true');
  assert.equal(forced.status, 200);
  assert.notEqual(forced.body.id, first.id);
  const { body: list } = await shop.get(`/v1/validation-rules/${rule}/assignments`);
  assert.deepEqual(list.data, [forced.body]);
});

test('assignments are listed by rule and by object, newest first, in pages', async () => {
  const shop = await server.project();
  const [one, two] = [await ruleOf(shop), await ruleOf(shop)];
  const [spring, summer] = [
    await insertCampaign(server.db, shop),
    await insertCampaign(server.db, shop),
  ];
  const ids: string[] = [];
  for (const [rule, campaign] of [
    [one, spring],
    [one, summer],
    [two, summer],
  ] as const) {
    ids.push((await assigned(shop, rule, 'campaign', campaign)).body.id);
  }
  const list = async (path: string) => {
    const { body } = await shop.get(path);
    assert.equal(body.object, 'list');
    assert.equal(body.data_ref, 'data');
    return [body.total, ...body.data.map(({ id }: { id: string }) => ids.indexOf(id))];
  };
  const all = '/v1/validation-rules-assignments';
  assert.deepEqual(await list(`/v1/validation-rules/${one}/assignments`), [2, 1, 0]);
  assert.deepEqual(await list('/v1/validation-rules/val_none/assignments'), [0]);
  assert.deepEqual(await list(all), [3, 2, 1, 0]);
  assert.deepEqual(await list(`${all}?related_object_id=${summer}`), [2, 2, 1]);
  assert.deepEqual(await list(`${all}?related_object_id=${summer}&rule=${one}`), [1, 1]);
  assert.deepEqual(await list(`${all}?order=created_at&limit=2`), [3, 0, 1]);
  assert.deepEqual(await list(`${all}?order=created_at&limit=2&page=2`), [3, 2]);
  assert.equal((await shop.get(`/v1/validation-rules/${one}`)).body.assignments_count, 2);
});

test('a removed assignment is gone; its rule stays', async () => {
  const shop = await server.project();
  const rule = await ruleOf(shop);
  const { body } = await assigned(shop, rule, 'campaign', await insertCampaign(server.db, shop));
  const path = `/v1/validation-rules/${rule}/assignments/${body.id}`;
  assert.equal((await shop.delete(path)).status, 204);
  const gone = await shop.delete(path);
  assert.equal(gone.status, 404);
  assert.equal(gone.body.resource_type, 'validation_rules_assignment');
  assert.equal((await shop.get(`/v1/validation-rules/${rule}`)).body.assignments_count, 0);
});

test('an assignment is not removed under another rule’s name', async () => {
  const shop = await server.project();
  const [mine, other] = [await ruleOf(shop), await ruleOf(shop)];
  const campaign = await insertCampaign(server.db, shop);
  const { body } = await assigned(shop, mine, 'campaign', campaign);
  const refused = await shop.delete(`/v1/validation-rules/${other}/assignments/${body.id}`);
  assert.equal(refused.status, 404);
  assert.equal((await shop.get(`/v1/validation-rules/${mine}`)).body.assignments_count, 1);
});

const refusals = [
  // claim, type, id, key, resource type
  ['an unknown voucher', 'voucher', 'NONE', 'not_found', 'voucher'],
  ['an unknown campaign', 'campaign', 'camp_none', 'not_found', 'campaign'],
  ['an unknown tier', 'promotion_tier', 'promo_none', 'not_found', 'promotion_tier'],
  ['an earning rule', 'earning_rule', 'ern_none', 'not_found', 'earning_rule'],
  ['a distribution', 'distribution', 'distr_none', 'not_found', 'distribution'],
  ['a reward assignment', 'reward_assignment', 'rewa_none', 'not_found', 'reward_assignment'],
  ['a kind nobody knows', 'planet', 'mars', 'invalid_payload', undefined],
  ['an empty id', 'campaign', '', 'invalid_payload', undefined],
] as const;

for (const [claim, type, id, key, resourceType] of refusals) {
  test(`refused: an assignment to ${claim}`, async () => {
    const shop = await server.project();
    const answer = await assigned(shop, await ruleOf(shop), type, id);
    assert.equal(answer.body.key, key);
    assert.equal(answer.status, answer.body.code);
    assert.equal(answer.body.resource_type, resourceType);
    assert.equal((await shop.get('/v1/validation-rules-assignments')).body.total, 0);
  });
}

test('refused: an assignment of a rule nobody has, and of another project’s rule', async () => {
  const [shop, other] = [await server.project(), await server.project()];
  const campaign = await insertCampaign(server.db, shop);
  for (const rule of ['val_none', await ruleOf(other)]) {
    const made = await assigned(shop, rule, 'campaign', campaign);
    assert.equal(made.status, 404);
    assert.equal(made.body.resource_type, 'validation_rules');
    const removed = await shop.delete(`/v1/validation-rules/${rule}/assignments/asgm_none`);
    assert.equal(removed.body.resource_type, 'validation_rules');
  }
});

test('refused: an assignment to another project’s campaign', async () => {
  const [shop, other] = [await server.project(), await server.project()];
  const campaign = await insertCampaign(server.db, other);
  const answer = await assigned(shop, await ruleOf(shop), 'campaign', campaign);
  assert.equal(answer.status, 404);
});
