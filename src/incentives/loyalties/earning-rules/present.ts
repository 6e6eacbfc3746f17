/** Earning rules: row → wire. */
import { presentValidity } from '../../validity/present.ts';
import type { EarningRule } from './schema.ts';
import type { GuardedEarningRule } from './service.ts';

export function presentEarningRule({ row, validationRuleId }: GuardedEarningRule): EarningRule {
  return {
    id: row.id,
    created_at: row.created_at,
    updated_at: row.updated_at,
    validation_rule_id: validationRuleId,
    loyalty: row.loyalty,
    event: row.event,
    ...row.about,
    ...(row.pending_days === null
      ? {}
      : { pending_points: { period_type: 'DAY' as const, period_value: row.pending_days } }),
    source: {
      ...(row.banner === null ? {} : { banner: row.banner }),
      object_id: row.campaign_id,
      object_type: 'campaign',
    },
    active: row.active,
    ...presentValidity(row),
    ...(row.expiration_rules === null ? {} : { expiration_rules: row.expiration_rules }),
    automation_id: row.automation_id,
    metadata: row.metadata,
    object: 'earning_rule',
  };
}
