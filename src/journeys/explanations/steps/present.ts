/** Steps of a smallest change → wire. */
import type { ItemScope, Step as EngineStep } from '../../../engine/explain/step.ts';
import type { ItemReference } from '../../../engine/eligibility/parse/rule-tree.ts';
import type { Json } from '../../../engine/json.ts';
import type { Step } from './schema.ts';

/** `idAt` tells a redeemable of the request by its position. */
export function presentStep(step: EngineStep, idAt: (position: number) => string): Step {
  switch (step.type) {
    case 'CHANGE_AMOUNT':
    case 'CHANGE_QUANTITY':
      return { type: step.type, ...presentDistance(step), ...presentScope(step.scope) };
    case 'CHANGE_LINE': {
      const { type, line, scope } = step;
      return { type, order_item_index: line, ...presentDistance(step), ...presentScope(scope) };
    }
    case 'CHANGE_COUNT':
      return { type: step.type, ...presentDistance(step) };
    case 'ADD_ITEM':
      return { type: step.type, ...presentScope(step.scope) };
    case 'REMOVE_LINES':
      return { type: step.type, order_item_indices: [...step.lines] };
    case 'ADD_ORDER':
    case 'ADD_LINES':
    case 'NAME_CUSTOMER':
    case 'SWITCH_ON':
      return { type: step.type };
    case 'SIGN_IN_AS_HOLDER':
      return { type: step.type, holder_id: step.holderId };
    case 'MEET_CONDITION': {
      const { type, rule, name, property, operator, expected, current } = step;
      const about = property === null ? {} : { property };
      return {
        type,
        rule,
        name,
        ...about,
        operator,
        expected: presentValues(expected),
        current,
      };
    }
    case 'WAIT':
      return { type: step.type, until: isoAt(step.until), reason: step.reason };
    case 'RAISE_QUANTITY':
      return { type: step.type, quantity: step.quantity, by: step.by };
    case 'CHANGE_PAYMENT': {
      const { type, with: unit, asked, available } = step;
      return { type, with: presentUnit(unit), asked, available };
    }
    case 'TOP_UP':
      return { type: step.type, with: presentUnit(step.with), by: step.by };
    case 'EXTEND': {
      const { expiration } = step;
      return { type: step.type, expiration_date: expiration === null ? null : isoAt(expiration) };
    }
    case 'FEWER_REDEEMABLES':
      return { type: step.type, by: step.by };
    case 'LEAVE_OUT':
    case 'LET_PRECEDING_APPLY':
      return { type: step.type, id: idAt(step.position) };
    case 'NAME_ANOTHER':
      return { type: step.type, key: step.key };
    default:
      return step satisfies never;
  }
}

/** What a card pays with. */
export function presentUnit(unit: 'credits' | 'points'): 'GIFT_CREDITS' | 'LOYALTY_POINTS' {
  return unit === 'credits' ? 'GIFT_CREDITS' : 'LOYALTY_POINTS';
}

/** Milliseconds since the epoch, as every answer writes instants. */
export function isoAt(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}

/** A rule may name a thousand items, and be told for each of thirty redeemables. */
export const MAX_VALUES_TOLD = 50;

/** What a condition expects: of items what names them, of anything else the value. */
export function presentValues(values: readonly (Json | ItemReference)[]): Json[] {
  return values.slice(0, MAX_VALUES_TOLD).map(presentValue);
}

function presentValue(value: Json | ItemReference): Json {
  if (typeof value !== 'object' || value === null || !('sourceId' in value)) return value;
  const { object, id, sourceId } = value;
  return {
    ...(object === null || object === undefined ? {} : { object }),
    ...(id === null || id === undefined ? {} : { id }),
    ...(sourceId === null || sourceId === undefined ? {} : { source_id: sourceId }),
  };
}

function presentDistance({
  name,
  current,
  target,
  by,
}: Extract<EngineStep, { readonly target: number }>) {
  return { name, current, target, by };
}

function presentScope({ items, rule }: ItemScope) {
  return {
    ...(items.length === 0 ? {} : { items: items.slice(0, MAX_VALUES_TOLD).map(presentItem) }),
    ...(rule === null ? {} : { rule }),
  };
}

function presentItem({ object, id, sourceId }: ItemReference) {
  return {
    ...(object === null ? {} : { object }),
    ...(id === null ? {} : { id }),
    ...(sourceId === null ? {} : { source_id: sourceId }),
  };
}
