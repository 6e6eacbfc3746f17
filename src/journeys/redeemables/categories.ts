/** The categories of a redeemable: its own, then its campaign's. */
import { type Categories, stackingTypeOf } from '../../engine/stacking/categories.ts';
import type { Catalog } from '../../incentives/catalog/service.ts';
import type { CategoryWithStackingType } from '../../incentives/categories/schema.ts';
import { presentCategory } from '../../incentives/categories/present.ts';
import type { Facts } from '../facts/service.ts';

type CategoryIds = readonly (string | null)[];

/** Null where it has none, or where it or its campaign is unknown. */
export function categoryIdsOf(
  { catalog, voucher }: Pick<Facts, 'catalog' | 'voucher'>,
  item: { readonly object: string; readonly id: string },
): CategoryIds {
  if (item.object === 'promotion_tier') {
    const tier = catalog.tier(item.id);
    return tier === null ? [] : [tier.row.category_id, tier.campaign.category_id];
  }
  const found = item.object === 'voucher' ? voucher(item.id) : null;
  if (found === null) return [];
  const campaign =
    found.campaign_id === null ? undefined : catalog.entities.campaign.get(found.campaign_id);
  return [found.category_id, campaign?.category_id ?? null];
}

/** As the engine stacks by them. Each once; those that are gone are left out. */
export function ranksOf(catalog: Catalog, ids: CategoryIds): Categories {
  return rowsOf(catalog, ids).map(({ id, hierarchy }) => ({ id, hierarchy }));
}

/** As answers show them. */
export function categoriesOf(catalog: Catalog, ids: CategoryIds): CategoryWithStackingType[] {
  return rowsOf(catalog, ids).map((row) => {
    const type = stackingTypeOf(row.id, catalog.stacking);
    return { ...presentCategory(row), ...(type === null ? {} : { stacking_rules_type: type }) };
  });
}

function rowsOf({ entities }: Catalog, ids: CategoryIds) {
  return [...new Set(ids)].flatMap((id) => (id === null ? [] : (entities.category.get(id) ?? [])));
}
