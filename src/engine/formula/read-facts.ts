/** Operands and metadata of a formula, read from what is known. Amounts are in units of currency. */
import type { Json, JsonObject } from '../json.ts';
import type { Money } from '../money/money.ts';
import type { PricedLine, PricedOrder } from '../pricing/priced-order.ts';
import { chosenLines } from './chosen-lines.ts';
import { type CalendarDate, dateOf, dateOfInstant } from './dates.ts';
import type { FormulaFacts, LineInFormulas } from './facts.ts';
import { type Rational, rational, wholeNumber } from './rational.ts';
import { type Value, valueOfJson } from './value.ts';
import type { LineName, LineOperand, MetadataName, Operand } from './vocabulary.ts';

type Read = (facts: FormulaFacts) => Value;

const MINOR_UNITS = 100n;

function currency(amount: Money): Rational {
  return rational(BigInt(amount), MINOR_UNITS);
}

const ofOrder =
  (read: (price: PricedOrder) => Value): Read =>
  ({ situation: { price } }) =>
    price === null ? null : read(price);

const ofVoucher =
  (read: (facts: FormulaFacts) => Value): Read =>
  (facts) =>
    facts.redeemable.object === 'voucher' ? read(facts) : null;

const ofTier =
  (read: (facts: FormulaFacts) => Value): Read =>
  (facts) =>
    facts.redeemable.object === 'promotion_tier' ? read(facts) : null;

function dateIn(facts: FormulaFacts, text: string | null | undefined): CalendarDate | null {
  return text ? dateOf(text, facts.situation.now.timeZoneId) : null;
}

const operands: Readonly<Record<Exclude<Operand, LineOperand>, Read>> = {
  ORDER_AMOUNT: ofOrder((price) => currency(price.totalAmount)),
  ORDER_INITIAL_AMOUNT: ofOrder((price) => currency(price.initialAmount)),
  ORDER_ITEMS_QUANTITY: ofOrder(({ lines }) => wholeNumber(lines.length)),
  ORDER_UNITS_QUANTITY: ofOrder(({ lines }) =>
    wholeNumber(lines.reduce((sum, { quantity }) => sum + quantity, 0)),
  ),
  VOUCHER_REDEMPTION_QUANTITY: ofVoucher(({ redeemable: { quantity } }) =>
    quantity === null ? null : wholeNumber(quantity),
  ),
  VOUCHER_REDEEMED_QUANTITY: ofVoucher(({ redeemable }) =>
    wholeNumber(redeemable.redeemedQuantity),
  ),
  VOUCHER_PUBLISH_COUNT: ofVoucher(({ redeemable }) => wholeNumber(redeemable.publishedCount ?? 0)),
  VOUCHER_START_DATE: ofVoucher((facts) => dateIn(facts, facts.redeemable.startDate)),
  VOUCHER_EXPIRATION_DATE: ofVoucher((facts) => dateIn(facts, facts.redeemable.expirationDate)),
  PROMOTION_TIER_START_DATE: ofTier((facts) => dateIn(facts, facts.redeemable.startDate)),
  PROMOTION_TIER_EXPIRATION_DATE: ofTier((facts) => dateIn(facts, facts.redeemable.expirationDate)),
  CUSTOMER_BIRTHDATE: (facts) => dateIn(facts, facts.situation.customer?.birthdate),
  TODAY: ({ situation: { now } }) => ({ type: 'date', day: now.toPlainDate(), instant: null }),
  NOW: ({ situation: { now } }) => dateOfInstant(now.epochMilliseconds, now.timeZoneId),
};

export function readOperand(operand: Operand): Read {
  if (!isOfLine(operand)) return operands[operand];
  const [line, what] = partsOf(operand);
  const read = numbersOfLine[what];
  return (facts) => {
    const found = lineOf(facts, line);
    return found === null ? null : read(found.priced);
  };
}

type LineNumber = 'PRICE' | 'AMOUNT' | 'SUBTOTAL' | 'UNITS_QUANTITY';

const numbersOfLine: Readonly<Record<LineNumber, (line: PricedLine) => Rational>> = {
  PRICE: unitPrice,
  AMOUNT: ({ initialAmount }) => currency(initialAmount),
  SUBTOTAL: ({ subtotalAmount }) => currency(subtotalAmount),
  UNITS_QUANTITY: ({ quantity }) => wholeNumber(quantity),
};

/** Before discounts; an equal part of the line's amount where it came with that alone. */
export function unitPrice({ price, initialAmount, initialQuantity }: PricedLine): Rational {
  if (price !== null) return currency(price);
  const units = BigInt(Math.max(initialQuantity, 1));
  return rational(BigInt(initialAmount), MINOR_UNITS * units);
}

function isOfLine(operand: Operand): operand is LineOperand {
  return operand.includes('ORDER_ITEM_');
}

function partsOf(operand: LineOperand): readonly [LineName, LineNumber] {
  const line = lineNameOf(operand);
  for (const what of ['PRICE', 'AMOUNT', 'SUBTOTAL'] as const) {
    if (operand === `${line}_${what}`) return [line, what];
  }
  return [line, 'UNITS_QUANTITY'];
}

function lineNameOf(name: string): LineName {
  if (name.startsWith('CHEAPEST_')) return 'CHEAPEST_ORDER_ITEM';
  return name.startsWith('MOST_') ? 'MOST_EXPENSIVE_ORDER_ITEM' : 'ORDER_ITEM';
}

function lineOf({ situation, line }: FormulaFacts, name: LineName): LineInFormulas | null {
  if (name === 'ORDER_ITEM') return line;
  const { price, order } = situation;
  const chosen = price === null ? null : chosenLines(price);
  const priced = name === 'CHEAPEST_ORDER_ITEM' ? chosen?.cheapest : chosen?.mostExpensive;
  return priced ? { priced, ordered: order?.lines[priced.index] ?? null } : null;
}

/** The attribute `key`, or what a dotted one leads to. */
export function readMetadata(name: MetadataName, key: string): Read {
  const objects = metadataOf(name);
  const read = readAttribute(key);
  return (facts) => {
    for (const object of objects(facts)) {
      const found = object ? read(object) : null;
      if (found !== null) return found;
    }
    return null;
  };
}

/** The same in metadata at hand; null where it is not there. */
export function readAttribute(key: string): (metadata: JsonObject) => Value {
  const path = key.split('.');
  return (metadata) => valueOfJson(own(metadata, key) ?? follow(metadata, path));
}

type Objects = (facts: FormulaFacts) => readonly (JsonObject | null | undefined)[];

/** Where to look for an attribute: the first that has it. */
function metadataOf(name: MetadataName): Objects {
  switch (name) {
    case 'ORDER_METADATA':
      return ({ situation }) => [situation.order?.metadata];
    case 'CUSTOMER_METADATA':
      return ({ situation }) => [situation.customer?.metadata];
    case 'REDEMPTION_METADATA':
      return ({ situation }) => [situation.redemption.metadata];
    case 'REDEEMABLE_METADATA':
      return ({ redeemable }) => [redeemable.metadata];
    case 'PUBLICATION_METADATA':
      return ({ redeemable }) => [redeemable.publicationMetadata];
    case 'ORDER_ITEM_METADATA':
    case 'CHEAPEST_ORDER_ITEM_METADATA':
    case 'MOST_EXPENSIVE_ORDER_ITEM_METADATA':
      return (facts) => [lineOf(facts, lineNameOf(name))?.ordered?.metadata];
    case 'ORDER_ITEM_PRODUCT_METADATA':
    case 'CHEAPEST_ORDER_ITEM_PRODUCT_METADATA':
    case 'MOST_EXPENSIVE_ORDER_ITEM_PRODUCT_METADATA':
      return (facts) => {
        const { sku, product } = lineOf(facts, lineNameOf(name))?.ordered ?? {};
        return [sku?.metadata, sku?.attributes, product?.metadata];
      };
    default:
      return name satisfies never;
  }
}

function follow(object: JsonObject, path: readonly string[]): Json | undefined {
  let at: Json | undefined = object;
  for (const key of path) {
    if (typeof at !== 'object' || at === null || !isRecord(at)) return undefined;
    at = own(at, key);
  }
  return at;
}

function isRecord(json: JsonObject | readonly Json[]): json is JsonObject {
  return !Array.isArray(json);
}

function own(object: JsonObject, key: string): Json | undefined {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}
