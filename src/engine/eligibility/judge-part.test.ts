/** Judging a part of a rule: what is judged, and what counts as met. One row is one claim. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JsonObject } from '../json.ts';
import { asksForItems, omittedRules, passesPart } from './judge-part.ts';
import {
  compileDefinition,
  sampleCustomer,
  sampleFacts,
  sampleLine,
  sampleOrder,
} from './sample-facts.ts';

const vip = { name: 'customer.metadata', property: 'tier', conditions: { $is: ['VIP'] } };
const big = { name: 'order.amount', conditions: { $more_than: [1_000_000] } };
const tea = { name: 'product.id', conditions: { $is: [{ id: 'prod_tea' }] } };
const noTea = { name: 'order.items.none', conditions: { $is: [{ id: 'prod_tea' }] } };
const manyTeas = {
  ...tea,
  rules: { 1: { name: 'product.quantity', conditions: { $more_than: [9] } } },
};

const facts = sampleFacts({
  customer: sampleCustomer({ metadata: { tier: 'VIP' } }),
  order: sampleOrder({ lines: [sampleLine({ productId: 'prod_tea' })] }),
});
const stranger = { ...facts, customer: null };
const emptyCart = { ...facts, order: sampleOrder({ lines: [] }) };

const about = {
  nobody: { customer: false, items: false },
  customer: { customer: true, items: false },
  items: { customer: false, items: true },
};

type Row = readonly [string, object, typeof facts, keyof typeof about, boolean, string];
const claims: readonly Row[] = [
  // claim                                rules             facts      part        passes omitted
  ['the customer is judged', { 1: vip }, stranger, 'customer', false, ''],
  ['the customer passes', { 1: vip }, facts, 'customer', true, ''],
  ['the customer is left out', { 1: vip }, stranger, 'nobody', true, '1'],
  ['the amount is left out', { 1: vip, 2: big }, facts, 'customer', true, '2'],
  ['items are left out', { 1: tea }, emptyCart, 'customer', true, '1'],
  ['items are judged', { 1: tea }, emptyCart, 'items', false, ''],
  ['how many is left out', { 1: manyTeas }, facts, 'items', true, '1.1'],
  ['items that must not be there are judged', { 1: noTea }, facts, 'items', false, ''],
];

function rootOf(rules: object) {
  const logic = Object.keys(rules).join(' and ');
  const definition: JsonObject = JSON.parse(JSON.stringify({ rules: { ...rules, logic } }));
  return compileDefinition(definition).root;
}

for (const [claim, rules, given, part, passes, omitted] of claims) {
  test(`${claim}: ${passes ? 'passes' : 'does not pass'}`, () => {
    const root = rootOf(rules);
    assert.equal(passesPart(root, given, about[part]), passes);
    assert.equal(omittedRules(root, about[part]).join(), omitted);
  });
}

test('an alternative that is left out lets the rule pass', () => {
  const definition = { rules: { 1: vip, 2: big, logic: '1 or 2' } };
  assert.ok(passesPart(compileDefinition(definition).root, stranger, about.customer));
});

test('a rule asks for items only where the order holds them', () => {
  assert.ok(asksForItems(rootOf({ 1: big, 2: tea }), facts));
  assert.ok(!asksForItems(rootOf({ 1: tea }), emptyCart));
  assert.ok(!asksForItems(rootOf({ 1: noTea }), emptyCart));
});
