/** Publications: codes given to customers, none of them to two. */
import { Temporal } from 'temporal-polyfill';
import { done, notFound, type Outcome, refuse } from '../../engine/outcome.ts';
import { issuedCard } from '../../incentives/cards/service.ts';
import { addReferrer } from '../../incentives/referrals/holders/service.ts';
import { pointsChanged } from '../../incentives/loyalties/points-changed/service.ts';
import {
  findVoucherBy,
  type GuardedVoucher,
  getVoucher,
  insertWithRandomCode,
  lookupKey,
  validityOf,
  vouchersById,
  type VoucherWithCampaign,
} from '../../incentives/vouchers/service.ts';
import type { Context } from '../../platform/context.ts';
import type { Sql } from '../../platform/db/database.ts';
import { filterCondition } from '../../platform/db/filters.ts';
import { isoOf } from '../../platform/iso.ts';
import { type CustomerRow, keepCustomer } from '../../records/customers/service.ts';
import { publicationFilterField } from './filters.ts';
import type { PublicationInput, PublicationQuery } from './schema.ts';
import {
  findEarlierPublication,
  findPublicationBySourceId,
  findPublishedCampaign,
  handOver,
  insertPublication,
  keepCampaign,
  listPublications,
  lockCustomer,
  type PublicationRow,
  type PublicationWithCustomer,
  type PublishedCampaign,
  takeFreeVouchers,
} from './store.ts';

export const publicationFailures = [
  'not_found',
  'missing_vouchers',
  'invalid_customer',
  'invalid_publish_params',
  'too_many_vouchers_requested',
  'duplicate_source_id',
  'voucher_already_published',
  'voucher_cannot_be_published',
  'voucher_disabled',
  'voucher_expired',
  'no_voucher_suitable_for_publication',
] as const;
type Failure = (typeof publicationFailures)[number];

/** What is to be published, found: one voucher, or so many of a campaign. */
type Target = {
  readonly voucher: VoucherWithCampaign | null;
  readonly campaign: PublishedCampaign | null;
  readonly count: number;
};

/** A publication as it is answered: one voucher whole, or the codes of several. */
export type MadePublication = {
  readonly row: PublicationRow;
  readonly customer: CustomerRow;
  readonly vouchers: readonly VoucherWithCampaign[];
  /** The only voucher, with its rules. */
  readonly single: GuardedVoucher | null;
};

export type PublishOptions = {
  /** Gives what the customer was given before, where there is something. */
  readonly joinOnce: boolean;
  readonly maxCount: number;
};

/**
 * Publishes in one transaction. The same `source_id` for the same customer and target answers the
 * first publication again. Whoever looks at a customer's earlier publications locks the customer, and
 * customers before vouchers, so that no two wait for each other.
 */
export async function publish(
  context: Context,
  input: PublicationInput,
  options: PublishOptions,
): Promise<Outcome<MadePublication, Failure>> {
  return context.db.transaction((tx) => publishIn(context, tx, input, options));
}

/** The same inside another use case's transaction. */
export async function publishIn(
  context: Context,
  tx: Sql,
  input: PublicationInput,
  options: PublishOptions,
): Promise<Outcome<MadePublication, Failure>> {
  const target = await findTarget(context, tx, input, options.maxCount);
  if (!target.ok) return target;
  const customer = await customerOf(context, tx, input);
  if (!customer.ok) return customer;
  const request = { input, options, target: target.value, customer: customer.value };
  const earlier = await earlierPublication(context, tx, request);
  if (!earlier.ok) return earlier;
  const row = earlier.value === null ? await give(context, tx, request) : done(earlier.value);
  return row.ok ? done(await withVouchers(context, tx, row.value, customer.value)) : row;
}

type Request = {
  readonly input: PublicationInput;
  readonly options: PublishOptions;
  readonly target: Target;
  readonly customer: CustomerRow;
};

async function findTarget(
  context: Context,
  sql: Sql,
  input: PublicationInput,
  maxCount: number,
): Promise<Outcome<Target, Failure>> {
  const wanted = typeof input.campaign === 'string' ? { name: input.campaign } : input.campaign;
  const idOrName = wanted?.id || wanted?.name;
  if (input.voucher) {
    const voucher = await findVoucherBy(context, sql, input.voucher);
    if (voucher === null) return notFound('voucher', input.voucher);
    const campaignId = voucher.campaign_id;
    const campaign =
      campaignId === null ? null : await findPublishedCampaign(sql, context.project.id, campaignId);
    return done({ voucher, campaign, count: 1 });
  }
  if (!idOrName) return refuse('missing_vouchers', 'Either a campaign or a voucher is required');
  const count = wanted?.count ?? 1;
  const most = input.source_id ? 1 : maxCount;
  if (count > most) {
    return refuse('too_many_vouchers_requested', `At most ${most} can be published at once`);
  }
  const campaign = await findPublishedCampaign(sql, context.project.id, idOrName);
  if (campaign === null) return notFound('campaign', idOrName);
  if (campaign.campaign_type === 'PROMOTION') {
    return refuse('invalid_publish_params', 'A campaign of promotions has no vouchers to publish');
  }
  return done({ voucher: null, campaign, count });
}

async function customerOf(
  context: Context,
  sql: Sql,
  { customer }: PublicationInput,
): Promise<Outcome<CustomerRow, 'invalid_customer' | 'not_found'>> {
  if (!customer.id && !customer.source_id) {
    return refuse('invalid_customer', 'The customer needs an id or a source_id');
  }
  return keepCustomer(context, sql, customer);
}

/** What the customer was given before, where that is the answer; null where something new is due. */
async function earlierPublication(
  context: Context,
  sql: Sql,
  { input, options, target, customer }: Request,
): Promise<Outcome<PublicationRow | null, Failure>> {
  const projectId = context.project.id;
  const once = options.joinOnce || target.campaign?.join_once === true;
  if (!once && !input.source_id) return done(null);
  await lockCustomer(sql, projectId, customer.id);
  if (input.source_id) {
    const known = await findPublicationBySourceId(sql, projectId, input.source_id);
    if (known !== null) {
      return isSame(known, target, customer) ? done(known) : duplicateSourceId(input.source_id);
    }
  }
  if (!once) return done(null);
  const joined = await findEarlierPublication(sql, projectId, {
    customerId: customer.id,
    campaignId: target.campaign?.id ?? null,
    voucherId: target.campaign === null ? (target.voucher?.id ?? null) : null,
  });
  if (joined === null || options.joinOnce) return done(joined);
  return refuse('voucher_cannot_be_published', 'The customer has joined the campaign already');
}

function isSame(known: PublicationRow, target: Target, customer: CustomerRow): boolean {
  if (known.customer_id !== customer.id) return false;
  if (target.voucher !== null) return known.voucher_ids.includes(target.voucher.id);
  return known.campaign_id === (target.campaign?.id ?? null);
}

function duplicateSourceId(sourceId: string) {
  return refuse('duplicate_source_id', `Publication with source_id ${sourceId} already exists`);
}

/** Hands the vouchers over and writes it down. */
async function give(
  context: Context,
  sql: Sql,
  { input, target, customer }: Request,
): Promise<Outcome<PublicationRow, Failure>> {
  const given = await giveVouchers(context, sql, target, customer);
  if (!given.ok) return given;
  if (target.campaign?.campaign_type === 'REFERRAL_PROGRAM') {
    const holder = { campaignId: target.campaign.id, customerId: customer.id };
    for (const voucherId of given.value) await addReferrer(context, sql, { ...holder, voucherId });
  }
  const isLoyalty = (target.voucher ?? target.campaign?.template)?.type === 'LOYALTY_CARD';
  if (isLoyalty) await pointsChanged(context, sql, given.value);
  const row = await insertPublication(sql, context.project.id, {
    id: context.newId('pub'),
    source_id: input.source_id ?? null,
    customer_id: customer.id,
    campaign_id: target.campaign?.id ?? null,
    voucher_ids: given.value,
    channel: input.channel || 'API',
    tracking_id: customer.source_id,
    metadata: input.metadata ?? {},
    created_at: isoOf(context.now),
  });
  // Another customer's publication took the source_id this moment.
  return row === null ? duplicateSourceId(input.source_id ?? '') : done(row);
}

async function giveVouchers(
  context: Context,
  sql: Sql,
  target: Target,
  customer: CustomerRow,
): Promise<Outcome<readonly string[], Failure>> {
  const { voucher, campaign, count } = target;
  const duration = campaign?.activity_duration_after_publishing ?? null;
  const to = { customerId: customer.id, expirationDate: expiryOfPublished(context, duration) };
  if (voucher !== null) {
    const obstacle = obstacleOf(context, voucher);
    if (obstacle !== null) return obstacle;
    const handed = await handOver(sql, context.project.id, [voucher.id], to);
    return handed.length === 1 ? done(handed) : alreadyPublished(voucher.id);
  }
  if (campaign === null || !campaign.active || isPast(context, campaign.expiration_date)) {
    return noneSuitable('The campaign is not active');
  }
  const wanted = { campaignId: campaign.id, count, at: isoOf(context.now) };
  const taken = await takeFreeVouchers(sql, context.project.id, wanted, to);
  if (taken.length === count) return done(taken);
  if (campaign.type !== 'AUTO_UPDATE') {
    return noneSuitable(`Of ${count} vouchers asked for, ${taken.length} are left`);
  }
  const made = await makeVouchers(context, sql, campaign, count - taken.length);
  if (!made.ok) return made;
  await handOver(sql, context.project.id, made.value, to);
  return done([...taken, ...made.value]);
}

function obstacleOf(context: Context, voucher: VoucherWithCampaign) {
  if (voucher.holder_id !== null || voucher.published_count > 0)
    return alreadyPublished(voucher.id);
  if (!voucher.active) return refuse('voucher_disabled', voucher.code);
  if (isPast(context, validityOf(voucher).expiration_date)) {
    return refuse('voucher_expired', voucher.code);
  }
  return null;
}

function alreadyPublished(voucherId: string) {
  return refuse('voucher_already_published', `Voucher ${voucherId} has been published already`);
}

function noneSuitable(details: string) {
  return refuse('no_voucher_suitable_for_publication', details);
}

function isPast(context: Context, instant: string | null): boolean {
  return instant !== null && Date.parse(instant) <= context.now.epochMilliseconds;
}

/** When a voucher published now ends that holds for `duration` (null: as it says); days are those of the project. */
export function expiryOfPublished(
  context: Pick<Context, 'now' | 'project'>,
  duration: string | null,
): string | null {
  if (duration === null) return null;
  const from = context.now.toZonedDateTimeISO(context.project.timezone);
  return isoOf(from.add(Temporal.Duration.from(duration)).toInstant());
}

/** New vouchers of a campaign that grows by itself. */
async function makeVouchers(
  context: Context,
  sql: Sql,
  campaign: PublishedCampaign,
  count: number,
): Promise<Outcome<readonly string[], 'no_voucher_suitable_for_publication'>> {
  if (!(await keepCampaign(sql, context.project.id, campaign.id))) {
    return noneSuitable('The campaign is gone');
  }
  const ids: string[] = [];
  const { id, quantity, template } = campaign;
  const today = context.now.toZonedDateTimeISO(context.project.timezone);
  const isCard = template !== null && template.type !== 'DISCOUNT_VOUCHER';
  const voucher = { campaignId: id, quantity, card: isCard ? issuedCard(template, today) : null };
  for (let made = 0; made < count; made++) {
    const fresh = await insertWithRandomCode(context, sql, campaign.code_config ?? {}, voucher);
    if (!fresh.ok) return noneSuitable(fresh.details ?? 'No new voucher could be made');
    ids.push(fresh.value.id);
  }
  return done(ids);
}

async function withVouchers(
  context: Context,
  sql: Sql,
  row: PublicationRow,
  customer: CustomerRow,
): Promise<MadePublication> {
  const [id] = row.voucher_ids;
  if (id === undefined || row.voucher_ids.length > 1) {
    const vouchers = await vouchersById(context, sql, row.voucher_ids);
    return { row, customer, vouchers, single: null };
  }
  const found = await getVoucher(context, id, sql);
  const single = found.ok ? found.value : null;
  return { row, customer, vouchers: single === null ? [] : [single.row], single };
}

export type PublicationPage = {
  readonly rows: readonly PublicationWithCustomer[];
  readonly total: number;
  /** Those of all rows that still exist, by id. */
  readonly vouchers: ReadonlyMap<string, VoucherWithCampaign>;
};

export async function pageOfPublications(
  context: Context,
  query: PublicationQuery,
): Promise<Outcome<PublicationPage, 'invalid_query_params'>> {
  const filters = filterCondition(query.filters, publicationFilterField, context.now);
  if (!filters.ok) return filters;
  const { rows, total } = await listPublications(context.db, context.project.id, query, {
    ...(query.voucher === undefined
      ? {}
      : { voucherKey: lookupKey(context.project, query.voucher) }),
    filters: filters.value,
  });
  const ids = rows.flatMap((row) => row.voucher_ids);
  const vouchers = ids.length === 0 ? [] : await vouchersById(context, context.db, ids);
  return done({ rows, total, vouchers: new Map(vouchers.map((row) => [row.id, row])) });
}
