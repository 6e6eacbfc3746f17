/** Transactions: of a voucher, of a campaign, of a loyalty program and of its members. */
import { done } from '../../../engine/outcome.ts';
import { route } from '../../../platform/http/route.ts';
import { presentTransactions } from './present.ts';
import {
  CampaignOfTransactions,
  MemberOfCampaign,
  MemberOfTransactions,
  TransactionList,
  TransactionQuery,
  VoucherOfTransactions,
  VoucherTransactionQuery,
} from './schema.ts';
import { transactionsOfCampaign, transactionsOfMember, transactionsOfVoucher } from './service.ts';

export const transactionRoutes = [
  route({
    operation: 'list-voucher-transactions',
    on: 'GET /v1/vouchers/:code/transactions',
    tag: 'Vouchers',
    does: 'Lists what changed the balance of a card, newest first unless asked otherwise',
    may: 'vouchers.read',
    params: VoucherOfTransactions,
    query: VoucherTransactionQuery,
    reply: TransactionList,
    fails: ['not_found', 'invalid_query_params'],
    async handle({ params, query }, context) {
      const page = await transactionsOfVoucher(context, params.code, query);
      return page.ok ? done(presentTransactions(page.value)) : page;
    },
  }),
  ...(
    [
      ['list-campaign-transactions', 'GET /v1/campaigns/:campaignId/transactions', 'Campaigns'],
      [
        'list-loyalty-campaign-transactions',
        'GET /v1/loyalties/:campaignId/transactions',
        'Loyalties',
      ],
    ] as const
  ).map(([operation, on, tag]) =>
    route({
      operation,
      on,
      tag,
      does: 'Lists what changed the balance of its cards, newest first unless asked otherwise',
      may: tag === 'Loyalties' ? 'loyalties.read' : 'campaigns.read',
      params: CampaignOfTransactions,
      query: TransactionQuery,
      reply: TransactionList,
      fails: ['not_found', 'invalid_query_params'],
      async handle({ params, query }, context) {
        const page = await transactionsOfCampaign(context, params.campaignId, query);
        return page.ok ? done(presentTransactions(page.value)) : page;
      },
    }),
  ),
  route({
    operation: 'list-loyalty-card-transactions-1',
    on: 'GET /v1/loyalties/:campaignId/members/:memberId/transactions',
    tag: 'Loyalties',
    does: "Lists what changed the points of a program's member",
    may: 'loyalties.read',
    params: MemberOfCampaign,
    query: TransactionQuery,
    reply: TransactionList,
    fails: ['not_found', 'invalid_query_params'],
    async handle({ params, query }, context) {
      const page = await transactionsOfMember(context, params, query);
      return page.ok ? done(presentTransactions(page.value)) : page;
    },
  }),
  route({
    operation: 'list-loyalty-card-transactions',
    on: 'GET /v1/loyalties/members/:memberId/transactions',
    tag: 'Loyalties',
    does: 'Lists what changed the points of a member',
    may: 'loyalties.read',
    params: MemberOfTransactions,
    query: TransactionQuery,
    reply: TransactionList,
    fails: ['not_found', 'invalid_query_params'],
    async handle({ params: { memberId }, query }, context) {
      const page = await transactionsOfMember(context, { memberId, campaignId: null }, query);
      return page.ok ? done(presentTransactions(page.value)) : page;
    },
  }),
];
