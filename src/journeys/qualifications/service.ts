/** What applies to a customer and an order, among everything that a project offers. */
import type { Situation } from '../../engine/examine.ts';
import { done, type Outcome } from '../../engine/outcome.ts';
import { openOrder } from '../../engine/pricing/priced-order.ts';
import type { StackingSettings } from '../../engine/stacking/settings.ts';
import type { Catalogs } from '../../incentives/catalog/service.ts';
import type { Context } from '../../platform/context.ts';
import { type Facts, gatherFacts } from '../facts/service.ts';
import { mayExplain, trackingIdOf } from '../redeemables/service.ts';
import { type Cursor, readCursor } from './cursor.ts';
import { filterOf } from './filters.ts';
import { judgeOf, type Step } from './judge.ts';
import { everyOffer, type Offer, offersOf } from './offers.ts';
import { pageOf } from './page.ts';
import { type Plan, plans } from './scenario.ts';
import { DEFAULT_LIMIT, type QualificationInput } from './schema.ts';
import { type UnqualifiedOffers, unqualifiedOf } from './unqualified.ts';

export type QualifiedOffer = { readonly offer: Offer; readonly steps: readonly Step[] };

export type Expansion = 'redeemable' | 'category' | 'validation_rules';

export type Qualified = {
  readonly facts: Facts;
  readonly situation: Situation;
  readonly plan: Plan;
  readonly offers: readonly QualifiedOffer[];
  /** Where the next page begins; null after the last. */
  readonly next: Cursor | null;
  readonly expand: ReadonlySet<Expansion>;
  readonly explain: boolean;
  /** Whether cards tell what sessions hold of them. */
  readonly showsLocks: boolean;
  /** Null where nobody asks why what is not shown does not apply. */
  readonly unqualified: UnqualifiedOffers | null;
  readonly stacking: StackingSettings;
  /** Null where nobody is named. */
  readonly trackingId: string | null;
};

/** What narrows a qualification beyond what a request of the newer kind can say. */
export type Narrowing = {
  /** Instead of the scenario's. */
  readonly plan?: Plan;
  readonly isWanted?: (offer: Offer) => boolean;
};

/**
 * Gathers the facts in one question, finds what may apply by the index, and prices what one page
 * shows. Reads nothing that is older than the latest change of configuration.
 */
export async function qualify(
  context: Context,
  catalogs: Catalogs,
  input: QualificationInput,
  { plan = plans[input.scenario ?? 'ALL'], isWanted: isAlsoWanted }: Narrowing = {},
): Promise<Outcome<Qualified, 'unauthorized' | 'invalid_amount'>> {
  const {
    limit = DEFAULT_LIMIT,
    sorting_rule: sorting = 'DEFAULT',
    ...options
  } = input.options ?? {};
  const after = readCursor(options.starting_after);
  const gathered = await gatherFacts(context, catalogs, {
    vouchers: [],
    tierIds: [],
    customer: input.customer ?? null,
    order: input.order ?? null,
    metadata: input.metadata ?? {},
    offers: {
      configured: plan.tiers || plan.campaigns || plan.stacks,
      held: plan.held,
      open: plan.open,
      createdBefore: sorting === 'DEFAULT' ? createdBefore(after) : null,
    },
  });
  if (!gathered.ok) return gathered;
  const facts = gathered.value;
  const { stacking } = facts.catalog;
  const situation = situationOf(facts, plan, stacking);
  const judge = judgeOf(facts, situation, plan);
  const isWanted = filterOf(facts.catalog, options.filters);
  const offered = offersOf(facts, situation, plan);
  const all = isAlsoWanted === undefined ? offered : offered.filter(isAlsoWanted);
  const wanted = isWanted === null ? all : all.filter(isWanted);
  const explain = options.explain === true && mayExplain(context);
  const page = pageOf(wanted, judge, { sorting, limit, after });
  return done({
    facts,
    situation,
    plan,
    offers: page.offers.map((offer) => {
      const steps = judge.stepsOf(offer);
      if (steps === null) throw new Error('what was found usable is usable');
      return { offer, steps };
    }),
    next: page.next,
    expand: new Set(options.expand ?? []),
    explain,
    showsLocks: input.session?.type === 'LOCK',
    unqualified:
      explain && after === null
        ? unqualifiedOf(everyOffer(facts, plan).filter(isWanted ?? (() => true)), facts, situation)
        : null,
    stacking,
    trackingId: facts.customer === null && !input.tracking_id ? null : trackingIdOf(facts, input),
  });
}

/** Vouchers of the cursor's own millisecond are still wanted: some may not have been shown. */
function createdBefore(after: Cursor | null): string | null {
  return after === null ? null : new Date(after.createdAt + 1).toISOString();
}

function situationOf(facts: Facts, plan: Plan, stacking: StackingSettings): Situation {
  const { order, earlier, customer, redemption, now, items } = facts;
  return {
    order,
    price: order === null ? null : openOrder(order, earlier ?? undefined),
    customer,
    redemption,
    now,
    items,
    settings: stacking,
    ...(plan.part === undefined ? {} : { part: plan.part }),
  };
}
