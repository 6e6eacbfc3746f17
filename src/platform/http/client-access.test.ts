/** Whom a project trusts, by example. One row is one claim: add a row, not a test. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isTrusted, notAllowed } from './client-access.ts';

const origins = [
  // claim                                   trusted domain           origin                         is it
  ['the very origin', 'https://shop.example', 'https://shop.example', true],
  ['an origin written with a slash', 'https://shop.example/', 'https://shop.example', true],
  ['capital letters', 'https://Shop.Example', 'https://shop.example', true],
  ['the usual port', 'https://shop.example:443', 'https://shop.example', true],
  ['another port', 'https://shop.example', 'https://shop.example:8443', false],
  ['the same port', 'http://localhost:3000', 'http://localhost:3000', true],
  ['another scheme', 'https://shop.example', 'http://shop.example', false],
  ['a host alone, of any scheme', 'shop.example', 'http://shop.example', true],
  ['a host alone, of any port', 'localhost', 'http://localhost:3000', true],
  ['a host with a port', 'localhost:3000', 'http://localhost:4000', false],
  ['an app that sends its host alone', 'https://shop.example', 'shop.example', true],
  ['an address', 'http://[::1]:3000', 'http://[::1]:3000', true],
  ['a domain below it', 'https://shop.example', 'https://evil.shop.example', false],
  ['a domain that begins like it', 'https://shop.example', 'https://shop.example.evil', false],
  ['a domain that ends like it', 'shop.example', 'https://myshop.example', false],
  ['all', '*', 'https://anywhere.example', true],
  ['all, and nobody', '*', undefined, true],
  ['nobody', 'https://shop.example', undefined, false],
  ['a file', 'null', 'null', false],
  ['nothing', '', '', false],
  ['a domain with a path', 'https://shop.example/pages', 'https://shop.example', false],
] as const;

for (const [claim, domain, origin, expected] of origins) {
  test(`of a project that trusts «${domain}»: ${claim} is ${expected ? '' : 'not '}trusted`, () => {
    assert.equal(isTrusted([domain], origin), expected);
  });
}

test('a project that names nobody trusts nobody', () => {
  assert.equal(isTrusted([], 'https://shop.example'), false);
});

test('what is not switched on is refused, after the domain', () => {
  const access = { trustedDomains: ['shop.example'], switchedOn: new Set(['publish' as const]) };
  assert.equal(notAllowed(access, 'https://shop.example', undefined), null);
  assert.equal(notAllowed(access, 'https://shop.example', 'publish'), null);
  const refused = notAllowed(access, 'https://shop.example', 'redeem');
  assert.equal(refused?.key, 'missing_required_permission');
  assert.equal(notAllowed(access, 'https://other.example', 'redeem')?.key, 'forbidden');
});
