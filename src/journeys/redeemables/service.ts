/** From a request's redeemables to a decision on them: what validation and redemption share. */
import { createHash } from 'node:crypto';
import { decide, type Decision, type Requested } from '../../engine/decide.ts';
import { done, notFound, type Outcome, refuse } from '../../engine/outcome.ts';
import { DEFAULT_STACKING, type StackingSettings } from '../../engine/stacking/settings.ts';
import type { Catalogs } from '../../incentives/catalog/service.ts';
import type { Context } from '../../platform/context.ts';
import type { CustomerInput } from '../../records/customers/schema.ts';
import type { OrderInput } from '../../records/orders/schema.ts';
import { type Facts, gatherFacts, requestedTier, requestedVoucher } from '../facts/service.ts';
import type { RedeemableInput } from './schema.ts';
import type { JsonObject } from '../../engine/json.ts';

export type RedeemablesRequest = {
  readonly redeemables: readonly RedeemableInput[];
  readonly order?: OrderInput | null;
  readonly customer?: CustomerInput | null;
  readonly tracking_id?: string | null;
  readonly metadata?: JsonObject | null;
};

/** One redeemable of the request, a stack taken apart into its tiers. */
export type Item = {
  readonly object: 'voucher' | 'promotion_tier' | 'promotion_stack';
  /** As asked for: a voucher's code or id. */
  readonly id: string;
};

export type Decided = {
  readonly facts: Facts;
  /** Beside `decision.fates`, one for one. */
  readonly items: readonly Item[];
  readonly decision: Decision;
  readonly stacking: StackingSettings;
  readonly trackingId: string;
};

type Failure =
  | 'unauthorized'
  | 'invalid_amount'
  | 'not_found'
  | 'redeemables_limit_exceeded'
  | 'invalid_payload';

/** Gathers the facts in one question and decides. Writes nothing. */
export async function decideOn(
  context: Context,
  catalogs: Catalogs,
  request: RedeemablesRequest,
): Promise<Outcome<Decided, Failure>> {
  const repeated = firstRepeated(request.redeemables);
  if (repeated !== null) return refuse('invalid_payload', `Redeemable ${repeated} is there twice`);
  const vouchers = idsOf(request.redeemables, 'voucher');
  const known = await catalogs.known(context.db, context.project.id);
  const stackIds = idsOf(request.redeemables, 'promotion_stack');
  const stacked = stackIds.flatMap((id) => known?.stack(id)?.tier_ids ?? []);
  const customer = request.customer ?? null;
  const facts = await gatherFacts(context, catalogs, {
    vouchers,
    tierIds: [...idsOf(request.redeemables, 'promotion_tier'), ...stacked],
    customer,
    order: request.order ?? null,
    metadata: request.metadata ?? {},
  });
  if (!facts.ok) return facts;
  return decideWith(facts.value, request);
}

/** Decides on facts at hand: again, where a redemption found them outdated. */
export function decideWith(facts: Facts, request: RedeemablesRequest): Outcome<Decided, Failure> {
  const asked = request.redeemables.flatMap((one) => requestedItems(facts, one));
  const stacking = DEFAULT_STACKING;
  if (asked.length > stacking.redeemablesLimit) {
    return refuse(
      'redeemables_limit_exceeded',
      `At most ${stacking.redeemablesLimit} redeemables go together`,
    );
  }
  const decision = decide({
    redeemables: asked.map(({ requested }) => requested),
    order: facts.order,
    earlier: facts.earlier,
    customer: facts.customer,
    redemption: facts.redemption,
    now: facts.now,
    stacking,
  });
  const items = asked.map(({ item }) => item);
  return done({ facts, items, decision, stacking, trackingId: trackingIdOf(facts, request) });
}

type AskedItem = { readonly item: Item; readonly requested: Requested };

function requestedItems(facts: Facts, { object, id }: RedeemableInput): readonly AskedItem[] {
  const item: Item = { object, id };
  switch (object) {
    case 'voucher':
      return [{ item, requested: requestedVoucher(facts, id) }];
    case 'promotion_tier':
      return [{ item, requested: requestedTier(facts, id) }];
    case 'promotion_stack': {
      const stack = facts.catalog.stack(id);
      if (stack === null) return [{ item, requested: notFound('promotion_stack', id) }];
      return stack.tier_ids.map((tierId) => ({
        item: { object: 'promotion_tier', id: tierId },
        requested: requestedTier(facts, tierId),
      }));
    }
    default:
      return object satisfies never;
  }
}

function idsOf(
  redeemables: readonly RedeemableInput[],
  object: RedeemableInput['object'],
): string[] {
  return redeemables.filter((one) => one.object === object).map((one) => one.id);
}

/** One code twice in a request would be consumed twice by one decision: it is refused. */
function firstRepeated(redeemables: readonly RedeemableInput[]): string | null {
  const seen = new Set<string>();
  for (const { object, id } of redeemables) {
    const name = `${object} ${id}`;
    if (seen.has(name)) return name;
    seen.add(name);
  }
  return null;
}

/** The caller's own, else one that follows from the customer, else none to recognise. */
export function trackingIdOf(
  { project, customer }: Facts,
  request: Pick<RedeemablesRequest, 'tracking_id'>,
): string {
  if (request.tracking_id) return request.tracking_id;
  const who = customer?.sourceId ?? customer?.id ?? '';
  const digest = createHash('sha256').update(`${project.id}\n${who}`).digest('base64');
  return `track_${digest.slice(0, 32)}`;
}
