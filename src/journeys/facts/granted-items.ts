/**
 * Items that discounts give units of. Those of tiers and campaigns are asked for by name, as the
 * catalog knows them; those of vouchers come with the voucher, in the same statement.
 */
import { money } from '../../engine/money/money.ts';
import type { ItemLookup } from '../../engine/pricing/units/unit-discount.ts';
import type { Catalog } from '../../incentives/catalog/service.ts';
import { itemsOf } from '../../incentives/catalog/service.ts';
import {
  type CollectionsOf,
  type KnownProductRow,
  type KnownRows,
  type KnownSkuRow,
  type FindKnown,
  identityOf,
  knownItems,
  storedItem,
} from '../../records/orders/service.ts';

/** What a voucher's discount gives units of, in rows; null for discounts of other types. */
export type GrantedRows = {
  readonly products: readonly KnownProductRow[] | null;
  readonly skus: readonly KnownSkuRow[] | null;
};

/** Ids to ask for: of all that is configured, or of these tiers. */
export function grantedKeys(
  catalog: Catalog,
  tierIds: readonly string[] | 'all',
): { readonly productKeys: readonly string[]; readonly skuKeys: readonly string[] } {
  const items =
    tierIds === 'all'
      ? catalog.granted.all
      : tierIds.flatMap((id) => {
          const tier = catalog.tier(id);
          return tier === null ? [] : itemsOf(tier.incentive);
        });
  const idsOf = (object: string) => items.flatMap((one) => (one.object === object ? one.id : []));
  return { productKeys: idsOf('product'), skuKeys: idsOf('sku') };
}

/** The lookup of the engine, over everything that was read. */
export function itemLookup(known: KnownRows, collectionsOf: CollectionsOf): ItemLookup {
  // Made only where a discount asks.
  let find: FindKnown | null = null;
  return ({ object, id }) => {
    if (object === 'products_collection') return null;
    find ??= knownItems(known);
    const item = storedItem(find, { object, id });
    if (item === null) return null;
    const price = item.sku?.price ?? item.product?.price ?? null;
    return { ...identityOf(item, collectionsOf), price: price === null ? null : money(price) };
  };
}
