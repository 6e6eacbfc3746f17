/** Paying with gift cards and points beside redeeming discount codes: the same cart, in turns. */
import { connectDatabase } from '../src/platform/db/database.ts';
import type { HotPathResult } from './hot-path.ts';
import { measure, startServer, stopServer } from './load.ts';
import { anyCode, headersOf, openShop, requestFor, type Shop, stockShop } from './shop.ts';

const CARDS = 5_000;
/** Enough for every request of the run. */
const HELD = 1_000_000_000;
const steady = { connections: 16, seconds: 3, turns: 5 };

export async function benchStoredValue(databaseUrl: string): Promise<readonly HotPathResult[]> {
  const shop = await openShop(databaseUrl);
  await stockShop(databaseUrl, shop);
  const scrip = await startServer('scrip', [databaseUrl]);
  const headers = headersOf(shop);
  try {
    const reward = await issueCards(databaseUrl, scrip.url, shop);
    const target = (name: string, body: () => string) => ({
      name,
      url: `${scrip.url}/v1/redemptions`,
      headers,
      body,
    });
    const [code, gift, points] = await measure(
      [
        target('redemption of a discount code', () => requestFor(anyCode())),
        target('paying with a gift card', () => payingWith('G', { gift: { credits: 10 } })),
        target('paying with points', () => payingWith('L', { reward: { id: reward, points: 10 } })),
      ],
      steady,
    );
    if (!code || !gift || !points) throw new Error('each target has its rate');
    return [{ title: 'Redemption, 8 lines', floor: code, rates: [gift, points] }];
  } finally {
    await stopServer(scrip.process);
  }
}

/** The codes' request, upon a card instead. */
function payingWith(prefix: 'G' | 'L', more: object): string {
  const card = `${prefix}${Math.floor(Math.random() * CARDS)}`;
  const request: object = JSON.parse(requestFor(card));
  return JSON.stringify({ ...request, redeemables: [{ object: 'voucher', id: card, ...more }] });
}

/** Gift cards `G0` … and loyalty cards `L0` … of a campaign each; answers the reward points pay by. */
async function issueCards(databaseUrl: string, url: string, shop: Shop): Promise<string> {
  const post = async (path: string, body: object): Promise<{ readonly id: string }> => {
    const answer = await fetch(`${url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headersOf(shop) },
      body: JSON.stringify(body),
    });
    if (answer.status !== 200) throw new Error(await answer.text());
    const made: { readonly id: string } = JSON.parse(await answer.text());
    return made;
  };
  const gift = { type: 'GIFT_VOUCHER', gift: { amount: HELD } };
  const card = { type: 'LOYALTY_CARD', loyalty_card: { points: HELD } };
  const gifts = await post('/v1/campaigns', { name: 'Gifts', voucher: gift });
  const program = await post('/v1/campaigns', { name: 'Points', voucher: card });
  const parameters = { coin: { exchange_ratio: 1, points_ratio: 1 } };
  const reward = await post('/v1/rewards', { name: 'Pay with points', parameters });
  await post(`/v1/rewards/${reward.id}/assignments`, { campaign: program.id });
  const db = connectDatabase(databaseUrl, (error) => console.error(error.message));
  for (const [prefix, type, campaignId] of [
    ['G', 'GIFT_VOUCHER', gifts.id],
    ['L', 'LOYALTY_CARD', program.id],
  ] as const) {
    await db.adhoc(
      `insert into vouchers (project_id, id, code, campaign_id, type, balance, created_at)
       select $1, 'v_card' || $2 || n, $2 || n, $3, $4, $5, now()
       from generate_series(0, ${CARDS - 1}) n`,
      [shop.id, prefix, campaignId, type, HELD],
    );
  }
  await db.adhoc('analyze', []);
  await db.close();
  return reward.id;
}
