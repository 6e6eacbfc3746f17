/** Why each redeemable of a request applies or not, where the request asks for it. */
import { explainFate } from '../../engine/explain/explain.ts';
import { presentExplanation } from '../explanations/present.ts';
import type { Explanation } from '../explanations/schema.ts';
import type { Decided } from './service.ts';

/** Worked out after the decision, and only then; null where nobody asks. */
export function explanationAt(decided: Decided, position: number): Explanation | null {
  if (decided.request.options?.explain !== true) return null;
  const { facts, question, decision, items } = decided;
  const requested = question.redeemables[position];
  return presentExplanation({
    facts,
    explanation: explainFate(question, decision, position),
    candidate: requested?.ok === true ? requested.candidate : null,
    idAt: (at) => items[at]?.id ?? '',
  });
}
