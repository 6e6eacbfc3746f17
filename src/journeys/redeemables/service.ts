/** From a request's redeemables to a decision on them: what validation and redemption share. */
import { hash } from 'node:crypto';
import { decide, type Decision, type Question, type Requested } from '../../engine/decide.ts';
import type { Candidate } from '../../engine/incentive.ts';
import type { JsonObject } from '../../engine/json.ts';
import { done, notFound, type Outcome, refuse } from '../../engine/outcome.ts';
import type { StackingSettings } from '../../engine/stacking/settings.ts';
import type { Catalog, Catalogs } from '../../incentives/catalog/service.ts';
import type { Context } from '../../platform/context.ts';
import type { CustomerInput } from '../../records/customers/schema.ts';
import type { OrderInput } from '../../records/orders/schema.ts';
import {
  type Asked,
  type Facts,
  gatherFacts,
  requestedTier,
  requestedVoucher,
  type Wish,
} from '../facts/service.ts';
import { categoryIdsOf, ranksOf } from './categories.ts';
import { uponEarlierOrder } from './earlier-order.ts';
import { misfitAmong, type MisfitKey, repeatedVoucher } from './misfit.ts';
import type { Expansion, RedeemableInput } from './schema.ts';
import { togetherIn } from './shared-counts.ts';

export { ranksOf } from './categories.ts';
export { addedBefore, type Addition, decideTogether } from './shared-counts.ts';

export type RedeemablesRequest = {
  readonly redeemables: readonly RedeemableInput[];
  readonly order?: OrderInput | null;
  readonly customer?: CustomerInput | null;
  readonly tracking_id?: string | null;
  readonly metadata?: JsonObject | null;
  readonly options?: { readonly expand?: readonly Expansion[]; readonly explain?: boolean };
  /** Of a validation session: its own locks do not count against the request. */
  readonly session?: { readonly key?: string | null } | null;
};

/** What a redeemable says of a card beside its code; nothing where nothing is wished. */
export function wishOf({ gift, reward }: Partially<Wish>): Wish {
  return { ...(gift ? { gift } : {}), ...(reward ? { reward } : {}) };
}
type Partially<Whole> = { readonly [Name in keyof Whole]: Whole[Name] | undefined };

/** One redeemable of the request, a stack taken apart into its tiers. */
export type Item = {
  readonly object: 'voucher' | 'promotion_tier' | 'promotion_stack';
  /** As asked for: a voucher's code or id. */
  readonly id: string;
};

export type Decided = {
  /** As it came, with what it left to an earlier order. */
  readonly request: RedeemablesRequest;
  readonly facts: Facts;
  /** Beside `decision.fates`, one for one. */
  readonly items: readonly Item[];
  readonly question: Question;
  readonly decision: Decision;
  readonly stacking: StackingSettings;
  readonly trackingId: string;
};

export type DecisionFailure =
  | 'unauthorized'
  | 'invalid_amount'
  | 'redeemables_limit_exceeded'
  | MisfitKey;

/** Facts are gathered again to know an earlier order's lines and customer, or a stack that changed. */
const MAX_READINGS = 4;

/** Gathers the facts, in one question unless the order is an earlier one, and decides. Writes nothing. */
export async function decideOn(
  context: Context,
  catalogs: Catalogs,
  input: RedeemablesRequest,
): Promise<Outcome<Decided, DecisionFailure>> {
  const misfit = misfitAmong(input.redeemables);
  if (misfit !== null) return misfit;
  const request = mayExplain(context) ? input : unexplained(input);
  let about = request;
  for (let reading = 1; ; reading++) {
    const catalog = await catalogs.known(context.db, context.project.id);
    const asked = askedBy(about, catalog);
    const gathered = await gatherFacts(context, catalogs, asked);
    if (!gathered.ok) return gathered;
    const facts = gathered.value;
    const whole =
      reading === 1
        ? uponEarlierOrder(about, facts.row.earlier)
        : withoutStranger(about, request, facts);
    if (whole === about && (isWhole(facts, asked, about) || reading >= MAX_READINGS)) {
      return decideWith(facts, about);
    }
    about = whole;
  }
}

/** Client keys are in everybody's hands: explanations tell of rules, of counts and of who holds a code. */
export function mayExplain({ key }: Context): boolean {
  return key.kind !== 'client';
}

function unexplained(request: RedeemablesRequest): RedeemablesRequest {
  return request.options?.explain === true
    ? { ...request, options: { ...request.options, explain: false } }
    : request;
}

function askedBy(request: RedeemablesRequest, catalog: Catalog | null): Asked {
  return {
    vouchers: idsOf(request.redeemables, 'voucher'),
    tierIds: tierIdsOf(request, catalog),
    customer: request.customer ?? null,
    order: request.order ?? null,
    metadata: request.metadata ?? {},
    sessionKey: request.session?.key ?? null,
  };
}

function tierIdsOf({ redeemables }: RedeemablesRequest, catalog: Catalog | null): string[] {
  const stacked = idsOf(redeemables, 'promotion_stack').flatMap(
    (id) => catalog?.stack(id)?.tier_ids ?? [],
  );
  return [...idsOf(redeemables, 'promotion_tier'), ...stacked];
}

/** Between the reading and now the catalog may have moved on, or it had another stack to ask for. */
function isWhole({ catalog, row }: Facts, asked: Asked, request: RedeemablesRequest): boolean {
  return (
    catalog.version === row.version && tierIdsOf(request, catalog).join() === asked.tierIds.join()
  );
}

/** An earlier order's customer may have been deleted since. */
function withoutStranger(
  about: RedeemablesRequest,
  request: RedeemablesRequest,
  { row }: Facts,
): RedeemablesRequest {
  const isTaken = about.customer && about.customer !== request.customer;
  return isTaken && row.customer === null ? { ...about, customer: null } : about;
}

function decideWith(facts: Facts, request: RedeemablesRequest): Outcome<Decided, DecisionFailure> {
  const repeated = repeatedVoucher(request.redeemables, facts);
  if (repeated !== null) return repeated;
  const asked = request.redeemables.flatMap((one) => requestedItems(facts, one));
  const { stacking } = facts.catalog;
  if (asked.length > stacking.redeemablesLimit) {
    return refuse(
      'redeemables_limit_exceeded',
      `At most ${stacking.redeemablesLimit} redeemables go together`,
    );
  }
  const { order, earlier, customer, redemption, now, items: granted } = facts;
  const redeemables = asked.map(({ item, requested }) => ranked(facts, item, requested));
  const alone = {
    redeemables,
    order,
    earlier,
    customer,
    redemption,
    now,
    stacking,
    items: granted,
  };
  const question = togetherIn(alone, (candidate) => campaignIdOf(facts, candidate));
  const decision = decide(question);
  const items = asked.map(({ item }) => item);
  const trackingId = trackingIdOf(facts, request);
  return done({ request, facts, items, question, decision, stacking, trackingId });
}

/** Of the campaign that a voucher or tier belongs to; null where it stands alone. */
export function campaignIdOf(facts: Facts, { id, incentive }: Candidate): string | null {
  return incentive.object === 'voucher'
    ? (facts.voucher(id)?.campaign_id ?? null)
    : (facts.catalog.tier(id)?.campaign.id ?? null);
}

type AskedItem = { readonly item: Item; readonly requested: Requested };

function requestedItems(
  facts: Facts,
  { object, id, ...wish }: RedeemableInput,
): readonly AskedItem[] {
  const item: Item = { object, id };
  switch (object) {
    case 'voucher':
      return [{ item, requested: requestedVoucher(facts, id, wish) }];
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

/** With the categories by which it is stacked. */
function ranked(facts: Facts, item: Item, requested: Requested): Requested {
  if (!requested.ok) return requested;
  const categories = ranksOf(facts.catalog, categoryIdsOf(facts, item));
  return categories.length === 0 ? requested : { ...requested, categories };
}

function idsOf(
  redeemables: readonly RedeemableInput[],
  object: RedeemableInput['object'],
): string[] {
  return redeemables.filter((one) => one.object === object).map((one) => one.id);
}

/** The caller's own, else one that follows from the customer, else none to recognise. */
export function trackingIdOf(
  { project, customer }: Facts,
  request: Pick<RedeemablesRequest, 'tracking_id'>,
): string {
  if (request.tracking_id) return request.tracking_id;
  const who = customer?.sourceId ?? customer?.id ?? '';
  const digest = hash('sha256', `${project.id}\n${who}`, 'base64');
  return `track_${digest.slice(0, 32)}`;
}
