/** The referral programme of a campaign: read with the campaign's columns, refused to campaigns of other types. */
import { done, type Outcome, refuse, type Refusal } from '../../engine/outcome.ts';
import type { ProblemKey } from '../../engine/problem.ts';
import type { Context } from '../../platform/context.ts';
import type { Sql } from '../../platform/db/database.ts';
import type { ReferralProgramInput } from '../referrals/program/schema.ts';
import { changeReferralProgram, readReferralProgram } from '../referrals/program/service.ts';
import type { CampaignInput } from './schema.ts';
import type { CampaignColumns } from './store.ts';

type Fault = 'not_found' | 'invalid_campaign_params';
type Given = { readonly referral_program?: ReferralProgramInput | null };

/** The reference has a key of its own for referral campaigns whose codes would give nothing. */
export function missingDiscount({
  campaign_type,
  voucher,
}: CampaignInput): Refusal<'invalid_campaign'> | null {
  if (campaign_type !== 'REFERRAL_PROGRAM' || !voucher || voucher.discount) return null;
  if (voucher.type !== 'DISCOUNT_VOUCHER') return null;
  const details = `Property 'discount' is required for ${campaign_type} campaign`;
  return refuse('invalid_campaign', details);
}

/** Every campaign of the type has one; what the request leaves out has its default. */
export async function withNewProgram<K extends ProblemKey>(
  context: Context,
  tx: Sql,
  { referral_program: given }: Given,
  columns: Outcome<CampaignColumns, K>,
): Promise<Outcome<CampaignColumns, K | Fault>> {
  if (!columns.ok) return columns;
  if (columns.value.campaign_type !== 'REFERRAL_PROGRAM') {
    return given ? ofAnotherType() : columns;
  }
  const program = await readReferralProgram(context, tx, given);
  return program.ok ? done({ ...columns.value, referral_program: program.value }) : program;
}

export async function withChangedProgram<K extends ProblemKey>(
  context: Context,
  tx: Sql,
  { referral_program: given }: Given,
  columns: Outcome<CampaignColumns, K>,
): Promise<Outcome<CampaignColumns, K | Fault>> {
  if (!columns.ok || !given) return columns;
  const { referral_program: current } = columns.value;
  if (current === null) return ofAnotherType();
  const program = await changeReferralProgram(context, tx, current, given);
  return program.ok ? done({ ...columns.value, referral_program: program.value }) : program;
}

function ofAnotherType() {
  return refuse(
    'invalid_campaign_params',
    'Only a campaign of type REFERRAL_PROGRAM has a referral_program',
  );
}
