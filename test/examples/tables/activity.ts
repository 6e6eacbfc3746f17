/** When an incentive holds: its dates, and the days and hours in between. */
import type { Row } from '../example.ts';
import { section } from '../example.ts';
import { amount, offer, type Offer, under } from '../offers.ts';

const guide = 'optimize/time-limits.mdx';

/** A dollar off 100.00 at that moment, or why not. */
function at(claim: string, now: string, validity: Offer['validity'], key?: string): Row {
  const one = under(offer(amount(100)), { validity });
  return [claim, '10000', [[one, key ?? 100]], key === undefined ? 9_900 : 10_000, { now }];
}

const warsaw = (time: string) => `${time}[Europe/Warsaw]`;

/** May 2026: the 18th is a Monday, the 20th a Wednesday. */
const start_date = '2026-05-10T08:00:00Z';
const expiration_date = '2026-05-31T08:00:00Z';
const month = { start_date, expiration_date };
const notNow = 'voucher_not_active_now';

const dates = section(
  guide,
  'Start and expiration dates',
  at(
    'blocked a second before the start',
    warsaw('2026-05-10T09:59:59'),
    month,
    'voucher_not_active',
  ),
  at('open from the start', warsaw('2026-05-10T10:00:00'), month),
  at('open a second before the end', warsaw('2026-05-31T09:59:59'), month),
  at('blocked from the end', warsaw('2026-05-31T10:00:00'), month, 'voucher_expired'),
  at('open at once, without a start', warsaw('2026-01-02T00:00:00'), { expiration_date }),
  at('never over, without an end', warsaw('2040-01-01T00:00:00'), { start_date }),
  at(
    'blocked while switched off',
    warsaw('2026-05-20T12:00:00'),
    { ...month, active: false },
    'voucher_disabled',
  ),
  at('a day begins at its first moment in UTC', warsaw('2026-05-10T02:00:00'), {
    start_date: '2026-05-10',
  }),
  at(
    'not a second earlier',
    warsaw('2026-05-10T01:59:59'),
    { start_date: '2026-05-10' },
    'voucher_not_active',
  ),
);

const hourADay = { start_date, validity_timeframe: { duration: 'PT1H', interval: 'P1D' } };
const twoDaysAWeek = { start_date, validity_timeframe: { duration: 'P2D', interval: 'P1W' } };

const timeframe = section(
  guide,
  'Add duration & interval time frame',
  at('an hour every day: at its start', warsaw('2026-05-20T10:00:00'), hourADay),
  at('an hour every day: in its last second', warsaw('2026-05-20T10:59:59'), hourADay),
  at('an hour every day: over', warsaw('2026-05-20T11:00:00'), hourADay, notNow),
  at('an hour every day: before it', warsaw('2026-05-20T09:59:59'), hourADay, notNow),
  at('two days every week: the second', warsaw('2026-05-19T09:59:59'), twoDaysAWeek),
  at('two days every week: over', warsaw('2026-05-19T10:00:00'), twoDaysAWeek, notNow),
  at('with days of the week: the hour on a Wednesday', warsaw('2026-05-20T10:30:00'), {
    ...hourADay,
    validity_day_of_week: [3],
  }),
  at(
    'with days of the week: the hour on a Thursday',
    warsaw('2026-05-21T10:30:00'),
    { ...hourADay, validity_day_of_week: [3] },
    notNow,
  ),
  at(
    'with days of the week: a Wednesday past the hour',
    warsaw('2026-05-20T11:30:00'),
    { ...hourADay, validity_day_of_week: [3] },
    notNow,
  ),
);

const someDays = { validity_day_of_week: [1, 3, 6] };

const days = section(
  guide,
  'Add valid days of the week',
  at('a Monday', warsaw('2026-05-18T12:00:00'), someDays),
  at('a Wednesday', warsaw('2026-05-20T00:00:00'), someDays),
  at('a Saturday', warsaw('2026-05-23T23:59:59'), someDays),
  at('a Tuesday', warsaw('2026-05-19T12:00:00'), someDays, notNow),
  at('a Sunday', warsaw('2026-05-24T12:00:00'), someDays, notNow),
);

const morning = {
  validity_hours: {
    daily: [{ start_time: '09:00', expiration_time: '11:00', days_of_week: [2, 4] }],
  },
};
const twice = {
  validity_hours: {
    daily: [
      { start_time: '09:00', expiration_time: '11:00', days_of_week: [2] },
      { start_time: '17:00', expiration_time: '19:00', days_of_week: [2] },
    ],
  },
};

const hours = section(
  guide,
  'Add valid hours per day',
  at('Tuesday at 9:00', warsaw('2026-05-19T09:00:00'), morning),
  at('Thursday at 10:59', warsaw('2026-05-21T10:59:59'), morning),
  at('Tuesday at 11:00', warsaw('2026-05-19T11:00:00'), morning, notNow),
  at('Tuesday at 8:59', warsaw('2026-05-19T08:59:59'), morning, notNow),
  at('Wednesday at 10:00', warsaw('2026-05-20T10:00:00'), morning, notNow),
  at('several hours: the second', warsaw('2026-05-19T18:00:00'), twice),
  at('several hours: between them', warsaw('2026-05-19T14:00:00'), twice, notNow),
);

const zones = section(
  guide,
  'Time limits follow the time zone of the project',
  at('10:00 in Warsaw', warsaw('2026-05-19T10:00:00'), morning),
  at('the same moment in New York', '2026-05-19T04:00:00[America/New_York]', morning, notNow),
  at('10:00 in New York', '2026-05-19T10:00:00[America/New_York]', morning),
  at('still Wednesday in New York', '2026-05-20T23:00:00[America/New_York]', someDays),
  at('already Thursday in Warsaw', warsaw('2026-05-21T05:00:00'), someDays, notNow),
);

export const activity = [dates, timeframe, days, hours, zones];
