/** Orders: create or change, read, list. Journeys open and show theirs through this file too. */
export { hasAmount, openedOrder, orderKeys, type CollectionsOf } from './lines.ts';
export type { KnownProductRow, KnownRows, KnownSkuRow } from './known-items.ts';
export {
  presentAmounts,
  presentItems,
  presentOrder,
  presentPricedOrder,
  type OrderPeople,
} from './present.ts';
export type { OrderRow } from './store.ts';
