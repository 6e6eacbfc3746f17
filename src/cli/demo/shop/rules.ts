/** Who may use what: rules of several kinds, each with the sentence its customers read. */
import type { CategoryName } from './products.ts';

export type RuleName =
  | 'first order'
  | 'gold member from 60'
  | 'silver member'
  | 'gold member'
  | 'newsletter'
  | 'from 50'
  | 'from 120'
  | 'from 150'
  | 'once per customer'
  | 'tea'
  | 'coffee'
  | 'two for the kitchen'
  | 'four for the kitchen'
  | 'dearest of the garden'
  | 'tableware, not at the market';

/** Ids of the collections by category. */
export type Collections = Readonly<Record<CategoryName, string>>;

/** Definitions as the API takes them. */
export function rulesOfShop(collections: Collections): Readonly<Record<RuleName, object>> {
  return {
    'first order': rule([customer('orders_placed', { $is: [0] }, 'For a first order')]),
    'gold member from 60': rule([
      customer('tier', { $is: ['gold'] }, 'For gold members'),
      from(60_00, 'Gold codes need a basket of 60.00 or more'),
    ]),
    'silver member': rule([customer('tier', { $is: ['silver'] }, 'For silver members')]),
    'gold member': rule([customer('tier', { $is: ['gold'] }, 'For gold members')]),
    newsletter: rule([customer('newsletter', { $is: ['true'] }, 'For readers of the newsletter')]),
    'from 50': rule([from(50_00, 'It starts at 50.00')]),
    'from 120': rule([from(120_00, 'It starts at 120.00')]),
    'from 150': rule([from(150_00, 'It starts at 150.00')]),
    'once per customer': rule([
      {
        name: 'redemption.count.per_customer',
        conditions: { $less_than_or_equal: [1] },
        error: { message: 'You have used this code already' },
      },
    ]),
    tea: ruleOn(collections.tea, [some(collections.tea, 1, 'There is no tea in the cart')]),
    coffee: ruleOn(collections.coffee, [some(collections.coffee, 1, 'There is no coffee')]),
    'two for the kitchen': ruleOn(collections.kitchen, [
      some(collections.kitchen, 2, 'It takes two things for the kitchen'),
    ]),
    'four for the kitchen': ruleOn(collections.kitchen, [
      some(collections.kitchen, 4, 'It takes four things for the kitchen'),
    ]),
    'dearest of the garden': ruleOn(
      collections.garden,
      [some(collections.garden, 1, 'There is nothing for the garden')],
      { effect: 'APPLY_TO_MOST_EXPENSIVE' },
    ),
    'tableware, not at the market': ruleOn(collections.tableware, [
      some(collections.tableware, 1, 'There is no tableware in the cart'),
      {
        name: 'order.metadata',
        property: 'channel',
        conditions: { $is_not: ['market stall'] },
        error: { message: 'This is for the shop, not for the stall at the market' },
      },
    ]),
  };
}

type Condition = {
  readonly name: string;
  readonly property?: string;
  readonly conditions: object;
  /** Rules that refine this one. */
  readonly rules?: object;
  /** What the customer reads where it is not met. */
  readonly error: { readonly message: string };
};

/** All of the conditions have to hold. */
function rule(conditions: readonly Condition[]): object {
  const numbered = conditions.map((condition, index) => [String(index + 1), condition] as const);
  const logic = numbered.map(([number]) => number).join(' and ');
  return { rules: { ...Object.fromEntries(numbered), logic } };
}

/** The same, for a discount on the products of a collection. */
function ruleOn(collectionId: string, conditions: readonly Condition[], reach: object = {}) {
  const included = [{ ...collection(collectionId), ...reach }];
  return { ...rule(conditions), applicable_to: { included } };
}

function customer(property: string, conditions: object, message: string): Condition {
  return { name: 'customer.metadata', property, conditions, error: { message } };
}

function from(amount: number, message: string): Condition {
  const conditions = { $more_than_or_equal: [amount] };
  return { name: 'order.amount', conditions, error: { message } };
}

/** At least so many units of the collection's products. */
function some(collectionId: string, quantity: number, message: string): Condition {
  const units = {
    name: 'order.items.aggregated_quantity',
    conditions: { $more_than_or_equal: [quantity] },
  };
  return {
    name: 'order.items.any',
    conditions: { $is: [collection(collectionId)] },
    rules: { 1: units, logic: '1' },
    error: { message },
  };
}

function collection(id: string) {
  return { id, object: 'products_collection' };
}
