/** Conditions on the order's value, at three points of the stack. */
import { absent, pending } from '../node.ts';
import type { NumberSource } from './source.ts';

export const orderNumbers = {
  'order.initial_amount': {
    over: 'facts',
    read: ({ order }) => order?.initialAmount ?? absent,
    needsPricing: false,
  },
  'order.amount': {
    over: 'facts',
    read: ({ order }) => order?.amount ?? absent,
    needsPricing: false,
  },
  'order.total_amount': {
    over: 'facts',
    read: ({ order }) => (order === null ? absent : (order.discountedAmount ?? pending)),
    needsPricing: true,
  },
} as const satisfies Record<string, NumberSource>;
