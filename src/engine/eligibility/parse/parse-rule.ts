/** A validation rule's definition, from the wire to a checked tree. */
import type { Json, JsonObject } from '../../json.ts';
import { done } from '../../outcome.ts';
import { parseApplicableTo } from './applicable-to.ts';
import { parseBundle } from './bundle.ts';
import {
  parseFlag,
  parseIdConditions,
  parseItemConditions,
  parseMetadataConditions,
  parseNumberConditions,
} from './conditions.ts';
import { isObject, textOrNull } from '../json-shape.ts';
import { allOf, parseLogic, RULE_ID } from './logic.ts';
import type { Logic } from './logic.ts';
import { refuseAt } from './refusal.ts';
import type { Parsed } from './refusal.ts';
import {
  flagRules,
  idRules,
  isOneOf,
  itemRules,
  metadataRules,
  numberRules,
} from './rule-names.ts';
import type { ParsedRule, RuleGroup, RuleTest, RuleTree } from './rule-tree.ts';

/** Rules in one definition, sub-rules included. */
export const MAX_RULES = 200;
/** Rules inside rules: the outermost are level 1. */
export const MAX_NESTING = 5;
/** Rules one evaluation may ask: a logic that names rules again and again multiplies. */
export const MAX_ASKED = 1000;

const noRules: RuleGroup = { rules: [], logic: allOf([]), asked: 0 };

/**
 * Parses the body of a validation rule: `rules`, `error`, `applicable_to`, `bundle_rules`.
 *
 * Refuses with the position of the first fault, as in `rules.2.conditions.$foo: …`. Rules that
 * the logic leaves out are checked too, and then not asked.
 */
export function parseRule(definition: JsonObject): Parsed<RuleTree> {
  const budget = { left: MAX_RULES };
  const group = parseGroup(definition['rules'] ?? null, { position: 'rules', path: '' }, budget, 1);
  if (!group.ok) return group;
  const error = parseError(definition['error'] ?? null, 'error');
  if (!error.ok) return error;
  const applicableTo = parseApplicableTo(definition['applicable_to'] ?? null);
  if (!applicableTo.ok) return applicableTo;
  const bundle = parseBundle(definition['bundle_rules'] ?? null);
  if (!bundle.ok) return bundle;
  return done({
    group: group.value,
    error: error.value,
    applicableTo: applicableTo.value,
    bundle: bundle.value,
  });
}

type Place = { readonly position: string; readonly path: string };
type RuleBudget = { left: number };

function parseGroup(value: Json, at: Place, budget: RuleBudget, level: number): Parsed<RuleGroup> {
  if (value === null) return done(noRules);
  if (!isObject(value)) return refuseAt(at.position, 'has to be an object');
  const rules: ParsedRule[] = [];
  for (const [id, rule] of Object.entries(value)) {
    if (id === 'logic') continue;
    const position = `${at.position}.${id}`;
    const wrongKey = !RULE_ID.test(id) || /^(and|or)$/i.test(id);
    if (wrongKey) return refuseAt(position, 'is no usable key for a rule');
    budget.left -= 1;
    if (budget.left < 0) return refuseAt(position, `there are more than ${MAX_RULES} rules`);
    if (level > MAX_NESTING) return refuseAt(position, 'rules are nested too deep');
    const path = at.path === '' ? id : `${at.path}.${id}`;
    const parsed = parseOne(rule, id, { position, path }, budget, level);
    if (!parsed.ok) return parsed;
    rules.push(parsed.value);
  }
  const text = value['logic'] ?? '';
  if (typeof text !== 'string') return refuseAt(`${at.position}.logic`, 'has to be text');
  const ids = rules.map((rule) => rule.id);
  const logic = parseLogic(text, ids, `${at.position}.logic`);
  if (!logic.ok) return logic;
  const asked = countAsked(logic.value, new Map(rules.map((rule) => [rule.id, rule])));
  if (asked > MAX_ASKED) return refuseAt(`${at.position}.logic`, `asks over ${MAX_ASKED} rules`);
  return done({ rules, logic: logic.value, asked });
}

function countAsked(logic: Logic, rules: ReadonlyMap<string, ParsedRule>): number {
  if (logic.type === 'rule') return 1 + (rules.get(logic.id)?.group.asked ?? 0);
  return logic.of.reduce((sum, part) => sum + countAsked(part, rules), 0);
}

function parseOne(
  value: Json,
  id: string,
  at: Place,
  budget: RuleBudget,
  level: number,
): Parsed<ParsedRule> {
  if (!isObject(value)) return refuseAt(at.position, 'has to be an object');
  const test = parseTest(value, at.position);
  if (!test.ok) return test;
  const error = parseError(value['error'] ?? null, `${at.position}.error`);
  if (!error.ok) return error;
  const inside = { position: `${at.position}.rules`, path: at.path };
  const group = parseGroup(value['rules'] ?? null, inside, budget, level + 1);
  if (!group.ok) return group;
  return done({ path: at.path, id, test: test.value, error: error.value, group: group.value });
}

function parseTest(rule: JsonObject, position: string): Parsed<RuleTest> {
  const name = rule['name'];
  if (typeof name !== 'string') return refuseAt(`${position}.name`, 'has to be a rule name');
  const conditions = rule['conditions'] ?? {};
  const at = `${position}.conditions`;
  if (isOneOf(numberRules, name)) {
    const parsed = parseNumberConditions(conditions, at);
    return parsed.ok ? done({ kind: 'number', name, conditions: parsed.value }) : parsed;
  }
  if (isOneOf(idRules, name)) {
    const parsed = parseIdConditions(conditions, at);
    return parsed.ok ? done({ kind: 'id', name, conditions: parsed.value }) : parsed;
  }
  if (isOneOf(itemRules, name)) {
    const parsed = parseItemConditions(conditions, at);
    return parsed.ok ? done({ kind: 'items', name, conditions: parsed.value }) : parsed;
  }
  if (isOneOf(metadataRules, name)) {
    const property = textOrNull(rule['property']);
    if (property === null) return refuseAt(`${position}.property`, `is required by ${name}`);
    const parsed = parseMetadataConditions(conditions, at);
    if (!parsed.ok) return parsed;
    return done({ kind: 'metadata', name, property, conditions: parsed.value });
  }
  if (isOneOf(flagRules, name)) {
    const parsed = parseFlag(conditions, at);
    return parsed.ok ? done({ kind: 'flag', name, value: parsed.value }) : parsed;
  }
  return refuseAt(`${position}.name`, `there is no rule named "${name.slice(0, 100)}"`);
}

/** `{"message": "…"}`; an absent or empty message is none. */
function parseError(value: Json, position: string): Parsed<string | null> {
  if (value === null) return done(null);
  if (!isObject(value)) return refuseAt(position, 'has to be an object');
  const message = value['message'] ?? null;
  if (message !== null && typeof message !== 'string') {
    return refuseAt(`${position}.message`, 'has to be text');
  }
  return done(textOrNull(message));
}
