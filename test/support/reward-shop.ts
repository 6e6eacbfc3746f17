/** A shop with a loyalty programme, a member with a card, and rewards to be had for points. */
import assert from 'node:assert/strict';
import type { Answer, TestProject, TestServer } from './api.ts';

type Body = Answer['body'];

export type RewardShop = {
  readonly project: TestProject;
  readonly programme: string;
  /** The customer who holds the card. */
  readonly holder: string;
  /** Code of the card. */
  readonly card: string;
  /** A new card of the programme, held by a new customer. */
  member(): Promise<{ readonly card: string; readonly holder: string }>;
  /** A new campaign of cards or coupons; its id. */
  campaign(kind: 'gift' | 'loyalty' | 'coupons', more?: object): Promise<string>;
  /** A reward that the programme has for so many points; its id. */
  reward(parameters: object, points: number | null, more?: object): Promise<string>;
  /** A product as a reward. */
  mug(points: number, stock?: number | null): Promise<string>;
  /** Of the card of this code. */
  balance(code: string): Promise<number>;
  redeem(reward: string | null, more?: object): Promise<Answer>;
  /** Fails on entries that do not sum to what cards and lots hold. */
  assertLedgerAgrees(): Promise<void>;
};

const kinds = {
  gift: { campaign_type: 'GIFT_VOUCHERS', voucher: { type: 'GIFT_VOUCHER', gift: { amount: 0 } } },
  loyalty: {
    campaign_type: 'LOYALTY_PROGRAM',
    voucher: { type: 'LOYALTY_CARD', loyalty_card: { points: 0 } },
  },
  coupons: {
    campaign_type: 'DISCOUNT_COUPONS',
    voucher: { type: 'DISCOUNT_VOUCHER', discount: { type: 'AMOUNT', amount_off: 2_000 } },
  },
} as const;

export async function rewardShop(server: TestServer, points = 1_000): Promise<RewardShop> {
  const project = await server.project();
  let made = 0;
  const created = async (path: string, body: object): Promise<Body> => {
    const answer = await project.post(path, body);
    assert.equal(answer.status, 200, `${path}: ${JSON.stringify(answer.body)}`);
    return answer.body;
  };

  async function campaign(kind: keyof typeof kinds, more: object = {}): Promise<string> {
    const name = `${kind} ${++made}`;
    return (await created('/v1/campaigns', { name, ...kinds[kind], ...more })).id;
  }

  const programme = await campaign('loyalty', {
    voucher: { type: 'LOYALTY_CARD', loyalty_card: { points } },
  });

  async function member() {
    const { id: holder } = await created('/v1/customers', { source_id: `member ${++made}` });
    const { voucher } = await created('/v1/publications', {
      campaign: programme,
      customer: { id: holder },
    });
    return { card: voucher.code, holder };
  }

  async function reward(parameters: object, cost: number | null, more: object = {}) {
    const { id } = await created('/v1/rewards', { name: 'Reward', parameters, ...more });
    const terms = cost === null ? {} : { parameters: { loyalty: { points: cost } } };
    await created(`/v1/rewards/${id}/assignments`, { campaign: programme, ...terms });
    return id;
  }

  const first = await member();
  return {
    project,
    programme,
    ...first,
    member,
    campaign,
    reward,
    async mug(cost, stock = null) {
      const product = await created('/v1/products', { name: 'Mug', price: 1_200 });
      return reward({ product: { id: product.id } }, cost, { name: 'Mug', stock });
    },
    async balance(code) {
      const { body } = await project.get(`/v1/vouchers/${code}`);
      return (body.loyalty_card ?? body.gift).balance;
    },
    redeem: (id, more = {}) =>
      project.post(`/v1/loyalties/${programme}/members/${first.card}/redemption`, {
        ...(id === null ? {} : { reward: { id } }),
        ...more,
      }),
    assertLedgerAgrees: () => assertLedgerAgrees(server, project),
  };
}

async function assertLedgerAgrees({ db }: TestServer, { id }: TestProject): Promise<void> {
  const wrong = await db.adhoc<{ code: string }>(
    `select v.code from vouchers v where v.project_id = $1 and v.balance is not null and (
       v.balance <> coalesce((select sum(e.amount) from ledger_entries e
         where e.project_id = v.project_id and e.voucher_id = v.id), 0)
       or v.balance <> coalesce((select sum(l.remaining) from ledger_lots l
         where l.project_id = v.project_id and l.voucher_id = v.id), 0))`,
    [id],
  );
  assert.deepEqual(wrong, []);
}
