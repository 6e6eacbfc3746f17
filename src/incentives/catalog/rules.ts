/** A stored rule definition → a compiled rule. */
import { compileRule, type CompiledRule } from '../../engine/eligibility/compile.ts';
import { parseRule } from '../../engine/eligibility/parse/parse-rule.ts';
import type { JsonObject } from '../../engine/json.ts';

/** Definitions were parsed when they were written: one that no longer parses is our bug. */
export function compileDefinition(definition: JsonObject): CompiledRule {
  const tree = parseRule(definition);
  if (!tree.ok) throw new Error(`a stored validation rule does not parse: ${tree.details ?? ''}`);
  return compileRule(tree.value);
}
