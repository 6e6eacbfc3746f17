/** The first of many in order, without sorting those that nobody looks at. */

/**
 * Yields the items from first to last; `compare` is below 0 where its first argument comes first.
 * Takes the array for its heap. Costs one pass over all, and a logarithm for each item looked at.
 */
export function* inOrder<Item>(
  heap: Item[],
  compare: (a: Item, b: Item) => number,
): Generator<Item, void> {
  for (let at = (heap.length >>> 1) - 1; at >= 0; at -= 1) sink(heap, at, compare);
  for (;;) {
    const first = heap[0];
    const last = heap.pop();
    if (first === undefined || last === undefined) return;
    if (heap.length > 0) {
      heap[0] = last;
      sink(heap, 0, compare);
    }
    yield first;
  }
}

/** Moves the item at `at` below all that come before it. */
function sink<Item>(heap: Item[], at: number, compare: (a: Item, b: Item) => number): void {
  let place = at;
  for (;;) {
    const item = heap[place];
    const left = 2 * place + 1;
    const lesser = lesserOf(heap, left, compare);
    const child = heap[lesser];
    if (item === undefined || child === undefined || compare(child, item) >= 0) return;
    heap[place] = child;
    heap[lesser] = item;
    place = lesser;
  }
}

function lesserOf<Item>(
  heap: readonly Item[],
  left: number,
  compare: (a: Item, b: Item) => number,
): number {
  const [one, other] = [heap[left], heap[left + 1]];
  return one !== undefined && other !== undefined && compare(other, one) < 0 ? left + 1 : left;
}
