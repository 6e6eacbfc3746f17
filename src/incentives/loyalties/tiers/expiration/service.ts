/** How tiers are reached and kept: read from requests, and as the engine takes it. */
import { Temporal } from 'temporal-polyfill';
import {
  DEFAULT_TIER_POLICY,
  type TierPolicy,
  type TierRounding,
} from '../../../../engine/loyalty/tier-policy.ts';
import { done, type Outcome, type Refusal, refuse } from '../../../../engine/outcome.ts';
import type { Sql } from '../../../../platform/db/database.ts';
import { recheckProgramme } from '../recheck/service.ts';
import type { TiersExpiration } from './schema.ts';
import { saveExpiration } from './store.ts';

type Fault = 'invalid_campaign_params';

/**
 * Writes what a request says of a campaign's tiers. Members keep what they have, unless the request wants
 * them looked at anew, which is done in the background. Campaigns that are no loyalty programs have none.
 */
export async function keepTiersExpiration(
  projectId: string,
  tx: Sql,
  campaign: { readonly id: string; readonly campaign_type: string },
  input: {
    readonly loyalty_tiers_expiration?: TiersExpiration;
    readonly options?: { readonly recalculate_tiers?: boolean };
  },
): Promise<Outcome<null, Fault>> {
  const { loyalty_tiers_expiration: given, options } = input;
  const campaignId = campaign.id;
  if (campaign.campaign_type !== 'LOYALTY_PROGRAM') return done(null);
  if (given !== undefined) {
    const expiration = readExpiration(given);
    if (!expiration.ok) return expiration;
    await saveExpiration(tx, projectId, { campaignId, expiration: expiration.value });
  }
  if (options?.recalculate_tiers) {
    await recheckProgramme(tx, { projectId, campaignId, look: 'refresh' });
  }
  return done(null);
}

/** As it is stored and shown; refuses what does not go together. */
export function readExpiration(given: TiersExpiration): Outcome<TiersExpiration, Fault> {
  const { expiration_date: expiration } = given;
  const fault =
    given.qualification_type === 'BALANCE' ? balanceFault(given) : collectedFault(given);
  if (fault !== null) return fault;
  const extend = durationOf(expiration.extend);
  if (extend === null) {
    return wrong(
      'expiration_date.extend',
      `days or months in ISO 8601, at most ${MAX_MONTHS} months`,
    );
  }
  if (expiration.type === 'CUSTOM' && extend.blank) {
    return wrong('expiration_date.extend', 'a duration above zero where the type is CUSTOM');
  }
  const { rounding } = expiration;
  if (rounding?.type === 'CUSTOM' && rounding.value === undefined) {
    return wrong('expiration_date.rounding.value', 'a month where the type is CUSTOM');
  }
  if (rounding === undefined) return done(given);
  const complete = { ...rounding, strategy: rounding.strategy ?? ('END' as const) };
  return done({ ...given, expiration_date: { ...expiration, rounding: complete } });
}

/** What was stored, as the engine takes it. */
export function policyOf(stored: TiersExpiration | null): TierPolicy {
  if (stored === null) return DEFAULT_TIER_POLICY;
  const { expiration_date: expiration, qualification_period: period } = stored;
  const extend = durationOf(expiration.extend) ?? NO_TIME;
  if (stored.qualification_type === 'POINTS_IN_PERIOD') {
    return {
      qualification: 'POINTS_IN_PERIOD',
      period: period ?? 'MONTH',
      startsNextPeriod: stored.start_date.type === 'NEXT_PERIOD',
      lastsNextPeriod: expiration.type === 'END_OF_NEXT_PERIOD',
      extend,
    };
  }
  if (expiration.type !== 'CUSTOM') return DEFAULT_TIER_POLICY;
  return { qualification: 'BALANCE', keeps: { extend, rounding: roundingOf(expiration.rounding) } };
}

function balanceFault({ start_date, expiration_date }: TiersExpiration): Refusal<Fault> | null {
  if (start_date.type !== 'IMMEDIATE') {
    return wrong('start_date.type', 'IMMEDIATE where tiers are by balance');
  }
  return expiration_date.type === 'BALANCE_DROP' || expiration_date.type === 'CUSTOM'
    ? null
    : wrong('expiration_date.type', 'BALANCE_DROP or CUSTOM where tiers are by balance');
}

function collectedFault(given: TiersExpiration): Refusal<Fault> | null {
  if (given.qualification_period === undefined) {
    return wrong('qualification_period', 'a period where points are collected in one');
  }
  const { type } = given.expiration_date;
  return type === 'END_OF_PERIOD' || type === 'END_OF_NEXT_PERIOD'
    ? null
    : wrong(
        'expiration_date.type',
        'END_OF_PERIOD or END_OF_NEXT_PERIOD where points are collected',
      );
}

function wrong(property: string, wanted: string): Refusal<Fault> {
  const name = `loyalty_tiers_expiration.${property}`;
  return refuse('invalid_campaign_params', `Property ${name} must be ${wanted}`);
}

/** Five years: what was collected longer ago is never asked for. */
const MAX_MONTHS = 60;
const MAX_DAYS = 1_830;
const NO_TIME = Temporal.Duration.from({ days: 0 });

/** Absent or empty: none. Null where it is no such duration. */
function durationOf(text: string | undefined): Temporal.Duration | null {
  if (text === undefined || text === '') return NO_TIME;
  const duration = parsed(text);
  if (duration === null || duration.sign < 0) return null;
  const { years, months, weeks, days } = duration;
  const isDate = duration.with({ years: 0, months: 0, weeks: 0, days: 0 }).blank;
  const isShort = years * 12 + months <= MAX_MONTHS && weeks * 7 + days <= MAX_DAYS;
  return isDate && isShort ? duration : null;
}

function parsed(text: string): Temporal.Duration | null {
  try {
    return Temporal.Duration.from(text);
  } catch {
    return null;
  }
}

function roundingOf(rounding: TiersExpiration['expiration_date']['rounding']): TierRounding | null {
  if (rounding === undefined) return null;
  const { type, strategy = 'END', value = 0 } = rounding;
  return { to: type === 'CUSTOM' ? { month: value + 1 } : type, strategy };
}
