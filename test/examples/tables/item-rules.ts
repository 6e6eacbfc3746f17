/** Rules on what is in the cart: any, every, none, the cheapest, the most expensive of its lines. */
import { section } from '../example.ts';
import { fails, passes } from '../judged.ts';
import { from, is, items, test } from '../offers.ts';

const guide = 'optimize/validation-rules-reference.mdx';

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

const any = section(
  guide,
  'Any order item',
  passes('is a product in the cart', cart, 17_400, items('any', is('mug'))),
  fails('is no product in the cart', cart, 17_500, items('any', is('drill'))),
  passes('is one of two products', cart, 17_400, items('any', is('drill', 'mug'))),
  passes('is of a collection', cart, 17_400, items('any', is('star'))),
  fails('is of a collection that has nothing in the cart', cart, 17_500, items('any', is('books'))),
  passes('is an SKU', '1 jacket/black', 31_800, items('any', is('jacket/black'))),
  fails('is not another SKU', '1 jacket/beige', 29_900, items('any', is('jacket/black'))),
  passes('is a product, by its SKU', '1 jacket/beige', 29_800, items('any', is('jacket'))),
  passes(
    'is of one collection, from another: a shirt of Adventure, from clothes',
    '1 mug, 1 shirt',
    2_900,
    items('any', { ...is('adventure'), ...from('clothes') }),
  ),
  fails(
    'needs both of one line, not of two',
    '1 mug, 1 limited',
    3_500,
    items('any', { ...is('adventure'), ...from('clothes') }),
  ),
  passes(
    'subtotal of matched items, just reached',
    cart,
    17_400,
    items('any', is('adventure'), subtotal({ $more_than_or_equal: [12_500] })),
  ),
  fails(
    'subtotal of matched items, others not counted',
    cart,
    17_500,
    items('any', is('adventure'), subtotal({ $more_than: [12_500] })),
  ),
  passes(
    'quantity of matched items over all lines',
    cart,
    17_400,
    items('any', is('adventure'), units({ $more_than_or_equal: [8] })),
  ),
  fails(
    'quantity of matched items, one short',
    cart,
    17_500,
    items('any', is('adventure'), units({ $more_than_or_equal: [9] })),
  ),
  passes(
    'unit price of a matching line',
    cart,
    17_400,
    items('any', is('adventure'), unitPrice({ $is: [2_000] })),
  ),
  fails(
    'unit price of a line that does not match',
    cart,
    17_500,
    items('any', is('adventure'), unitPrice({ $is: [2_500] })),
  ),
  passes(
    'quantity in a matching line',
    cart,
    17_400,
    items('any', is('adventure'), quantity({ $more_than_or_equal: [3] })),
  ),
  fails(
    'quantity in no matching line',
    cart,
    17_500,
    items('any', is('adventure'), quantity({ $more_than: [3] })),
  ),
  passes(
    'metadata of a matching line',
    '1 mug, 1 poster',
    2_400,
    items('any', is('adventure'), red),
    colors('blue', 'red'),
  ),
  fails(
    'metadata of no matching line',
    '1 mug, 1 bottle',
    3_500,
    items('any', is('adventure'), red),
    colors('blue', 'red'),
  ),
  passes(
    'two sub-rules, each met',
    cart,
    17_400,
    items('any', is('adventure'), units({ $more_than: [5] }), subtotal({ $more_than: [10_000] })),
  ),
  fails(
    'two sub-rules, one not met',
    cart,
    17_500,
    items('any', is('adventure'), units({ $more_than: [5] }), subtotal({ $more_than: [15_000] })),
  ),
);

const every = section(
  guide,
  'Every order item',
  passes('is of the collection', '2 mug, 3 shirt', 7_900, items('every', is('adventure'))),
  fails('but one is of the collection', cart, 17_500, items('every', is('adventure'))),
  passes(
    'is of one collection, from another',
    '3 shirt, 1 socks',
    6_400,
    items('every', { ...is('adventure'), ...from('clothes') }),
  ),
  fails(
    'is of one collection, one not from the other',
    '1 mug, 3 shirt',
    7_000,
    items('every', { ...is('adventure'), ...from('clothes') }),
  ),
  passes(
    'unit price of every line',
    '2 mug, 3 shirt',
    7_900,
    items('every', is('adventure'), unitPrice({ $more_than_or_equal: [1_000] })),
  ),
  fails(
    'unit price of one line too low',
    '2 mug, 3 shirt',
    8_000,
    items('every', is('adventure'), unitPrice({ $more_than: [1_000] })),
  ),
  passes(
    'quantity in every line',
    '2 mug, 3 shirt',
    7_900,
    items('every', is('adventure'), quantity({ $more_than_or_equal: [2] })),
  ),
  fails(
    'quantity in one line too low',
    '2 mug, 3 shirt',
    8_000,
    items('every', is('adventure'), quantity({ $more_than_or_equal: [3] })),
  ),
  passes(
    'metadata of every line',
    '1 mug, 1 poster',
    2_400,
    items('every', is('adventure'), red),
    colors('red', 'red'),
  ),
  fails(
    'metadata of one line another',
    '1 mug, 1 poster',
    2_500,
    items('every', is('adventure'), red),
    colors('red', 'blue'),
  ),
  passes(
    'subtotal of matched items',
    '2 mug, 3 shirt',
    7_900,
    items('every', is('adventure'), subtotal({ $is: [8_000] })),
  ),
  passes(
    'quantity of matched items',
    '2 mug, 3 shirt',
    7_900,
    items('every', is('adventure'), units({ $is: [5] })),
  ),
);

const none = section(
  guide,
  'None of the order items',
  passes('is the product', cart, 17_400, items('none', is('drill'))),
  fails('may be the product', cart, 17_500, items('none', is('bottle'))),
  fails('may be of the collection', cart, 17_500, items('none', is('star'))),
  passes(
    'is of one collection, from another',
    '2 mug, 1 limited',
    4_400,
    items('none', { ...is('adventure'), ...from('clothes') }),
  ),
  fails(
    'may be of one collection, from another',
    '2 mug, 1 shirt',
    4_000,
    items('none', { ...is('adventure'), ...from('clothes') }),
  ),
);

export const itemRules = [any, every, none];
