/** SQL of code generation: what is left to make, and the vouchers made, by COPY or one by one. */
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { from as copyFrom } from 'pg-copy-streams';
import type { JsonObject } from '../../../engine/json.ts';
import type { Project } from '../../../platform/context.ts';
import { type Sql, statement, type Transaction } from '../../../platform/db/database.ts';
import type { NewCard } from '../../cards/service.ts';
import type { CodeConfig } from '../../code-config/schema.ts';
import type { DrawnCode } from './draw-codes.ts';

/** What vouchers made together share; null: as the campaign has it (quantity: without limit). */
export type VoucherTemplate = {
  readonly code_config: CodeConfig;
  /** What each holds; absent or null where they give a discount. */
  readonly card?: NewCard | null;
  readonly quantity: number | null;
  readonly category_id: string | null;
  readonly start_date: string | null;
  readonly expiration_date: string | null;
  readonly additional_info: string | null;
  readonly metadata: JsonObject | null;
};

export type Generation = {
  /** The async action's. */
  readonly id: string;
  readonly campaign_id: string;
  readonly wanted: number;
  readonly made: number;
  readonly template: VoucherTemplate;
};

/** A new voucher: its id beside its code. */
export type FreshCode = DrawnCode & { readonly id: string };

const insertGenerationStatement = statement(
  'insert_voucher_generation',
  `insert into voucher_generations (project_id, id, campaign_id, wanted, template)
   values ($1, $2, $3, $4, $5)`,
);

export async function insertGeneration(
  sql: Sql,
  projectId: string,
  { id, campaign_id, wanted, template }: Omit<Generation, 'made'>,
): Promise<void> {
  const values = [projectId, id, campaign_id, wanted, JSON.stringify(template)];
  await sql.rows(insertGenerationStatement, values);
}

type LockedRow = Generation & {
  readonly project_name: string;
  readonly timezone: string;
  readonly currency: string;
  readonly case_sensitive_codes: boolean;
  readonly config_version: number;
};

const lockGenerationStatement = statement<LockedRow>(
  'lock_voucher_generation',
  `select g.id, g.campaign_id, g.wanted, g.made, g.template, p.name as project_name, p.timezone,
     p.currency, p.case_sensitive_codes, p.config_version
   from voucher_generations g join projects p on p.id = g.project_id
   where g.project_id = $1 and g.id = $2 for update of g`,
);

const holdCampaignStatement = statement<{ id: string }>(
  'hold_campaign_of_generation',
  `select id from campaigns where project_id = $1 and id =
     (select campaign_id from voucher_generations where project_id = $1 and id = $2)
   for key share`,
);

/**
 * Waits for a batch under way elsewhere; null where nothing is left or the campaign is gone. The
 * campaign is locked first, as its removal does: in one order, nobody waits in a circle.
 */
export async function lockGeneration(
  sql: Sql,
  projectId: string,
  id: string,
): Promise<{ readonly generation: Generation; readonly project: Project } | null> {
  const held = await sql.rows(holdCampaignStatement, [projectId, id]);
  if (held.length === 0) return null;
  const [row] = await sql.rows(lockGenerationStatement, [projectId, id]);
  if (row === undefined) return null;
  const project = {
    id: projectId,
    name: row.project_name,
    timezone: row.timezone,
    currency: row.currency,
    caseSensitiveCodes: row.case_sensitive_codes,
    version: row.config_version,
  };
  return { generation: row, project };
}

const advanceStatement = statement(
  'advance_voucher_generation',
  'update voucher_generations set made = made + $3 where project_id = $1 and id = $2',
);

export async function advanceGeneration(
  sql: Sql,
  projectId: string,
  { id, by }: { readonly id: string; readonly by: number },
): Promise<void> {
  await sql.rows(advanceStatement, [projectId, id, by]);
}

const removeStatement = statement(
  'remove_voucher_generation',
  'delete from voucher_generations where project_id = $1 and id = $2',
);

export async function removeGeneration(sql: Sql, projectId: string, id: string): Promise<void> {
  await sql.rows(removeStatement, [projectId, id]);
}

const abandonStatement = statement<{ id: string; made: number }>(
  'abandon_voucher_generations',
  `delete from voucher_generations where project_id = $1 and campaign_id = $2
   returning id, made`,
);

/** Waits for the batches under way; after it no voucher is made any more. */
export function removeGenerationsOf(
  sql: Sql,
  projectId: string,
  campaignId: string,
): Promise<{ readonly id: string; readonly made: number }[]> {
  return sql.rows(abandonStatement, [projectId, campaignId]);
}

/** The columns a batch writes; the others have their defaults. */
const columns = `project_id, id, code, code_key, campaign_id, quantity, category_id, start_date,
  expiration_date, additional_info, metadata, created_at, type, balance, issued_expires_at, gift_effect`;

export type Batch = {
  readonly projectId: string;
  readonly campaignId: string;
  readonly template: VoucherTemplate;
  /** ISO 8601 instant. */
  readonly createdAt: string;
};

/** Lines a chunk of the stream holds: large enough that their number does not matter. */
const CHUNK = 1_000;

/** Writes all of them, or fails with a unique violation where one code is taken. */
export async function copyVouchers(
  { client }: Transaction,
  batch: Batch,
  codes: readonly FreshCode[],
): Promise<void> {
  await pipeline(
    Readable.from(linesOf(batch, codes)),
    client.query(copyFrom(`copy vouchers (${columns}) from stdin`)),
  );
}

/** What is the same in every line is written once. */
function* linesOf(
  { projectId, campaignId, template, createdAt }: Batch,
  codes: readonly FreshCode[],
): Generator<string> {
  const before = field(projectId);
  const shared = [
    campaignId,
    template.quantity,
    template.category_id,
    template.start_date,
    template.expiration_date,
    template.additional_info,
    template.metadata === null ? null : JSON.stringify(template.metadata),
    createdAt,
    template.card?.type ?? 'DISCOUNT_VOUCHER',
    template.card?.balance ?? null,
    template.card?.issuedExpiresAt ?? null,
    template.card?.giftEffect ?? null,
  ];
  const after = shared.map(field).join('\t');
  for (let start = 0; start < codes.length; start += CHUNK) {
    let lines = '';
    for (const { id, code, codeKey } of codes.slice(start, start + CHUNK)) {
      lines += `${before}\t${id}\t${field(code)}\t${field(codeKey)}\t${after}\n`;
    }
    yield lines;
  }
}

const escapes: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
};

function field(value: string | number | null): string {
  if (value === null) return '\\N';
  return String(value).replace(/[\\\n\r\t]/g, (character) => escapes[character] ?? character);
}

const insertFreeStatement = statement<{ id: string }>(
  'insert_vouchers_where_free',
  `insert into vouchers (${columns})
   select $1::text, f.id, f.code, f.code_key, $2::text, $3::integer, $4::text, $5::timestamptz,
     $6::timestamptz, $7::text, $8::jsonb, $9::timestamptz, $14::text, $15::bigint,
     $16::timestamptz, $17::text
   from unnest($10::text[], $11::text[], $12::text[]) as f(id, code, code_key)
   where not exists (
     select from vouchers v
     where v.project_id = $1::text and coalesce(v.code_key, v.code) = coalesce(f.code_key, f.code)
   )
   order by coalesce(f.code_key, f.code) limit $13
   on conflict (project_id, (coalesce(code_key, code))) do nothing
   returning id`,
);

/** Writes at most `limit` of those whose codes are free; answers their ids. */
export async function insertVouchersWhereFree(
  sql: Sql,
  { projectId, campaignId, template, createdAt }: Batch,
  codes: readonly FreshCode[],
  limit: number,
): Promise<string[]> {
  const rows = await sql.rows(insertFreeStatement, [
    projectId,
    campaignId,
    template.quantity,
    template.category_id,
    template.start_date,
    template.expiration_date,
    template.additional_info,
    template.metadata === null ? null : JSON.stringify(template.metadata),
    createdAt,
    codes.map(({ id }) => id),
    codes.map(({ code }) => code),
    codes.map(({ codeKey }) => codeKey),
    limit,
    template.card?.type ?? 'DISCOUNT_VOUCHER',
    template.card?.balance ?? null,
    template.card?.issuedExpiresAt ?? null,
    template.card?.giftEffect ?? null,
  ]);
  return rows.map(({ id }) => id);
}

const countStatement = statement(
  'count_vouchers_made',
  `insert into campaign_progress (project_id, campaign_id, vouchers_count) values ($1, $2, $3)
   on conflict (project_id, campaign_id)
   do update set vouchers_count = campaign_progress.vouchers_count + excluded.vouchers_count`,
);

/** Locks the campaign's progress until the transaction ends. */
export async function countVouchersMade(
  sql: Sql,
  projectId: string,
  { campaignId, made }: { readonly campaignId: string; readonly made: number },
): Promise<void> {
  await sql.rows(countStatement, [projectId, campaignId, made]);
}

const settleStatement = statement(
  'settle_voucher_generation_status',
  `update campaign_progress set vouchers_generation_status = case when exists (
     select from voucher_generations where project_id = $1 and campaign_id = $2
   ) then 'IN_PROGRESS' else $3 end
   where project_id = $1 and campaign_id = $2`,
);

/**
 * IN_PROGRESS while anything is left, else `otherwise`. To be run after `countVouchersMade`, whose
 * lock lets this statement see what others have ended before.
 */
export async function settleStatus(
  sql: Sql,
  projectId: string,
  { campaignId, otherwise }: { readonly campaignId: string; readonly otherwise: 'DONE' | 'FAILED' },
): Promise<void> {
  await sql.rows(settleStatement, [projectId, campaignId, otherwise]);
}

const believedStatement = statement<{ believed: number }>(
  'believed_number_of_vouchers',
  "select reltuples as believed from pg_class where oid = 'vouchers'::regclass",
);

/** How many vouchers the planner believes there are, of all projects; -1 where it never looked. */
export async function believedVouchers(sql: Sql): Promise<number> {
  const [row] = await sql.rows(believedStatement, []);
  return row?.believed ?? -1;
}

/** Lets the planner look. Every connection plans its statements on vouchers anew after it. */
export async function analyzeVouchers(sql: Sql): Promise<void> {
  // Where somebody else is at it there is nothing to wait for.
  await sql.adhoc('analyze (skip_locked) vouchers', []);
}
