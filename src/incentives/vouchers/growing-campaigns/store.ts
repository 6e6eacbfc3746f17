/** SQL of campaigns that get one more voucher. */
import { type Sql, statement } from '../../../platform/db/database.ts';
import type { CardTemplate } from '../../cards/service.ts';
import type { CodeConfig } from '../../code-config/schema.ts';
import type { CampaignOfVoucher } from '../store.ts';

/** A campaign that is to have one more voucher, and what it makes of those. */
export type GrowingCampaign = CampaignOfVoucher & {
  readonly code_config: CodeConfig | null;
  /** How often each may be redeemed; null: without limit. */
  readonly quantity: number | null;
  /** Null of promotions. */
  readonly template: CardTemplate | { readonly type: 'DISCOUNT_VOUCHER' } | null;
};

const keepCampaignStatement = statement<GrowingCampaign>(
  'keep_campaign_of_voucher',
  `select id, name, campaign_type, type, voucher -> 'discount' as discount, voucher_metadata,
     start_date, expiration_date, validity_timeframe, validity_day_of_week, validity_hours,
     voucher -> 'code_config' as code_config, voucher as template,
     voucher -> 'gift' ->> 'effect' as gift_effect,
     (voucher -> 'redemption' ->> 'quantity')::integer as quantity
   from campaigns where project_id = $1 and (id = $2 or name = $2)
   order by (id = $2) desc limit 1 for key share`,
);

/** By id or name; kept from removal until the transaction ends. */
export async function keepCampaignOfVoucher(
  db: Sql,
  projectId: string,
  idOrName: string,
): Promise<GrowingCampaign | null> {
  const [row] = await db.rows(keepCampaignStatement, [projectId, idOrName]);
  return row ?? null;
}
