/** Assignments of validation rules: row → wire. */
import type { Assignment, AssignmentList } from './schema.ts';
import type { AssignmentRow } from './store.ts';

export function presentAssignment(row: AssignmentRow): Assignment {
  return {
    id: row.id,
    rule_id: row.rule_id,
    related_object_id: row.related_object_id,
    related_object_type: row.related_object_type,
    created_at: row.created_at,
    object: 'validation_rules_assignment',
  };
}

/** One page of assignments, or all those of an object: then `total` is how many there are. */
export function presentAssignmentList(
  rows: readonly AssignmentRow[],
  total = rows.length,
): AssignmentList {
  return { object: 'list', data_ref: 'data', data: rows.map(presentAssignment), total };
}
