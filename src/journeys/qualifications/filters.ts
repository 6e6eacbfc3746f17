/** Filters of a qualification: which offers are looked at, by what they are. */
import type { Catalog } from '../../incentives/catalog/service.ts';
import { campaignOf, categoryIdsOf, type Offer } from './offers.ts';
import type { Conditions, Filters } from './schema.ts';

type Field = Exclude<keyof Filters, 'junction'>;
type Test = (offer: Offer) => boolean;

/** All fields have to fit, or with the junction `or` any of them; without conditions everything does. */
export function filterOf(catalog: Catalog, filters: Filters | null | undefined): Test | null {
  if (filters === null || filters === undefined) return null;
  const tests = fields.flatMap((field) => testsOf(catalog, field, filters[field]?.conditions));
  if (tests.length === 0) return null;
  const isAny = filters.junction?.toLowerCase() === 'or';
  return (offer) =>
    isAny ? tests.some((test) => test(offer)) : tests.every((test) => test(offer));
}

/** What an offer is in a field: none, one or several values. */
const readers: Readonly<Record<Field, (catalog: Catalog, offer: Offer) => readonly string[]>> = {
  category_id: (catalog, offer) => categoryIdsOf(catalog, offer).filter((id) => id !== null),
  campaign_id: (catalog, offer) => given(campaignOf(catalog, offer)?.id),
  campaign_type: (catalog, offer) => given(campaignOf(catalog, offer)?.campaign_type),
  resource_id: (_, offer) =>
    offer.object === 'voucher' ? [offer.voucher.id, offer.id] : [offer.id],
  resource_type: (_, offer) => [offer.object],
  voucher_type: (_, offer) => {
    if (offer.object === 'voucher') return [offer.voucher.type];
    return offer.object === 'campaign' ? ['DISCOUNT_VOUCHER'] : [];
  },
  code: (_, offer) => (offer.object === 'voucher' ? [offer.voucher.code] : []),
  holder_role: (_, offer) =>
    offer.object === 'voucher' && offer.voucher.holder_id !== null ? ['OWNER'] : [],
};

const fields: readonly Field[] = [
  'category_id',
  'campaign_id',
  'campaign_type',
  'resource_id',
  'resource_type',
  'voucher_type',
  'code',
  'holder_role',
];

function given(value: string | undefined): readonly string[] {
  return value === undefined ? [] : [value];
}

/** The conditions of one field, joined by the filters' junction as the fields are. */
function testsOf(catalog: Catalog, field: Field, conditions: Conditions | undefined): Test[] {
  if (conditions === undefined) return [];
  const read = readers[field];
  const { $is, $is_not, $in, $not_in, $has_value, $is_unknown } = conditions;
  const tests: Test[] = [];
  const equals = (wanted: readonly string[]): Test => {
    const set = new Set(wanted);
    return (offer) => read(catalog, offer).some((value) => set.has(value));
  };
  const not =
    (test: Test): Test =>
    (offer) =>
      !test(offer);
  const known: Test = (offer) => read(catalog, offer).length > 0;
  if ($is !== undefined) tests.push(equals($is.slice(0, 1)));
  if ($is_not !== undefined) tests.push(not(equals($is_not.slice(0, 1))));
  if ($in !== undefined) tests.push(equals($in));
  if ($not_in !== undefined) tests.push(not(equals($not_in)));
  if ($has_value !== undefined) tests.push(known);
  if ($is_unknown !== undefined) tests.push(not(known));
  return tests;
}
