/** What a code is found by: itself, or itself in small letters where a project ignores case. */
import type { Project } from '../../platform/context.ts';

/** What `coalesce(code_key, code)` of a voucher is compared with. */
export function lookupKey(project: Project, code: string): string {
  return project.caseSensitiveCodes ? code : code.toLowerCase();
}

/** The column `code_key`: null where the code is found by itself. */
export function codeKey(project: Project, code: string): string | null {
  const key = lookupKey(project, code);
  return key === code ? null : key;
}
