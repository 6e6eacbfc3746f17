/** Validation sessions on the wire. */
import Type, { type Static } from 'typebox';
import { Nullable } from '../../platform/http/shapes.ts';

const Unit = Type.Enum([
  'DAYS',
  'HOURS',
  'MINUTES',
  'SECONDS',
  'MILLISECONDS',
  'MICROSECONDS',
  'NANOSECONDS',
]);
export type SessionUnit = Static<typeof Unit>;

/** No control characters, so that it can stand in an address. */
const Key = Type.String({
  minLength: 1,
  maxLength: 255,
  pattern: '^[^\\u0000-\\u001f\\u007f]+$',
  description: 'What the session is known by',
});

/**
 * The session of a request: in a validation what is to be locked, and for how long; in a redemption
 * whose locks it may take.
 */
export const SessionInput = Type.Object({
  type: Type.Optional(Type.Enum(['LOCK'])),
  key: Type.Optional(Nullable(Key)),
  ttl: Type.Optional(Nullable(Type.Number({ minimum: 0, description: '7 days where absent' }))),
  ttl_unit: Type.Optional(Nullable(Unit)),
});
export type SessionInput = Static<typeof SessionInput>;

/** As the request may have it. */
export const inSession = { session: Type.Optional(Nullable(SessionInput)) };

/** A session that was established. */
export const Session = Type.Object({
  key: Type.String(),
  type: Type.Literal('LOCK'),
  ttl: Type.Number(),
  ttl_unit: Unit,
});
export type Session = Static<typeof Session>;

export const SessionOfVoucher = Type.Object({
  code: Type.String({ minLength: 1, maxLength: 255, description: "The voucher's code or id" }),
  sessionKey: Key,
});
