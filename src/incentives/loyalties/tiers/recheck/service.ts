/** Has all members of a programme looked at in the background, where its tiers or their rules have changed. */
import type { Sql } from '../../../../platform/db/database.ts';
import { addJob } from '../../../../platform/jobs/add-job.ts';

/** The task's name. */
export const CHECK_PROGRAMME = 'check_programme_tiers';

/** `refresh`: the rules of qualification have changed, and nobody is to lose by it. */
export type Look = 'recalculate' | 'refresh';

/** The members of a programme, from the card after `after` on. */
export type Programme = {
  readonly projectId: string;
  readonly campaignId: string;
  readonly look: Look;
  readonly after: string;
};

/** After the transaction of `sql`; those of one programme one after the other. */
export async function recheckProgramme(
  sql: Sql,
  programme: Omit<Programme, 'after'>,
): Promise<void> {
  const queue = `tiers:${programme.campaignId}`;
  await addJob(sql, CHECK_PROGRAMME, { ...programme, after: '' }, { queue });
}
