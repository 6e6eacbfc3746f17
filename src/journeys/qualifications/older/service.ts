/** Older qualifications: each looks at offers of one kind, found as all are. */
import type { Outcome } from '../../../engine/outcome.ts';
import { campaignsById, type CampaignRow } from '../../../incentives/campaigns/service.ts';
import type { Catalogs } from '../../../incentives/catalog/service.ts';
import type { Context } from '../../../platform/context.ts';
import { type Plan, plans } from '../scenario.ts';
import { type Narrowing, type Qualified, qualify } from '../service.ts';
import { campaignText, inOrderOf } from './in-order.ts';
import { paysFor } from './rewards.ts';
import {
  type CampaignsQuery,
  MAX_FOUND,
  type OlderInput,
  type VouchersInput,
  type VouchersQuery,
} from './schema.ts';

export type Kind = 'tiers' | 'campaigns' | 'open' | 'held';

export type Wanted = {
  readonly kind: Kind;
  readonly limit: number;
  readonly audienceRulesOnly?: boolean | undefined;
  readonly isWanted?: Narrowing['isWanted'];
};

/** `tiers` of promotions, `campaigns` of unique codes, vouchers `open` to everybody or `held` by the customer. */
export function qualifyKind(
  context: Context,
  catalogs: Catalogs,
  input: OlderInput,
  { kind, limit, audienceRulesOnly = false, isWanted }: Wanted,
): Promise<Outcome<Qualified, 'unauthorized' | 'invalid_amount'>> {
  const { options: _, ...request } = input;
  const narrowing = isWanted === undefined ? {} : { isWanted };
  return qualify(
    context,
    catalogs,
    // The customer may stand in the order, as older clients send it.
    { ...request, customer: input.customer ?? input.order?.customer ?? null, options: { limit } },
    { plan: planFor(kind, audienceRulesOnly), ...narrowing },
  );
}

/**
 * Vouchers open to everybody; where a reward is named, the loyalty cards that the customer holds and
 * that have enough points for it.
 */
export function qualifyVouchers(
  context: Context,
  catalogs: Catalogs,
  { reward, ...input }: VouchersInput,
  { limit = MAX_FOUND, audienceRulesOnly }: VouchersQuery,
): Promise<Outcome<Qualified, 'unauthorized' | 'invalid_amount'>> {
  const narrowed = { limit, audienceRulesOnly };
  return qualifyKind(
    context,
    catalogs,
    input,
    reward?.id
      ? { ...narrowed, kind: 'held', isWanted: paysFor({ ...reward, id: reward.id }) }
      : { ...narrowed, kind: 'open' },
  );
}

function planFor(kind: Kind, audienceRulesOnly: boolean): Plan {
  const { part } = plans.AUDIENCE_ONLY;
  return {
    tiers: false,
    stacks: false,
    campaigns: false,
    held: false,
    open: false,
    [kind]: true,
    ...(audienceRulesOnly && part !== undefined ? { part } : {}),
    concern: 'anything',
  };
}

/** The campaigns found, whole: one more question to the database. */
export async function foundCampaigns(
  context: Context,
  { offers }: Qualified,
  order: CampaignsQuery['order'],
): Promise<readonly CampaignRow[]> {
  const ids = offers.map(({ offer }) => offer.id);
  if (ids.length === 0) return [];
  const byId = new Map((await campaignsById(context, ids)).map((row) => [row.id, row]));
  const rows = ids.flatMap((id) => byId.get(id) ?? []);
  return inOrderOf(order, rows, campaignText);
}
