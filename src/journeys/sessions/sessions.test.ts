/** Sessions over HTTP: what is locked, for whom, and what releases it. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Answer, type TestProject, testServer } from '../../../test/support/api.ts';
import { campaignRow } from '../../../test/support/campaign-row.ts';

const server = await testServer();

type Session = Readonly<Record<string, unknown>>;

const order = { amount: 1_000 };
const named = (...codes: string[]) => codes.map((id) => ({ object: 'voucher', id }));

async function voucher(shop: TestProject, code: string, quantity: number | null = 1) {
  const { status, body } = await shop.post(`/v1/vouchers/${code}`, {
    type: 'DISCOUNT_VOUCHER',
    discount: { type: 'AMOUNT', amount_off: 100 },
    redemption: { quantity },
  });
  assert.equal(status, 200, JSON.stringify(body));
  return body;
}

async function validate(shop: TestProject, codes: readonly string[], session?: Session) {
  const answer = await shop.post('/v1/validations', {
    redeemables: named(...codes),
    order,
    ...(session === undefined ? {} : { session }),
  });
  assert.equal(answer.status, 200, JSON.stringify(answer.body));
  return answer.body;
}

const lock = (shop: TestProject, code: string, key: string, more: Session = {}) =>
  validate(shop, [code], { type: 'LOCK', key, ...more });

const redeem = (shop: TestProject, codes: readonly string[], session?: Session) =>
  shop.post('/v1/redemptions', {
    redeemables: named(...codes),
    order,
    ...(session === undefined ? {} : { session }),
  });

/** Why the first redeemable is refused; null where the validation is valid. */
const refusal = (body: Answer['body']): string | null =>
  body.valid
    ? null
    : body.redeemables.find((one: Answer['body']) => one.result.error)?.result.error.key;

/** What the rows of the project's vouchers count as locked. */
const counted = async (shop: TestProject) =>
  Object.fromEntries(
    (
      await server.db.adhoc<{ code: string; locked_quantity: number }>(
        'select code, locked_quantity from vouchers where project_id = $1 order by code',
        [shop.id],
      )
    ).map((row) => [row.code, row.locked_quantity]),
  );

/** As if all sessions had been shorter: time passes for them alone. */
const endAll = (shop: TestProject) =>
  server.db.adhoc(
    `update session_locks set expires_at = now() - interval '1 second' where project_id = $1`,
    [shop.id],
  );

test('a session gets a key of ours and lasts 7 days where the request does not say', async () => {
  const shop = await server.project();
  await voucher(shop, 'A');
  const { session, valid } = await validate(shop, ['A'], { type: 'LOCK' });
  assert.equal(valid, true);
  assert.match(session.key, /^ssn_[0-9A-Za-z]{22}$/);
  assert.deepEqual(session, { key: session.key, type: 'LOCK', ttl: 7, ttl_unit: 'DAYS' });
  const [row] = await server.db.adhoc<{ lasts: string }>(
    `select extract(epoch from expires_at - created_at)::text as lasts from session_locks
     where project_id = $1`,
    [shop.id],
  );
  assert.equal(Number(row?.lasts), 7 * 86_400);
});

const units = [
  'DAYS',
  'HOURS',
  'MINUTES',
  'SECONDS',
  'MILLISECONDS',
  'MICROSECONDS',
  'NANOSECONDS',
];
for (const ttl_unit of units) {
  test(`a session may be counted in ${ttl_unit}, and is shown as it was asked for`, async () => {
    const shop = await server.project();
    await voucher(shop, 'A');
    const asked = { key: 'mine', type: 'LOCK', ttl: 5, ttl_unit };
    const { session } = await validate(shop, ['A'], asked);
    assert.deepEqual(session, asked);
  });
}

const misfits: readonly Session[] = [
  { type: 'HOLD' },
  { type: 'LOCK', key: '' },
  { type: 'LOCK', key: 'k'.repeat(256) },
  { type: 'LOCK', key: 'line\nbreak' },
  { type: 'LOCK', key: '\u0000' },
  { type: 'LOCK', key: 7 },
  { type: 'LOCK', ttl: -1 },
  { type: 'LOCK', ttl: 'long' },
  { type: 'LOCK', ttl: 1, ttl_unit: 'WEEKS' },
];
for (const session of misfits) {
  test(`${JSON.stringify(session).slice(0, 60)} is no session: refused, and nothing is locked`, async () => {
    const shop = await server.project();
    await voucher(shop, 'A');
    for (const path of ['/v1/validations', '/v1/redemptions']) {
      const { status, body } = await shop.post(path, { redeemables: named('A'), order, session });
      assert.equal(status, 400);
      assert.equal(body.key, 'invalid_payload');
    }
    assert.deepEqual(await counted(shop), { A: 0 });
    assert.equal((await shop.get('/v1/vouchers/A')).body.redemption.redeemed_quantity, 0);
  });
}

test('what one session has locked is used up for others, in validations and redemptions', async () => {
  const shop = await server.project();
  await voucher(shop, 'A');
  assert.equal(refusal(await lock(shop, 'A', 'ann')), null);
  const bob = await lock(shop, 'A', 'bob');
  assert.equal(refusal(bob), 'quantity_exceeded');
  assert.equal(bob.session, undefined, 'no session is established');
  assert.equal(refusal(await validate(shop, ['A'])), 'quantity_exceeded');
  for (const session of [undefined, { type: 'LOCK', key: 'bob' }, { type: 'LOCK' }]) {
    const { status, body } = await redeem(shop, ['A'], session);
    assert.equal(status, 400);
    assert.equal(body.key, 'quantity_exceeded');
  }
  assert.equal(refusal(await lock(shop, 'A', 'ann')), null);
  assert.deepEqual(await counted(shop), { A: 1 });
});

test('a qualification offers no voucher that sessions have locked', async () => {
  const shop = await server.project();
  await voucher(shop, 'A');
  await voucher(shop, 'B', 2);
  const offered = async () =>
    (
      await shop.post('/v1/qualifications', {
        scenario: 'ALL',
        order,
        customer: { source_id: 'x' },
      })
    ).body.redeemables.data
      .map((one: Answer['body']) => one.id)
      .toSorted();
  assert.deepEqual(await offered(), ['A', 'B']);
  await validate(shop, ['A', 'B'], { type: 'LOCK' });
  assert.deepEqual(await offered(), ['B']);
});

test('a redemption with the key takes what it had locked, ends the session, and shows it', async () => {
  const shop = await server.project();
  await voucher(shop, 'A', 2);
  await lock(shop, 'A', 'ann');
  const { status, body } = await redeem(shop, ['A'], { type: 'LOCK', key: 'ann' });
  assert.equal(status, 200, JSON.stringify(body));
  const [redemption] = body.redemptions;
  assert.deepEqual(redemption.session, { key: 'ann' });
  assert.equal(redemption.voucher.redemption.redeemed_quantity, 1);
  const stored = await shop.get(`/v1/redemptions/${redemption.id}`);
  assert.deepEqual(stored.body.session, { key: 'ann' });
  assert.deepEqual(await counted(shop), { A: 0 });
  assert.equal((await redeem(shop, ['A'])).status, 200, 'the other one is free');
  assert.equal((await redeem(shop, ['A'], { key: 'ann' })).body.key, 'quantity_exceeded');
});

test('without a key a redemption takes what is left beside the locks, and no more', async () => {
  const shop = await server.project();
  await voucher(shop, 'A', 3);
  await lock(shop, 'A', 'ann');
  await lock(shop, 'A', 'bob');
  assert.equal((await redeem(shop, ['A'])).status, 200);
  assert.equal((await redeem(shop, ['A'])).body.key, 'quantity_exceeded');
  for (const key of ['ann', 'bob']) {
    assert.equal((await redeem(shop, ['A'], { key })).status, 200);
  }
  assert.deepEqual(await counted(shop), { A: 0 });
});

test('the same key again locks no second time; it replaces what it had locked, and how long', async () => {
  const shop = await server.project();
  for (const code of ['A', 'B', 'C']) await voucher(shop, code);
  await validate(shop, ['A', 'B'], { key: 'ann', ttl: 1, ttl_unit: 'SECONDS' });
  await validate(shop, ['B', 'C'], { key: 'ann', ttl: 1, ttl_unit: 'HOURS' });
  assert.deepEqual(await counted(shop), { A: 0, B: 1, C: 1 });
  await sleep(1_100);
  assert.equal(refusal(await validate(shop, ['A'])), null);
  assert.equal(refusal(await validate(shop, ['B'])), 'quantity_exceeded');
  assert.equal(refusal(await validate(shop, ['C'])), 'quantity_exceeded');
});

test('a validation that fails releases its session, and locks nothing else', async () => {
  const shop = await server.project();
  for (const code of ['A', 'B', 'OFF']) await voucher(shop, code);
  await shop.post('/v1/vouchers/OFF/disable', {});
  await validate(shop, ['A'], { key: 'ann' });
  const failed = await validate(shop, ['A', 'B', 'OFF'], { key: 'ann' });
  assert.equal(failed.valid, false);
  assert.equal(failed.session, undefined);
  assert.deepEqual(await counted(shop), { A: 0, B: 0, OFF: 0 });
  assert.equal(refusal(await validate(shop, ['A'])), null);
});

test('a request that is refused as a whole releases nothing', async () => {
  const shop = await server.project();
  await voucher(shop, 'A');
  await lock(shop, 'A', 'ann');
  const twice = { redeemables: named('A', 'A'), session: { type: 'LOCK', key: 'ann' } };
  assert.equal((await shop.post('/v1/validations', twice)).body.key, 'duplicated_redeemables');
  assert.deepEqual(await counted(shop), { A: 1 });
});

test('a redemption that is refused keeps its session', async () => {
  const shop = await server.project();
  await voucher(shop, 'A');
  await lock(shop, 'A', 'ann');
  const refused = await shop.post('/v1/redemptions', {
    redeemables: named('A', 'NONE'),
    session: { key: 'ann' },
  });
  assert.equal(refused.body.key, 'not_found');
  assert.deepEqual(await counted(shop), { A: 1 });
  assert.equal((await redeem(shop, ['A'], { key: 'ann' })).status, 200);
});

test('a stack is locked and redeemed whole; what the redemption leaves out is free again', async () => {
  const shop = await server.project();
  for (const code of ['A', 'B', 'C']) await voucher(shop, code);
  await validate(shop, ['A', 'B', 'C'], { key: 'ann' });
  assert.equal(refusal(await validate(shop, ['C', 'A'], { key: 'bob' })), 'quantity_exceeded');
  assert.deepEqual(await counted(shop), { A: 1, B: 1, C: 1 });
  const { status, body } = await redeem(shop, ['B', 'A'], { key: 'ann' });
  assert.equal(status, 200, JSON.stringify(body));
  assert.deepEqual(body.parent_redemption.session, { key: 'ann' });
  assert.deepEqual(await counted(shop), { A: 0, B: 0, C: 0 });
  assert.equal((await redeem(shop, ['C'])).status, 200);
});

test('beside a promotion tier only the voucher is locked; a tier alone has a session all the same', async () => {
  const shop = await server.project();
  await voucher(shop, 'A');
  const campaign = await campaignRow(server, shop, 'tiers', { campaign_type: 'PROMOTION' });
  const tier = await shop.post(`/v1/promotions/${campaign}/tiers`, {
    name: 'Ten off',
    action: { discount: { type: 'PERCENT', percent_off: 10 } },
  });
  const tierAlone = [{ object: 'promotion_tier', id: tier.body.id }];
  const ask = (redeemables: readonly object[], key: string) =>
    shop.post('/v1/validations', { redeemables, order, session: { key } });
  const both = await ask([...tierAlone, ...named('A')], 'ann');
  assert.equal(both.body.valid, true, JSON.stringify(both.body));
  assert.equal(both.body.session.key, 'ann');
  const alone = await ask(tierAlone, 'bob');
  assert.equal(alone.body.session.key, 'bob');
  assert.deepEqual(await counted(shop), { A: 1 });
  const redeemed = await shop.post('/v1/redemptions', {
    redeemables: [...tierAlone, ...named('A')],
    order,
    session: { key: 'ann' },
  });
  assert.equal(redeemed.status, 200, JSON.stringify(redeemed.body));
});

test('a voucher without limit takes any number of sessions, and everybody may redeem it', async () => {
  const shop = await server.project();
  await voucher(shop, 'A', null);
  for (const key of ['ann', 'bob', 'eve']) assert.equal(refusal(await lock(shop, 'A', key)), null);
  assert.deepEqual(await counted(shop), { A: 3 });
  assert.equal((await redeem(shop, ['A'])).status, 200);
  assert.equal((await redeem(shop, ['A'], { key: 'ann' })).status, 200);
  assert.deepEqual(await counted(shop), { A: 2 });
});

test('a session that is over counts no more, and its key opens nothing', async () => {
  const shop = await server.project();
  await voucher(shop, 'A', 2);
  for (const key of ['ann', 'bob']) await lock(shop, 'A', key);
  await endAll(shop);
  assert.deepEqual(await counted(shop), { A: 2 }, 'its row still counts them');
  assert.equal(refusal(await validate(shop, ['A'])), null);
  assert.equal((await redeem(shop, ['A'])).status, 200, 'a redemption without a key');
  assert.equal(refusal(await lock(shop, 'A', 'eve')), null);
  assert.deepEqual(await counted(shop), { A: 1 }, 'expired ones went with the new one');
  const late = await redeem(shop, ['A'], { key: 'ann' });
  assert.equal(late.body.key, 'quantity_exceeded');
  assert.equal((await redeem(shop, ['A'], { key: 'eve' })).status, 200);
});

test('a key that is over, or was never there, redeems as anybody does', async () => {
  const shop = await server.project();
  await voucher(shop, 'A', 2);
  await lock(shop, 'A', 'ann', { ttl: 0 });
  assert.equal((await redeem(shop, ['A'], { key: 'ann' })).status, 200);
  assert.equal((await redeem(shop, ['A'], { key: 'nobody' })).status, 200);
  assert.deepEqual(await counted(shop), { A: 0 });
});

test('released by hand it is free at once, by code and by id, in its other vouchers not', async () => {
  const shop = await server.project();
  const { id } = await voucher(shop, 'A');
  await voucher(shop, 'B');
  await validate(shop, ['A', 'B'], { key: 'ann/1' });
  const address = `sessions/${encodeURIComponent('ann/1')}`;
  assert.equal((await shop.delete(`/v1/vouchers/A/${address}`)).status, 204);
  assert.deepEqual(await counted(shop), { A: 0, B: 1 });
  assert.equal(refusal(await lock(shop, 'A', 'bob')), null);
  assert.equal((await shop.delete(`/v1/vouchers/${id}/sessions/bob`)).status, 204);
  assert.equal((await redeem(shop, ['A'])).status, 200);
});

test('what is not locked cannot be released: an unknown voucher, an unknown key, one that is over', async () => {
  const shop = await server.project();
  await voucher(shop, 'A');
  await lock(shop, 'A', 'over', { ttl: 0 });
  const cases = [
    ['/v1/vouchers/NONE/sessions/over', 'voucher', 'NONE'],
    ['/v1/vouchers/A/sessions/unknown', 'session', 'unknown'],
    ['/v1/vouchers/A/sessions/over', 'session', 'over'],
  ] as const;
  for (const [path, resource_type, resource_id] of cases) {
    const { status, body } = await shop.delete(path);
    assert.equal(status, 404);
    assert.equal(body.key, 'not_found');
    assert.equal(body.details, `Cannot find ${resource_type} with id ${resource_id}`);
    assert.deepEqual([body.resource_type, body.resource_id], [resource_type, resource_id]);
  }
});

test('a voucher changed, switched off or deleted while it is locked', async () => {
  const shop = await server.project();
  await voucher(shop, 'A');
  await lock(shop, 'A', 'ann');
  await shop.put('/v1/vouchers/A', { discount: { type: 'AMOUNT', amount_off: 300 } });
  assert.equal(refusal(await validate(shop, ['A'])), 'quantity_exceeded', 'the lock stands');
  await shop.post('/v1/vouchers/A/disable', {});
  assert.equal((await redeem(shop, ['A'], { key: 'ann' })).body.key, 'voucher_disabled');
  await shop.post('/v1/vouchers/A/enable', {});
  const redeemed = await redeem(shop, ['A'], { key: 'ann' });
  assert.equal(redeemed.body.order.total_amount, 700);
  await voucher(shop, 'B');
  await lock(shop, 'B', 'ann');
  assert.equal((await shop.delete('/v1/vouchers/B')).status, 204);
  assert.equal((await shop.delete('/v1/vouchers/B/sessions/ann')).status, 404);
  await voucher(shop, 'B');
  assert.equal((await redeem(shop, ['B'])).status, 200, 'a new one of the code is nobody’s');
});

test('what is rolled back is free for others, not locked again', async () => {
  const shop = await server.project();
  await voucher(shop, 'A');
  await lock(shop, 'A', 'ann');
  const { body } = await redeem(shop, ['A'], { key: 'ann' });
  const back = await shop.post(`/v1/redemptions/${body.redemptions[0].id}/rollback`, {});
  assert.equal(back.status, 200, JSON.stringify(back.body));
  assert.equal(refusal(await lock(shop, 'A', 'bob')), null);
});

test('a redemption in a session may be repeated with its Idempotency-Key', async () => {
  const shop = await server.project();
  await voucher(shop, 'A', 2);
  await lock(shop, 'A', 'ann');
  const request = { redeemables: named('A'), order, session: { key: 'ann' } };
  const send = () => shop.post('/v1/redemptions', request, { 'idempotency-key': 'pay' });
  const first = await send();
  assert.equal(first.status, 200, JSON.stringify(first.body));
  assert.deepEqual((await send()).body, first.body);
  assert.equal((await shop.get('/v1/vouchers/A')).body.redemption.redeemed_quantity, 1);
  assert.deepEqual(await counted(shop), { A: 0 });
});
