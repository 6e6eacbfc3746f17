/** Campaign summaries: figures of a campaign, of all time or of some days. */
import { done, type Outcome } from '../../../engine/outcome.ts';
import type { Context } from '../../../platform/context.ts';
import { type CampaignRow, campaignRow } from '../service.ts';
import type { CampaignSummaryQuery } from './schema.ts';
import { type SummaryRow, summarizeCampaign } from './store.ts';

export type CampaignWithSummary = { readonly row: CampaignRow; readonly summary: SummaryRow };

/** Days are those of the project's time zone, the first and the last included. */
export async function summaryOfCampaign(
  context: Context,
  idOrName: string,
  { start_date, end_date }: CampaignSummaryQuery,
): Promise<Outcome<CampaignWithSummary, 'not_found'>> {
  const found = await campaignRow(context, idOrName);
  if (!found.ok) return found;
  const row = found.value;
  const { db, project } = context;
  const summary = await summarizeCampaign(db, project.id, row.id, {
    first: start_date ?? null,
    last: end_date ?? null,
    timezone: project.timezone,
  });
  return done({ row, summary });
}
