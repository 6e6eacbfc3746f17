/** Formulas: read once, computed for each situation. */
import { done, type Outcome, refuse } from '../outcome.ts';
import { checkKinds } from './check-kinds.ts';
import { compileTree } from './compile.ts';
import type { FormulaFacts } from './facts.ts';
import { parseTree } from './parse.ts';
import type { Expression } from './syntax.ts';
import type { Fault } from './tokens.ts';
import type { Value } from './value.ts';

export type Formula = {
  readonly text: string;
  /** Never throws; null where something is missing, or is not what it would have to be. */
  readonly compute: (facts: FormulaFacts) => Value;
  /** Operands and metadata that it may look at. */
  readonly reads: ReadonlySet<string>;
};

/** Above this many they are all forgotten: vouchers may bring formulas of their own. */
const MAX_KEPT = 2_000;

const kept = new Map<string, Outcome<Formula, 'invalid_formula'>>();

/**
 * The formula in this text, or `invalid_formula` with the line and the column of its first fault.
 * Equal texts are read once, as long as not too many others come between.
 */
export function readFormula(text: string): Outcome<Formula, 'invalid_formula'> {
  const known = kept.get(text);
  if (known !== undefined) return known;
  const read = newFormula(text);
  if (kept.size >= MAX_KEPT) kept.clear();
  kept.set(text, read);
  return read;
}

/** A formula that was checked when it was written; null for one that is not understood. */
export function storedFormula(text: string | null | undefined): Formula | null {
  if (text === null || text === undefined || text === '') return null;
  const read = readFormula(text);
  return read.ok ? read.value : null;
}

/** Whether it is computed for each line of the order by itself. */
export function readsLine({ reads }: Formula): boolean {
  for (const name of reads) if (name.startsWith('ORDER_ITEM_')) return true;
  return false;
}

function newFormula(text: string): Outcome<Formula, 'invalid_formula'> {
  const parsed = parseTree(text);
  if (!parsed.ok) return refuse('invalid_formula', positioned(text, parsed.fault));
  const fault = checkKinds(parsed.tree);
  if (fault !== null) return refuse('invalid_formula', positioned(text, fault));
  return done({ text, compute: compileTree(parsed.tree), reads: namesIn(parsed.tree) });
}

function positioned(text: string, { at, problem }: Fault): string {
  const before = text.slice(0, at).split('\n');
  const column = (before.at(-1)?.length ?? 0) + 1;
  return `line ${before.length}, column ${column}: ${problem}`;
}

function namesIn(tree: Expression, names = new Set<string>()): ReadonlySet<string> {
  switch (tree.type) {
    case 'number':
    case 'text':
      break;
    case 'operand':
    case 'metadata':
      names.add(tree.name);
      break;
    case 'negative':
      namesIn(tree.of, names);
      break;
    case 'binary':
      namesIn(tree.left, names);
      namesIn(tree.right, names);
      break;
    case 'call':
      for (const arg of tree.args) namesIn(arg, names);
      break;
    case 'switch':
      namesIn(tree.subject, names);
      for (const { when, then } of tree.cases) {
        namesIn(when, names);
        namesIn(then, names);
      }
      namesIn(tree.otherwise, names);
      break;
    default:
      tree satisfies never;
  }
  return names;
}
