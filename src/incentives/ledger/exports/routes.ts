/** Exports of transactions and of points that expire, each under the address of what it is about. */
import { done } from '../../../engine/outcome.ts';
import { route } from '../../../platform/http/route.ts';
import { presentExport } from '../../../workspace/exports/present.ts';
import { Export, PartialExportInput } from '../../../workspace/exports/schema.ts';
import {
  CampaignOfTransactions,
  MemberOfCampaign,
  MemberOfTransactions,
  VoucherOfTransactions,
} from '../transactions/schema.ts';
import {
  exportCampaignTransactions,
  exportMemberTransactions,
  exportPointsExpiration,
  exportVoucherTransactions,
} from './service.ts';

const does = 'Begins to write its transactions as CSV, in the background';
const fails = ['not_found', 'invalid_export_fields', 'invalid_payload'] as const;
const shared = { does, may: 'exports.modify', body: PartialExportInput, reply: Export } as const;

export const ledgerExportRoutes = [
  route({
    operation: 'export-voucher-transactions',
    on: 'POST /v1/vouchers/:code/transactions/export',
    tag: 'Vouchers',
    ...shared,
    params: VoucherOfTransactions,
    fails,
    async handle({ params, body }, context) {
      const made = await exportVoucherTransactions(context, params.code, body.parameters ?? {});
      return made.ok ? done(presentExport(made.value)) : made;
    },
  }),
  ...(
    [
      ['export-campaign-transactions', 'POST /v1/campaigns/:campaignId/transactions/export'],
      [
        'export-loyalty-campaign-transactions',
        'POST /v1/loyalties/:campaignId/transactions/export',
      ],
    ] as const
  ).map(([operation, on]) =>
    route({
      operation,
      on,
      tag: on.includes('loyalties') ? 'Loyalties' : 'Campaigns',
      ...shared,
      params: CampaignOfTransactions,
      fails: [...fails, 'forbidden'],
      async handle({ params, body }, context) {
        const { campaignId } = params;
        const made = await exportCampaignTransactions(context, campaignId, body.parameters ?? {});
        return made.ok ? done(presentExport(made.value)) : made;
      },
    }),
  ),
  route({
    operation: 'export-loyalty-card-transactions',
    on: 'POST /v1/loyalties/members/:memberId/transactions/export',
    tag: 'Loyalties',
    ...shared,
    params: MemberOfTransactions,
    fails,
    async handle({ params: { memberId }, body }, context) {
      const member = { memberId, campaignId: null };
      const made = await exportMemberTransactions(context, member, body.parameters ?? {});
      return made.ok ? done(presentExport(made.value)) : made;
    },
  }),
  route({
    operation: 'export-loyalty-card-transactions-1',
    on: 'POST /v1/loyalties/:campaignId/members/:memberId/transactions/export',
    tag: 'Loyalties',
    ...shared,
    params: MemberOfCampaign,
    fails,
    async handle({ params, body }, context) {
      const made = await exportMemberTransactions(context, params, body.parameters ?? {});
      return made.ok ? done(presentExport(made.value)) : made;
    },
  }),
  route({
    operation: 'create-points-expiration-export',
    on: 'POST /v1/loyalties/:campaignId/points-expiration/export',
    tag: 'Loyalties',
    ...shared,
    does: 'Begins to write the points that expire as CSV, in the background',
    params: CampaignOfTransactions,
    fails: [...fails, 'forbidden'],
    async handle({ params, body }, context) {
      const made = await exportPointsExpiration(context, params.campaignId, body.parameters ?? {});
      return made.ok ? done(presentExport(made.value)) : made;
    },
  }),
];
