/** House rules that no linter knows: lengths, names, folders, words. */
import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { test } from 'node:test';

type Source = { readonly path: string; readonly text: string; readonly lines: readonly string[] };

const longestFile = 400;

const sources: readonly Source[] = globSync('{src,test,bench,examples,dashboard/src}/**/*.{ts,tsx}')
  .filter((path) => !path.includes('node_modules'))
  .toSorted()
  .map((path) => {
    const text = readFileSync(path, 'utf8');
    return { path, text, lines: text.trimEnd().split('\n') };
  });

const paths: ReadonlySet<string> = new Set(sources.map(({ path }) => path));

/** The words are put together here, so that this file does not break its own rules. */
const bannedWords = [
  { name: 'any', pattern: /^(?!\s*(\/?\*|\/\/)).*(?::|\bas|<|\|)\s*any\b/ },
  { name: 'a silenced checker', pattern: new RegExp('@ts-(ignore|expect-error|nocheck)') },
  {
    name: 'an unfinished note',
    pattern: new RegExp(String.raw`\b(TO${''}DO|FIX${''}ME|XX${''}X)\b`),
  },
  { name: 'a test left alone or out', pattern: /\b(test|it|describe|suite)\.(only|skip|todo)\b/ },
  { name: 'a debugger', pattern: /^\s*debugger;/ },
] as const;

/** Names under which anything could be put away. */
const drawers = [
  'utils',
  'util',
  'helpers',
  'helper',
  'common',
  'misc',
  'types',
  'shared',
  'lib',
  'constants',
];

/** What a resource folder is made of; further files beside them hold one idea each. */
const resourceFiles = ['schema', 'routes', 'service', 'store', 'present', 'events', 'jobs', 'csv'];
const areas = ['workspace', 'records', 'incentives', 'journeys'];

test('there is something to check', () => {
  assert(sources.length > 20, `only ${sources.length} files found`);
});

claim('no file is longer than it has to be', ({ lines, text }) =>
  lines.length > longestFile && !headOf(text).includes('Long because')
    ? `${lines.length} lines; at most ${longestFile}, or say "Long because" in its head`
    : null,
);

claim('every file says in its head what it is', ({ text }) =>
  headOf(text) === '' ? 'begin with a /** comment */' : null,
);

claim('files and folders are named in kebab-case', ({ path }) =>
  path.split('/').every((part) => /^[a-z0-9]+(-[a-z0-9]+)*(\.test)?(\.tsx?)?$/.test(part))
    ? null
    : 'rename it in kebab-case',
);

claim('nothing is a drawer', ({ path }) => {
  const names = path.split('/').map((part) => part.replace(/(\.test)?\.tsx?$/, ''));
  const drawer = names.find((name) => drawers.includes(name));
  return drawer === undefined ? null : `"${drawer}" says nothing; name it after what it does`;
});

claim('every file of an area lies in the folder of a resource', ({ path }) =>
  areas.includes(dirname(path).replace(/^src\//, ''))
    ? 'what belongs to no resource has no place in an area'
    : null,
);

claim('a resource folder holds at least one of the files every resource has', ({ path }) => {
  const folder = dirname(path);
  if (!areas.some((area) => folder.startsWith(`src/${area}/`))) return null;
  return resourceFiles.some((name) => paths.has(`${folder}/${name}.ts`))
    ? null
    : `its folder has none of ${resourceFiles.join(', ')}: put it beside what it belongs to`;
});

for (const { name, pattern } of bannedWords) {
  claim(`no file contains ${name}`, ({ lines }) => {
    const line = lines.findIndex((text) => pattern.test(text));
    return line < 0 ? null : `line ${line + 1}: ${lines[line]?.trim()}`;
  });
}

/** One test over all files; `objection` answers what is wrong with one, or `null`. */
function claim(name: string, objection: (source: Source) => string | null): void {
  test(name, () => {
    const objections = sources.flatMap((source) => {
      const found = objection(source);
      return found === null ? [] : [`${source.path}: ${found}`];
    });
    assert(objections.length === 0, `\n${objections.join('\n')}`);
  });
}

/** The first comment, if the file begins with one. */
function headOf(text: string): string {
  return /^(?:#!.*\n)?\/\*\*[\s\S]*?\*\//.exec(text)?.[0] ?? '';
}
