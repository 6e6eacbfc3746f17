/** What may earn points: something that happened, with all that rules are judged by and points computed from. */
import type { Temporal } from 'temporal-polyfill';
import type { CustomerFacts, RuleFacts } from '../../engine/eligibility/facts.ts';
import type { FormulaSituation } from '../../engine/formula/facts.ts';
import type { JsonObject } from '../../engine/json.ts';
import type { EarningFacts } from '../../engine/loyalty/earning.ts';
import type { Order } from '../../engine/order/order.ts';
import { openOrder } from '../../engine/pricing/priced-order.ts';
import type { Catalog, CatalogEarningRule } from '../../incentives/catalog/service.ts';
import type { Context } from '../../platform/context.ts';
import type { Sql } from '../../platform/db/database.ts';
import {
  earlierDiscountsOf,
  itemAgain,
  openedOrder,
  orderKeys,
  type OrderRow,
} from '../../records/orders/service.ts';
import { findByKeys } from '../../records/products/known/service.ts';
import type { EarningCard, EarningCustomer } from './store.ts';

export type Occasion = {
  /** A card earns once by a rule for one of these: the order, the custom event, or what was followed up. */
  readonly sourceId: string;
  readonly orderId: string | null;
  /** The rules that may give points for it. */
  readonly rules: readonly CatalogEarningRule[];
  readonly customer: EarningCustomer;
  readonly cards: readonly EarningCard[];
  /** Whether who has no card joins the programs that let customers join by earning. */
  readonly mayJoin: boolean;
  readonly facts: EarningFacts;
  readonly ruleFacts: RuleFacts;
  /** What transactions show of it, in wire form. */
  readonly details: JsonObject;
};

type Priced = { readonly order: Order; readonly price: NonNullable<FormulaSituation['price']> };

/** A stored order as it was paid: before discounts, and after those that stand. */
export async function pricedAgain(
  sql: Sql,
  projectId: string,
  {
    row,
    catalog,
    rules,
  }: {
    readonly row: OrderRow;
    readonly catalog: Catalog;
    readonly rules: readonly CatalogEarningRule[];
  },
): Promise<Priced> {
  const items = row.items.flatMap(itemAgain);
  const wanted = rules.some(({ readsCollections }) => readsCollections);
  const known = wanted
    ? await findByKeys(sql, projectId, orderKeys(row.items))
    : { products: [], skus: [] };
  const { holding } = catalog.collections;
  const amount = row.amounts.initial_amount ?? row.amount;
  const opened = openedOrder({ items, amount, metadata: row.metadata }, known, holding);
  if (!opened.ok) throw new Error(`a stored order does not open: ${opened.details ?? ''}`);
  return { order: opened.value, price: openOrder(opened.value, earlierDiscountsOf(row, holding)) };
}

/** What rules are judged by, and points computed from. */
export function factsFor(
  context: Context,
  about: {
    readonly priced: Priced | null;
    readonly customer: EarningCustomer;
    readonly cards: readonly EarningCard[];
    readonly customEvent: { readonly metadata: JsonObject } | null;
  },
): { readonly facts: EarningFacts; readonly ruleFacts: RuleFacts } {
  const now = context.now.toZonedDateTimeISO(context.project.timezone);
  const { priced, customEvent } = about;
  const customer = customerFacts(about);
  const situation: FormulaSituation = {
    order: priced?.order ?? null,
    price: priced?.price ?? null,
    customer,
    redemption: { metadata: {} },
    now,
  };
  return {
    facts: { situation, customEvent },
    ruleFacts: { ...ruleFacts(context, priced, now), customer, customEvent, holderId: customer.id },
  };
}

/** No redemption is judged: what rules count of those is nothing. */
function ruleFacts(
  { key }: Context,
  priced: Priced | null,
  now: Temporal.ZonedDateTime,
): Omit<RuleFacts, 'customer' | 'customEvent' | 'holderId'> {
  return {
    order:
      priced === null
        ? null
        : {
            initialAmount: priced.order.amount,
            amount: priced.price.totalAmount,
            discountedAmount: priced.price.totalAmount,
            lines: priced.order.lines,
            metadata: priced.order.metadata,
          },
    redemption: {
      metadata: {},
      apiKeyId: key.appId,
      apiKeyName: key.name,
      userLogin: null,
      pointsUsed: 0,
    },
    counts: () => 0,
    now,
  };
}

function customerFacts({
  customer,
  cards,
}: {
  readonly customer: EarningCustomer;
  readonly cards: readonly EarningCard[];
}): CustomerFacts {
  return {
    id: customer.id,
    sourceId: customer.source_id,
    segmentIds: new Set(),
    loyaltyTierIds: new Set(cards.flatMap(({ tier_id: id }) => id ?? [])),
    metadata: customer.metadata,
    birthdate: customer.birthdate,
  };
}
