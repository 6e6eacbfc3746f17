/** Conditions on who redeems, with which key, and with how many points. */
import type { RuleFacts } from '../facts.ts';
import { pending } from '../node.ts';
import type { IdSource } from '../node.ts';
import type { NumberSource } from './source.ts';

export const redemptionIds = {
  /** A key is named by its id or by its name. */
  'redemption.api_key': {
    has: ({ redemption }, id) => redemption.apiKeyId === id || redemption.apiKeyName === id,
    list: ({ redemption }) => present([redemption.apiKeyId, redemption.apiKeyName]),
  },
  'redemption.user.login': {
    has: ({ redemption }, id) => redemption.userLogin === id,
    list: ({ redemption }) => present([redemption.userLogin]),
  },
} as const satisfies Record<string, IdSource>;

export const redemptionNumbers = {
  'redemption.reward.pay_with_points.points_used': {
    over: 'facts',
    read: ({ redemption }) => redemption.pointsUsed ?? pending,
    needsPricing: true,
  },
} as const satisfies Record<string, NumberSource>;

/** Whether the customer is the one the code was given to; a code without a holder is nobody's. */
export function isHolder({ customer, holderId }: RuleFacts): boolean {
  return holderId !== null && customer?.id === holderId;
}

function present(ids: readonly (string | null)[]): readonly string[] {
  return ids.filter((id) => id !== null);
}
