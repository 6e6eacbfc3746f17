/** What `options.explain` costs: the same validations with and without it, in turns. */
import type { HotPathResult } from './hot-path.ts';
import { measure, startServer } from './load.ts';
import { anyCode, headersOf, openShop, requestFor, stockShop } from './shop.ts';

const steady = { connections: 16, seconds: 3, turns: 5 };

/** The campaign of the codes has a rule of three conditions, one of which counts. */
const rule = {
  name: 'Explained',
  rules: {
    1: { name: 'order.amount', conditions: { $more_than_or_equal: [1_000] } },
    2: { name: 'order.items.count', conditions: { $more_than_or_equal: [2] } },
    3: { name: 'redemption.count.per_customer', conditions: { $less_than: [1_000_000] } },
    logic: '(1 or 2) and 3',
  },
};

export async function benchExplain(databaseUrl: string): Promise<readonly HotPathResult[]> {
  const shop = await openShop(databaseUrl);
  await stockShop(databaseUrl, shop);
  const scrip = await startServer('scrip', [databaseUrl]);
  const headers = headersOf(shop);
  const url = `${scrip.url}/v1/validations`;
  const explained = (body: string) =>
    JSON.stringify({ ...JSON.parse(body), options: { explain: true } });
  const one = () => requestFor(anyCode());
  const three = () => requestFor(anyCode(), 'TWO', 'THREE');
  try {
    await guardCampaign(scrip.url, headers);
    const results: HotPathResult[] = [];
    for (const [title, body] of [
      ['Validation of one code, 8 lines', one],
      ['Validation of a stack of three, 8 lines', three],
    ] as const) {
      const [plain, told] = await measure(
        [
          { name: 'as it is', url, headers, body },
          { name: 'explained', url, headers, body: () => explained(body()) },
        ],
        steady,
      );
      if (plain && told) results.push({ title, floor: plain, rates: [told] });
    }
    return results;
  } finally {
    scrip.process.kill();
  }
}

async function guardCampaign(url: string, headers: Record<string, string>): Promise<void> {
  const post = async (path: string, body: object): Promise<{ readonly id: string }> => {
    const answer = await fetch(`${url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
    if (answer.status !== 200) throw new Error(await answer.text());
    const made: { readonly id: string } = JSON.parse(await answer.text());
    return made;
  };
  const { id } = await post('/v1/validation-rules', rule);
  await post(`/v1/validation-rules/${id}/assignments`, {
    related_object_type: 'campaign',
    related_object_id: 'camp_bench',
  });
}
