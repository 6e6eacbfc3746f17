/** The words of the formula language: operands, metadata, functions, operators. */

/** What an expression gives; `any` where only a request can tell, as with metadata. */
export type Kind = 'number' | 'text' | 'condition' | 'date' | 'any';

const lineNumbers = ['PRICE', 'AMOUNT', 'SUBTOTAL', 'UNITS_QUANTITY'] as const;
const lines = ['ORDER_ITEM', 'CHEAPEST_ORDER_ITEM', 'MOST_EXPENSIVE_ORDER_ITEM'] as const;

/** Which line an operand is about: the one that is being priced, or one chosen by its unit price. */
export type LineName = (typeof lines)[number];
export type LineOperand = `${LineName}_${(typeof lineNumbers)[number]}`;

export type Operand =
  | LineOperand
  | 'ORDER_AMOUNT'
  | 'ORDER_INITIAL_AMOUNT'
  | 'ORDER_ITEMS_QUANTITY'
  | 'ORDER_UNITS_QUANTITY'
  | 'VOUCHER_REDEMPTION_QUANTITY'
  | 'VOUCHER_REDEEMED_QUANTITY'
  | 'VOUCHER_PUBLISH_COUNT'
  | 'VOUCHER_START_DATE'
  | 'VOUCHER_EXPIRATION_DATE'
  | 'PROMOTION_TIER_START_DATE'
  | 'PROMOTION_TIER_EXPIRATION_DATE'
  | 'CUSTOMER_BIRTHDATE'
  | 'TODAY'
  | 'NOW';

const operandKinds: Readonly<Record<Operand, 'number' | 'date'>> = {
  ORDER_ITEM_PRICE: 'number',
  ORDER_ITEM_AMOUNT: 'number',
  ORDER_ITEM_SUBTOTAL: 'number',
  ORDER_ITEM_UNITS_QUANTITY: 'number',
  CHEAPEST_ORDER_ITEM_PRICE: 'number',
  CHEAPEST_ORDER_ITEM_AMOUNT: 'number',
  CHEAPEST_ORDER_ITEM_SUBTOTAL: 'number',
  CHEAPEST_ORDER_ITEM_UNITS_QUANTITY: 'number',
  MOST_EXPENSIVE_ORDER_ITEM_PRICE: 'number',
  MOST_EXPENSIVE_ORDER_ITEM_AMOUNT: 'number',
  MOST_EXPENSIVE_ORDER_ITEM_SUBTOTAL: 'number',
  MOST_EXPENSIVE_ORDER_ITEM_UNITS_QUANTITY: 'number',
  ORDER_AMOUNT: 'number',
  ORDER_INITIAL_AMOUNT: 'number',
  ORDER_ITEMS_QUANTITY: 'number',
  ORDER_UNITS_QUANTITY: 'number',
  VOUCHER_REDEMPTION_QUANTITY: 'number',
  VOUCHER_REDEEMED_QUANTITY: 'number',
  VOUCHER_PUBLISH_COUNT: 'number',
  VOUCHER_START_DATE: 'date',
  VOUCHER_EXPIRATION_DATE: 'date',
  PROMOTION_TIER_START_DATE: 'date',
  PROMOTION_TIER_EXPIRATION_DATE: 'date',
  CUSTOMER_BIRTHDATE: 'date',
  TODAY: 'date',
  NOW: 'date',
};

export type LineMetadata = `${LineName}_METADATA` | `${LineName}_PRODUCT_METADATA`;

/** Each takes the name of an attribute. */
export const metadataNames = [
  'ORDER_METADATA',
  'REDEEMABLE_METADATA',
  'CUSTOMER_METADATA',
  'REDEMPTION_METADATA',
  'PUBLICATION_METADATA',
  'ORDER_ITEM_METADATA',
  'ORDER_ITEM_PRODUCT_METADATA',
  'CHEAPEST_ORDER_ITEM_METADATA',
  'CHEAPEST_ORDER_ITEM_PRODUCT_METADATA',
  'MOST_EXPENSIVE_ORDER_ITEM_METADATA',
  'MOST_EXPENSIVE_ORDER_ITEM_PRODUCT_METADATA',
] as const;
export type MetadataName = (typeof metadataNames)[number];

export const NUMBERS: readonly Kind[] = ['number', 'any'];
export const SCALARS: readonly Kind[] = ['number', 'text', 'any'];
export const VALUES: readonly Kind[] = ['number', 'text', 'date', 'any'];
const CONDITIONS: readonly Kind[] = ['condition', 'any'];
const DATES: readonly Kind[] = ['date', 'text', 'any'];
const TEXTS: readonly Kind[] = ['text'];

/** How many arguments a function takes, of which kinds the first and the rest may be. */
type Signature = {
  readonly least: number;
  readonly most: number;
  readonly first: readonly Kind[];
  readonly rest: readonly Kind[];
  /** `any`: what its branches give. */
  readonly gives: Kind;
};

/** A function has no more arguments than this, a SWITCH no more cases. */
export const MAX_ARGUMENTS = 100;

function numeric(least: number, most: number): Signature {
  return { least, most, first: NUMBERS, rest: NUMBERS, gives: 'number' };
}

function single(takes: readonly Kind[], gives: Kind): Signature {
  return { least: 1, most: 1, first: takes, rest: takes, gives };
}

export const functions = {
  MIN: numeric(1, MAX_ARGUMENTS),
  MAX: numeric(1, MAX_ARGUMENTS),
  POW: numeric(2, 2),
  ROUND: numeric(1, 2),
  FLOOR: numeric(1, 2),
  CEIL: numeric(1, 2),
  IF: { least: 3, most: 3, first: CONDITIONS, rest: VALUES, gives: 'any' },
  DEFAULT_TO: { least: 1, most: MAX_ARGUMENTS, first: VALUES, rest: VALUES, gives: 'any' },
  DAY_OF_MONTH: single(DATES, 'number'),
  MONTH: single(DATES, 'number'),
  YEAR: single(DATES, 'number'),
  DAYS_SINCE: single(DATES, 'number'),
  MONTHS_SINCE: single(DATES, 'number'),
  YEARS_SINCE: single(DATES, 'number'),
  DAYS_UNTIL: single(DATES, 'number'),
  MONTHS_UNTIL: single(DATES, 'number'),
  DATE: single(TEXTS, 'date'),
  DATE_TIME: single(TEXTS, 'date'),
} as const satisfies Readonly<Record<string, Signature>>;
export type FunctionName = keyof typeof functions;

/** `level`: the higher, the tighter it binds. Those of one level go from left to right. */
type OperatorShape = {
  readonly level: number;
  readonly takes: readonly Kind[];
  readonly gives: Kind;
};

const compares = { level: 3, takes: NUMBERS, gives: 'condition' } as const;
const equals = { level: 3, takes: SCALARS, gives: 'condition' } as const;
const dates = { level: 3, takes: DATES, gives: 'condition' } as const;
const sums = { level: 4, takes: NUMBERS, gives: 'number' } as const;
const products = { level: 5, takes: NUMBERS, gives: 'number' } as const;

/** Comparisons do not chain. */
export const COMPARISON_LEVEL = 3;

export const operators = {
  OR: { level: 1, takes: CONDITIONS, gives: 'condition' },
  AND: { level: 2, takes: CONDITIONS, gives: 'condition' },
  '>': compares,
  '<': compares,
  '>=': compares,
  '<=': compares,
  '=': equals,
  '!=': equals,
  is: equals,
  isNot: equals,
  contains: equals,
  startsWith: equals,
  endsWith: equals,
  IN_ARRAY: equals,
  NOT_IN_ARRAY: equals,
  DATE_IS: dates,
  DATE_IS_NOT: dates,
  IS_AFTER: dates,
  IS_BEFORE: dates,
  '+': sums,
  '-': sums,
  '*': products,
  '/': products,
  '%': products,
} as const satisfies Readonly<Record<string, OperatorShape>>;
export type Operator = keyof typeof operators;

export function isOperand(word: string): word is Operand {
  return Object.hasOwn(operandKinds, word);
}

export function isMetadataName(word: string): word is MetadataName {
  return metadataNames.some((name) => name === word);
}

export function isFunctionName(word: string): word is FunctionName {
  return Object.hasOwn(functions, word);
}

export function isOperator(text: string): text is Operator {
  return Object.hasOwn(operators, text);
}

export function kindOfOperand(operand: Operand): 'number' | 'date' {
  return operandKinds[operand];
}
