/**
 * How often campaigns are validated, for their summaries. Counted in memory and written every second:
 * a validation stays one question to the database. What a killed process had not written yet is lost;
 * these figures are the only ones of which that is true.
 */
import type { Sql } from '../../platform/db/database.ts';
import { errorFields, type Log } from '../../platform/log.ts';
import type { Decided } from '../redeemables/service.ts';
import { addValidationTotals, type ValidationTotal } from './store.ts';

const FLUSH_EVERY_MS = 1_000;

export type ValidationTally = {
  /** Notes every campaign whose voucher or tier was asked about. */
  note(decided: Decided): void;
  /** Writes what is left and stops. */
  stop(): Promise<void>;
};

export function createValidationTally(sql: Sql, log: Log): ValidationTally {
  let totals = new Map<
    string,
    { -readonly [Name in keyof ValidationTotal]: ValidationTotal[Name] }
  >();

  async function flush(): Promise<void> {
    if (totals.size === 0) return;
    const written = [...totals.values()];
    totals = new Map();
    try {
      await addValidationTotals(sql, written);
    } catch (error) {
      log.warn('validation totals were not written', errorFields(error));
    }
  }

  const timer = setInterval(() => void flush(), FLUSH_EVERY_MS).unref();
  return {
    note({ facts, items, decision }) {
      for (const [position, item] of items.entries()) {
        const tier = item.object === 'promotion_tier' ? facts.catalog.tier(item.id) : null;
        const campaign = tier?.campaign.id ?? facts.voucher(item.id)?.campaign_id;
        if (!campaign) continue;
        const key = `${facts.project.id} ${campaign}`;
        const total = totals.get(key) ?? {
          project_id: facts.project.id,
          campaign_id: campaign,
          validations: 0,
          succeeded: 0,
        };
        total.validations += 1;
        if (decision.fates[position]?.status === 'APPLICABLE') total.succeeded += 1;
        totals.set(key, total);
      }
    },
    async stop() {
      clearInterval(timer);
      await flush();
    },
  };
}
