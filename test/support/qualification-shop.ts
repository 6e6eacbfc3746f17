/** A shop with one offer of each sort, for tests: what it offers is found by name. */
import assert from 'node:assert/strict';
import type { TestProject, TestServer } from './api.ts';
import { insertCampaign } from './incentives.ts';
import { newId } from '../../src/platform/ids.ts';

export type Shop = {
  readonly project: TestProject;
  /** Id of the campaign that holds the tiers. */
  readonly campaign: string;
  tier(name: string, more?: object, rule?: object): Promise<string>;
  rule(definition: object): Promise<string>;
  stack(name: string, tierIds: readonly string[]): Promise<string>;
  voucher(code: string, more?: object, holderId?: string): Promise<void>;
  /** A campaign of unique codes, guarded by the rule. */
  codes(name: string, rule?: object): Promise<string>;
  customer(sourceId: string, metadata?: object): Promise<string>;
  qualify(body: object): ReturnType<TestProject['post']>;
  /** Names of what a qualification answers, in its order: tiers, stacks and campaigns by name. */
  names(body: object): Promise<readonly string[]>;
};

export const percentOff = (percent: number, effect = 'APPLY_TO_ORDER') => ({
  type: 'PERCENT',
  percent_off: percent,
  effect,
});

export async function newShop(server: TestServer): Promise<Shop> {
  const project = await server.project();
  const campaign = await insertCampaign(server.db, project, { name: 'Promotion' });

  async function post(path: string, body: object) {
    const answer = await project.post(path, body);
    assert.equal(answer.status, 200, `${path}: ${JSON.stringify(answer.body)}`);
    return answer.body;
  }

  async function rule(definition: object): Promise<string> {
    return (await post('/v1/validation-rules', { name: 'Rule', ...definition })).id;
  }

  return {
    project,
    campaign,
    rule,
    async tier(name, more = {}, definition) {
      const rules = definition === undefined ? [] : [await rule(definition)];
      const made = await post(`/v1/promotions/${campaign}/tiers`, {
        name,
        action: { discount: percentOff(10) },
        validation_rules: rules,
        ...more,
      });
      return made.id;
    },
    async stack(name, tierIds) {
      const made = await post(`/v1/promotions/${campaign}/stacks`, {
        name,
        tiers: { ids: tierIds },
      });
      return made.id;
    },
    async voucher(code, more = {}, holderId) {
      const made = await post(`/v1/vouchers/${code}`, {
        type: 'DISCOUNT_VOUCHER',
        discount: percentOff(5),
        ...more,
      });
      if (holderId === undefined) return;
      await server.db.adhoc(
        'update vouchers set holder_id = $3 where project_id = $1 and id = $2',
        [project.id, made.id, holderId],
      );
    },
    async codes(name, definition) {
      const id = await insertCodes(server, project, name);
      if (definition === undefined) return id;
      await post(`/v1/validation-rules/${await rule(definition)}/assignments`, {
        related_object_type: 'campaign',
        related_object_id: id,
      });
      return id;
    },
    async customer(sourceId, metadata = {}) {
      return (await post('/v1/customers', { source_id: sourceId, metadata })).id;
    },
    qualify: (body) => project.post('/v1/qualifications', body),
    async names(body) {
      const options = { limit: 50, expand: ['redeemable'], ...Reflect.get(body, 'options') };
      const answer = await project.post('/v1/qualifications', { ...body, options });
      assert.equal(answer.status, 200, JSON.stringify(answer.body));
      return answer.body.redeemables.data.map(
        (one: { name?: string; id: string }) => one.name ?? one.id,
      );
    },
  };
}

async function insertCodes(
  server: TestServer,
  project: TestProject,
  name: string,
): Promise<string> {
  const id = newId('camp', Date.now());
  const template = { type: 'DISCOUNT_VOUCHER', discount: percentOff(3) };
  await server.db.adhoc(
    `insert into campaigns (project_id, id, name, campaign_type, type, voucher, created_at)
     values ($1, $2, $3, 'DISCOUNT_COUPONS', 'AUTO_UPDATE', $4, now())`,
    [project.id, id, name, JSON.stringify(template)],
  );
  return id;
}

export const condition = (name: string, conditions: object, more: object = {}) => ({
  rules: { 1: { name, conditions, ...more }, logic: '1' },
});

export const isVip = condition('customer.metadata', { $is: ['VIP'] }, { property: 'tier' });

export const covers = (...products: readonly string[]) => ({
  applicable_to: { included: products.map((id) => ({ object: 'product', id })) },
});
