/** A tree of a formula → its text, with no more brackets than it needs. */
import type { Expression, SwitchCase } from './syntax.ts';
import { COMPARISON_LEVEL, operators } from './vocabulary.ts';

/** Of everything that is no operator. */
const TIGHTEST = 9;
const NEGATIVE = 8;

/** Parsed again, the text gives the same tree. */
export function printFormula(expression: Expression): string {
  switch (expression.type) {
    case 'number':
      return expression.text;
    case 'text':
      return quote(expression.text);
    case 'operand':
      return expression.name;
    case 'metadata':
      return `${expression.name}(${quote(expression.key)})`;
    case 'negative':
      return `-${inside(expression.of, NEGATIVE)}`;
    case 'binary': {
      const { operator, left, right } = expression;
      const { level } = operators[operator];
      // Operators of one level go from left to right; comparisons stand alone.
      const least = level === COMPARISON_LEVEL ? level + 1 : level;
      return `${inside(left, least)} ${operator} ${inside(right, level + 1)}`;
    }
    case 'call':
      return `${expression.name}(${expression.args.map(printFormula).join(';')})`;
    case 'switch': {
      const { subject, cases, otherwise } = expression;
      const printed = cases.map(printCase).join(' ');
      return `SWITCH(${printFormula(subject)};${printed};${printFormula(otherwise)})`;
    }
    default:
      return expression satisfies never;
  }
}

function printCase({ when, then }: SwitchCase): string {
  return `SWITCH_CASE(${printFormula(when)};${printFormula(then)})`;
}

function quote(text: string): string {
  return `"${text.replace(/["\\]/g, String.raw`\$&`)}"`;
}

function inside(expression: Expression, least: number): string {
  const text = printFormula(expression);
  return levelOf(expression) < least ? `(${text})` : text;
}

function levelOf(expression: Expression): number {
  if (expression.type === 'binary') return operators[expression.operator].level;
  return expression.type === 'negative' ? NEGATIVE : TIGHTEST;
}
