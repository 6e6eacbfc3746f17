/** Where a rule's number comes from: the order, its lines, or a counter. */
import type { OrderLine } from '../../order/order.ts';
import type { CounterKind } from '../counter.ts';
import type { RuleFacts } from '../facts.ts';
import type { Reading } from '../node.ts';

export type NumberSource =
  | {
      readonly over: 'facts';
      readonly read: (facts: RuleFacts) => Reading<number>;
      readonly needsPricing: boolean;
    }
  /** A number of each line; `scope` takes the quantifier of the rule around it. */
  | {
      readonly over: 'line';
      readonly read: (line: OrderLine) => number | null;
      readonly quantifier: 'any' | 'every' | 'scope';
    }
  /** A number summed over the lines in scope. */
  | { readonly over: 'lines'; readonly measure: (line: OrderLine) => number }
  /** What was counted so far and what this redemption adds to it. */
  | {
      readonly over: 'counter';
      readonly counter: CounterKind;
      readonly contribution: (facts: RuleFacts) => Reading<number>;
      readonly needsPricing: boolean;
    };
