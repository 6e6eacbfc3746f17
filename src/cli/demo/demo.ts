/**
 * `scrip demo`: a shop set up through the API alone, and three customers who shop there.
 *
 *   scrip demo                                            on a server of its own, gone afterwards
 *   scrip demo --url http://… --app-id … --app-token …    on a running one, where the shop stays
 */
import { parseArgs } from 'node:util';
import type { Config } from '../../config.ts';
import { reasonOf, StartProblem } from '../../platform/start-problem.ts';
import { progress } from '../progress.ts';
import { firstStopSignal } from '../stop-signal.ts';
import { walkCodes } from './journeys/codes.ts';
import { walkPoints } from './journeys/points.ts';
import { walkPromotions } from './journeys/promotions.ts';
import { withOwnServer } from './own-server.ts';
import { type Shop, setUpShop } from './shop/set-up.ts';
import { isRefusal, isUnreachable, type ServerOfShop, shopApi } from './shop-api.ts';
import { type Story, storyOn } from './story.ts';

const usage = 'scrip demo, or scrip demo --url http://… --app-id … --app-token …';

export async function demo(config: Config, args: readonly string[]): Promise<number> {
  const given = readArguments(args);
  const story = storyOn((text) => process.stdout.write(text), isColoured());
  const interrupted = interruption();
  const told = (server: ServerOfShop) =>
    Promise.race([tell(server, story, given !== null), interrupted]);
  try {
    await (given === null ? withOwnServer(config, progress, told) : told(given));
    return 0;
  } catch (error) {
    throw problemOf(error, given?.url ?? 'its own server');
  }
}

/** Rejects when somebody wants the demo to stop, so that what it has started is put away. */
function interruption(): Promise<never> {
  const { promise, reject } = Promise.withResolvers<never>();
  promise.catch(() => undefined); // it may come before anybody waits for it
  const end = (reason: string) => reject(new StartProblem(reason));
  process.stdout.on('error', () => end('nobody reads on, so the demo ends'));
  firstStopSignal(() => process.exit(1)).then(
    () => end('the demo was stopped'),
    () => undefined,
  );
  return promise;
}

/** `stays`: whether the server goes on afterwards. */
async function tell(server: ServerOfShop, story: Story, stays: boolean): Promise<void> {
  const startedAt = performance.now();
  const api = await shopApi(server);
  story.chapter('The shop');
  story.say(
    `Fern & Kettle sells coffee, tea and what goes with them. It is set up on ${server.url}, ` +
      'with nothing but the API and its official JavaScript SDK.',
  );
  const shop = await setUpShop(api, Date.now());
  showShop(story, shop, secondsSince(startedAt));
  // Whoever was here in an earlier run has used up what is for first orders.
  const run = Date.now().toString(36);
  await walkCodes({ api, story, shop, run });
  await walkPromotions({ api, story, shop, run });
  await walkPoints({ api, story, shop, run });
  sumUp(story, server, { seconds: secondsSince(startedAt), stays });
}

function showShop(story: Story, { counts }: Shop, seconds: string): void {
  story.table(
    ['In the shop', '>Count'],
    [
      ['products, priced and in categories', String(counts.products)],
      ['variants of them (SKUs)', String(counts.skus)],
      ['product collections, filling themselves', String(counts.collections)],
      ['customers', String(counts.customers)],
      ['validation rules', String(counts.rules)],
      ['campaigns', String(counts.campaigns)],
      ['promotion tiers', String(counts.tiers)],
      ['promotion stacks', String(counts.stacks)],
      ['codes, made in the background', String(counts.codes)],
    ],
  );
  story.say(`That took ${seconds} s.`);
}

type Ending = { readonly seconds: string; readonly stays: boolean };

function sumUp(story: Story, { url }: ServerOfShop, { seconds, stays }: Ending): void {
  story.chapter('That is it');
  story.say(
    `Three customers, seven orders, three rollbacks, and every amount as foretold: ${seconds} s in all.`,
  );
  if (stays) {
    story.say(`The shop is still there. Every operation, to read and to try: ${url}/docs`);
  } else {
    story.say(
      'This server and its data are gone now. For one that stays: npm start, and then its /docs, ' +
        'such as http://127.0.0.1:8787/docs, to read and to try every operation. With its keys ' +
        '(npx scrip keys) the demo sets its shop up there: scrip demo --url ...',
    );
  }
}

function readArguments(args: readonly string[]): ServerOfShop | null {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        url: { type: 'string' },
        'app-id': { type: 'string' },
        'app-token': { type: 'string' },
      },
    });
    const { url, 'app-id': appId, 'app-token': appToken } = values;
    if (url === undefined && appId === undefined && appToken === undefined) return null;
    if (url !== undefined && appId !== undefined && appToken !== undefined && URL.canParse(url)) {
      return { url: url.replace(/\/+$/, ''), appId, appToken };
    }
  } catch (error) {
    throw new StartProblem(`${reasonOf(error)}: the usage is ${usage}`);
  }
  throw new StartProblem(`a running server is named by all three: ${usage}`);
}

function isColoured(): boolean {
  return process.stdout.isTTY && process.stdout.hasColors();
}

function secondsSince(startedAt: number): string {
  return ((performance.now() - startedAt) / 1000).toFixed(1);
}

/** What a refusal or a lost connection says in one line; our own bugs as they are. */
function problemOf(error: unknown, url: string): unknown {
  if (isRefusal(error)) {
    const details = error.details === undefined ? '' : ` (${error.details})`;
    return new StartProblem(
      `the demo was refused at ${url}: ${error.key} ${error.message}${details}`,
    );
  }
  if (isUnreachable(error)) {
    return new StartProblem(`the demo cannot reach ${url}: ${reasonOf(error)}`);
  }
  return error;
}
