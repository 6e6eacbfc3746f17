/** A voucher among the facts, with its campaign from the catalog: what presenting it takes. */
import type { Catalog } from '../../incentives/catalog/service.ts';
import type { VoucherWithCampaign } from '../../incentives/vouchers/service.ts';
import type { VoucherFacts } from './question.ts';

export function voucherWithCampaign(catalog: Catalog, voucher: VoucherFacts): VoucherWithCampaign {
  const campaign =
    voucher.campaign_id === null ? undefined : catalog.entities.campaign.get(voucher.campaign_id);
  const category =
    voucher.category_id === null ? undefined : catalog.entities.category.get(voucher.category_id);
  return {
    ...voucher,
    start_date: isoInstant(voucher.start_date),
    expiration_date: isoInstant(voucher.expiration_date),
    created_at: new Date(voucher.created_at).toISOString(),
    updated_at: isoInstant(voucher.updated_at),
    campaign:
      campaign === undefined
        ? null
        : {
            ...campaign,
            discount: campaign.voucher?.discount ?? null,
            gift_effect: campaign.voucher?.gift?.effect ?? null,
          },
    category: category ?? null,
  };
}

/** JSON of the database writes times with an offset; the API with a Z and milliseconds. */
function isoInstant(text: string | null): string | null {
  return text === null ? null : new Date(text).toISOString();
}
