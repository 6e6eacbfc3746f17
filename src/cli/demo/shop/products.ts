/** What the shop sells: 200 products of eight categories, a quarter of them in several variants. */

export type ProductOfShop = {
  readonly source_id: string;
  readonly name: string;
  /** In minor units. */
  readonly price: number;
  readonly attributes?: readonly string[];
  readonly metadata: {
    readonly category: CategoryName;
    readonly kind: string;
    readonly organic: boolean;
  };
  readonly skus: readonly SkuOfShop[];
};

export type SkuOfShop = {
  readonly source_id: string;
  readonly sku: string;
  readonly price: number;
  readonly attributes: Readonly<Record<string, string>>;
};

export type CategoryName = keyof typeof categories;

type Category = {
  /** With the price of the first variant. */
  readonly kinds: readonly (readonly [name: string, price: number])[];
  readonly variants: readonly string[];
  /** Each variant costs so much more than the one before. */
  readonly step: number;
  readonly skus?: Variation;
};

type Variation = {
  readonly attribute: string;
  /** With what it costs more. */
  readonly values: readonly (readonly [value: string, extra: number])[];
};

const categories = {
  coffee: {
    kinds: [
      ['espresso beans', 1290],
      ['filter coffee', 1150],
      ['cold brew bags', 990],
      ['decaf beans', 1390],
      ['breakfast blend', 950],
    ],
    variants: ['Huila', 'Antigua', 'Sumatra', 'Kivu', 'Yirgacheffe'],
    step: 110,
  },
  tea: {
    kinds: [
      ['green tea', 650],
      ['black tea', 590],
      ['oolong', 890],
      ['white tea', 990],
      ['herbal infusion', 490],
    ],
    variants: ['Garden', 'Citrus', 'Jasmine', 'Smoked', 'First harvest'],
    step: 70,
  },
  kitchen: {
    kinds: [
      ['pouring kettle', 4900],
      ['cast-iron pan', 5900],
      ["cook's knife", 6900],
      ['mixing bowl', 1900],
      ['cutting board', 2400],
    ],
    variants: ['Small', 'Everyday', 'Large', "Cook's choice", 'Workshop'],
    step: 850,
  },
  tableware: {
    kinds: [
      ['mug', 1200],
      ['breakfast plate', 1400],
      ['soup bowl', 1600],
      ['teapot', 3900],
      ['serving dish', 4400],
    ],
    variants: ['Chalk', 'Slate', 'Moss', 'Terracotta', 'Indigo'],
    step: 150,
    skus: {
      attribute: 'pack',
      values: [
        ['single', 0],
        ['set of four', 3200],
      ],
    },
  },
  textiles: {
    kinds: [
      ['tea towel', 850],
      ['apron', 2900],
      ['tablecloth', 4900],
      ['napkins', 1900],
      ['oven glove', 1450],
    ],
    variants: ['Striped', 'Checked', 'Plain linen', 'Herringbone', 'Printed'],
    step: 120,
    skus: {
      attribute: 'colour',
      values: [
        ['natural', 0],
        ['rust', 0],
        ['forest', 100],
      ],
    },
  },
  pantry: {
    kinds: [
      ['honey', 790],
      ['marmalade', 590],
      ['olive oil', 1490],
      ['dark chocolate', 390],
      ['shortbread', 450],
    ],
    variants: ['Heather', 'Orchard', 'Lemon', 'Sea salt', 'Ginger'],
    step: 60,
  },
  books: {
    kinds: [
      ['bread book', 2800],
      ['tea handbook', 1900],
      ['soup book', 2400],
      ['coffee primer', 1700],
      ['herb garden guide', 2100],
    ],
    variants: ['Pocket', 'Paperback', 'Illustrated', 'Hardback', "Collector's"],
    step: 400,
  },
  garden: {
    kinds: [
      ['herb pot', 990],
      ['watering can', 2900],
      ['seed box', 690],
      ['hand trowel', 1590],
      ['garden lantern', 3400],
    ],
    variants: ['Balcony', 'Window', 'Patio', 'Orchard', 'Greenhouse'],
    step: 200,
  },
} as const satisfies Record<string, Category>;

/** In a fixed order, the same at every run. */
export function productsOfShop(): readonly ProductOfShop[] {
  return categoryNames().flatMap((name) => productsOf(name, categories[name]));
}

export function categoryNames(): readonly CategoryName[] {
  return ['coffee', 'tea', 'kitchen', 'tableware', 'textiles', 'pantry', 'books', 'garden'];
}

function productsOf(category: CategoryName, { kinds, variants, step, skus }: Category) {
  return kinds.flatMap(([kind, price]) =>
    variants.map((variant, index): ProductOfShop => {
      const product = {
        source_id: slug(`${variant} ${kind}`),
        name: `${variant} ${kind}`,
        price: price + index * step,
        metadata: { category, kind, organic: index % 2 === 0 },
      };
      if (skus === undefined) return { ...product, skus: [] };
      return { ...product, attributes: [skus.attribute], skus: skusOf(product, skus) };
    }),
  );
}

function skusOf(
  product: { readonly source_id: string; readonly name: string; readonly price: number },
  { attribute, values }: Variation,
): readonly SkuOfShop[] {
  return values.map(([value, extra]) => ({
    source_id: slug(`${product.source_id} ${value}`),
    sku: `${product.name}, ${value}`,
    price: product.price + extra,
    attributes: { [attribute]: value },
  }));
}

function slug(text: string): string {
  return text
    .toLowerCase()
    .replaceAll("'", '')
    .replace(/[^a-z0-9]+/g, '-');
}
