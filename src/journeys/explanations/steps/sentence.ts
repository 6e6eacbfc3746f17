/** One sentence that tells a smallest change: every step in a few words. */
import type { ItemScope, Step } from '../../../engine/explain/step.ts';
import { messageOf } from '../../../engine/problem.ts';
import {
  anyOf,
  countText,
  itemsText,
  lineText,
  momentText,
  moneyText,
  valuesText,
  type Wording,
} from './wording.ts';

export type Telling = Wording & {
  /** Something of the request applies before it, so that it meets a price already lowered. */
  readonly isStacked: boolean;
  readonly idAt: (position: number) => string;
  /** Milliseconds since the epoch. */
  readonly now: number;
};

/** A sentence of more steps than these nobody reads; the steps themselves have all. */
const MAX_TOLD = 6;

/** `8.00 USD more in the cart, and sign in as the code's holder`. */
export function sentenceOf(steps: readonly Step[], telling: Telling): string {
  const words = steps.slice(0, MAX_TOLD).map((step) => stepText(step, telling));
  const others = steps.length - words.length;
  if (others > 0) words.push(`${others} more`);
  const last = words.at(-1) ?? '';
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')}, and ${last}`;
}

function stepText(step: Step, telling: Telling): string {
  switch (step.type) {
    case 'CHANGE_AMOUNT':
      return amountText(step, telling);
    case 'CHANGE_QUANTITY':
      return quantityText(step, telling);
    case 'CHANGE_LINE':
      return lineChangeText(step, telling);
    case 'ADD_ITEM':
      return `${scopeText(step.scope, telling)} in the cart`;
    case 'REMOVE_LINES': {
      const names = step.lines.map((line) => lineText(line, telling));
      return `a cart without ${anyOf(names, 'and')}`;
    }
    case 'ADD_ORDER':
      return 'an order';
    case 'ADD_LINES':
      return 'the items of the order, not its amount alone';
    case 'NAME_CUSTOMER':
      return 'sign in';
    case 'SIGN_IN_AS_HOLDER':
      return step.holderId === null
        ? 'a holder of the code, who signs in'
        : "sign in as the code's holder";
    case 'MEET_CONDITION':
      return conditionText(step);
    default:
      return beyondTheCart(step, telling);
  }
}

type OfCart =
  | 'CHANGE_AMOUNT'
  | 'CHANGE_QUANTITY'
  | 'CHANGE_LINE'
  | 'ADD_ITEM'
  | 'REMOVE_LINES'
  | 'ADD_ORDER'
  | 'ADD_LINES'
  | 'NAME_CUSTOMER'
  | 'SIGN_IN_AS_HOLDER'
  | 'MEET_CONDITION';

/** Time, the shop's own limits, and the other redeemables. */
function beyondTheCart(step: Exclude<Step, { readonly type: OfCart }>, telling: Telling): string {
  switch (step.type) {
    case 'WAIT': {
      const moment = momentText(step.until, telling);
      if (step.reason === 'COUNTER') return `counted anew from ${moment}`;
      return step.reason === 'START' ? `starts on ${moment}` : `opens on ${moment}`;
    }
    case 'CHANGE_COUNT': {
      const isCount = step.counter.measure === 'redemptions';
      const size = Math.abs(step.by);
      const much = isCount ? countText(size) : moneyText(size, telling);
      if (step.by > 0) return `${much} more counted by ${step.name} before`;
      return `the limit of ${step.name} raised by ${much}`;
    }
    case 'RAISE_QUANTITY':
      return `${countText(step.by)} more redemption than the ${step.quantity} allowed`;
    case 'CHANGE_PAYMENT':
      return `no more than ${valueText(step.with, step.available, telling)} of the card`;
    case 'TOP_UP':
      return `${valueText(step.with, step.by, telling)} more on the card`;
    case 'SWITCH_ON':
      return 'switched on by the shop';
    case 'EXTEND':
      return extendText(step.expiration, telling);
    case 'FEWER_REDEEMABLES':
      return `${countText(step.by)} ${step.by === 1 ? 'redeemable' : 'redeemables'} fewer`;
    case 'LEAVE_OUT':
      return `without ${telling.idAt(step.position)}`;
    case 'LET_PRECEDING_APPLY':
      return `${telling.idAt(step.position)} has to apply first, or to be left out`;
    case 'NAME_ANOTHER':
      return `another one: ${messageOf(step.key).toLowerCase()}`;
    default:
      return step satisfies never;
  }
}

function valueText(unit: 'credits' | 'points', value: number, telling: Telling): string {
  if (unit === 'credits') return moneyText(value, telling);
  return `${countText(value)} ${value === 1 ? 'point' : 'points'}`;
}

const MINUTE = 60_000;

function extendText(expiration: number | null, telling: Telling): string {
  if (expiration === null) return 'opening times that meet each other';
  const moment = momentText(expiration - (expiration % MINUTE), telling);
  return expiration <= telling.now
    ? `an expiration after ${moment}`
    : `an expiration after ${moment}, as it does not open before`;
}

function amountText(
  { name, scope, by }: Extract<Step, { readonly type: 'CHANGE_AMOUNT' }>,
  telling: Telling,
): string {
  const much = `${moneyText(Math.abs(by), telling)} ${by > 0 ? 'more' : 'less'}`;
  if (name === 'order.total_amount') return `${much} to pay after the discount`;
  if (name === 'order.amount' && telling.isStacked) return `${much} to pay before this one`;
  return isWholeCart(scope) ? `${much} in the cart` : `${much} of ${scopeText(scope, telling)}`;
}

function quantityText(
  { scope, by }: Extract<Step, { readonly type: 'CHANGE_QUANTITY' }>,
  telling: Telling,
): string {
  const many = `${countText(Math.abs(by))} ${by > 0 ? 'more' : 'fewer'}`;
  if (!isWholeCart(scope)) return `${many} of ${scopeText(scope, telling)}`;
  return `${many} ${Math.abs(by) === 1 ? 'item' : 'items'} in the cart`;
}

function lineChangeText(
  { name, line, scope, target, by }: Extract<Step, { readonly type: 'CHANGE_LINE' }>,
  telling: Telling,
): string {
  const isQuantity = name === 'order.items.quantity';
  if (line === null) {
    const what = scopeText(scope, telling);
    return isQuantity ? `${target} of ${what}` : `${what} at ${moneyText(target, telling)}`;
  }
  const what = lineText(line, telling);
  if (isQuantity) return `${countText(Math.abs(by))} ${by > 0 ? 'more' : 'fewer'} of ${what}`;
  return `${what} at ${moneyText(target, telling)}`;
}

function isWholeCart({ items, rule }: ItemScope): boolean {
  return items.length === 0 && rule === null;
}

function scopeText(scope: ItemScope, telling: Telling): string {
  if (isWholeCart(scope)) return 'an item';
  return scope.items.length > 0
    ? itemsText(scope.items, telling)
    : `the items that rule ${scope.rule} is about`;
}

const subjects: Readonly<Record<string, string>> = {
  'customer.metadata': "the customer's",
  'order.metadata': "the order's",
  'redemption.metadata': "the redemption's",
  'custom_event.metadata': "the event's",
  'order.items.metadata': "an item's",
  'order.items.metadata_any': "an item's",
  'order.items.metadata_each': "every item's",
  'product.metadata': "a product's",
};

const operators: Readonly<Record<string, string>> = {
  $is: 'is',
  $in: 'is',
  $is_not: 'is not',
  $not_in: 'is not',
  $more_than: 'is more than',
  $more_than_or_equal: 'is at least',
  $less_than: 'is less than',
  $less_than_or_equal: 'is at most',
  $starts_with: 'starts with',
  $ends_with: 'ends with',
  $contains: 'contains',
  $not_contain: 'does not contain',
  $has_value: 'is known',
  $is_unknown: 'is not known',
  $after: 'is after',
  $before: 'is before',
  $from: 'is from',
};

/** `the customer's tier is gold`, `customer.segment is seg_x`. */
function conditionText({
  name,
  property,
  operator,
  expected,
}: Extract<Step, { readonly type: 'MEET_CONDITION' }>): string {
  const subject = property === null ? name : `${subjects[name] ?? name} ${property}`;
  const values = valuesText(expected);
  const verb = operators[operator] ?? operator;
  return values === '' ? `${subject} ${verb}` : `${subject} ${verb} ${values}`;
}
