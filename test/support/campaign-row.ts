/** A campaign as its row is, for tests of what belongs to campaigns. */
import type { TestProject, TestServer } from './api.ts';

/** Writes the campaign `camp_<name>`: discount coupons of 5.00; `columns` differ. Answers its id. */
export async function campaignRow(
  server: TestServer,
  shop: TestProject,
  name: string,
  columns: Readonly<Record<string, unknown>> = {},
): Promise<string> {
  const row: Readonly<Record<string, unknown>> = {
    project_id: shop.id,
    id: `camp_${name}`,
    name,
    campaign_type: 'DISCOUNT_COUPONS',
    type: 'STATIC',
    voucher: {
      type: 'DISCOUNT_VOUCHER',
      discount: { type: 'AMOUNT', amount_off: 500 },
      redemption: { quantity: 1 },
      code_config: { pattern: `${name}-####` },
    },
    join_once: false,
    created_at: new Date().toISOString(),
    ...columns,
  };
  const names = Object.keys(row);
  const values = Object.values(row).map((value) =>
    typeof value === 'object' && value !== null ? JSON.stringify(value) : value,
  );
  await server.db.adhoc(
    `insert into campaigns (${names.join()}) values (${names.map((_, at) => `$${at + 1}`).join()})`,
    values,
  );
  return `camp_${name}`;
}
