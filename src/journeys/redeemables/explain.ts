/** Why each redeemable of a request applies or not, where the request asks for it. */
import { explainFate } from '../../engine/explain/explain.ts';
import { presentExplanation } from '../explanations/present.ts';
import type { Explanation } from '../explanations/schema.ts';
import { campaignIdOf, type Decided, requestedAt } from './service.ts';

/** Worked out after the decision, and only then; null where nobody asks. */
export function explanationAt(decided: Decided, position: number): Explanation | null {
  if (decided.request.options?.explain !== true) return null;
  const { facts, question, decision, items } = decided;
  const campaignOf: Parameters<typeof requestedAt>[2] = (one) => campaignIdOf(facts, one);
  const requested = requestedAt(position, decided, campaignOf);
  if (requested === null) return null;
  return presentExplanation({
    facts,
    explanation: explainFate(question, decision, { position, requested }),
    candidate: requested.ok ? requested.candidate : null,
    idAt: (at) => items[at]?.id ?? '',
  });
}
