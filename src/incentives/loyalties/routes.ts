/** Loyalty programs and their members: all operations. */
import { activityRoutes } from './activity/routes.ts';
import { memberBalanceRoutes } from './balance/routes.ts';
import { bucketRoutes } from './buckets/routes.ts';
import { memberRoutes } from './members/routes.ts';
import { pendingPointsRoutes } from './pending-points/routes.ts';
import { loyaltyProgramRoutes } from './programs/routes.ts';
import { transferRoutes } from './transfers/routes.ts';

export const loyaltyRoutes = [
  ...loyaltyProgramRoutes,
  ...memberRoutes,
  ...memberBalanceRoutes,
  ...transferRoutes,
  ...pendingPointsRoutes,
  ...bucketRoutes,
  ...activityRoutes,
];
