/** How codes are made, on the wire. */
import Type, { type Static } from 'typebox';

export const CodeConfig = Type.Object(
  {
    length: Type.Optional(
      Type.Number({ description: 'Random characters of a code; a pattern overrides it' }),
    ),
    charset: Type.Optional(
      Type.String({ description: 'What random characters are drawn from; alphanumeric if absent' }),
    ),
    prefix: Type.Optional(Type.String({ description: 'Begins every code' })),
    postfix: Type.Optional(Type.String({ description: 'Ends every code' })),
    pattern: Type.Optional(
      Type.String({ description: 'The code with a # wherever a random character belongs' }),
    ),
    initial_count: Type.Optional(
      Type.Integer({ description: 'Kept for compatibility; changes nothing' }),
    ),
  },
  { description: 'What generated codes look like' },
);
export type CodeConfig = Static<typeof CodeConfig>;
