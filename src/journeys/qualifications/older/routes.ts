/** Older qualifications: promotions, campaigns and vouchers, each asked for by itself. */
import { done } from '../../../engine/outcome.ts';
import type { Catalogs } from '../../../incentives/catalog/service.ts';
import { clientRoute, route } from '../../../platform/http/route.ts';
import { PromotionsByQuery } from '../../validations/client/schema.ts';
import { requestOf } from '../../validations/client/service.ts';
import { presentCampaigns, presentPromotions, presentVouchers } from './present.ts';
import {
  CampaignsQuery,
  MAX_FOUND,
  MAX_PROMOTIONS,
  OlderInput,
  PromotionsQuery,
  QualifiedCampaigns,
  QualifiedPromotions,
  QualifiedVouchers,
  VouchersInput,
  VouchersQuery,
} from './schema.ts';
import { foundCampaigns, qualifyKind, qualifyVouchers } from './service.ts';
import { tierFilter } from './tier-filter.ts';

const fails = ['unauthorized', 'invalid_amount'] as const;

export const olderQualificationRoutes = (catalogs: Catalogs) => [
  openVouchers(catalogs),
  qualifiedCampaigns(catalogs),
  promotions(catalogs),
  promotionsForClients(catalogs),
];

const openVouchers = (catalogs: Catalogs) =>
  route({
    operation: 'examine-vouchers-qualification',
    on: 'POST /v1/vouchers/qualification',
    tag: 'Vouchers',
    does: 'Finds the vouchers open to everybody that a customer may use for an order, or the cards that pay for a reward',
    may: 'qualifications.read',
    mutates: false,
    identity: 'facts',
    query: VouchersQuery,
    body: VouchersInput,
    reply: QualifiedVouchers,
    fails,
    async handle({ query, body }, context) {
      const qualified = await qualifyVouchers(context, catalogs, body, query);
      return qualified.ok
        ? done(presentVouchers(context, qualified.value, query.order))
        : qualified;
    },
  });

const qualifiedCampaigns = (catalogs: Catalogs) =>
  route({
    operation: 'examine-campaign-qualification',
    on: 'POST /v1/campaigns/qualification',
    tag: 'Campaigns',
    does: 'Finds the campaigns whose codes a customer could use for an order',
    may: 'qualifications.read',
    mutates: false,
    identity: 'facts',
    query: CampaignsQuery,
    body: OlderInput,
    reply: QualifiedCampaigns,
    fails,
    async handle({ query: { limit = MAX_FOUND, audienceRulesOnly, order }, body }, context) {
      const wanted = { kind: 'campaigns' as const, limit, audienceRulesOnly };
      const qualified = await qualifyKind(context, catalogs, body, wanted);
      if (!qualified.ok) return qualified;
      const rows = await foundCampaigns(context, qualified.value, order);
      return done(presentCampaigns(context, qualified.value, rows));
    },
  });

const promotions = (catalogs: Catalogs) =>
  route({
    operation: 'validate-promotions',
    on: 'POST /v1/promotions/validation',
    tag: 'Promotions',
    does: 'Finds the promotion tiers that apply to a customer and an order, and prices each',
    may: 'qualifications.read',
    mutates: false,
    identity: 'facts',
    query: PromotionsQuery,
    body: OlderInput,
    reply: QualifiedPromotions,
    fails: [...fails, 'invalid_query_params'],
    async handle({ query: { audienceRulesOnly, filters }, body }, context) {
      const isWanted = tierFilter(context, filters);
      if (!isWanted.ok) return isWanted;
      const qualified = await qualifyKind(context, catalogs, body, {
        kind: 'tiers',
        limit: MAX_PROMOTIONS,
        audienceRulesOnly,
        isWanted: isWanted.value,
      });
      if (!qualified.ok) return qualified;
      const withCategories = body.options?.expand?.includes('category') ?? false;
      return done(presentPromotions(qualified.value, withCategories));
    },
  });

const promotionsForClients = (catalogs: Catalogs) =>
  clientRoute({
    operation: 'validate-promotions-client-side',
    on: 'GET /client/v1/promotions/validation',
    tag: 'Client side',
    does: 'Finds the promotion tiers that apply to a customer and an order, asked for in the address',
    may: 'qualifications.read',
    identity: 'facts',
    extension: true,
    query: PromotionsByQuery,
    reply: QualifiedPromotions,
    fails,
    async handle({ query }, context) {
      const qualified = await qualifyKind(context, catalogs, requestOf(query), {
        kind: 'tiers',
        limit: MAX_PROMOTIONS,
      });
      return qualified.ok ? done(presentPromotions(qualified.value, false)) : qualified;
    },
  });
