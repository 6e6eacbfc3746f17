/** Exports of what one address is about: the transactions of a card or campaign, points that expire. */
import { notFound, type Outcome, refuse } from '../../../engine/outcome.ts';
import type { Context } from '../../../platform/context.ts';
import type { ExportParameters } from '../../../workspace/exports/schema.ts';
import {
  createExport,
  type ExportFault,
  type ExportRow,
  type ExportSource,
} from '../../../workspace/exports/service.ts';
import { campaignRow } from '../../campaigns/service.ts';
import { findVoucherBy } from '../../vouchers/service.ts';
import { pointsExpirationExport } from '../points-expiration/csv.ts';
import { transactionExport } from '../transactions/csv.ts';
import { memberCard } from '../transactions/service.ts';

type Made = Promise<Outcome<ExportRow, ExportFault | 'not_found'>>;
/** Only some campaigns have cards. */
type MadeOfCampaign = Promise<Outcome<ExportRow, ExportFault | 'not_found' | 'forbidden'>>;

export async function exportVoucherTransactions(
  context: Context,
  codeOrId: string,
  parameters: ExportParameters,
): Made {
  const card = await findVoucherBy(context, context.db, codeOrId);
  if (card === null) return notFound('voucher', codeOrId);
  const shown = { name: 'voucher_id', value: codeOrId };
  return narrowed(context, transactionExport, parameters, { ...shown, id: card.id });
}

export async function exportMemberTransactions(
  context: Context,
  member: { readonly memberId: string; readonly campaignId: string | null },
  parameters: ExportParameters,
): Made {
  const cardId = await memberCard(context, member);
  if (!cardId.ok) return cardId;
  const shown = { name: 'voucher_id', value: member.memberId };
  return narrowed(context, transactionExport, parameters, { ...shown, id: cardId.value });
}

export async function exportCampaignTransactions(
  context: Context,
  idOrName: string,
  parameters: ExportParameters,
): MadeOfCampaign {
  return ofCampaign(context, transactionExport, idOrName, parameters);
}

export async function exportPointsExpiration(
  context: Context,
  idOrName: string,
  parameters: ExportParameters,
): MadeOfCampaign {
  return ofCampaign(context, pointsExpirationExport, idOrName, parameters);
}

async function ofCampaign(
  context: Context,
  source: ExportSource,
  idOrName: string,
  parameters: ExportParameters,
): MadeOfCampaign {
  const campaign = await campaignRow(context, idOrName);
  if (!campaign.ok) return campaign;
  const { id, campaign_type: type } = campaign.value;
  if (type !== 'GIFT_VOUCHERS' && type !== 'LOYALTY_PROGRAM') {
    return refuse('forbidden', 'Transactions are allowed only for loyalty or gift campaigns');
  }
  return narrowed(context, source, parameters, { name: 'campaign_id', value: id, id });
}

/** The filter of the address is shown as one of the request's: `value` as given, `id` what is meant. */
function narrowed(
  context: Context,
  source: ExportSource,
  parameters: ExportParameters,
  { name, value, id }: { readonly name: string; readonly value: string; readonly id: string },
): Made {
  const filter = { [name]: { conditions: { $in: [value] } } };
  const shown = { ...parameters, filters: { ...parameters.filters, ...filter } };
  return createExport(context, { source, parameters, scope: { [name]: id }, shown });
}
