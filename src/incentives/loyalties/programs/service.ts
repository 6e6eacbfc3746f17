/** Loyalty programs: campaigns of one type, made and changed as all campaigns are. */
import { done, notFound, type Outcome, type Refusal } from '../../../engine/outcome.ts';
import type { Context } from '../../../platform/context.ts';
import type { Sql } from '../../../platform/db/database.ts';
import { createCampaign, pageOfCampaigns } from '../../campaigns/service.ts';
import type { ProgramInput, ProgramQuery } from './schema.ts';
import { findProgram } from './store.ts';

/** The id of the loyalty program with this id or name; 404 for what is none. */
export async function programId(
  context: Context,
  sql: Sql,
  idOrName: string,
): Promise<Outcome<string, 'not_found'>> {
  const id = await findProgram(sql, context.project.id, idOrName);
  return id === null ? notFound('campaign', idOrName) : done(id);
}

export function createProgram(context: Context, input: ProgramInput) {
  return createCampaign(context, { ...input, campaign_type: 'LOYALTY_PROGRAM' });
}

export function pageOfPrograms(context: Context, query: ProgramQuery) {
  return pageOfCampaigns(context, { ...query, campaign_type: 'LOYALTY_PROGRAM' });
}

/** What `use` answers for a loyalty program; 404 for what is none. A campaign's type never changes. */
export async function withProgram<Result extends Outcome<unknown>>(
  context: Context,
  idOrName: string,
  use: (id: string) => Promise<Result>,
): Promise<Result | Refusal<'not_found'>> {
  const found = await programId(context, context.db, idOrName);
  return found.ok ? use(found.value) : found;
}
