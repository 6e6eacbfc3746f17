/** Publications: row → wire. */
import { presentVoucher, type VoucherWithCampaign } from '../../incentives/vouchers/service.ts';
import type { CustomerRow } from '../../records/customers/service.ts';
import type { ListedPublication, Publication, PublishedTo } from './schema.ts';
import type { MadePublication } from './service.ts';
import type { PublicationRow, PublicationWithCustomer } from './store.ts';

/** When a customer was created is not known of one who is gone. */
type ShownCustomer = Omit<CustomerRow, 'created_at'> & { readonly created_at: string | null };

export function presentPublication(made: MadePublication): Publication {
  const { row, customer, vouchers, single } = made;
  const codes = new Map(vouchers.map((voucher) => [voucher.id, voucher.code]));
  return {
    ...presentShared(row, presentCustomer(customer)),
    ...(single === null ? {} : { voucher: presentVoucher(single.row, single.assignments) }),
    ...(row.voucher_ids.length > 1 ? { vouchers: codesOf(row, codes) } : {}),
  };
}

export function presentListedPublication(
  row: PublicationWithCustomer,
  vouchers: ReadonlyMap<string, VoucherWithCampaign>,
): ListedPublication {
  const [id = ''] = row.voucher_ids;
  const single = row.voucher_ids.length === 1 ? vouchers.get(id) : undefined;
  const codes = new Map([...vouchers].map(([voucherId, { code }]) => [voucherId, code]));
  return {
    ...presentShared(row, presentCustomer(customerOf(row))),
    ...(single === undefined ? {} : { voucher: presentListedVoucher(single) }),
    ...(row.voucher_ids.length > 1 ? { vouchers: codesOf(row, codes) } : {}),
  };
}

function presentShared(row: PublicationRow, customer: PublishedTo): Omit<Publication, 'voucher'> {
  return {
    id: row.id,
    object: 'publication',
    created_at: row.created_at,
    customer_id: row.customer_id,
    ...(row.tracking_id === null ? {} : { tracking_id: row.tracking_id }),
    metadata: row.metadata,
    channel: row.channel,
    source_id: row.source_id,
    result: row.result,
    ...(row.failure_code === null ? {} : { failure_code: row.failure_code }),
    ...(row.failure_message === null ? {} : { failure_message: row.failure_message }),
    customer,
    vouchers_id: [...row.voucher_ids],
  };
}

/** In the order of the publication; codes of vouchers since removed are left out. */
function codesOf(row: PublicationRow, codes: ReadonlyMap<string, string>): string[] {
  return row.voucher_ids.flatMap((id) => codes.get(id) ?? []);
}

function presentListedVoucher(row: VoucherWithCampaign): NonNullable<ListedPublication['voucher']> {
  const discount = row.discount ?? row.campaign?.discount ?? null;
  return {
    code: row.code,
    object: 'voucher',
    ...(row.campaign === null ? {} : { campaign: row.campaign.name }),
    ...(discount === null ? {} : { discount }),
    ...holdingsOf(row),
    is_referral_code: row.campaign?.campaign_type === 'REFERRAL_PROGRAM',
  };
}

/** What a card was given with, and holds now. */
function holdingsOf({ type, added, balance }: VoucherWithCampaign) {
  if (balance === null) return {};
  return type === 'GIFT_VOUCHER'
    ? { gift: { amount: added, balance } }
    : { loyalty_card: { points: added, balance } };
}

/** The joined customer; of one who is gone only the id is left. */
function customerOf(row: PublicationWithCustomer): ShownCustomer {
  return {
    id: row.customer_id,
    source_id: row.cu_source_id ?? row.tracking_id,
    name: row.cu_name,
    email: row.cu_email,
    phone: row.cu_phone,
    birthdate: row.cu_birthdate,
    description: row.cu_description,
    address: row.cu_address,
    metadata: row.cu_metadata ?? {},
    created_at: row.cu_created_at,
    updated_at: row.cu_updated_at,
  };
}

function presentCustomer(row: ShownCustomer): PublishedTo {
  return {
    id: row.id,
    ...(row.source_id === null ? {} : { source_id: row.source_id }),
    ...(row.name === null ? {} : { name: row.name }),
    ...(row.description === null ? {} : { description: row.description }),
    ...(row.email === null ? {} : { email: row.email }),
    ...(row.phone === null ? {} : { phone: row.phone }),
    ...(row.birthdate === null ? {} : { birthday: row.birthdate, birthdate: row.birthdate }),
    ...(row.address === null ? {} : { address: row.address }),
    metadata: row.metadata,
    ...(row.created_at === null ? {} : { created_at: row.created_at }),
    ...(row.updated_at === null ? {} : { updated_at: row.updated_at }),
    summary: null,
    loyalty: null,
    referrals: null,
    object: 'customer',
  };
}
