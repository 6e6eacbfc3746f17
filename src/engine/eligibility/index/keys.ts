/** The keys an index knows, numbered, and which of them the facts at hand have. */
import type { Json, JsonObject } from '../../json.ts';
import { propertyReader } from '../conditions/metadata.ts';
import type { RuleFacts } from '../facts.ts';
import { comparisonKey } from '../values/compare.ts';
import { sourceKey } from './necessary.ts';
import type { KeyAttribute, MetadataAttribute } from './necessary.ts';

type Numbers = Map<string | number, number>;
type Property = {
  readonly read: (metadata: JsonObject) => Json | undefined;
  readonly numbers: Numbers;
};

export type Keys = {
  /** The key's number, given out at first sight. */
  readonly number: (attribute: KeyAttribute, property: string, key: string | number) => number;
  /** Marks what the facts have, and tells each key once. */
  readonly mark: (facts: RuleFacts, tell: (key: number) => void) => void;
  /** Whether the facts last marked have the key. */
  readonly has: (key: number) => boolean;
};

/**
 * Numbers stay given out when the entries that needed them are gone: keys are as many as the
 * products, segments and values that rules ever named in this process.
 */
export function createKeys(): Keys {
  const plain = { item: newNumbers(), segment: newNumbers(), tier: newNumbers() };
  const properties = {
    'customer.metadata': new Map<string, Property>(),
    'order.metadata': new Map<string, Property>(),
    'redemption.metadata': new Map<string, Property>(),
  };
  /** By key number, the mark it was last seen in. */
  let seen = new Uint32Array(1024);
  let round = 0;
  let given = 0;

  function numbersOf(attribute: KeyAttribute, property: string): Numbers {
    if (attribute === 'item' || attribute === 'segment' || attribute === 'tier') {
      return plain[attribute];
    }
    const known = properties[attribute];
    const found = known.get(property);
    if (found !== undefined) return found.numbers;
    const numbers = newNumbers();
    known.set(property, { read: propertyReader(property), numbers });
    return numbers;
  }

  function number(attribute: KeyAttribute, property: string, key: string | number): number {
    const numbers = numbersOf(attribute, property);
    const found = numbers.get(key);
    if (found !== undefined) return found;
    given += 1;
    numbers.set(key, given);
    if (given >= seen.length) {
      const larger = new Uint32Array(seen.length * 2);
      larger.set(seen);
      seen = larger;
    }
    return given;
  }

  function mark(facts: RuleFacts, tell: (key: number) => void): void {
    round += 1;
    const meet = (numbers: Numbers, key: string | number | null): void => {
      const known = key === null ? undefined : numbers.get(key);
      if (known === undefined || seen[known] === round) return;
      seen[known] = round;
      tell(known);
    };
    markItems(facts, (key) => meet(plain.item, key));
    for (const id of facts.customer?.segmentIds ?? []) meet(plain.segment, id);
    for (const id of facts.customer?.loyaltyTierIds ?? []) meet(plain.tier, id);
    const meetAll = (attribute: MetadataAttribute, metadata: JsonObject | undefined): void => {
      if (metadata === undefined) return;
      for (const { read, numbers } of properties[attribute].values()) {
        const value = read(metadata);
        if (!Array.isArray(value)) meet(numbers, comparisonKey(value));
        else for (const element of value) meet(numbers, comparisonKey(element));
      }
    };
    meetAll('customer.metadata', facts.customer?.metadata);
    meetAll('order.metadata', facts.order?.metadata);
    meetAll('redemption.metadata', facts.redemption.metadata);
  }

  return { number, mark, has: (key) => seen[key] === round };
}

function newNumbers(): Numbers {
  return new Map();
}

function markItems({ order }: RuleFacts, meet: (key: string) => void): void {
  for (const line of order?.lines ?? []) {
    if (line.productId !== null) meet(line.productId);
    if (line.skuId !== null) meet(line.skuId);
    for (const id of line.collectionIds) meet(id);
    const [productSource, skuSource] = [line.product?.sourceId, line.sku?.sourceId];
    if (typeof productSource === 'string') meet(sourceKey(productSource));
    if (typeof skuSource === 'string') meet(sourceKey(skuSource));
  }
}
