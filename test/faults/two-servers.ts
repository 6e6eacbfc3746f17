/** Two server processes on one database, as behind a load balancer, and what tests ask of them. */
import assert from 'node:assert/strict';
import { after } from 'node:test';
import { type Answer, type TestProject, type TestServer, testServer } from '../support/api.ts';
import { beforeDrop } from '../support/database.ts';
import { dataFolder, startScrip } from '../support/scrip-process.ts';

export type TwoServers = {
  readonly server: TestServer;
  /** The same project at the two processes. */
  both(shop: TestProject): readonly [TestProject, TestProject];
};

/** Started once for a test file, ended before its database goes. */
export async function twoServers(): Promise<TwoServers> {
  const server = await testServer();
  const start = () => {
    const settings = { SCRIP_DATA: dataFolder({ after }), DATABASE_URL: server.databaseUrl };
    return startScrip({ after }, settings);
  };
  // One after the other: the first prepares the database.
  const one = start();
  const urlOfOne = await one.ready();
  const two = start();
  const urlOfTwo = await two.ready();
  beforeDrop(async () => {
    for (const scrip of [one, two]) {
      scrip.process.kill('SIGTERM');
      assert.equal(await scrip.ended(), 0, scrip.stderr());
      const failed = scrip
        .stderr()
        .split('\n')
        .filter((line) => line.includes('request failed'));
      assert.deepEqual(failed.slice(0, 3), []);
    }
  });
  return { server, both: (shop) => [shop.through(urlOfOne), shop.through(urlOfTwo)] };
}

/** `count` requests at once, taking turns between the processes. */
export function atOnce(
  shops: readonly [TestProject, TestProject],
  count: number,
  request: (shop: TestProject, n: number) => Promise<Answer>,
): Promise<Answer[]> {
  return Promise.all(
    Array.from({ length: count }, (_, n) => request(n % 2 === 0 ? shops[0] : shops[1], n)),
  );
}

/** A discount voucher without limit, unless told otherwise. */
export async function voucher(
  shop: TestProject,
  code: string,
  more: Readonly<Record<string, unknown>> = {},
): Promise<{ readonly id: string }> {
  const made = await shop.post(`/v1/vouchers/${code}`, {
    type: 'DISCOUNT_VOUCHER',
    discount: { type: 'AMOUNT', amount_off: 100 },
    ...more,
  });
  assert.equal(made.status, 200, JSON.stringify(made.body));
  return made.body;
}

export const redeemables = (...codes: string[]) => codes.map((id) => ({ object: 'voucher', id }));

export const succeeded = (answers: readonly Answer[]): Answer[] =>
  answers.filter((answer) => answer.status === 200);

/** How often each refusal was given; `200` counts the successes. Fails on a 5xx. */
export function tally(answers: readonly Answer[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { status, body } of answers) {
    assert.ok(status < 500, JSON.stringify(body));
    const name = String(status === 200 ? status : body.key);
    counts[name] = (counts[name] ?? 0) + 1;
  }
  return counts;
}

type Sums = Readonly<Record<string, readonly [redemptions: number, discount: number]>>;

/**
 * Holds the books together: what standing redemptions add up to is what vouchers and running totals
 * say, for every campaign and tier of the project; what sessions lock is what vouchers count.
 */
export async function assertBooksAgree({ db }: TestServer, shop: TestProject): Promise<void> {
  const standing = `from redemptions where project_id = $1 and object = 'redemption'
    and status = 'SUCCEEDED' and related_object_type <> 'redemption'`;
  type Row = { code: string; redeemed_quantity: number; counted: number };
  const vouchers = await db.adhoc<Row & { locked_quantity: number; locks: number }>(
    `select code, redeemed_quantity, locked_quantity,
       (select count(*) ${standing} and related_object_id = v.id) as counted,
       (select count(*) from session_locks where project_id = $1 and voucher_id = v.id) as locks
     from vouchers v where project_id = $1`,
    [shop.id],
  );
  for (const { code, redeemed_quantity, counted, locked_quantity, locks } of vouchers) {
    assert.equal(redeemed_quantity, counted, `voucher ${code}`);
    assert.equal(locked_quantity, locks, `locks of voucher ${code}`);
  }
  const sumsOf = async (text: string): Promise<Sums> => {
    const rows = await db.adhoc<{ subject: string; n: number; off: number }>(text, [shop.id]);
    return Object.fromEntries(
      rows.map(({ subject, n, off }) => [subject, [Number(n), Number(off)]]),
    );
  };
  const counted = await sumsOf(
    `select subject, count(*) as n, sum(off) as off from (
       select campaign_id as subject, discount_amount as off ${standing} and campaign_id is not null
       union all
       select related_object_id, discount_amount ${standing} and related_object_type = 'promotion_tier'
     ) parts group by subject order by subject`,
  );
  const totals = await sumsOf(
    `select subject_id as subject, sum(redemptions) as n, sum(discount_amount) as off
     from redemption_totals where project_id = $1 group by subject_id
     having sum(redemptions) <> 0 or sum(discount_amount) <> 0 order by subject_id`,
  );
  assert.deepEqual(totals, counted);
}
