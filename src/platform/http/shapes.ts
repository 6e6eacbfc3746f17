/** Wire shapes that every resource uses. */
import Type, { type TSchema } from 'typebox';
import type { JsonObject } from '../../engine/json.ts';

/** Custom attributes: any JSON object, carried as given. */
export const Metadata = Type.Unsafe<JsonObject>({
  type: 'object',
  additionalProperties: true,
  description: 'Custom attributes, key by key',
});

export function Nullable<Schema extends TSchema>(schema: Schema) {
  return Type.Union([schema, Type.Null()]);
}

/** ISO 8601 instant; a day alone stands for its first moment in UTC. */
export const DateTime = Type.String({ format: 'date-time' });
export const DateOnly = Type.String({ format: 'date' });

/** An amount in minor units (cents) as a request may give it. */
export const Amount = Type.Integer({ minimum: 0, maximum: 100_000_000_000_000 });

export const NoContent = Type.Null({ description: 'Nothing' });
