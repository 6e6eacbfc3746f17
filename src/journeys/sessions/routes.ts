/** Validation sessions: released by hand. Validations establish them, redemptions end them. */
import { route } from '../../platform/http/route.ts';
import { NoContent } from '../../platform/http/shapes.ts';
import { SessionOfVoucher } from './schema.ts';
import { releaseSession } from './service.ts';

export const sessionRoutes = [
  route({
    operation: 'release-validation-session',
    on: 'DELETE /v1/vouchers/:code/sessions/:sessionKey',
    tag: 'Vouchers',
    does: 'Releases what a validation session has locked of a voucher',
    may: 'vouchers.modify',
    params: SessionOfVoucher,
    reply: NoContent,
    status: 204,
    fails: ['not_found'],
    handle: ({ params }, context) => releaseSession(context, params),
  }),
];
