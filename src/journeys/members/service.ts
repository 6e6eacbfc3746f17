/** New members of loyalty programs: each is a card, published to a customer. */
import { done, type Outcome } from '../../engine/outcome.ts';
import { findMember } from '../../incentives/loyalties/members/service.ts';
import { programId } from '../../incentives/loyalties/programs/service.ts';
import type { VoucherWithCampaign } from '../../incentives/vouchers/service.ts';
import type { Context } from '../../platform/context.ts';
import type { CustomerInput } from '../../records/customers/schema.ts';
import { publicationFailures, publish } from '../publications/service.ts';
import type { MemberInput } from './schema.ts';

export const memberFailures = publicationFailures;
type Failure = (typeof memberFailures)[number];

/** Publishes a card of the program: the one named, else one that nobody has. */
export async function addMember(
  context: Context,
  campaignId: string,
  { voucher, customer, ...told }: MemberInput,
): Promise<Outcome<VoucherWithCampaign, Failure>> {
  const program = await programId(context, context.db, campaignId);
  if (!program.ok) return program;
  if (voucher) {
    const card = await findMember(context, context.db, { campaignId, memberId: voucher });
    if (!card.ok) return card;
  }
  const made = await publish(
    context,
    {
      ...told,
      customer: typeof customer === 'string' ? customerNamed(customer) : customer,
      ...(voucher ? { voucher } : { campaign: { id: program.value } }),
    },
    { joinOnce: false, maxCount: 1 },
  );
  if (!made.ok) return made;
  const { single } = made.value;
  if (single === null) throw new Error('a publication of one card shows it');
  return done(single.row);
}

/** By its id or source_id, as one text says it. */
export function customerNamed(text: string): CustomerInput {
  return text.startsWith('cust_') ? { id: text } : { source_id: text };
}
