/** What the shop of the worked examples sells, as its catalogue of products would tell. */
import type { JsonObject } from '../../src/engine/json.ts';
import type { KnownProductRow, KnownRows, KnownSkuRow } from '../../src/records/orders/service.ts';

type Good = {
  /** Unit price in minor units. */
  readonly price: number;
  /** Names of the collections that list it. */
  readonly in?: readonly string[];
  readonly metadata?: JsonObject;
  /** Names of its variants, with prices of their own where they differ. */
  readonly skus?: Readonly<Record<string, number>>;
};

/** The guides' own goods, under short names. A variant is written `jacket/beige`. */
export const goods: Readonly<Record<string, Good>> = {
  mug: { price: 1_000, in: ['adventure'], metadata: { brand: 'Adventure', size: 1 } },
  poster: { price: 1_500, in: ['adventure'], metadata: { brand: 'Adventure', size: 3 } },
  shirt: { price: 2_000, in: ['adventure', 'clothes'], metadata: { brand: 'Adventure', size: 2 } },
  socks: { price: 500, in: ['adventure', 'clothes'], metadata: { brand: 'Adventure' } },
  limited: { price: 2_500, in: ['clothes'], metadata: { brand: 'Adventure' } },
  bottle: { price: 2_500, in: ['star'], metadata: { brand: 'Star' } },
  drill: { price: 10_000, metadata: { vendor: 'Bosch', category: 'Tools' } },
  mixer: { price: 40_000, metadata: { vendor: 'Bosch', category: 'Tools' } },
  charger: { price: 3_500, metadata: { vendor: 'Bosch', category: 'Chargers' } },
  ebook: { price: 1_500, in: ['books'], metadata: { category: 'Books' } },
  phone: { price: 180_000, metadata: { vendor: 'Cortland' } },
  pen: { price: 8_000 },
  red: { price: 2_900 },
  blue: { price: 3_100 },
  roses: { price: 500 },
  vase: { price: 1_500 },
  jacket: { price: 29_900, in: ['clothes'], skus: { beige: 29_900, black: 31_900 } },
  laptop: { price: 90_000 },
  bag: { price: 4_000 },
  mouse: { price: 6_000, in: ['mice'] },
  machine: { price: 20_000 },
  grinder: { price: 8_000 },
  beans: { price: 3_000, in: ['coffee'] },
  filters: { price: 2_000, in: ['coffee'] },
  racket: { price: 9_000 },
  satchel: { price: 6_000 },
  balls: { price: 1_000, in: ['tennis'] },
  wristband: { price: 700, in: ['tennis'] },
  balm: { price: 400 },
  cream: { price: 600 },
  crisps: { price: 300 },
  soda: { price: 200, in: ['sodas'] },
  ticket: { price: 1_500 },
  drink: { price: 400 },
  shoes: { price: 8_000 },
  dessert: { price: 900 },
  pizza: { price: 2_400 },
  cola: { price: 300 },
  small: { price: 300 },
  large: { price: 400 },
  spray: { price: 700 },
  cloth: { price: 300 },
  casing: { price: 2_000 },
  protector: { price: 1_000 },
  comic: { price: 1_700, skus: { first: 1_700 } },
  iphone: { price: 60_000 },
  galaxy: { price: 210_000, skus: { large: 210_000 } },
  parka: { price: 29_900, skus: { beige: 29_900, brown: 29_900 } },
  case: { price: 6_500 },
  lamp: { price: 6_000 },
  cable: { price: 2_000 },
  desk: { price: 5_000 },
  chair: { price: 11_000 },
};

export const collections: readonly string[] = [
  ...new Set(Object.values(goods).flatMap((good) => good.in ?? [])),
];

export const productId = (name: string) => `prod_${name}`;
export const collectionId = (name: string) => `pc_${name}`;

/** `jacket/beige` → the SKU's id. */
export const skuId = (name: string) => `sku_${name.replace('/', '_')}`;

/** What carts, rules and discounts call a thing by its short name. */
export function reference(name: string): { readonly object: string; readonly id: string } {
  if (name === 'shipping') return { object: 'product', id: 'prod_5h1pp1ng' };
  if (name === 'everything') return { object: 'products_collection', id: 'pc_a11pr0dUc75' };
  if (name.includes('/')) return { object: 'sku', id: skuId(name) };
  return collections.includes(name)
    ? { object: 'products_collection', id: collectionId(name) }
    : { object: 'product', id: productId(name) };
}

/** Of one unit, in minor units; null for what the shop does not sell. */
export function priceOf(name: string): number | null {
  const [product = '', variant = ''] = name.split('/');
  const good = goods[product];
  return good?.skus?.[variant] ?? good?.price ?? null;
}

const storedAt = { created_at: '2026-01-01T00:00:00.000Z', updated_at: null };

/** The catalogue as the database would bring it along. */
export const knownGoods: KnownRows = {
  products: Object.entries(goods).map(productRow),
  skus: Object.entries(goods).flatMap(([name, good]) =>
    Object.entries(good.skus ?? {}).map(([variant, price]) => skuRow(name, variant, price)),
  ),
};

function productRow([name, good]: readonly [string, Good]): KnownProductRow {
  return {
    id: productId(name),
    source_id: name,
    name,
    price: good.price,
    metadata: good.metadata ?? {},
    collection_ids: (good.in ?? []).map(collectionId),
    ...storedAt,
  };
}

function skuRow(name: string, variant: string, price: number): KnownSkuRow {
  return {
    id: skuId(`${name}/${variant}`),
    product_id: productId(name),
    source_id: `${name}/${variant}`,
    sku: variant,
    price,
    attributes: { variant },
    metadata: {},
    collection_ids: [],
    ...storedAt,
  };
}
