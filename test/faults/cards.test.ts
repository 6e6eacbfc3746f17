/** One card, two processes, everybody at once: it pays what it holds, to the cent, and its books agree. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Answer, TestProject } from '../support/api.ts';
import { booksOf } from '../support/card-books.ts';
import { assertBooksAgree, atOnce, succeeded, tally, twoServers } from './two-servers.ts';

const { server, both } = await twoServers();

async function giftCard(shop: TestProject, code: string, amount: number): Promise<void> {
  const body = { type: 'GIFT_VOUCHER', gift: { amount } };
  const made = await shop.post(`/v1/vouchers/${code}`, body);
  assert.equal(made.status, 200, JSON.stringify(made.body));
}

const asked = (code: string, credits: number, amount: number, session?: object) => ({
  redeemables: [{ object: 'voucher', id: code, gift: { credits } }],
  order: { amount },
  ...(session === undefined ? {} : { session }),
});

const redeem = (at: TestProject, code: string, credits: number, session?: object) =>
  at.post('/v1/redemptions', asked(code, credits, 10_000, session));

async function assertSums(shop: TestProject, code: string, balance: number): Promise<void> {
  const books = await booksOf(server, shop, code);
  assert.equal(books.balance, balance);
  assert.equal(books.lots, balance);
  assert.equal(
    books.entries.reduce((sum, amount) => sum + amount, 0),
    balance,
  );
}

test('100.00 hit by 40 redemptions of 10.00 at two processes: 10 succeed, each with its balance', async () => {
  const shop = await server.project();
  await giftCard(shop, 'HOT', 10_000);
  const answers = await atOnce(both(shop), 40, (at) => redeem(at, 'HOT', 1_000));
  assert.deepEqual(tally(answers), { 200: 10, gift_amount_exceeded: 30 });
  const balances = succeeded(answers).map(({ body }) => body.redemptions[0].voucher.gift.balance);
  assert.deepEqual(
    balances.toSorted((a, b) => b - a),
    Array.from({ length: 10 }, (_, n) => 9_000 - 1_000 * n),
  );
  await assertSums(shop, 'HOT', 0);
  assert.equal((await booksOf(server, shop, 'HOT')).entries.length, 11);
  await assertBooksAgree(server, shop);
});

test('redemptions and their rollbacks at once leave what was not given back', async () => {
  const shop = await server.project();
  await giftCard(shop, 'STORM', 10_000);
  const shops = both(shop);
  let rolledBack = 0;
  const answers = await atOnce(shops, 60, async (at, n) => {
    const answer = await redeem(at, 'STORM', 700);
    if (answer.status !== 200 || n % 3 === 0) return answer;
    const other = at === shops[0] ? shops[1] : shops[0];
    const back = await other.post(`/v1/redemptions/${answer.body.redemptions[0].id}/rollback`, {});
    assert.equal(back.status, 200, JSON.stringify(back.body));
    rolledBack += 1;
    return answer;
  });
  const standing = (tally(answers)['200'] ?? 0) - rolledBack;
  assert.ok(rolledBack > 0);
  await assertSums(shop, 'STORM', 10_000 - 700 * standing);
  await assertBooksAgree(server, shop);
});

test('two cards in opposite orders at once: no request is lost to the other', async () => {
  const shop = await server.project();
  await giftCard(shop, 'A', 10_000);
  await giftCard(shop, 'B', 10_000);
  const card = (id: string) => ({ object: 'voucher', id, gift: { credits: 100 } });
  const answers = await atOnce(both(shop), 40, (at, n) =>
    at.post('/v1/redemptions', {
      redeemables: n % 4 < 2 ? [card('A'), card('B')] : [card('B'), card('A')],
      order: { amount: 1_000 },
    }),
  );
  assert.deepEqual(tally(answers), { 200: 40 });
  await assertSums(shop, 'A', 6_000);
  await assertSums(shop, 'B', 6_000);
});

test('sessions at once lock no more than the card holds, and those that did redeem', async () => {
  const shop = await server.project();
  await giftCard(shop, 'LOCKED', 10_000);
  const validate = (at: TestProject, n: number): Promise<Answer> =>
    at.post('/v1/validations', asked('LOCKED', 900, 10_000, { type: 'LOCK', key: `s${n}` }));
  const locked = await atOnce(both(shop), 40, validate);
  assert.equal(locked.filter(({ body }) => body.valid === true).length, 11);
  assert.equal((await booksOf(server, shop, 'LOCKED')).locked, 9_900);
  const keyless = await atOnce(both(shop), 20, (at) => redeem(at, 'LOCKED', 101));
  assert.deepEqual(tally(keyless), { gift_amount_exceeded: 20 });
  const all = await atOnce(both(shop), 40, (at, n) => redeem(at, 'LOCKED', 900, { key: `s${n}` }));
  assert.deepEqual(tally(all), { 200: 11, gift_amount_exceeded: 29 });
  await assertSums(shop, 'LOCKED', 100);
  assert.equal((await booksOf(server, shop, 'LOCKED')).locked, 0);
  await assertBooksAgree(server, shop);
});

type Step = readonly ['redeem' | 'lock' | 'redeem locked', number] | readonly ['roll back', number];

test('any sequence of locks, redemptions and rollbacks keeps entries, lots and balance in step', async () => {
  const shop = await server.project();
  const [one, two] = both(shop);
  const credits = fc.integer({ min: 0, max: 700 });
  const step: fc.Arbitrary<Step> = fc.oneof(
    fc.tuple(fc.constantFrom('redeem', 'lock', 'redeem locked'), credits),
    fc.tuple(fc.constant('roll back'), fc.nat(3)),
  );
  let made = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
      const code = `CARD${made++}`;
      await giftCard(shop, code, 1_000);
      const standing: string[] = [];
      let balance = 1_000;
      const spend = (answer: Answer) => {
        if (answer.status !== 200) return;
        const [{ id, amount }] = answer.body.redemptions;
        standing.push(id);
        balance -= amount;
      };
      for (const [at, [what, number]] of steps.entries()) {
        const through = at % 2 === 0 ? one : two;
        const session = { type: 'LOCK', key: `of ${code}` };
        if (what === 'redeem') spend(await redeem(through, code, number));
        if (what === 'redeem locked') spend(await redeem(through, code, number, session));
        if (what === 'lock') {
          await through.post('/v1/validations', asked(code, number, 500, session));
        }
        const id = what === 'roll back' ? standing[number] : undefined;
        if (id !== undefined) {
          const back = await through.post(`/v1/redemptions/${id}/rollback`, {});
          if (back.status === 200) balance -= back.body.amount;
        }
        const { locked } = await booksOf(server, shop, code);
        assert.ok(locked <= balance, 'what is locked is there');
        await assertSums(shop, code, balance);
      }
    }),
    { numRuns: 15 },
  );
  await assertBooksAgree(server, shop);
});
