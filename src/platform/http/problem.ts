/** Refusals on the wire: one presenter for every error the API answers. */
import type { Refusal } from '../../engine/outcome.ts';
import { messageOf, statusOf } from '../../engine/problem.ts';
import Type, { type Static } from 'typebox';

/** The error body, as the reference has it. */
export const Problem = Type.Object({
  code: Type.Integer({ description: 'HTTP status' }),
  key: Type.String({ description: 'What went wrong, for programs' }),
  message: Type.String({ description: 'What went wrong, for people' }),
  details: Type.Optional(Type.String({ description: 'What was wrong in this very case' })),
  request_id: Type.String(),
  resource_id: Type.Optional(Type.String()),
  resource_type: Type.Optional(Type.String()),
  error: Type.Optional(Type.Object({ message: Type.String() })),
  explanation: Type.Optional(
    Type.Record(Type.String(), Type.Unknown(), {
      description:
        'Of a redemption that asks for it with `options.explain`: as redeemables of a validation ' +
        'have it',
      'x-scrip-extension': true,
    }),
  ),
});
export type Problem = Static<typeof Problem>;

export function presentProblem(refusal: Refusal, requestId: string): Problem {
  return {
    code: statusOf(refusal.key),
    key: refusal.key,
    message: messageOf(refusal.key),
    ...(refusal.details === undefined ? {} : { details: refusal.details }),
    request_id: refusal.requestId ?? requestId,
    ...(refusal.resourceId === undefined ? {} : { resource_id: refusal.resourceId }),
    ...(refusal.resourceType === undefined ? {} : { resource_type: refusal.resourceType }),
    ...(refusal.customMessage === undefined ? {} : { error: { message: refusal.customMessage } }),
    ...(refusal.explanation === undefined ? {} : { explanation: refusal.explanation }),
  };
}
