/** What each scenario looks at, and which rules it judges. */
import type { JudgedPart } from '../../engine/eligibility/judge-part.ts';
import type { Scenario } from './schema.ts';

export type Plan = {
  readonly tiers: boolean;
  readonly stacks: boolean;
  /** Campaigns that give away unique codes. */
  readonly campaigns: boolean;
  /** Vouchers that the customer holds. */
  readonly held: boolean;
  /** Vouchers that everybody may use. */
  readonly open: boolean;
  /** The rules that are judged, the others being taken for met; absent: all. */
  readonly part?: JudgedPart;
  /** What an offer has to do with the items of the order. */
  readonly concern: 'anything' | 'items' | 'discounted_items';
};

const nothing = {
  tiers: false,
  stacks: false,
  campaigns: false,
  held: false,
  open: false,
} as const;
const everything = { tiers: true, stacks: false, campaigns: true, held: true, open: true } as const;
const aboutNobody: JudgedPart = { customer: false, items: false };
const aboutCustomer: JudgedPart = { customer: true, items: false };

/** Stacks are offered by the scenario of their own alone: their tiers are offered by the others. */
export const plans: Readonly<Record<Scenario, Plan>> = {
  ALL: { ...everything, concern: 'anything' },
  CUSTOMER_WALLET: { ...nothing, held: true, concern: 'anything' },
  AUDIENCE_ONLY: { ...everything, part: aboutCustomer, concern: 'anything' },
  PRODUCTS: { ...everything, part: aboutNobody, concern: 'items' },
  PRODUCTS_DISCOUNT: { ...everything, part: aboutNobody, concern: 'discounted_items' },
  PROMOTION_STACKS: { ...nothing, stacks: true, concern: 'anything' },
  PRODUCTS_BY_CUSTOMER: { ...everything, part: aboutCustomer, concern: 'items' },
  PRODUCTS_DISCOUNT_BY_CUSTOMER: {
    ...everything,
    part: aboutCustomer,
    concern: 'discounted_items',
  },
};
