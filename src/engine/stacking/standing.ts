/** A redeemable at its place in the request, as far as stacking cares. */
import type { Categories, Eligibility } from './categories.ts';

export type Standing = {
  /** In the request, from 0. */
  readonly position: number;
  readonly categories: Categories;
  readonly eligibility: Eligibility;
  /** Refused before anything was decided, as an unknown code is. */
  readonly isRefused: boolean;
};
