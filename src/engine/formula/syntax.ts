/** What a formula says, as a tree. */
import type { FunctionName, MetadataName, Operand, Operator } from './vocabulary.ts';

type Node =
  | { readonly type: 'number' /** As written: `0.50`. */; readonly text: string }
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'operand'; readonly name: Operand }
  | { readonly type: 'metadata'; readonly name: MetadataName; readonly key: string }
  | { readonly type: 'negative'; readonly of: Expression }
  | {
      readonly type: 'binary';
      readonly operator: Operator;
      readonly left: Expression;
      readonly right: Expression;
    }
  | {
      readonly type: 'call';
      readonly name: FunctionName;
      readonly args: readonly Expression[];
    }
  | {
      readonly type: 'switch';
      readonly subject: Expression;
      readonly cases: readonly SwitchCase[];
      readonly otherwise: Expression;
    };

/** With the offset where it begins in the text. */
export type Expression = Node & { readonly at: number };

export type SwitchCase = { readonly when: Expression; readonly then: Expression };
