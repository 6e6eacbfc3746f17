/** Async actions on the wire: what was put in the background, and how far it is. */
import Type, { type Static } from 'typebox';
import { Limit } from '../../platform/http/query.ts';
import { DateTime } from '../../platform/http/shapes.ts';

const types = [
  'CAMPAIGN.VOUCHERS_IMPORT',
  'CAMPAIGN.VOUCHERS_IMPORT_CSV',
  'CAMPAIGN.VOUCHERS_UPDATE',
  'CAMPAIGN.VOUCHERS_DELETE',
  'CAMPAIGN.VOUCHERS_GENERATE',
  'CAMPAIGNS.METADATA_KEY_PURGE',
  'CUSTOMERS.IMPORT_CSV',
  'CUSTOMERS.BULK_UPDATE',
  'CUSTOMERS.METADATA_UPDATE',
  'CUSTOMERS.METADATA_KEY_PURGE',
  'PRODUCTS.BULK_UPDATE',
  'PRODUCTS.METADATA_UPDATE',
  'PRODUCTS.METADATA_KEY_PURGE',
  'PRODUCTS.IMPORT_CSV',
  'SKUS.IMPORT_CSV',
  'VOUCHERS.IMPORT',
  'VOUCHERS.IMPORT_CSV',
  'VOUCHERS.BULK_UPDATE',
  'VOUCHERS.METADATA_UPDATE',
  'VOUCHERS.METADATA_KEY_PURGE',
  'ORDERS.IMPORT',
  'ORDERS.METADATA_KEY_PURGE',
  // Of our own: the reference adds members one by one.
  'LOYALTIES.MEMBERS_ADD',
] as const;

const AsyncActionType = Type.Enum(types, { description: 'What is done' });
export type AsyncActionType = Static<typeof AsyncActionType>;

export const AsyncActionId = Type.Object({
  asyncActionId: Type.String({ minLength: 1, description: "The action's id" }),
});

export const AsyncActionQuery = Type.Object({
  limit: Limit,
  end_date: Type.Optional(
    Type.String({ format: 'date-time', description: 'Only actions created before this instant' }),
  ),
});
export type AsyncActionQuery = Static<typeof AsyncActionQuery>;

/** The answer of every operation that goes on in the background. */
export const AcceptedAction = Type.Object({
  async_action_id: Type.String({ description: 'By this id the progress can be asked for' }),
});

const attributes = {
  id: Type.String(),
  type: AsyncActionType,
  status: Type.Enum(['DONE', 'ENQUEUED', 'FAILED', 'IN_PROGRESS'], { description: 'Its stage' }),
  operation_status: Type.Enum(['FAILED', 'SUCCESS', 'UNKNOWN'], {
    description: 'How it ended; UNKNOWN until it has',
  }),
  created_at: DateTime,
  updated_at: Type.Optional(DateTime),
  request_id: Type.String({ description: 'The request that began it' }),
  processing_time: Type.Optional(
    Type.Integer({ minimum: 0, description: 'Milliseconds from request to end' }),
  ),
  progress: Type.Integer({ minimum: 0, maximum: 100, description: 'Per cent' }),
  object: Type.Literal('async_action'),
};

const AsyncActionSummary = Type.Object(attributes);
export type AsyncActionSummary = Static<typeof AsyncActionSummary>;

/** What it came to: a sentence, and how many it did. */
const AsyncActionResult = Type.Object({
  message: Type.Optional(Type.String()),
  done_count: Type.Optional(Type.Integer({ minimum: 0 })),
  failed_count: Type.Optional(Type.Integer({ minimum: 0 })),
});
export type AsyncActionResult = Static<typeof AsyncActionResult>;

export const AsyncAction = Type.Object({
  ...attributes,
  result: Type.Optional(AsyncActionResult),
});
export type AsyncAction = Static<typeof AsyncAction>;

export const AsyncActionList = Type.Object({
  object: Type.Literal('list'),
  data_ref: Type.Literal('async_actions'),
  async_actions: Type.Array(AsyncActionSummary),
  has_more: Type.Boolean(),
});
