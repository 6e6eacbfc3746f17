/**
 * Products and SKUs that this process has read, so that a cart of known ones costs the database no more
 * than a look at a version. Never stale: the statement of the facts itself says what has changed since.
 *
 * They are remembered beside a project's catalog and go with its version, because which collections
 * list a product is configuration.
 */
import type { Catalog } from '../../incentives/catalog/service.ts';
import type { KnownProductRow, KnownRows, KnownSkuRow } from '../../records/orders/service.ts';
import type { FactsRow } from './question.ts';

/** Keys remembered in all, some 50 MB; beyond, everything is forgotten and learnt anew. */
const MAX_KEYS = 50_000;

type Remembered<Row> = Map<string, readonly Row[]>;

type Memory = {
  /** Of the configuration. */
  readonly configuration: number;
  /** Of the latest change of a product or SKU that these rows are true of; null: nothing is known. */
  version: number | null;
  /** By every id and source_id that was asked for; empty where nobody has it. */
  readonly products: Remembered<KnownProductRow>;
  readonly skus: Remembered<KnownSkuRow>;
  /** Id → the source_id under which it may be remembered. */
  readonly sources: Map<string, string>;
};

type Keys = { readonly productKeys: readonly string[]; readonly skuKeys: readonly string[] };

/** What is remembered of a cart, and what has to be read. */
export type Recalled = {
  readonly held: KnownRows;
  /** What `held` relies on. */
  readonly heldKeys: ReadonlySet<string>;
  readonly missing: Keys;
  readonly since: number | null;
  readonly configuration: number;
};

const memories = new WeakMap<Catalog, Memory>();
let keysRemembered = 0;
/** Those not forgotten. */
let alive: WeakSet<Memory> = new WeakSet();

/** What is remembered under these keys. A SKU is remembered only with its product. */
export function recallProducts(catalog: Catalog, { productKeys, skuKeys }: Keys): Recalled {
  const memory = memoryOf(catalog);
  const held = { products: new Set<KnownProductRow>(), skus: new Set<KnownSkuRow>() };
  const heldKeys = new Set<string>();
  const recallProduct = (key: string): boolean => {
    const rows = memory.products.get(key);
    if (rows === undefined) return false;
    for (const row of rows) held.products.add(row);
    heldKeys.add(key);
    return true;
  };
  const recallSku = (key: string): boolean => {
    const rows = memory.skus.get(key);
    if (rows === undefined) return false;
    for (const row of rows) {
      if (!recallProduct(row.product_id)) return false;
      held.skus.add(row);
    }
    heldKeys.add(key);
    return true;
  };
  const missing = {
    skuKeys: skuKeys.filter((key) => !recallSku(key)),
    productKeys: productKeys.filter((key) => !recallProduct(key)),
  };
  return {
    held: { products: [...held.products], skus: [...held.skus] },
    heldKeys,
    missing,
    since: heldKeys.size === 0 ? null : memory.version,
    configuration: memory.configuration,
  };
}

/** Of a reading that relies on nothing remembered. */
export function recallNothing(catalog: Catalog, missing: Keys): Recalled {
  const held = { products: [], skus: [] };
  const { version: configuration } = catalog;
  return { held, heldKeys: new Set(), missing, since: null, configuration };
}

/**
 * The rows of the cart, the remembered ones with those just read, which are remembered from now on.
 * Null where something remembered has changed: then all has to be read.
 */
export function settleProducts(
  catalog: Catalog,
  recalled: Recalled,
  row: FactsRow,
): KnownRows | null {
  const read = { products: row.products ?? [], skus: row.skus ?? [] };
  const isChanged = forgetChanged(catalog, recalled, row);
  if (isChanged || (recalled.heldKeys.size > 0 && recalled.configuration !== row.version)) {
    return null;
  }
  remember(catalog, recalled, { read, row });
  const { held } = recalled;
  if (recalled.heldKeys.size === 0) return read;
  return {
    products: [...held.products, ...read.products],
    skus: [...held.skus, ...read.skus],
  };
}

function memoryOf(catalog: Catalog): Memory {
  const known = memories.get(catalog);
  if (known?.configuration === catalog.version && alive.has(known)) return known;
  const memory: Memory = {
    configuration: catalog.version,
    version: null,
    products: new Map(),
    skus: new Map(),
    sources: new Map(),
  };
  if (known !== undefined) forget(known);
  memories.set(catalog, memory);
  alive.add(memory);
  return memory;
}

function forget(memory: Memory): void {
  if (alive.has(memory)) keysRemembered -= memory.products.size + memory.skus.size;
  alive.delete(memory);
}

/** Drops what has changed since; whether the cart at hand relied on some of it. */
function forgetChanged(catalog: Catalog, recalled: Recalled, row: FactsRow): boolean {
  const changes = row.product_changes;
  if (changes === null) return false;
  const memory = memoryOf(catalog);
  if (changes.is_all) {
    forget(memory);
    return true;
  }
  const { held, heldKeys } = recalled;
  const heldIds = new Set([...held.products, ...held.skus].map(({ id }) => id));
  let isConcerned = false;
  for (const { id, source_id } of changes.rows ?? []) {
    isConcerned ||= heldIds.has(id) || heldKeys.has(id);
    if (source_id !== null) isConcerned ||= heldKeys.has(source_id);
    for (const key of [id, source_id, memory.sources.get(id)]) drop(memory, key ?? id);
  }
  advance(memory, row);
  return isConcerned;
}

function drop({ products, skus }: Memory, key: string): void {
  for (const rows of [products, skus]) if (rows.delete(key)) keysRemembered -= 1;
}

/** Everything remembered is true of this later version too: what had changed is dropped. */
function advance(memory: Memory, { product_version: version }: FactsRow): void {
  if (version !== null && (memory.version === null || memory.version < version)) {
    memory.version = version;
  }
}

/** Only what is as new as the rest of the memory: another request may have moved it on meanwhile. */
function remember(
  catalog: Catalog,
  { missing }: Recalled,
  { read, row }: { readonly read: KnownRows; readonly row: FactsRow },
): void {
  const asked = missing.productKeys.length + missing.skuKeys.length;
  const version = row.product_version;
  if (asked === 0 || version === null || row.version !== catalog.version) return;
  if (keysRemembered + asked > MAX_KEYS) {
    alive = new WeakSet();
    keysRemembered = 0;
  }
  const memory = memoryOf(catalog);
  memory.version ??= version;
  if (memory.version !== version) return;
  const productIds = read.products.map(({ id }) => id);
  put(memory.products, [...missing.productKeys, ...productIds], read.products);
  put(memory.skus, missing.skuKeys, read.skus);
  for (const { id, source_id } of [...read.products, ...read.skus]) {
    if (source_id !== null) memory.sources.set(id, source_id);
  }
}

function put<Row extends { readonly id: string; readonly source_id: string | null }>(
  remembered: Remembered<Row>,
  keys: readonly string[],
  rows: readonly Row[],
): void {
  for (const key of keys) {
    if (!remembered.has(key)) keysRemembered += 1;
    remembered.set(
      key,
      rows.filter(({ id, source_id }) => id === key || source_id === key),
    );
  }
}
