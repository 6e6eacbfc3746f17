/** A stored rule definition → a compiled rule. */
import { compileRule, type CompiledRule } from '../../engine/eligibility/compile.ts';
import { parseRule } from '../../engine/eligibility/parse/parse-rule.ts';
import type { JsonObject } from '../../engine/json.ts';

/** Above this many that nobody may use any more, all are forgotten; those in use live on. */
const MAX_KEPT = 20_000;

/**
 * Compiles equal definitions once: a shop with thousands of promotions says much the same in many
 * rules, and what is the same object is judged once a request.
 */
export function createRuleCompiler(): (definition: JsonObject) => CompiledRule {
  const compiled = new Map<string, CompiledRule>();
  return (definition) => {
    const text = JSON.stringify(definition);
    const known = compiled.get(text);
    if (known !== undefined) return known;
    if (compiled.size >= MAX_KEPT) compiled.clear();
    const rule = compileDefinition(definition);
    compiled.set(text, rule);
    return rule;
  };
}

/** Definitions were parsed when they were written: one that no longer parses is our bug. */
function compileDefinition(definition: JsonObject): CompiledRule {
  const tree = parseRule(definition);
  if (!tree.ok) throw new Error(`a stored validation rule does not parse: ${tree.details ?? ''}`);
  return compileRule(tree.value);
}
