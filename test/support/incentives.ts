/** Campaigns and vouchers put straight into the tables, for tests of what hangs on them. */
import { type Sql, statement } from '../../src/platform/db/database.ts';
import { newId } from '../../src/platform/ids.ts';

const insertCampaignStatement = statement(
  'test_insert_campaign',
  `insert into campaigns (project_id, id, name, campaign_type, type, created_at)
   values ($1, $2, $3, $4, 'STATIC', now())`,
);
const insertVoucherStatement = statement(
  'test_insert_voucher',
  `insert into vouchers (project_id, id, code, code_key, created_at) values ($1, $2, $3, $4, now())`,
);

/** A new campaign's id; a PROMOTION named after its id unless told otherwise. */
export async function insertCampaign(
  db: Sql,
  project: { readonly id: string },
  {
    name,
    campaignType = 'PROMOTION',
  }: { readonly name?: string; readonly campaignType?: string } = {},
): Promise<string> {
  const id = newId('camp', Date.now());
  await db.rows(insertCampaignStatement, [project.id, id, name ?? id, campaignType]);
  return id;
}

/** A new voucher's id; `codeKey` is what projects that ignore case find it by. */
export async function insertVoucher(
  db: Sql,
  project: { readonly id: string },
  { code, codeKey = null }: { readonly code: string; readonly codeKey?: string | null },
): Promise<string> {
  const id = newId('v', Date.now());
  await db.rows(insertVoucherStatement, [project.id, id, code, codeKey]);
  return id;
}
