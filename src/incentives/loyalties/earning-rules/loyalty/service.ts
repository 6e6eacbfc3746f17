/** How many points a rule gives: read from a request, kept in one form, and as the engine computes it. */
import { storedFormula } from '../../../../engine/formula/formula.ts';
import type { EarningRule, Measure } from '../../../../engine/loyalty/earning.ts';
import { done, type Outcome, refuse } from '../../../../engine/outcome.ts';
import { formulaRefusal } from '../../../discounts/service.ts';
import { isTierEvent, ORDER_PAID, SEGMENT_ENTERED } from '../events.ts';
import type {
  CalculationType,
  EarningLoyalty,
  EarningLoyaltyInput,
  ItemsStepInput,
  PropertyStepInput,
  Step,
  StepInput,
} from './schema.ts';

type Read<Value> = Outcome<Value, 'invalid_payload' | 'invalid_formula'>;

/** Keeps what the type reads, and refuses where a part of that is missing. */
export function readLoyalty(input: EarningLoyaltyInput): Read<EarningLoyalty> {
  if (input.type === 'FIXED') return readFixed(input);
  const { calculation_type } = input;
  if (calculation_type === undefined) {
    return refuse('invalid_payload', 'Property loyalty.calculation_type is required');
  }
  const read = readPart(calculation_type, input);
  return mapped(read, (part) => ({ type: 'PROPORTIONAL', calculation_type, ...part }));
}

type Part = Pick<EarningLoyalty, 'order' | 'order_items' | 'customer' | 'custom_event'>;

function readPart(
  type: CalculationType,
  { order, order_items: items, customer, custom_event: event }: EarningLoyaltyInput,
): Read<Part> {
  switch (type) {
    case 'ORDER_AMOUNT':
      return mapped(readStep(order?.amount, 'order.amount'), (amount) => ({ order: { amount } }));
    case 'ORDER_TOTAL_AMOUNT':
      return mapped(readStep(order?.total_amount, 'order.total_amount'), (total_amount) => ({
        order: { total_amount },
      }));
    case 'ORDER_METADATA':
      return mapped(readOfProperty(order?.metadata, 'order.metadata'), (metadata) => ({
        order: { metadata },
      }));
    case 'CUSTOMER_METADATA':
      return mapped(readOfProperty(customer?.metadata, 'customer.metadata'), (metadata) => ({
        customer: { metadata },
      }));
    case 'CUSTOM_EVENT_METADATA':
      return mapped(readOfProperty(event?.metadata, 'custom_event.metadata'), (metadata) => ({
        custom_event: { metadata },
      }));
    case 'ORDER_ITEMS_QUANTITY':
      return mapped(readOfItems(items?.quantity, 'order_items.quantity'), (quantity) => ({
        order_items: { quantity },
      }));
    case 'ORDER_ITEMS_AMOUNT':
      return mapped(readOfItems(items?.amount, 'order_items.amount'), (amount) => ({
        order_items: { amount },
      }));
    case 'ORDER_ITEMS_SUBTOTAL_AMOUNT':
      return mapped(readOfItems(items?.subtotal_amount, 'order_items.subtotal_amount'), (part) => ({
        order_items: { subtotal_amount: part },
      }));
    default:
      return type satisfies never;
  }
}

/** What a rule on this event may be proportional to; a name that is none of ours is a custom event's. */
export function calculationsOf(event: string): readonly CalculationType[] {
  if (event === ORDER_PAID) return ofOrders;
  return event === SEGMENT_ENTERED || isTierEvent(event) ? ['CUSTOMER_METADATA'] : ofCustomEvents;
}

const ofOrders: readonly CalculationType[] = [
  'ORDER_AMOUNT',
  'ORDER_TOTAL_AMOUNT',
  'ORDER_METADATA',
  'ORDER_ITEMS_QUANTITY',
  'ORDER_ITEMS_AMOUNT',
  'ORDER_ITEMS_SUBTOTAL_AMOUNT',
  'CUSTOMER_METADATA',
];
const ofCustomEvents: readonly CalculationType[] = ['CUSTOMER_METADATA', 'CUSTOM_EVENT_METADATA'];

export function engineRule(loyalty: EarningLoyalty): EarningRule {
  const step = stepOf(loyalty);
  const measure = measureOf(loyalty);
  return {
    points: step.points,
    formula: storedFormula(step.points_formula),
    proportion: measure === null ? null : { measure, every: step.every },
  };
}

/** The items that the rule names; none where it is about no items. */
export function itemsNamed({ order_items: parts }: EarningLoyalty) {
  const { quantity, amount, subtotal_amount } = parts ?? {};
  return (quantity ?? amount ?? subtotal_amount)?.applicable_to ?? [];
}

function stepOf({ points, points_formula, ...loyalty }: EarningLoyalty): Step {
  const { order, order_items: items, customer, custom_event: event } = loyalty;
  const step =
    order?.amount ??
    order?.total_amount ??
    order?.metadata ??
    items?.quantity ??
    items?.amount ??
    items?.subtotal_amount ??
    customer?.metadata ??
    event?.metadata;
  return step ?? { every: 1, points: points ?? 0, ...(points_formula ? { points_formula } : {}) };
}

function measureOf(loyalty: EarningLoyalty): Measure | null {
  const { calculation_type: type, order, customer, custom_event: event } = loyalty;
  switch (type) {
    case undefined:
      return null;
    case 'ORDER_AMOUNT':
    case 'ORDER_TOTAL_AMOUNT':
      return { type };
    case 'ORDER_METADATA':
    case 'CUSTOMER_METADATA':
    case 'CUSTOM_EVENT_METADATA': {
      const { property = '' } = order?.metadata ?? customer?.metadata ?? event?.metadata ?? {};
      return { type, property };
    }
    case 'ORDER_ITEMS_QUANTITY':
    case 'ORDER_ITEMS_AMOUNT':
    case 'ORDER_ITEMS_SUBTOTAL_AMOUNT':
      return { type, items: itemsNamed(loyalty) };
    default:
      return type satisfies never;
  }
}

function readFixed({ points, points_formula: formula }: EarningLoyaltyInput): Read<EarningLoyalty> {
  if (points === undefined) return refuse('invalid_payload', 'Property loyalty.points is required');
  const faulty = formulaRefusal('loyalty.points_formula', formula);
  if (faulty !== null) return faulty;
  return done({
    type: 'FIXED',
    points: Number(points),
    ...(formula ? { points_formula: formula } : {}),
  });
}

function readStep(step: StepInput | undefined, place: string): Read<Step> {
  if (step === undefined) {
    const [group, part] = place.split('.');
    return refuse(
      'invalid_payload',
      `Loyalty ${group} rules must contain one of the following properties - '${part}'`,
    );
  }
  const { every, points, points_formula: formula } = step;
  const faulty = formulaRefusal(`loyalty.${place}.points_formula`, formula);
  if (faulty !== null) return faulty;
  return done({ every, points: Number(points), ...(formula ? { points_formula: formula } : {}) });
}

function readOfProperty(step: PropertyStepInput | undefined, place: string) {
  return mapped(readStep(step, place), (read) => ({ ...read, property: step?.property ?? '' }));
}

function readOfItems(step: ItemsStepInput | undefined, place: string) {
  const read = readStep(step, place);
  if (!read.ok) return read;
  const { object, id, applicable_to: list } = step ?? {};
  const items = list ?? (object && id ? [{ object, id }] : []);
  const [first] = items;
  if (first === undefined) {
    return refuse('invalid_payload', `Property loyalty.${place}.applicable_to must name an item`);
  }
  return done({ ...read.value, ...first, applicable_to: items });
}

function mapped<From, To>(outcome: Read<From>, change: (value: From) => To): Read<To> {
  return outcome.ok ? done(change(outcome.value)) : outcome;
}
