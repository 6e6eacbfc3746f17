/** Filters of AUTO_UPDATE product collections: which products and SKUs belong, by what they are. */
import type { Temporal } from 'temporal-polyfill';
import { type Json, type JsonObject, textOf } from '../json.ts';
import type { KnownProduct } from '../order/order.ts';
import { isList } from './filter-values.ts';
import { operators } from './operators.ts';

/**
 * Whether a product belongs (`sku` null), or an SKU of it: an SKU is judged by its own properties,
 * its product's being in the collection does not bring it in. Conditions on days past or to come
 * hold for nothing where `now` is absent.
 */
export type CollectionTest = (
  product: KnownProduct,
  sku: KnownProduct | null,
  now?: Temporal.Instant,
) => boolean;

type Subject = { readonly product: KnownProduct; readonly sku: KnownProduct | null };
type Read = (subject: Subject) => Json | undefined;
type Test = (subject: Subject, now: number | null) => boolean;

const ownFields: Readonly<Record<string, Read>> = {
  id: (subject) => itself(subject).id,
  product_id: ({ product }) => product.id,
  source_id: (subject) => itself(subject).sourceId,
  name: (subject) => itself(subject).name,
  price: (subject) => itself(subject).price,
  object: ({ sku }) => (sku === null ? 'product' : 'sku'),
  attributes: ({ product, sku }) =>
    sku === null ? (product.attributeNames ?? []) : Object.keys(sku.attributes),
  image_url: (subject) => itself(subject).imageUrl ?? null,
  skus: ({ product, sku }) => (sku === null ? (product.skuIds ?? []) : []),
  created_at: (subject) => itself(subject).createdAt ?? null,
  updated_at: (subject) => itself(subject).updatedAt ?? null,
};

function itself({ product, sku }: Subject): KnownProduct {
  return sku ?? product;
}

/**
 * A filter `{ junction, <field>: { conditions: { <operator>: [operands] } } }` as a test. A filter
 * that `filterProblem` objects to holds for nothing; one without conditions for everything.
 */
export function compileCollectionFilter(filter: Json): CollectionTest {
  if (!isObject(filter) || filterProblem(filter) !== null) return () => false;
  const tests = Object.entries(filter).flatMap(([name, field]) =>
    name === 'junction' ? [] : testsOf(name, field),
  );
  const isAny = textOf(filter['junction']).toLowerCase() === 'or' && tests.length > 0;
  return (product, sku, now) => {
    const subject = { product, sku };
    const at = now?.epochMilliseconds ?? null;
    for (const test of tests) if (test(subject, at) === isAny) return isAny;
    return !isAny;
  };
}

/** What is wrong with a filter, as a sentence for its author; null where it can be compiled. */
export function filterProblem(filter: Json): string | null {
  if (!isObject(filter)) return 'A filter is an object';
  const { junction } = filter;
  if (typeof junction !== 'string' || !/^(and|or)$/i.test(junction)) {
    return "A filter's junction is and, or or";
  }
  for (const [name, field] of Object.entries(filter)) {
    const problem = name === 'junction' ? null : fieldProblem(name, field);
    if (problem !== null) return problem;
  }
  return null;
}

function fieldProblem(name: string, field: Json): string | null {
  if (readerOf(name) === null) return `A filter cannot ask for ${name}`;
  const conditions = isObject(field) ? field['conditions'] : undefined;
  if (conditions === undefined || !isObject(conditions)) return `${name} has no conditions`;
  for (const [operator, operands] of Object.entries(conditions)) {
    if (!Object.hasOwn(operators, operator)) return `${operator} is no operator of a filter`;
    if (isObject(operands)) return `${operator} of ${name} takes a list`;
  }
  return null;
}

/** All operators of a field are separate conditions under the filter's junction. */
function testsOf(name: string, field: Json): readonly Test[] {
  const read = readerOf(name);
  const conditions = isObject(field) ? field['conditions'] : undefined;
  if (read === null || conditions === undefined || !isObject(conditions)) return [];
  return Object.entries(conditions).flatMap(([operator, given]) => {
    const holds = operators[operator];
    if (holds === undefined) return [];
    const operands = isList(given) ? given : [given];
    return [(subject: Subject, now: number | null) => holds(read(subject), operands, now)];
  });
}

function readerOf(name: string): Read | null {
  if (Object.hasOwn(ownFields, name)) return ownFields[name] ?? null;
  if (name.startsWith('metadata.')) {
    const property = name.slice('metadata.'.length);
    return (subject) => propertyOf(itself(subject).metadata, property);
  }
  if (name.startsWith('attributes.')) {
    const property = name.slice('attributes.'.length);
    return (subject) => propertyOf(itself(subject).attributes, property);
  }
  return null;
}

/** A key that holds dots is taken as it stands first, then as a path. */
function propertyOf(values: JsonObject, property: string): Json | undefined {
  if (Object.hasOwn(values, property)) return values[property];
  let value: Json | undefined = values;
  for (const step of property.split('.')) {
    if (value === undefined || !isObject(value) || !Object.hasOwn(value, step)) return undefined;
    value = value[step];
  }
  return value;
}

function isObject(value: Json): value is JsonObject {
  return typeof value === 'object' && value !== null && !isList(value);
}
