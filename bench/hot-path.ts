/** Validation and redemption beside their floors, and one hot code under many clients. */
import { measure, type Rate, startServer, stopServer, type Target } from './load.ts';
import { anyCode, headersOf, largestRequest, openShop, requestFor, stockShop } from './shop.ts';

export type HotPathResult = {
  readonly title: string;
  readonly floor: Rate;
  readonly rates: readonly Rate[];
};

const steady = { connections: 16, seconds: 3, turns: 5 };

export async function benchHotPath(databaseUrl: string): Promise<readonly HotPathResult[]> {
  const shop = await openShop(databaseUrl);
  await stockShop(databaseUrl, shop);
  const scrip = await startServer('scrip', [databaseUrl]);
  const headers = headersOf(shop);
  await redeemOnce(scrip.url, headers);
  const bare = await startServer('bare', [databaseUrl, shop.id]);
  const target = (name: string, url: string, body: () => string): Target => ({
    name,
    url,
    headers,
    body,
  });
  const one = () => requestFor(anyCode());
  const hot = () => requestFor('HOT');
  try {
    const results: HotPathResult[] = [];
    const [select, validation, stack] = await measure(
      [
        target('bare route, one SELECT', `${bare.url}/select`, one),
        target('validation of one code', `${scrip.url}/v1/validations`, one),
        target('validation of a stack of three', `${scrip.url}/v1/validations`, () =>
          requestFor(anyCode(), 'TWO', 'THREE'),
        ),
      ],
      steady,
    );
    if (select && validation && stack) {
      results.push({ title: 'Validation, 8 lines', floor: select, rates: [validation, stack] });
    }
    const [rows, lean, whole] = await measure(
      [
        target('bare route, the same rows', `${bare.url}/select-stack`, () => largestRequest()),
        target('without orders in the answer', `${scrip.url}/v1/validations`, () =>
          largestRequest(['redeemable']),
        ),
        target('with the order after each', `${scrip.url}/v1/validations`, () => largestRequest()),
      ],
      steady,
    );
    if (rows && lean && whole) {
      results.push({ title: 'Validation of 30, 50 lines', floor: rows, rates: [lean, whole] });
    }
    const [write, redemption] = await measure(
      [
        target('bare route, one guarded write', `${bare.url}/write`, one),
        target('redemption of one code', `${scrip.url}/v1/redemptions`, one),
      ],
      steady,
    );
    if (write && redemption) {
      results.push({ title: 'Redemption, 8 lines', floor: write, rates: [redemption] });
    }
    for (const connections of [16, 64]) {
      const [consume, whole, redeemed] = await measure(
        [
          target('bare route, one UPDATE of one row', `${bare.url}/consume`, hot),
          target('bare route, guarded write on one code', `${bare.url}/write`, hot),
          target('redemption of one hot code', `${scrip.url}/v1/redemptions`, hot),
        ],
        { ...steady, connections },
      );
      if (consume && whole && redeemed) {
        results.push({
          title: `One hot code, ${connections} clients`,
          floor: consume,
          rates: [whole, redeemed],
        });
      }
    }
    return results;
  } finally {
    await Promise.all([stopServer(scrip.process), stopServer(bare.process)]);
  }
}

/** The rows that the bare route then writes as well. */
async function redeemOnce(url: string, headers: Record<string, string>): Promise<void> {
  const answer = await fetch(`${url}/v1/redemptions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: requestFor('HOT'),
  });
  if (answer.status !== 200) throw new Error(await answer.text());
}
