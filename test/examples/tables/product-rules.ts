/** Rules on products and SKUs of the cart, and on its cheapest and most expensive lines. */
import { section } from '../example.ts';
import { fails, passes } from '../judged.ts';
import { from, is, items, rule, rules, test } from '../offers.ts';

const guide = 'optimize/validation-rules-reference.mdx';
const names = 'api.openapi.json';

/** 175.00: 125.00 of it in 8 units of the Adventure brand. */
const cart = '2 mug, 3 poster, 3 shirt, 2 bottle';

const subtotal = (conditions: { readonly [operator: string]: number[] }) =>
  test('order.items.aggregated_amount', conditions);
const units = (conditions: { readonly [operator: string]: number[] }) =>
  test('order.items.aggregated_quantity', conditions);
const unitPrice = (conditions: { readonly [operator: string]: number[] }) =>
  test('order.items.price', conditions);
const quantity = (conditions: { readonly [operator: string]: number[] }) =>
  test('order.items.quantity', conditions);
const red = test('order.items.metadata', { $is: ['red'] }, { property: 'color' });
const colors = (...all: readonly string[]) => ({ lines: all.map((color) => ({ color })) });

const dearest = section(
  guide,
  'Most expensive of the order items',
  passes('is the product', cart, 17_400, items('most_expensive', is('bottle'))),
  fails('is another product', cart, 17_500, items('most_expensive', is('shirt'))),
  passes(
    'from a collection is its most expensive',
    cart,
    17_400,
    items('most_expensive', { ...is('shirt'), ...from('adventure') }),
  ),
  fails(
    'from a collection is not a cheaper one',
    cart,
    17_500,
    items('most_expensive', { ...is('mug'), ...from('adventure') }),
  ),
  passes(
    'subtotal',
    cart,
    17_400,
    items('most_expensive', is('bottle'), subtotal({ $is: [5_000] })),
  ),
  passes('quantity', cart, 17_400, items('most_expensive', is('bottle'), units({ $is: [2] }))),
  fails(
    'quantity of others not counted',
    cart,
    17_500,
    items('most_expensive', is('bottle'), units({ $more_than: [2] })),
  ),
  passes(
    'unit price',
    cart,
    17_400,
    items('most_expensive', is('bottle'), unitPrice({ $is: [2_500] })),
  ),
  passes(
    'quantity in its line',
    cart,
    17_400,
    items('most_expensive', is('bottle'), quantity({ $is: [2] })),
  ),
  passes(
    'metadata',
    '1 mug, 1 bottle',
    3_400,
    items('most_expensive', is('bottle'), red),
    colors('blue', 'red'),
  ),
  fails(
    'metadata of another line',
    '1 mug, 1 bottle',
    3_500,
    items('most_expensive', is('bottle'), red),
    colors('red', 'blue'),
  ),
  passes(
    'subtotal of all that cost the same',
    '1 bottle, 2 limited',
    7_400,
    items('most_expensive', {}, subtotal({ $is: [7_500] })),
  ),
  passes(
    'is one of several that cost the same',
    '1 bottle, 2 limited',
    7_400,
    items('most_expensive', is('bottle')),
  ),
);

const cheapest = section(
  guide,
  'Cheapest of the order items',
  passes('is the product', cart, 17_400, items('cheapest', is('mug'))),
  fails('is another product', cart, 17_500, items('cheapest', is('poster'))),
  passes(
    'from a collection is its cheapest',
    cart,
    17_400,
    items('cheapest', { ...is('shirt'), ...from('clothes') }),
  ),
  fails(
    'from a collection is not a dearer one',
    '1 socks, 1 shirt',
    2_500,
    items('cheapest', { ...is('shirt'), ...from('clothes') }),
  ),
  passes('subtotal', cart, 17_400, items('cheapest', is('mug'), subtotal({ $is: [2_000] }))),
  passes('quantity', cart, 17_400, items('cheapest', is('mug'), units({ $is: [2] }))),
  passes(
    'unit price',
    cart,
    17_400,
    items('cheapest', is('mug'), unitPrice({ $less_than: [1_001] })),
  ),
  fails(
    'unit price above the limit',
    cart,
    17_500,
    items('cheapest', is('mug'), unitPrice({ $less_than: [1_000] })),
  ),
  passes(
    'quantity in its line',
    cart,
    17_400,
    items('cheapest', is('mug'), quantity({ $is: [2] })),
  ),
  passes(
    'metadata',
    '1 mug, 1 bottle',
    3_400,
    items('cheapest', is('mug'), red),
    colors('red', 'blue'),
  ),
);

const products = section(
  names,
  'Validation rule names: product.*, sku.*',
  passes('a product by its id', cart, 17_400, rule('product.id', is('mug'))),
  fails('a product that is not there', cart, 17_500, rule('product.id', is('drill'))),
  passes(
    'not a product that is not there',
    cart,
    17_400,
    rule('product.id', { $is_not: is('drill').$is ?? [] }),
  ),
  fails(
    'not a product that is there',
    cart,
    17_500,
    rule('product.id', { $is_not: is('mug').$is ?? [] }),
  ),
  passes(
    'the price of a product',
    cart,
    17_400,
    rule('product.id', is('mug'), rules('1', test('product.price', { $is: [1_000] }))),
  ),
  fails(
    'another price of a product',
    cart,
    17_500,
    rule('product.id', is('mug'), rules('1', test('product.price', { $is: [1_500] }))),
  ),
  passes(
    'the quantity of a product',
    cart,
    17_400,
    rule(
      'product.id',
      is('mug'),
      rules('1', test('product.quantity', { $more_than_or_equal: [2] })),
    ),
  ),
  fails(
    'too small a quantity of a product',
    cart,
    17_500,
    rule('product.id', is('mug'), rules('1', test('product.quantity', { $more_than: [2] }))),
  ),
  passes('an SKU by its id', '2 jacket/black', 63_700, rule('sku.id', is('jacket/black'))),
  passes(
    'the quantity of an SKU',
    '2 jacket/black',
    63_700,
    rule('sku.id', is('jacket/black'), rules('1', test('sku.quantity', { $is: [2] }))),
  ),
  passes(
    'the price of an SKU',
    '2 jacket/black',
    63_700,
    rule('sku.id', is('jacket/black'), rules('1', test('sku.price', { $is: [31_900] }))),
  ),
  passes(
    "a product's metadata",
    cart,
    17_400,
    rule('product.metadata', { $is: ['Star'] }, { property: 'brand' }),
  ),
  fails(
    "no product's metadata",
    cart,
    17_500,
    rule('product.metadata', { $is: ['Moon'] }, { property: 'brand' }),
  ),
  fails(
    "not every product's metadata",
    cart,
    17_500,
    rule(
      'product.metadata',
      { $is: ['Star'] },
      {
        property: 'brand',
        ...rules('1', test('product.metadata.match_all', { $is: [true] })),
      },
    ),
  ),
  passes(
    "every product's metadata",
    '2 mug, 1 shirt',
    3_900,
    rule(
      'product.metadata',
      { $is: ['Adventure'] },
      {
        property: 'brand',
        ...rules('1', test('product.metadata.match_all', { $is: [true] })),
      },
    ),
  ),
  passes(
    'units by metadata',
    cart,
    17_400,
    rule(
      'product.metadata',
      { $is: ['Adventure'] },
      {
        property: 'brand',
        ...rules('1', test('product.metadata.aggregated_quantity', { $is: [8] })),
      },
    ),
  ),
  passes(
    'the amount by metadata',
    cart,
    17_400,
    rule(
      'product.metadata',
      { $is: ['Adventure'] },
      {
        property: 'brand',
        ...rules('1', test('product.metadata.aggregated_amount', { $is: [12_500] })),
      },
    ),
  ),
  fails(
    'too small an amount by metadata',
    cart,
    17_500,
    rule(
      'product.metadata',
      { $is: ['Star'] },
      {
        property: 'brand',
        ...rules('1', test('product.metadata.aggregated_amount', { $more_than: [5_000] })),
      },
    ),
  ),
);

export const productRules = [dearest, cheapest, products];
