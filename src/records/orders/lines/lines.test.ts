/** Orders opened from requests: what lines cost, what they are of. One row is one claim. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { KnownProduct, Order } from '../../../engine/order/order.ts';
import {
  SHIPPING,
  type KnownProductRow,
  type KnownRows,
  type KnownSkuRow,
} from '../known-items/service.ts';
import { hasAmount, openedOrder, orderKeys } from './service.ts';
import type { OrderInput, OrderItemInput } from '../schema.ts';

const MAX = 100_000_000_000_000;
const stored = { metadata: {}, created_at: '2026-01-01T00:00:00.000Z', updated_at: null };

const tea: KnownProductRow = {
  ...stored,
  id: 'prod_tea',
  source_id: 'tea',
  name: 'Tea',
  price: 500,
  metadata: { kind: 'drink', hot: true },
  collection_ids: ['pc_drinks'],
};
const bag: KnownSkuRow = {
  ...stored,
  id: 'sku_bag',
  source_id: 'bag',
  product_id: 'prod_tea',
  sku: 'A bag',
  price: 50,
  attributes: { size: 'S' },
  collection_ids: ['pc_small', 'pc_drinks'],
};
const box: KnownSkuRow = { ...bag, id: 'sku_box', source_id: 'box', price: null };
const known: KnownRows = { products: [tea], skus: [bag, box] };

function open(input: OrderInput, collectionsOf = (): readonly string[] => []) {
  return openedOrder(input, known, collectionsOf);
}

function opened(input: OrderInput): Order {
  const order = open(input);
  assert.ok(order.ok);
  return order.value;
}

const costs: readonly (readonly [string, OrderItemInput, number | null, number, number])[] = [
  // claim                                    item                price  quantity  amount
  ['its own price', { price: 100, quantity: 3 }, 100, 3, 300],
  ['one unit where none are counted', { price: 100 }, 100, 1, 100],
  ['a quantity sent as text', { price: 100, quantity: '2' }, 100, 2, 200],
  ['nothing for no units', { price: 100, quantity: 0 }, 100, 0, 0],
  ['its amount alone', { amount: 100, quantity: 3 }, null, 3, 100],
  ['price and amount that agree', { price: 100, amount: 300, quantity: 3 }, 100, 3, 300],
  ['the SKU’s price in the request', { sku: { price: 7 }, product: { price: 9 } }, 7, 1, 7],
  ['the product’s price in the request', { sku_id: 'bag', product: { price: 9 } }, 9, 1, 9],
  ['the stored SKU’s price', { sku_id: 'sku_bag', quantity: 2 }, 50, 2, 100],
  ['the stored product’s where the SKU has none', { sku_id: 'box' }, 500, 1, 500],
  ['the stored product’s price', { product_id: 'tea' }, 500, 1, 500],
  ['its price over stored ones', { product_id: 'tea', price: 0 }, 0, 1, 0],
  ['an amount over a stored price', { product_id: 'tea', amount: 450 }, null, 1, 450],
  ['an amount that a stored price explains', { product_id: 'tea', amount: 500 }, 500, 1, 500],
  ['nothing that anybody knows', { product_id: 'prod_none', quantity: 2 }, null, 2, 0],
  ['the most there may be', { price: MAX, quantity: 1 }, MAX, 1, MAX],
];

for (const [claim, item, price, quantity, amount] of costs) {
  test(`a line costs ${claim}`, () => {
    const [line] = opened({ items: [item] }).lines;
    assert.deepEqual(
      { price: line?.price, quantity: line?.quantity, amount: line?.amount },
      { price, quantity, amount },
    );
  });
}

const totals: readonly (readonly [string, OrderInput, number, boolean])[] = [
  // claim                                     order              amount  is told
  ['its lines’ sum', { items: [{ price: 1 }, { amount: 2 }] }, 3, true],
  ['their sum, whatever else it says', { amount: 9, items: [{ price: 1 }] }, 1, true],
  ['the amount given where there are no lines', { amount: 9 }, 9, true],
  ['the amount given where the list is empty', { amount: 9, items: [] }, 9, true],
  ['the amount given where lines are silent', { amount: 9, items: [{ quantity: 1 }] }, 9, true],
  ['the amount given where one is silent', { amount: 9, items: [{ price: 1 }, {}] }, 9, true],
  ['never less than its lines', { amount: 9, items: [{ price: 10 }, {}] }, 10, true],
  ['nothing, as was said', { amount: 0 }, 0, true],
  ['nothing, as its line says', { items: [{ price: 0 }] }, 0, true],
  ['nothing where nobody tells', { items: [{ product_id: 'prod_none' }] }, 0, false],
  ['nothing where nothing is there', {}, 0, false],
];

for (const [claim, input, amount, isTold] of totals) {
  test(`an order costs ${claim}`, () => {
    const order = opened(input);
    assert.equal(order.amount, amount);
    assert.equal(hasAmount(input, order), isTold);
  });
}

const refusals: readonly (readonly [string, OrderInput])[] = [
  ['an amount that is not price times quantity', { items: [{ price: 2, quantity: 2, amount: 5 }] }],
  ['a line beyond the greatest amount', { items: [{ price: MAX, quantity: 2 }] }],
  ['a line far beyond it', { items: [{ price: MAX, quantity: 1_000_000_000 }] }],
  ['lines that exceed it together', { items: [{ price: MAX }, { price: 1 }] }],
];

for (const [claim, input] of refusals) {
  test(`refused: ${claim}`, () => {
    const order = open(input);
    assert.equal(order.ok ? null : order.key, 'invalid_amount');
  });
}

type Wanted = readonly [productId: string | null, skuId: string | null];
const identities: readonly (readonly [string, OrderItemInput, Wanted])[] = [
  ['a product by id', { product_id: 'prod_tea' }, ['prod_tea', null]],
  ['a product by source_id', { product_id: 'tea' }, ['prod_tea', null]],
  ['a product named inside', { product: { source_id: 'tea' } }, ['prod_tea', null]],
  ['what a bare source_id names: a product', { source_id: 'tea' }, ['prod_tea', null]],
  ['what a bare source_id names: an SKU', { source_id: 'bag' }, ['prod_tea', 'sku_bag']],
  ['an SKU with its product', { sku_id: 'sku_bag' }, ['prod_tea', 'sku_bag']],
  [
    'an SKU by related_object',
    { source_id: 'bag', related_object: 'sku' },
    ['prod_tea', 'sku_bag'],
  ],
  [
    'no SKU where a product is meant',
    { source_id: 'bag', related_object: 'product' },
    [null, null],
  ],
  ['the SKU’s own product', { sku_id: 'bag', product_id: 'prod_other' }, ['prod_tea', 'sku_bag']],
  ['ids that nobody stored', { product_id: 'p', sku_id: 's' }, ['p', 's']],
  ['an unknown id inside', { product: { id: 'p' }, sku: { id: 's' } }, ['p', 's']],
  ['shipping, though not stored', { source_id: SHIPPING.id, price: 9 }, [SHIPPING.id, null]],
  ['nothing', { price: 9 }, [null, null]],
];

for (const [claim, item, wanted] of identities) {
  test(`a line is of ${claim}`, () => {
    const [line] = opened({ items: [item] }).lines;
    assert.deepEqual([line?.productId, line?.skuId], wanted);
  });
}

test('an unknown product keeps the source_id by which rules may name it', () => {
  const [loose, sku] = opened({
    items: [{ source_id: 'cup' }, { source_id: 'cup-xl', related_object: 'sku' }],
  }).lines;
  assert.equal(loose?.product?.sourceId, 'cup');
  assert.equal(loose?.sku, null);
  assert.equal(sku?.product, null);
  assert.equal(sku?.sku?.sourceId, 'cup-xl');
});

test('what the request says counts over what is stored, and metadata join', () => {
  const product = { name: 'Green tea', metadata: { kind: 'green' } };
  const [line] = opened({ items: [{ product_id: 'tea', product }] }).lines;
  assert.equal(line?.product?.name, 'Green tea');
  assert.equal(line?.product?.sourceId, 'tea');
  assert.deepEqual(line?.product?.metadata, { kind: 'green', hot: true });
});

test('with override the request’s metadata stand alone', () => {
  const product = { metadata: { kind: 'green' }, override: true };
  const [line] = opened({ items: [{ product_id: 'tea', product }] }).lines;
  assert.deepEqual(line?.product?.metadata, { kind: 'green' });
});

test('a line is in the collections of its product, of its SKU, and those the rules find', () => {
  const seen: (KnownProduct | null)[] = [];
  const order = openedOrder({ items: [{ sku_id: 'bag' }, {}] }, known, (product, sku) => {
    seen.push(product, sku);
    return ['pc_auto'];
  });
  assert.ok(order.ok);
  assert.deepEqual(order.value.lines[0]?.collectionIds, ['pc_drinks', 'pc_small', 'pc_auto']);
  assert.deepEqual(order.value.lines[1]?.collectionIds, []);
  assert.equal(seen.length, 2, 'a line of no product is in no collection');
  assert.equal(seen[1]?.attributes['size'], 'S');
});

test('an id wins over the same text as another’s source_id', () => {
  const other = { ...tea, id: 'prod_other', source_id: 'prod_tea' };
  const order = openedOrder(
    { items: [{ product_id: 'prod_tea' }] },
    { products: [tea, other], skus: [] },
    () => [],
  );
  assert.equal(order.ok && order.value.lines[0]?.productId, 'prod_tea');
});

test('every key of the items is looked up, once', () => {
  const keys = orderKeys([
    { product_id: 'a', sku_id: 'b' },
    { source_id: 'c', product: { id: 'a', source_id: 'd' }, sku: { id: '', source_id: null } },
    { source_id: 'e', related_object: 'sku' },
    { source_id: 'f', related_object: 'product' },
  ]);
  assert.deepEqual(keys, { productKeys: ['a', 'c', 'd', 'f'], skuKeys: ['b', 'c', 'e'] });
});
