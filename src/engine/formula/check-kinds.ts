/** Whether the parts of a formula fit together: what can never be computed is refused when written. */
import { dateOf } from './dates.ts';
import type { Expression } from './syntax.ts';
import type { Fault } from './tokens.ts';
import {
  functions,
  type Kind,
  kindOfOperand,
  NUMBERS,
  operators,
  SCALARS,
  VALUES,
} from './vocabulary.ts';

/** The first part that does not fit, or null where the formula may give a number. */
export function checkKinds(tree: Expression): Fault | null {
  const checked = expect(tree, NUMBERS);
  return 'problem' in checked ? checked : null;
}

type Checked = { readonly kind: Kind } | Fault;

const words: Readonly<Record<Kind, string>> = {
  number: 'a number',
  text: 'a text',
  condition: 'true or false',
  date: 'a date',
  any: 'an attribute',
};

function expect(expression: Expression, kinds: readonly Kind[]): Checked {
  const checked = check(expression);
  if ('problem' in checked || kinds.includes(checked.kind)) return checked;
  const wanted = kinds.filter((kind) => kind !== 'any').map((kind) => words[kind]);
  const problem = `${wanted.join(' or ')} is expected, this is ${words[checked.kind]}`;
  return { at: expression.at, problem };
}

function check(expression: Expression): Checked {
  switch (expression.type) {
    case 'number':
    case 'text':
      return { kind: expression.type };
    case 'operand':
      return { kind: kindOfOperand(expression.name) };
    case 'metadata':
      return { kind: 'any' };
    case 'negative':
      return given(expect(expression.of, NUMBERS), 'number');
    case 'binary': {
      const { operator, left, right } = expression;
      const { takes, gives } = operators[operator];
      const checked = common([left, right], takes);
      return given(checked, gives);
    }
    case 'call':
      return checkCall(expression);
    case 'switch': {
      const { subject, cases, otherwise } = expression;
      const whens = common([subject, ...cases.map(({ when }) => when)], SCALARS);
      if ('problem' in whens) return whens;
      return common([...cases.map(({ then }) => then), otherwise], VALUES);
    }
    default:
      return expression satisfies never;
  }
}

function given(checked: Checked, kind: Kind): Checked {
  return 'problem' in checked ? checked : { kind };
}

function checkCall({ name, args, at }: Extract<Expression, { type: 'call' }>): Checked {
  const { first, rest, gives } = functions[name];
  const [head, ...others] = args;
  const checked = head === undefined ? { kind: gives } : expect(head, first);
  if ('problem' in checked) return checked;
  if (name === 'DATE' || name === 'DATE_TIME') {
    const isDate = head?.type === 'text' && dateOf(head.text, 'UTC') !== null;
    return isDate ? { kind: gives } : { at: head?.at ?? at, problem: 'this is no date' };
  }
  const tail = common(others, rest);
  if ('problem' in tail || gives !== 'any') return given(tail, gives);
  // IF gives what its branches give, DEFAULT_TO what any of its arguments gives.
  if (name === 'IF') return tail;
  return others.length === 0 || tail.kind === checked.kind ? checked : { kind: 'any' };
}

/** Of branches that fit: the kind of all, where they are alike. */
function common(branches: readonly Expression[], kinds: readonly Kind[]): Checked {
  const found = new Set<Kind>();
  for (const branch of branches) {
    const checked = expect(branch, kinds);
    if ('problem' in checked) return checked;
    found.add(checked.kind);
  }
  const [only] = found;
  return { kind: only !== undefined && found.size === 1 ? only : 'any' };
}
