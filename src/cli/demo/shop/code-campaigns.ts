/** The shop's codes: five campaigns of unique codes, four of one code for everybody. */
import { off, onItems, percent } from './discounts.ts';
import type { RuleName } from './rules.ts';

export type CodeCampaign = {
  readonly name: string;
  readonly discount: object;
  /** Unique codes, made in the background; or one code for everybody. */
  readonly codes:
    | { readonly count: number; readonly pattern: string }
    | { readonly generic: string };
  readonly rules: readonly RuleName[];
  readonly joinOnce?: true;
  /** Its time is over. */
  readonly isOver?: true;
};

export const codeCampaignsOfShop: readonly CodeCampaign[] = [
  {
    name: 'Welcome',
    discount: percent(15),
    codes: { count: 300, pattern: 'WELCOME-######' },
    rules: ['first order'],
    joinOnce: true,
  },
  {
    name: 'Gold letters',
    discount: off(12_00),
    codes: { count: 200, pattern: 'GOLD-######' },
    rules: ['gold member from 60'],
  },
  {
    name: 'Newsletter thanks',
    discount: off(5_00),
    codes: { count: 250, pattern: 'NEWS-######' },
    rules: ['newsletter'],
    joinOnce: true,
  },
  {
    name: 'Birthday treat',
    discount: off(8_00),
    codes: { count: 150, pattern: 'BDAY-######' },
    rules: ['from 50'],
  },
  {
    name: 'Sorry for the delay',
    discount: percent(100, { amount_limit: 15_00 }),
    codes: { count: 100, pattern: 'SORRY-######' },
    rules: [],
  },
  {
    name: 'Tea time',
    discount: percent(20, onItems),
    codes: { generic: 'TEATIME' },
    rules: ['tea'],
  },
  {
    name: 'Summer',
    discount: percent(10, { amount_limit: 25_00 }),
    codes: { generic: 'SUMMER10' },
    rules: ['once per customer'],
  },
  {
    name: 'Big basket',
    discount: off(20_00),
    codes: { generic: 'BIGBASKET' },
    rules: ['from 150'],
  },
  {
    name: 'Last autumn',
    discount: percent(15),
    codes: { generic: 'AUTUMN15' },
    rules: [],
    isOver: true,
  },
];
