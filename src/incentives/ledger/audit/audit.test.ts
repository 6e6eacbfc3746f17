/** The audit: right books pass, and each way of cooking them is named. */
import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { testServer } from '../../../../test/support/api.ts';
import { run } from '../../../cli/run.ts';
import { findingsOf } from './service.ts';

const server = await testServer();

async function scrip(t: TestContext, ...args: string[]) {
  const lines: string[] = [];
  const log = t.mock.method(console, 'log', (line: string) => lines.push(line));
  const code = await run(args, { DATABASE_URL: server.databaseUrl });
  log.mock.restore();
  return { code, lines };
}

const project = await server.project({ timezone: 'Asia/Tokyo' });
const expiration_rules = { period_type: 'FIXED_DAY_OF_YEAR', fixed_month: 12, fixed_day: 31 };
const loyalty_card = { points: 100, expiration_rules };
const program = { name: 'Points, and more', voucher: { type: 'LOYALTY_CARD', loyalty_card } };
const { body: campaign } = await project.post('/v1/campaigns', program);
for (const code of ['A', 'B'])
  await project.post(`/v1/campaigns/${campaign.id}/vouchers/${code}`, {});
await project.post('/v1/vouchers/A/balance', { amount: -30 });
await project.post('/v1/vouchers/GIFT', { type: 'GIFT_VOUCHER', gift: { amount: 500 } });
await project.post('/v1/vouchers/GONE', { type: 'GIFT_VOUCHER', gift: { amount: 900 } });
await project.delete('/v1/vouchers/GONE');
const [card = assert.fail()] = await server.db.adhoc<{ id: string }>(
  `select id from vouchers where code = 'A'`,
  [],
);

test('right books are said to be right', async (t) => {
  assert.deepEqual(await scrip(t, 'ledger', 'verify'), {
    code: 0,
    lines: ['the books are right: 3 cards, 6 entries, 4 lots'],
  });
});

test('what is outstanding is told by kind, programme and month', async (t) => {
  const { code, lines } = await scrip(t, 'ledger', 'liability', '--csv');
  assert.equal(code, 0);
  const year = new Date(Date.now() + 9 * 3_600_000).getUTCFullYear();
  const name = `Test (${project.id})`;
  assert.deepEqual(lines, [
    'project,kind,programme,month,outstanding,cards',
    `${name},credits,,never,500,1`,
    `${name},points,"Points, and more",${year}-12,170,2`,
  ]);
  const text = await scrip(t, 'ledger', 'liability');
  assert.match(text.lines[2] ?? '', /points +Points, and more +\d{4}-12 +170 +2$/);
});

test('what the command does not know is told in one line', async (t) => {
  const error = t.mock.method(console, 'error', () => undefined);
  assert.equal((await scrip(t, 'ledger', 'burn')).code, 1);
  assert.equal(error.mock.callCount(), 1);
});

const cooked: readonly (readonly [claim: string, change: string])[] = [
  [
    'a balance is the sum of the entries',
    'update vouchers set balance = balance - 1, removed = removed + 1 where id = $1',
  ],
  [
    'a balance is what is left in the lots',
    'update vouchers set balance = balance - 1, removed = removed + 1 where id = $1',
  ],
  [
    'what was put in is the sum',
    'update vouchers set added = added + 1, spent = spent + 1 where id = $1',
  ],
  [
    'what was spent is the sum',
    'update vouchers set removed = removed - 1, spent = spent + 1 where id = $1',
  ],
  [
    'points that expired are',
    'update vouchers set removed = removed - 1, expired = expired + 1 where id = $1',
  ],
  [
    'what was taken out is the rest',
    'update vouchers set removed = removed - 1, spent = spent + 1 where id = $1',
  ],
  [
    'a card knows its latest entry',
    'update vouchers set last_entry = last_entry + 1 where id = $1',
  ],
  [
    'what is left of a lot',
    'update ledger_lots set remaining = remaining - 1 where voucher_id = $1',
  ],
  [
    'the postings of an entry',
    'update ledger_postings set amount = ledger_postings.amount - 1 from ledger_lots l where l.id = lot_id and l.voucher_id = $1',
  ],
  [
    'a posting belongs to',
    `update ledger_postings set lot_id = 'lopb_none' from ledger_lots l where l.id = lot_id and l.voucher_id = $1`,
  ],
  [
    'entries of a card are numbered',
    'update ledger_entries set number = number + 1 where voucher_id = $1 and number = 2',
  ],
  [
    'entries of a card are numbered',
    'update ledger_entries set balance = balance - 1 where voucher_id = $1 and number = 2',
  ],
  [
    'the books of a card that is gone',
    `update ledger_lots set voucher_id = 'v_none' where voucher_id = $1`,
  ],
];
for (const [claim, change] of cooked) {
  test(`cooked books are found: ${claim}, after ${change.slice(0, 60)}`, async () => {
    const undone = server.db.transaction(async (tx) => {
      await tx.adhoc(`set local session_replication_role = 'replica'`, []);
      await tx.adhoc(change, [card.id]);
      const findings = await findingsOf(tx);
      assert(
        findings.some((one) => one.claim.startsWith(claim)),
        JSON.stringify(findings),
      );
      throw new Error('undone');
    });
    await assert.rejects(undone, /undone/);
  });
}
