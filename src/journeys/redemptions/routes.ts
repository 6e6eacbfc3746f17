/** Redemptions: consume redeemables, and read what was consumed. */
import { done } from '../../engine/outcome.ts';
import type { Catalogs } from '../../incentives/catalog/service.ts';
import { forClients, route } from '../../platform/http/route.ts';
import { createRedeemQueue } from './queue.ts';
import { redeem, redemptionFailures, type RedeemTools } from './redeem.ts';
import {
  RedeemedCode,
  RedemptionId,
  RedemptionInput,
  RedemptionList,
  RedemptionOrRollback,
  RedemptionQuery,
  RedemptionResult,
  VoucherRedemptions,
} from './schema.ts';
import { getRedemption, pageOfRedemptions, redemptionsOfVoucher } from './service.ts';
import { exchangeRoutes } from './rewards/routes.ts';
import { singleRedemptionRoutes } from './single/routes.ts';

const tag = 'Redemptions';

export const redemptionRoutes = (catalogs: Catalogs) => {
  const queue = createRedeemQueue();
  const stacked = stackedRedemption({ catalogs, queue });
  return [
    stacked,
    route({
      operation: 'list-redemptions',
      on: 'GET /v1/redemptions',
      tag,
      does: 'Lists redemptions and rollbacks, newest first unless asked otherwise',
      may: 'redemptions.read',
      query: RedemptionQuery,
      reply: RedemptionList,
      fails: ['invalid_query_params'],
      async handle({ query }, context) {
        const page = await pageOfRedemptions(context, catalogs, query);
        if (!page.ok) return page;
        const { entries, total } = page.value;
        return done({ object: 'list', data_ref: 'redemptions', redemptions: entries, total });
      },
    }),
    route({
      operation: 'get-redemption',
      on: 'GET /v1/redemptions/:redemptionId',
      tag,
      does: 'Reads a redemption or a rollback',
      may: 'redemptions.read',
      params: RedemptionId,
      reply: RedemptionOrRollback,
      fails: ['not_found'],
      handle: ({ params }, context) => getRedemption(context, catalogs, params.redemptionId),
    }),
    route({
      operation: 'get-voucher-redemptions',
      on: 'GET /v1/vouchers/:code/redemption',
      tag,
      does: 'Tells how often a voucher was redeemed, with every redemption and rollback',
      may: 'redemptions.read',
      params: RedeemedCode,
      reply: VoucherRedemptions,
      fails: ['not_found'],
      async handle({ params }, context) {
        const found = await redemptionsOfVoucher(context, catalogs, params.code);
        if (!found.ok) return found;
        const { voucher, entries } = found.value;
        return done({
          quantity: voucher.quantity,
          redeemed_quantity: voucher.redeemed_quantity,
          object: 'list',
          url: `/v1/vouchers/${encodeURIComponent(voucher.code)}/redemptions?page=1&limit=10`,
          data_ref: 'redemption_entries',
          total: entries.length,
          redemption_entries: entries,
        });
      },
    }),
    ...singleRedemptionRoutes({ catalogs, queue }),
    ...exchangeRoutes({ catalogs, queue }),
    forClients(stacked, {
      operation: 'redeem-stacked-discounts-client-side',
      on: 'POST /client/v1/redemptions',
      needs: 'redeem',
    }),
  ];
};

const stackedRedemption = (tools: RedeemTools) =>
  route({
    operation: 'redeem-stacked-discounts',
    on: 'POST /v1/redemptions',
    tag,
    does: 'Consumes up to 30 redeemables upon an order, all that apply or none',
    may: 'redemptions.modify',
    identity: 'facts',
    idempotency: 'own',
    body: RedemptionInput,
    reply: RedemptionResult,
    fails: redemptionFailures,
    handle: ({ body }, context) => redeem(context, tools, body),
  });
