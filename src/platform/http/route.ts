/** Operations as data: a resource lists its routes, the server turns them into endpoints. */
import type { Static, TSchema } from 'typebox';
import type { Outcome } from '../../engine/outcome.ts';
import type { ProblemKey } from '../../engine/problem.ts';
import type { Context, ManagementContext } from '../context.ts';
import type { ClientSwitch } from './client-access.ts';

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

/** What an operation declares beside its handler. */
type Declaration<P extends TSchema, Q extends TSchema, B extends TSchema, R extends TSchema> = {
  /** The reference's operation id. */
  readonly operation: string;
  /** `'GET /v1/vouchers/:code'` */
  readonly on: `${Method} /${string}`;
  /** The tag and the sentence shown in the API description. */
  readonly tag: string;
  readonly does: string;
  /** The scope a key needs. */
  readonly may: string;
  readonly params?: P;
  readonly query?: Q;
  readonly body?: B;
  readonly reply: R;
  /** 200 where absent; 204 sends no body. */
  readonly status?: 200 | 202 | 204;
  /** Answers with this property have status 202 instead: the rest is done in the background. */
  readonly acceptedWith?: string;
  /** Where it takes more than the reference's limit for bodies. */
  readonly maxBodyBytes?: number;
  /** Not in the reference: marked `x-scrip-extension`. */
  readonly extension?: true;
  /** A POST that changes nothing, or a GET that does: decides whether `Idempotency-Key` counts. */
  readonly mutates?: boolean;
  /** `own`: the operation writes the key in its own statement. */
  readonly idempotency?: 'own';
  /** `facts`: the operation's own statement proves the remembered identity (`context.projectAt`). */
  readonly identity?: 'facts';
};

type Input<P extends TSchema, Q extends TSchema, B extends TSchema> = {
  readonly params: Static<P>;
  readonly query: Static<Q>;
  readonly body: Static<B>;
};

type Spec<
  P extends TSchema,
  Q extends TSchema,
  B extends TSchema,
  R extends TSchema,
  F extends ProblemKey,
  C,
> = Declaration<P, Q, B, R> & {
  /** Every refusal the handler may answer; the checker refuses others. */
  readonly fails: readonly F[];
  handle(input: Input<P, Q, B>, context: C): Promise<Outcome<Static<R>, NoInfer<F>>>;
};

/**
 * An operation with its types forgotten. `run` is the handler itself: that it takes anything is said
 * here alone, and true because the server compiled the very schemas its types come from, and has
 * refused what does not fit them.
 */
export type Route = Declaration<TSchema, TSchema, TSchema, TSchema> & {
  readonly fails: readonly ProblemKey[];
} & (
    | { readonly audience: 'server'; run(input: RawInput, context: Context): Answer }
    | {
        readonly audience: 'client';
        /** What the project has to switch on first; absent: nothing. */
        readonly needs?: ClientSwitch;
        run(input: RawInput, context: Context): Answer;
      }
    | { readonly audience: 'management'; run(input: RawInput, context: ManagementContext): Answer }
  );

type RawInput = { readonly params: unknown; readonly query: unknown; readonly body: unknown };
type Answer = Promise<Outcome<unknown>>;

/** The status of a success: 202 where the answer says that work goes on in the background. */
export function successStatus(
  { status = 200, acceptedWith }: Pick<Route, 'status' | 'acceptedWith'>,
  answer: unknown,
): number {
  const isAccepted =
    acceptedWith !== undefined &&
    typeof answer === 'object' &&
    answer !== null &&
    acceptedWith in answer;
  return isAccepted ? 202 : status;
}

/** An operation on one project, for server keys. */
export function route<
  P extends TSchema,
  Q extends TSchema,
  B extends TSchema,
  R extends TSchema,
  const F extends ProblemKey,
>(spec: Spec<P, Q, B, R, F, Context>): Route {
  return { ...spec, audience: 'server', run: spec.handle };
}

type ForClients = { readonly needs?: ClientSwitch };

/** An operation on one project, for client keys: from origins that the project trusts. */
export function clientRoute<
  P extends TSchema,
  Q extends TSchema,
  B extends TSchema,
  R extends TSchema,
  const F extends ProblemKey,
>(spec: Spec<P, Q, B, R, F, Context> & ForClients): Route {
  return { ...spec, audience: 'client', run: spec.handle };
}

/** The very operation of server keys, under another address for client keys. */
export function forClients(
  server: Route,
  change: Pick<Route, 'operation' | 'on'> & ForClients,
): Route {
  if (server.audience !== 'server') throw new Error('only operations of server keys are opened');
  return { ...server, tag: 'Client side', ...change, audience: 'client' };
}

/** An operation above projects, for management keys. */
export function managementRoute<
  P extends TSchema,
  Q extends TSchema,
  B extends TSchema,
  R extends TSchema,
  const F extends ProblemKey,
>(spec: Spec<P, Q, B, R, F, ManagementContext>): Route {
  return { ...spec, audience: 'management', run: spec.handle };
}
