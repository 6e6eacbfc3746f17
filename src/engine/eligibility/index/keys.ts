/** The keys an index knows, numbered, and which of them the facts at hand have. */
import type { Json, JsonObject } from '../../json.ts';
import { propertyReader } from '../conditions/metadata.ts';
import type { RuleFacts } from '../facts.ts';
import { comparisonKey } from '../values/compare.ts';
import { sourceKey } from './necessary.ts';
import type { KeyAttribute } from './necessary.ts';

type Numbers = Map<string | number, number>;
type Property = {
  readonly read: (metadata: JsonObject) => Json | undefined;
  readonly numbers: Numbers;
};

export type Keys = {
  /** The key's number, given out at first sight. */
  readonly number: (attribute: KeyAttribute, property: string, key: string | number) => number;
  /** Marks the known keys that the facts have, and names each once. */
  readonly mark: (facts: RuleFacts) => readonly number[];
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
  const marks = createMarks();
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
    marks.makeRoomFor(given);
    return given;
  }

  function mark(facts: RuleFacts): readonly number[] {
    const met: number[] = [];
    marks.clear();
    const meet = (numbers: Numbers, key: string | number | null): void => {
      const known = key === null ? undefined : numbers.get(key);
      if (known !== undefined && marks.set(known)) met.push(known);
    };
    markItems(facts, (key) => meet(plain.item, key));
    for (const id of facts.customer?.segmentIds ?? []) meet(plain.segment, id);
    for (const id of facts.customer?.loyaltyTierIds ?? []) meet(plain.tier, id);
    const { customer, order, redemption } = facts;
    markMetadata(properties['customer.metadata'], customer?.metadata, meet);
    markMetadata(properties['order.metadata'], order?.metadata, meet);
    markMetadata(properties['redemption.metadata'], redemption.metadata, meet);
    return met;
  }

  return { number, mark, has: marks.has };
}

/** A set of small numbers that is emptied at no cost: each remembers the round it was set in. */
function createMarks() {
  let rounds = new Uint32Array(1024);
  let round = 0;
  return {
    makeRoomFor(key: number): void {
      if (key < rounds.length) return;
      const larger = new Uint32Array(rounds.length * 2);
      larger.set(rounds);
      rounds = larger;
    },
    clear(): void {
      round += 1;
      if (round < 2 ** 32) return;
      rounds.fill(0);
      round = 1;
    },
    /** False where it was set already. */
    set(key: number): boolean {
      if (rounds[key] === round) return false;
      rounds[key] = round;
      return true;
    },
    has: (key: number): boolean => rounds[key] === round,
  };
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

function markMetadata(
  properties: ReadonlyMap<string, Property>,
  metadata: JsonObject | undefined,
  meet: (numbers: Numbers, key: string | number | null) => void,
): void {
  if (metadata === undefined) return;
  for (const { read, numbers } of properties.values()) {
    const value = read(metadata);
    if (!Array.isArray(value)) meet(numbers, comparisonKey(value));
    else for (const element of value) meet(numbers, comparisonKey(element));
  }
}
