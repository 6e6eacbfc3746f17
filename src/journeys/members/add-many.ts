/**
 * Many members in the background: batch by batch, each one transaction, with how far it came. A kill
 * loses at most the batch at hand, which is then made again; nobody becomes a member twice.
 */
import { Temporal } from 'temporal-polyfill';
import { done, type Outcome, refuse } from '../../engine/outcome.ts';
import { campaignRow } from '../../incentives/campaigns/service.ts';
import { issuedCard } from '../../incentives/cards/service.ts';
import type { LedgerContext } from '../../incentives/ledger/service.ts';
import { pointsChanged } from '../../incentives/loyalties/points-changed/service.ts';
import { programId } from '../../incentives/loyalties/programs/service.ts';
import { insertWithRandomCodes } from '../../incentives/vouchers/service.ts';
import type { Context } from '../../platform/context.ts';
import type { Database, Transaction } from '../../platform/db/database.ts';
import { newId } from '../../platform/ids.ts';
import { isoOf } from '../../platform/iso.ts';
import { addJob } from '../../platform/jobs/add-job.ts';
import {
  createAsyncAction,
  failAsyncAction,
  finishAsyncAction,
  progressAsyncAction,
} from '../../workspace/async-actions/service.ts';
import { expiryOfPublished } from '../publications/service.ts';
import type { MembersInput } from './schema.ts';
import { customerNamed } from './service.ts';
import {
  type Addition,
  advanceAddition,
  handOverCards,
  insertAddition,
  insertNewCustomers,
  knownIds,
  lockAddition,
  lockCustomers,
  membersAmong,
  type NamedCustomer,
  nextCustomers,
  removeAddition,
  takeFreeCards,
} from './store.ts';

/** Customers of a batch: their rows are locked for as long as it takes, some 300 ms. */
const BATCH_SIZE = 1_000;

/** The task that works additions off. */
export const ADD_MEMBERS = 'add_members';
/** An addition as jobs name it. */
export type AdditionId = { readonly projectId: string; readonly id: string };

/** Begins when the transaction commits; answers the async action's id. */
export function beginAddition(
  context: Context,
  campaignId: string,
  { customers, channel, metadata }: MembersInput,
): Promise<Outcome<string, 'not_found' | 'no_voucher_suitable_for_publication'>> {
  return context.db.transaction(async (tx) => {
    const program = await programId(context, tx, campaignId);
    if (!program.ok) return program;
    const campaign = await campaignRow(context, program.value);
    if (!campaign.ok) return campaign;
    const { active, expiration_date: end } = campaign.value;
    if (!active || (end !== null && Date.parse(end) <= context.now.epochMilliseconds)) {
      return refuse('no_voucher_suitable_for_publication', 'The campaign is not active');
    }
    const projectId = context.project.id;
    const id = await createAsyncAction(context, tx, 'LOYALTIES.MEMBERS_ADD');
    await insertAddition(tx, projectId, {
      id,
      campaignId: program.value,
      channel: channel || 'API',
      metadata: metadata ?? {},
      customers: customers.map(namesOf),
    });
    await addJob(tx, ADD_MEMBERS, { projectId, id });
    return done(id);
  });
}

/** The id counts before the source_id, as everywhere. */
function namesOf(customer: MembersInput['customers'][number]): NamedCustomer {
  const named = typeof customer === 'string' ? customerNamed(customer) : customer;
  const id = named.id ?? null;
  return { id, source_id: named.source_id ?? null };
}

/** Makes the next batch; answers whether it was the last. Of two who try at once, one waits. */
export async function addNextMembers(db: Database, addition: AdditionId): Promise<boolean> {
  const { projectId, id } = addition;
  const now = Temporal.Now.instant();
  const over = await db.transaction(async (tx) => {
    const locked = await lockAddition(tx, projectId, id);
    if (locked === null) {
      const reason = { message: 'The program was removed meanwhile.' };
      await failAsyncAction(tx, { ...addition, at: isoOf(now) }, reason);
      return done(true);
    }
    const context: LedgerContext = {
      project: locked.project,
      now,
      newId: (prefix) => newId(prefix, now.epochMilliseconds),
    };
    return done(await batchIn(context, tx, locked));
  });
  return over.ok && over.value;
}

async function batchIn(
  context: LedgerContext,
  tx: Transaction,
  addition: Addition,
): Promise<boolean> {
  const projectId = context.project.id;
  const { id, wanted } = addition;
  const named = await nextCustomers(tx, projectId, { ...addition, limit: BATCH_SIZE });
  const { customerIds, unknown } = await newMembers(context, tx, addition, named);
  const cards = await cardsFor(context, tx, addition, customerIds.length);
  const lucky = customerIds.slice(0, cards.length);
  await handOverCards(tx, projectId, addition, {
    handovers: lucky.map((customerId, at) => ({
      customerId,
      cardId: cards[at] ?? '',
      publicationId: context.newId('pub'),
    })),
    expirationDate: expiryOfPublished(context, addition.activity_duration_after_publishing),
    at: isoOf(context.now),
  });
  if (lucky.length > 0) await pointsChanged(context, tx, cards);
  const by = { looked: named.length, added: lucky.length };
  const failed = unknown + customerIds.length - lucky.length;
  await advanceAddition(tx, projectId, { id, ...by, failed });
  const looked = addition.looked + named.length;
  const action = { projectId, id, at: isoOf(context.now) };
  if (looked < wanted) {
    await progressAsyncAction(tx, action, { finished: looked, wanted });
    return false;
  }
  await removeAddition(tx, projectId, id);
  const sums = { wanted, added: addition.added + by.added, failed: addition.failed + failed };
  await finishAsyncAction(tx, action, resultOf(sums));
  return true;
}

type Result = { readonly wanted: number; readonly added: number; readonly failed: number };

function resultOf({ wanted, added, failed }: Result) {
  const already = wanted - added - failed;
  const message = `Added ${added} members; ${already} were named twice or members already.`;
  return { message, done_count: added, failed_count: failed };
}

/** Who of those named is there, or new, and no member yet; and how many nobody knows. */
async function newMembers(
  context: LedgerContext,
  tx: Transaction,
  { campaign_id: campaignId }: Addition,
  named: readonly NamedCustomer[],
): Promise<{ readonly customerIds: readonly string[]; readonly unknown: number }> {
  const projectId = context.project.id;
  const ids = named.flatMap(({ id }) => id ?? []);
  const known = await knownIds(tx, projectId, ids);
  // Where the id is unknown the source_id counts, as everywhere.
  const others = named.filter(({ id }) => id === null || !known.has(id));
  const sourceIds = [...new Set(others.flatMap(({ source_id }) => source_id ?? []))];
  await insertNewCustomers(tx, projectId, {
    ids: sourceIds.map(() => context.newId('cust')),
    sourceIds,
    at: isoOf(context.now),
  });
  const customerIds = await lockCustomers(tx, projectId, { ids: [...known], sourceIds });
  const members = await membersAmong(tx, projectId, { campaignId, customerIds });
  return {
    customerIds: customerIds.filter((id) => !members.has(id)),
    unknown: others.filter(({ source_id }) => source_id === null).length,
  };
}

/** Cards that nobody has, then new ones, where the program grows; fewer than `count` where none is left. */
async function cardsFor(
  context: LedgerContext,
  tx: Transaction,
  addition: Addition,
  count: number,
): Promise<readonly string[]> {
  const { campaign_id: campaignId, template, quantity } = addition;
  if (count === 0) return [];
  const wanted = { campaignId, count, at: isoOf(context.now) };
  const free = await takeFreeCards(tx, context.project.id, wanted);
  if (free.length === count || template === null || addition.campaign_kind !== 'AUTO_UPDATE') {
    return free;
  }
  const today = context.now.toZonedDateTimeISO(context.project.timezone);
  const card = { campaignId, quantity, card: issuedCard(template, today) };
  const missing = count - free.length;
  const made = await insertWithRandomCodes(context, tx, template.code_config, card, missing);
  return [...free, ...made.map(({ id }) => id)];
}

/** Gives up: who was added stays a member. */
export async function failAddition(db: Database, addition: AdditionId): Promise<void> {
  const { projectId, id } = addition;
  await db.transaction(async (tx) => {
    const left = await removeAddition(tx, projectId, id);
    if (left === null) return refuse('not_found');
    const action = { projectId, id, at: isoOf(Temporal.Now.instant()) };
    const message = `Added ${left.added} members. Then it failed.`;
    await failAsyncAction(tx, action, { message, done_count: left.added });
    return done(null);
  });
}
