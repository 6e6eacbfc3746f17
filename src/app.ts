/** The application: every resource's routes, collected, on one server. */
import type { FastifyInstance } from 'fastify';
import type { Database } from './platform/db/database.ts';
import { type Catalogs, createCatalogs } from './incentives/catalog/service.ts';
import { categoryRoutes } from './incentives/categories/routes.ts';
import { campaignTasks } from './incentives/campaigns/jobs.ts';
import { campaignRoutes } from './incentives/campaigns/routes.ts';
import { tierRecurring, tierTasks } from './incentives/loyalties/tiers/members/jobs.ts';
import { mappedByTierRoutes } from './incentives/loyalties/tiers/mapped/routes.ts';
import { loyaltyTierRoutes } from './incentives/loyalties/tiers/routes.ts';
import { assignmentRoutes } from './incentives/validation-rules/assignments/routes.ts';
import { earningRuleRoutes } from './incentives/loyalties/earning-rules/routes.ts';
import {
  pendingPointsRecurring,
  pendingPointsTasks,
} from './incentives/loyalties/pending-points/jobs.ts';
import { loyaltyRoutes } from './incentives/loyalties/routes.ts';
import { promotionStackRoutes } from './incentives/promotions/stacks/routes.ts';
import { holderRoutes } from './incentives/referrals/holders/routes.ts';
import { promotionTierRoutes } from './incentives/promotions/tiers/routes.ts';
import { loyaltyRewardRoutes } from './incentives/loyalties/rewards/routes.ts';
import { rewardAssignmentRoutes } from './incentives/rewards/assignments/routes.ts';
import { rewardRoutes } from './incentives/rewards/routes.ts';
import { validationRuleRoutes } from './incentives/validation-rules/routes.ts';
import { addDocs } from './platform/http/docs/docs.ts';
import { openApiOf } from './platform/http/openapi.ts';
import { addOperationalEndpoints } from './platform/http/operational.ts';
import { createRateLimiter } from './platform/http/rate-limiter.ts';
import { buildServer } from './platform/http/server.ts';
import type { Route } from './platform/http/route.ts';
import type { Recurring, Tasks } from './platform/jobs/start-jobs.ts';
import { jsonLog, type Log } from './platform/log.ts';
import { outboxRecurring, outboxTasks } from './platform/outbox/jobs.ts';
import type { Subscriber } from './platform/outbox/outbox.ts';
import { voucherRoutes } from './incentives/vouchers/routes.ts';
import { customEventRoutes } from './journeys/custom-events/routes.ts';
import { earningRoutes } from './journeys/earning/routes.ts';
import { earningSubscribers } from './journeys/earning/subscribers.ts';
import { referralSubscribers } from './journeys/referrals/subscribers.ts';
import { expiryRecurring, expiryTasks } from './incentives/ledger/expiry/jobs.ts';
import { ledgerExportRoutes } from './incentives/ledger/exports/routes.ts';
import { pointsExpirationExport } from './incentives/ledger/points-expiration/csv.ts';
import { transactionExport } from './incentives/ledger/transactions/csv.ts';
import { transactionRoutes } from './incentives/ledger/transactions/routes.ts';
import { balanceRoutes } from './incentives/vouchers/balances/routes.ts';
import { voucherExport } from './incentives/vouchers/csv.ts';
import { memberTasks } from './journeys/members/jobs.ts';
import { newMemberRoutes } from './journeys/members/routes.ts';
import { publicationExport } from './journeys/publications/csv.ts';
import { publicationRoutes } from './journeys/publications/routes.ts';
import { qualificationRoutes } from './journeys/qualifications/routes.ts';
import { redemptionExport } from './journeys/redemptions/csv.ts';
import { redemptionRoutes } from './journeys/redemptions/routes.ts';
import { automaticRewardSubscribers } from './journeys/redemptions/rewards/automatic.ts';
import { rollbackRoutes } from './journeys/redemptions/rollbacks/routes.ts';
import { sessionsRecurring, sessionTasks } from './journeys/sessions/jobs.ts';
import { sessionRoutes } from './journeys/sessions/routes.ts';
import { validationRoutes } from './journeys/validations/routes.ts';
import { createValidationTally, type ValidationTally } from './journeys/validations/tally.ts';
import { customerExport } from './records/customers/csv.ts';
import { customerRoutes } from './records/customers/routes.ts';
import { orderExport } from './records/orders/csv.ts';
import { orderRoutes } from './records/orders/routes.ts';
import { productCollectionRoutes } from './records/product-collections/routes.ts';
import { productRoutes } from './records/products/routes.ts';
import { skuRoutes } from './records/products/skus/routes.ts';
import { asyncActionRoutes } from './workspace/async-actions/routes.ts';
import { exportTasks } from './workspace/exports/jobs.ts';
import { exportRoutes } from './workspace/exports/routes.ts';
import { type ExportSources, sourcesOf } from './workspace/exports/service.ts';
import { authenticatorOn } from './workspace/keys/service.ts';
import { projectRoutes } from './workspace/projects/routes.ts';
import { stackingRulesRoutes } from './workspace/projects/stacking-rules/routes.ts';

export type AppDependencies = {
  readonly db: Database;
  readonly log: Log;
  readonly version: string;
  /** How many requests a client key may send from one address in five seconds; absent: any number. */
  readonly clientRequests?: number;
  /** Absent: none. */
  readonly trustedProxies?: readonly string[];
};

/** The reference's period for limits on client keys. */
const CLIENT_PERIOD_MS = 5_000;

/** What can be exported, as each resource states it. */
const allExports: ExportSources = sourcesOf([
  customerExport,
  orderExport,
  voucherExport,
  transactionExport,
  pointsExpirationExport,
  publicationExport,
  redemptionExport,
]);

/** All operations. One list, in the order the API description shows them. */
export function allRoutes(
  catalogs: Catalogs = createCatalogs(),
  tally: ValidationTally | null = null,
): readonly Route[] {
  return [
    ...customerRoutes,
    ...productRoutes,
    ...skuRoutes,
    ...productCollectionRoutes,
    ...orderRoutes,
    ...validationRuleRoutes,
    ...assignmentRoutes,
    ...promotionTierRoutes,
    ...promotionStackRoutes,
    ...categoryRoutes,
    ...projectRoutes,
    ...stackingRulesRoutes,
    ...asyncActionRoutes,
    ...voucherRoutes,
    ...balanceRoutes,
    ...transactionRoutes,
    ...ledgerExportRoutes,
    ...exportRoutes(allExports),
    ...campaignRoutes,
    ...holderRoutes,
    ...earningRuleRoutes,
    ...loyaltyTierRoutes,
    ...mappedByTierRoutes,
    ...earningRoutes(catalogs),
    ...loyaltyRoutes,
    ...newMemberRoutes,
    ...rewardRoutes,
    ...rewardAssignmentRoutes,
    ...loyaltyRewardRoutes,
    ...publicationRoutes,
    ...qualificationRoutes(catalogs),
    ...validationRoutes(catalogs, tally),
    ...sessionRoutes,
    ...redemptionRoutes(catalogs),
    ...rollbackRoutes(catalogs),
    ...customEventRoutes,
  ];
}

/** Who follows up what requests emit. */
function allSubscribers(catalogs: Catalogs): readonly Subscriber[] {
  return [
    ...earningSubscribers(catalogs),
    ...referralSubscribers,
    ...automaticRewardSubscribers(catalogs),
  ];
}

/** What jobs may ask for: the work of all resources, by name. */
export function allTasks(
  db: Database,
  log: Log = jsonLog((line) => process.stderr.write(line)),
): Tasks {
  const subscribers = allSubscribers(createCatalogs());
  return {
    ...campaignTasks(db),
    ...memberTasks(db),
    ...tierTasks(db),
    ...pendingPointsTasks(db),
    ...expiryTasks(db),
    ...exportTasks(db, allExports),
    ...sessionTasks(db),
    ...outboxTasks(db, subscribers, log),
  };
}

/** What is done again and again, and when. */
export const allRecurring: Recurring = {
  ...sessionsRecurring,
  ...tierRecurring,
  ...pendingPointsRecurring,
  ...expiryRecurring,
  ...outboxRecurring,
};

/** A server ready to listen, or to be injected into. */
export function buildApp(dependencies: AppDependencies): FastifyInstance {
  const { db, log, version, clientRequests, trustedProxies = [] } = dependencies;
  const tally = createValidationTally(db, log);
  const catalogs = createCatalogs();
  const routes = allRoutes(catalogs, tally);
  const requests = clientRequests ?? Number.MAX_SAFE_INTEGER;
  const clientLimiter = createRateLimiter({ requests, periodMs: CLIENT_PERIOD_MS });
  const authenticator = authenticatorOn(db);
  const subscribers = allSubscribers(catalogs);
  const server = buildServer(routes, {
    db,
    log,
    authenticator,
    clientLimiter,
    subscribers,
    trustedProxies,
  });
  server.addHook('onClose', () => tally.stop());
  addDocs(server);
  addOperationalEndpoints(server, {
    openApi: openApiOf(routes, version),
    checkReady: async () => {
      await db.adhoc('select 1 from projects limit 1', []);
    },
  });
  return server;
}
