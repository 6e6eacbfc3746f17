/** Rules, compiled, and what they are assigned to. */
import type { CompiledRule } from '../../engine/eligibility/compile.ts';
import { createRuleCompiler } from './rules.ts';
import { memberSet } from './member-set.ts';
import type { AssignmentRow, RuleRow } from './store.ts';

export type Guards = {
  putRule(id: string, row: RuleRow | null): void;
  putAssignment(id: string, row: AssignmentRow | null): void;
  rule(id: string): CompiledRule | null;
  allRules(): readonly CompiledRule[];
  /** The rules assigned to an object, and those named by `ruleIds`. */
  rulesOf(objectId: string, ruleIds?: readonly string[]): readonly CompiledRule[];
  assignmentsOf(objectId: string): readonly AssignmentRow[];
};

/** `touch` is told of every object whose rules have changed. */
export function createGuards(touch: (objectId: string) => void): Guards {
  const rules = new Map<string, CompiledRule>();
  const compileRule = createRuleCompiler();
  const assignments = new Map<string, AssignmentRow>();
  const assigned = new Map<string, readonly AssignmentRow[]>();
  const guardedByRule = new Map<string, Set<string>>();
  const assignmentsOf = (objectId: string) => assigned.get(objectId) ?? [];

  function dropAssignment(id: string): void {
    const before = assignments.get(id);
    if (before === undefined) return;
    const others = assignmentsOf(before.related_object_id).filter((one) => one.id !== id);
    assignments.delete(id);
    assigned.set(before.related_object_id, others);
    memberSet(guardedByRule, before.rule_id).delete(before.related_object_id);
    touch(before.related_object_id);
  }

  return {
    putRule(id, row) {
      if (row === null) rules.delete(id);
      else rules.set(id, compileRule(row.definition));
      for (const objectId of guardedByRule.get(id) ?? []) touch(objectId);
    },
    putAssignment(id, row) {
      dropAssignment(id);
      if (row === null) return;
      assignments.set(id, row);
      assigned.set(row.related_object_id, [...assignmentsOf(row.related_object_id), row]);
      memberSet(guardedByRule, row.rule_id).add(row.related_object_id);
      touch(row.related_object_id);
    },
    rule: (id) => rules.get(id) ?? null,
    allRules: () => [...rules.values()],
    rulesOf(objectId, ruleIds = []) {
      const ids = [...assignmentsOf(objectId).map((one) => one.rule_id), ...ruleIds];
      return ids.flatMap((id) => rules.get(id) ?? []);
    },
    assignmentsOf,
  };
}
