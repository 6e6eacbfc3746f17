/** What a request says of an earning rule, checked and as columns. */
import { done, type Outcome, refuse } from '../../../engine/outcome.ts';
import { changeValidity, NO_VALIDITY } from '../../validity/service.ts';
import { readExpirationRules } from '../expiration-rules/service.ts';
import { ANY_TIER, isTierEvent, ORDER_PAID, SEGMENT_ENTERED } from './events.ts';
import { calculationsOf, readLoyalty } from './loyalty/service.ts';
import type { EarningRuleInput, EarningRuleUpdate } from './schema.ts';
import type { EarningRuleColumns, EarningSubject } from './store.ts';

export type ColumnsFault = 'invalid_payload' | 'invalid_formula';

/** A rule that names neither event nor schema of a custom event is about paid orders. */
export function readNewRule(input: EarningRuleInput): Outcome<EarningRuleColumns, ColumnsFault> {
  const event = input.event ?? input.custom_event?.schema_id ?? ORDER_PAID;
  const about = subjectOf(event, input);
  if (!about.ok) return about;
  const { loyalty, ...rest } = input;
  const read = readLoyalty(loyalty);
  if (!read.ok) return read;
  return readChangedRule(
    {
      ...NO_VALIDITY,
      event,
      active: true,
      loyalty: read.value,
      about: about.value,
      banner: null,
      pending_days: null,
      expiration_rules: null,
      metadata: {},
    },
    rest,
  );
}

/** `current` with what the request says: absent stays, null clears, metadata merges. */
export function readChangedRule(
  current: EarningRuleColumns,
  update: EarningRuleUpdate,
): Outcome<EarningRuleColumns, ColumnsFault> {
  const loyalty =
    update.loyalty === undefined ? done(current.loyalty) : readLoyalty(update.loyalty);
  if (!loyalty.ok) return loyalty;
  const type = loyalty.value.calculation_type;
  if (type !== undefined && !calculationsOf(current.event).includes(type)) {
    return refuse('invalid_payload', `Points for ${current.event} cannot follow ${type}`);
  }
  if (update.pending_points && current.event !== ORDER_PAID) {
    return refuse('invalid_payload', 'Property pending_points is for order.paid alone');
  }
  const validity = changeValidity(current, update, 'invalid_payload');
  if (!validity.ok) return validity;
  const rules = update.expiration_rules;
  const expiration = rules ? readExpirationRules(rules, 'invalid_payload') : done(null);
  if (!expiration.ok) return expiration;
  const { pending_points: pending, source, metadata } = update;
  return done({
    ...validity.value,
    event: current.event,
    about: current.about,
    active: update.active ?? current.active,
    loyalty: loyalty.value,
    banner: source?.banner === undefined ? current.banner : source.banner,
    pending_days: pending === undefined ? current.pending_days : (pending?.period_value ?? null),
    expiration_rules: rules === undefined ? current.expiration_rules : expiration.value,
    metadata: metadata === null ? {} : { ...current.metadata, ...metadata },
  });
}

/** What else the event needs named; parts that belong to other events are not kept. */
function subjectOf(
  event: string,
  { segment, loyalty_tier: tier, custom_event: custom }: EarningRuleInput,
): Outcome<EarningSubject, 'invalid_payload'> {
  if (event === ORDER_PAID) return done({});
  if (event === SEGMENT_ENTERED) {
    return segment ? done({ segment }) : refuse('invalid_payload', 'Property segment is required');
  }
  if (isTierEvent(event)) return done({ loyalty_tier: { id: tier?.id ?? ANY_TIER } });
  return done(custom ? { custom_event: custom } : {});
}
