/** Filters of promotions in a query: by campaign, and by the metadata of the tier. */
import type { Json } from '../../../engine/json.ts';
import { done, type Outcome, refuse } from '../../../engine/outcome.ts';
import { type Operator, operators } from '../../../engine/products/operators.ts';
import type { Context } from '../../../platform/context.ts';
import type { Offer } from '../offers.ts';

type Test = (offer: Offer) => boolean;
type Read = (offer: Offer) => Json | undefined;

/** All conditions have to hold, or with the junction `or` any of them. */
export function tierFilter(
  { now }: Context,
  filters: Readonly<Record<string, unknown>> | undefined,
): Outcome<Test, 'invalid_query_params'> {
  const { junction = 'and', ...fields } = filters ?? {};
  const tests: Test[] = [];
  for (const [name, field] of Object.entries(fields)) {
    const read = readerOf(name);
    if (read === null) return misfit(name, 'is not a field to filter by');
    const conditions = isRecord(field) ? field['conditions'] : undefined;
    if (!isRecord(conditions)) return misfit(name, 'has no conditions');
    for (const [operator, given] of Object.entries(conditions)) {
      const holds = operatorOf(operator);
      if (holds === null) return misfit(name, `does not understand ${operator}`);
      const operands = valuesOf(given);
      tests.push((offer) => holds(read(offer), operands, now.epochMilliseconds));
    }
  }
  const isAny = junction === 'or' && tests.length > 0;
  return done((offer) =>
    isAny ? tests.some((test) => test(offer)) : tests.every((test) => test(offer)),
  );
}

function operatorOf(name: string): Operator | null {
  return Object.hasOwn(operators, name) ? (operators[name] ?? null) : null;
}

function readerOf(name: string): Read | null {
  if (name === 'promotion_id') {
    return (offer) => (offer.object === 'promotion_tier' ? offer.tier.campaign.id : undefined);
  }
  if (!name.startsWith('metadata.')) return null;
  const property = name.slice('metadata.'.length);
  return (offer) => {
    if (offer.object !== 'promotion_tier') return undefined;
    const { metadata } = offer.tier.row;
    return Object.hasOwn(metadata, property) ? metadata[property] : undefined;
  };
}

/** Queries hold text: one value, or a list of them. */
function valuesOf(given: unknown): readonly string[] {
  const values: readonly unknown[] = isRecord(given) ? Object.values(given) : [given].flat();
  return values.filter((value) => typeof value === 'string');
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function misfit(name: string, complaint: string) {
  return refuse('invalid_query_params', `Property .filters.${name} ${complaint}`);
}
