/**
 * Who may import whom. The numbers are those of ARCHITECTURE: each rule states one sentence of it.
 *
 * With TypeScript 7 this needs @swc/core as its parser; without it, it checks nothing and passes.
 * `npm run check` therefore counts the modules it has seen.
 */
const areas = 'workspace|records|incentives|journeys';
const domains = 'eligibility|pricing|stacking|stored-value|loyalty|referrals|codes|segments';
const tests = String.raw`\.test\.ts$`;
/** A type costs nothing at run time: rules on libraries and on the edge let it pass. */
const types = ['type-only', 'type-import'];

const never = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });

module.exports = {
  forbidden: [
    never(
      '1-engine-is-pure',
      'The engine imports only itself, node:assert, Temporal: no I/O, no clock, no randomness',
      { path: '^src/engine/', pathNot: tests },
      { pathNot: ['^src/engine/', '^(node:)?assert(/strict)?$', '(^|/)temporal-(polyfill|spec|utils)(/|$)'] },
    ),
    never(
      '2-engine-foundations-know-nothing-above',
      'money, order, problem and outcome are below every domain',
      { path: '^src/engine/((money|order)/|[^/]+[.]ts$)', pathNot: [tests, '^src/engine/(bundled|decide|examine|incentive|index|reach|situation)[.]ts$'] },
      { path: `^src/engine/((${domains}|formula)/|decide[./])` },
    ),
    never(
      '2-formulas-know-prices-alone',
      'Pricing and loyalty compute with formulas; formulas read the running price of an order',
      { path: '^src/engine/formula/', pathNot: tests },
      {
        path: `^src/engine/((${domains})/|(decide|index)[.]ts$)`,
        pathNot: '^src/engine/pricing/(priced-order|test-cart)[.]ts$',
      },
    ),
    never(
      '2-engine-siblings-never-meet',
      'Only decide knows more than one domain',
      { path: `^src/engine/(${domains})/`, pathNot: tests },
      { path: `^src/engine/((${domains})/|(decide|index)[.]ts$)`, pathNot: '^src/engine/$1/' },
    ),
    never('3-platform-is-below', 'Down only', { path: '^src/platform/', pathNot: tests }, { path: `^src/(${areas}|cli)/` }),
    never('3-workspace-is-below', 'Down only', { path: '^src/workspace/', pathNot: tests }, { path: '^src/(records|incentives|journeys)/' }),
    never('3-records-are-below', 'Down only', { path: '^src/records/', pathNot: tests }, { path: '^src/(incentives|journeys)/' }),
    never('3-incentives-are-below', 'Down only', { path: '^src/incentives/', pathNot: tests }, { path: '^src/journeys/' }),
    never(
      '4-only-service-schema-and-present-across-resources',
      'A resource shows others its use cases, its shapes and how they look; its other files are its own',
      { path: `^src/((?:${areas})/[^/]+)/`, pathNot: tests },
      { path: `^src/(${areas})/`, pathNot: ['^src/$1/', '/(service|schema|present)[.]ts$'] },
    ),
    never(
      '5-routes',
      'routes → use cases, schema, present, platform/http, engine; no SQL',
      { path: `^src/((?:${areas})/[^/]+)/.*routes[.]ts$` },
      { path: '^(src/|node_modules/)|/store[.]ts$', pathNot: ['^src/$1/.*(?<!store)[.]ts$', '/(service|schema|present)[.]ts$', '^src/platform/(http/|[^/]+$)', '^src/engine/', '^node_modules/temporal-'] },
    ),
    never(
      '5-service',
      'service → store, events, engine, platform, but not the edge',
      { path: `^src/(${areas})/.*/service[.]ts$` },
      { path: '^src/platform/http/|/routes[.]ts$', dependencyTypesNot: types },
    ),
    never(
      '5-store',
      'store → platform/db, engine, and how validity is written into columns',
      { path: `^src/(${areas})/.*/store[.]ts$` },
      {
        path: '^src/platform/(http|mail|jobs)/|/(routes|service|present|events|jobs)[.]ts$',
        pathNot: '^src/incentives/validity/',
        dependencyTypesNot: types,
      },
    ),
    never(
      '5-present',
      'present → schema, money, row types, and what other resources show',
      { path: `^src/(${areas})/.*/present[.]ts$` },
      { path: '^src/platform/(db|http|mail|jobs)/|/(routes|store)[.]ts$', dependencyTypesNot: types },
    ),
    never(
      '6-database-libraries',
      'SQL is spoken in stores, in the filters of lists and in the platform',
      { path: '^src/', pathNot: ['/(store|filters)[.]ts$', '^src/platform/(db|jobs)/', tests] },
      { path: '^node_modules/(pg|pg-[^/]+|kysely)/', dependencyTypesNot: types },
    ),
    never(
      '6-typebox',
      'Wire shapes are stated in schemas',
      { path: '^src/', pathNot: ['/schema[.]ts$', '^src/platform/http/', tests] },
      { path: '^node_modules/(typebox|@sinclair)/', dependencyTypesNot: types },
    ),
    never(
      '6-servers-and-queues',
      'Fastify, graphile-worker and nodemailer are the platform’s business',
      { path: '^src/', pathNot: ['^src/platform/', tests] },
      { path: '^node_modules/(fastify|@fastify|graphile-worker|nodemailer)/', dependencyTypesNot: types },
    ),
    never(
      '7-only-the-top-imports-app',
      'Only main, cli and tests import app',
      { path: '^src/', pathNot: ['^src/main[.]ts$', '^src/cli/', tests] },
      { path: '^src/(app|main)[.]ts$' },
    ),
    never('7-nothing-imports-a-test', 'Tests import the code', { path: '^(src|bench|examples|bin)/', pathNot: tests }, { path: `${tests}|^test/` }),
    never('7-no-cycles', 'Whoever needs each other is one thing', {}, { circular: true }),
    never('7-no-orphans', 'Code nobody imports is dead', { orphan: true, path: '^src/', pathNot: [tests, '^src/platform/http/docs/'] }, {}),
    never('8-dashboard-knows-only-http', 'The dashboard speaks HTTP', { path: '^dashboard/' }, { path: '^src/' }),
    never('8-server-does-not-know-the-dashboard', 'The server speaks HTTP', { path: '^src/' }, { path: '^dashboard/' }),
    never('no-unresolvable', 'An import that leads nowhere', {}, { couldNotResolve: true }),
    never('no-borrowed-packages', 'A package of ours is in package.json', { path: '^(src|bin|test)/' }, { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] }),
    never('no-dev-dependencies-in-the-server', 'npm ci --omit=dev must start', { path: '^(src|bin)/', pathNot: tests }, { dependencyTypes: ['npm-dev'], dependencyTypesNot: types }),
  ],
  options: {
    parser: 'swc',
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^coverage/' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'types', 'default'] },
  },
};
