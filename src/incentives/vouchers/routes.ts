/** Vouchers: make, read, list, change, switch on and off, remove. */
import { done } from '../../engine/outcome.ts';
import { clientRoute, route } from '../../platform/http/route.ts';
import { NoContent } from '../../platform/http/shapes.ts';
import { updateVoucherBy } from './change-voucher.ts';
import { presentClientVoucher, presentListedVoucher, presentVoucher } from './present.ts';
import {
  ClientVoucherList,
  ClientVoucherQuery,
  NewVoucherCode,
  Voucher,
  VoucherCode,
  VoucherInput,
  VoucherList,
  VoucherQuery,
  VoucherRemoval,
  VoucherUpdate,
} from './schema.ts';
import {
  createVoucher,
  deleteVoucher,
  type GuardedVoucher,
  getVoucher,
  pageOfVouchers,
} from './service.ts';

const tag = 'Vouchers';

function presented({ row, assignments }: GuardedVoucher): Voucher {
  return presentVoucher(row, assignments);
}

export const voucherRoutes = [
  route({
    operation: 'generate-random-code',
    on: 'POST /v1/vouchers',
    tag,
    does: 'Makes a voucher under its code, or under a random one',
    may: 'vouchers.modify',
    body: VoucherInput,
    reply: Voucher,
    fails: [
      'not_found',
      'invalid_voucher',
      'invalid_formula',
      'duplicate_found',
      'invalid_code_config',
    ],
    async handle({ body }, context) {
      const made = await createVoucher(context, body, null);
      return made.ok ? done(presented(made.value)) : made;
    },
  }),
  route({
    operation: 'list-vouchers',
    on: 'GET /v1/vouchers',
    tag,
    does: 'Lists vouchers, newest first unless asked otherwise',
    may: 'vouchers.read',
    query: VoucherQuery,
    reply: VoucherList,
    fails: ['invalid_query_params'],
    async handle({ query }, context) {
      const page = await pageOfVouchers(context, query);
      if (!page.ok) return page;
      const { rows, total } = page.value;
      const vouchers = rows.map(presentListedVoucher);
      return done({ object: 'list', data_ref: 'vouchers', vouchers, total });
    },
  }),
  route({
    operation: 'create-voucher',
    on: 'POST /v1/vouchers/:code',
    tag,
    does: 'Makes a voucher under this code',
    may: 'vouchers.modify',
    params: NewVoucherCode,
    body: VoucherInput,
    reply: Voucher,
    fails: [
      'not_found',
      'invalid_voucher',
      'invalid_formula',
      'duplicate_found',
      'invalid_code_config',
    ],
    async handle({ params, body }, context) {
      const made = await createVoucher(context, body, params.code);
      return made.ok ? done(presented(made.value)) : made;
    },
  }),
  route({
    operation: 'get-voucher',
    on: 'GET /v1/vouchers/:code',
    tag,
    does: 'Reads a voucher by code or id',
    may: 'vouchers.read',
    params: VoucherCode,
    reply: Voucher,
    fails: ['not_found'],
    async handle({ params }, context) {
      const found = await getVoucher(context, params.code);
      return found.ok ? done(presented(found.value)) : found;
    },
  }),
  route({
    operation: 'update-voucher',
    on: 'PUT /v1/vouchers/:code',
    tag,
    does: 'Changes what is given; the rest stays, metadata merges',
    may: 'vouchers.modify',
    params: VoucherCode,
    body: VoucherUpdate,
    reply: Voucher,
    fails: ['not_found', 'invalid_voucher', 'invalid_formula'],
    async handle({ params, body }, context) {
      const saved = await updateVoucherBy(context, params.code, body);
      return saved.ok ? done(presented(saved.value)) : saved;
    },
  }),
  route({
    operation: 'delete-voucher',
    on: 'DELETE /v1/vouchers/:code',
    tag,
    does: 'Removes a voucher; its code is free again',
    may: 'vouchers.delete',
    params: VoucherCode,
    query: VoucherRemoval,
    reply: NoContent,
    status: 204,
    fails: ['not_found'],
    handle: ({ params }, context) => deleteVoucher(context, params.code),
  }),
  ...([true, false] as const).map((active) =>
    route({
      operation: active ? 'enable-voucher' : 'disable-voucher',
      on: `POST /v1/vouchers/:code/${active ? 'enable' : 'disable'}`,
      tag,
      does: active ? 'Lets a voucher be redeemed again' : 'Keeps a voucher from being redeemed',
      may: 'vouchers.modify',
      params: VoucherCode,
      reply: Voucher,
      fails: ['not_found', 'invalid_voucher', 'invalid_formula'],
      async handle({ params }, context) {
        const saved = await updateVoucherBy(context, params.code, { active });
        return saved.ok ? done(presented(saved.value)) : saved;
      },
    }),
  ),
  clientRoute({
    operation: 'list-vouchers-client-side',
    on: 'GET /client/v1/vouchers',
    tag: 'Client side',
    does: 'Lists the vouchers a customer holds, where the project lets client keys list them',
    may: 'vouchers.read',
    needs: 'list vouchers',
    extension: true,
    query: ClientVoucherQuery,
    reply: ClientVoucherList,
    fails: ['invalid_query_params'],
    async handle({ query }, context) {
      const page = await pageOfVouchers(context, query);
      if (!page.ok) return page;
      const { rows, total } = page.value;
      const vouchers = rows.map(presentClientVoucher);
      return done({ object: 'list', data_ref: 'vouchers', vouchers, total });
    },
  }),
];
