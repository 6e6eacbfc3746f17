/** Tells what happens, for a person at a terminal: plain text, columns aligned, sentences folded. */
import { styleText } from 'node:util';

const WIDTH = 96;
const INDENT = '   ';

export type Story = {
  chapter(title: string): void;
  step(title: string): void;
  say(text: string): void;
  /** Rows of cells. Columns whose head is marked with `>` are aligned to the right. */
  table(heads: readonly string[], rows: readonly Row[]): void;
};

/** `line` draws a line above; missing cells are empty. */
export type Row = readonly string[] | 'line';

/** `write` gets whole lines. `isColoured`: on a terminal that shows it. */
export function storyOn(write: (text: string) => void, isColoured: boolean): Story {
  const style = (name: 'bold' | 'dim', text: string) =>
    isColoured ? styleText(name, text, { validateStream: false }) : text;
  let steps = 0;
  /** A table stands apart from what is said after it. */
  let follows = '';
  const block = (text: string, after = '') => {
    write(text);
    follows = after;
  };
  return {
    chapter(title) {
      steps = 0;
      block(`\n${style('bold', title.toUpperCase())}\n${'='.repeat(title.length)}\n`, '\n');
    },
    step(title) {
      steps += 1;
      block(`\n${style('bold', `${steps}. ${title}`)}\n`);
    },
    say(text) {
      block(`${follows}${indented(wrapped(text))}`);
    },
    table(heads, rows) {
      const [head = '', ...body] = tableLines(heads, rows);
      block(`\n${indented([style('dim', head), ...body])}`, '\n');
    },
  };
}

/** Minor units as 12.34. */
export function amount(minor: number): string {
  return (minor / 100).toFixed(2);
}

/** What a discount takes: -12.34, and nothing where it takes nothing. */
export function reduction(minor: number): string {
  return minor === 0 ? '' : `-${amount(minor)}`;
}

function tableLines(heads: readonly string[], rows: readonly Row[]): string[] {
  const names = heads.map((head) => head.replace('>', ''));
  const cells = rows.filter((row) => row !== 'line');
  const widths = names.map((name, index) =>
    Math.max(name.length, ...cells.map((row) => row[index]?.length ?? 0)),
  );
  const lineOf = (row: readonly string[]) =>
    widths
      .map((width, index) => {
        const cell = row[index] ?? '';
        return heads[index]?.startsWith('>') ? cell.padStart(width) : cell.padEnd(width);
      })
      .join('   ')
      .trimEnd();
  const full = widths.reduce((sum, width) => sum + width, (widths.length - 1) * 3);
  return [names, ...rows].map((row) => (row === 'line' ? '-'.repeat(full) : lineOf(row)));
}

function indented(lines: readonly string[]): string {
  return lines.map((line) => `${INDENT}${line}\n`).join('');
}

function wrapped(text: string): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && INDENT.length + line.length + word.length >= WIDTH) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line];
}
