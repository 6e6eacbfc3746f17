/** The demo as people meet it: what it prints, that it may be run again, and how it fails. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { testServer } from '../support/api.ts';
import { dataFolder } from '../support/scrip-process.ts';

const launcher = join(import.meta.dirname, '../../bin/scrip.mjs');

type Ran = { readonly code: number; readonly text: string; readonly errors: string };

async function runDemo(args: readonly string[], env: Record<string, string> = {}): Promise<Ran> {
  const child = spawn(process.execPath, [launcher, 'demo', ...args], {
    env: { PATH: process.env.PATH ?? '', ...env },
  });
  let text = '';
  let errors = '';
  child.stdout.setEncoding('utf8').on('data', (part: string) => (text += part));
  child.stderr.setEncoding('utf8').on('data', (part: string) => (errors += part));
  const [code] = await once(child, 'close');
  return { code, text, errors };
}

/** What has to be told, in this order. */
const facts = [
  /products, priced and in categories +200$/m,
  /customers +500$/m,
  /campaigns +14$/m,
  /codes, made in the background +1004$/m,
  /The cart +137\.00$/m,
  /^ +Welcome +a code of her own +20\.55 +116\.45$/m,
  /It is WELCOME-[A-Z2-9]{6}\./,
  /^ +GOLD-[A-Z2-9]{6} +customer_rules_violated +For gold members +the customer's tier is gold$/m,
  /^ +BIGBASKET +order_rules_violated +It starts at 150\.00 +13\.00 USD more in the cart$/m,
  /^ +AUTUMN15 +voucher_expired +an expiration after /m,
  /^ +Jasmine green tea +3 +7\.90 +23\.70 +-4\.74 +18\.96$/m,
  /To pay +112\.42$/m,
  /112\.42 is paid, the order is PAID: 2 redemptions/,
  /137\.00 less 24\.58, which is 112\.42/,
  /is refused: quantity_exceeded/,
  /^ +TEATIME, uses +0 +1 +0$/m,
  /The cart +180\.90$/m,
  /^ +15% on two for the kitchen +Kitchen weeks +23\.03 +157\.87$/m,
  /^ +Basket and coffee .* 19\.60 +161\.30$/m,
  /157\.87 is paid/,
  /161\.30 is paid/,
  /^ +SUMMER10 +Summer +15\.79$/m,
  /133\.56 is paid, the order is PAID: 3 redemptions/,
  /redemption_rules_violated, "You have used this code already"/,
  /^ +Gold thanks, 6% +0 +1 +0$/m,
  /And SUMMER10 would apply again/,
  /Her card is CLUB-[0-9A-Za-z]{6}\. Every 1\.00 she pays is a point\./,
  /That earns 127 points/,
  /^ +38\.43 is paid\. A silver member's points count twice: she has 203 points/m,
  /A tasting at the counter is refused: loyalty_card_points_exceeded/,
  /GIFT-[0-9A-Za-z]{6}: +103 points are left/,
  /^ +GIFT-[0-9A-Za-z]{6} +5\.00$/m,
  /^ +CLUB-[0-9A-Za-z]{6} +2\.00$/m,
  /The cart of 32\.80 leaves 25\.80 to pay, which earns again: 133 points/,
  /^ +POINTS_ACCRUAL +76 +203$/m,
  /^ +POINTS_REDEMPTION +-100 +103$/m,
  /The entries sum to 103/,
  /\/docs/,
];

function tellsAll(text: string): void {
  let rest = text;
  for (const fact of facts) {
    const found = fact.exec(rest);
    assert.ok(found, `${fact} is not told after the others in\n${text}`);
    rest = rest.slice(found.index + found[0].length);
  }
}

test('the demo tells its story on a running server, and tells it again', async () => {
  const server = await testServer({ jobs: true });
  const { url, credentials } = await server.project();
  const { appId, token } = credentials;
  const args = ['--url', url, '--app-id', appId, '--app-token', token];
  for (const time of ['first', 'second']) {
    const { code, text, errors } = await runDemo(args);
    assert.equal(errors, '', time);
    assert.equal(code, 0, time);
    tellsAll(text);
    assert.ok(text.includes(`${url}/docs`));
    assert.ok(!text.includes('\u001b'), 'there is no colour where nobody sees it');
    assert.ok(text.split('\n').every((line) => line.length <= 110 && line === line.trimEnd()));
  }
});

test('on a server of its own the demo leaves nothing behind', async (t) => {
  const folder = dataFolder(t);
  const { code, text, errors } = await runDemo([], { TMPDIR: folder });
  assert.equal(code, 0, errors);
  tellsAll(text);
  assert.deepEqual(readdirSync(folder), []);
});

const failures = [
  ['nobody listens', ['--url', 'http://127.0.0.1:1', '--app-id', 'a', '--app-token', 'b'], 'reach'],
  ['the address stands alone', ['--url', 'http://127.0.0.1:1'], 'by all three'],
  ['an option is unknown', ['--nope'], 'the usage is'],
] as const;

for (const [claim, args, says] of failures) {
  test(`where ${claim}, the demo says so in one line`, async () => {
    const { code, errors } = await runDemo(args);
    assert.equal(code, 1);
    assert.match(errors, /^scrip: [^\n]+\n$/);
    assert.ok(errors.includes(says), errors);
  });
}
