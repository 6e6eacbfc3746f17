/** Campaign summaries: figures of a campaign, of all time or of some days. */
import { done, type Outcome } from '../../../engine/outcome.ts';
import type { Context } from '../../../platform/context.ts';
import { type CampaignRow, campaignRow } from '../service.ts';
import type { CampaignSummaryQuery } from './schema.ts';
import { type CardSums, sumCards } from './cards/store.ts';
import { type SummaryRow, summarizeCampaign } from './store.ts';

export type CampaignWithSummary = {
  readonly row: CampaignRow;
  readonly summary: SummaryRow;
  /** Null of campaigns without cards. */
  readonly cards: CardSums | null;
};

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
  const days = { first: start_date ?? null, last: end_date ?? null, timezone: project.timezone };
  const summary = await summarizeCampaign(db, project.id, row.id, days);
  const hasCards = row.voucher !== null && row.voucher.type !== 'DISCOUNT_VOUCHER';
  const cards = hasCards ? await sumCards(db, project.id, row.id, days) : null;
  return done({ row, summary, cards });
}
