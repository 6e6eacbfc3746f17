/** An answer that is a file: sent as it is read, never held whole. */
import { Readable } from 'node:stream';
import type { FastifyReply } from 'fastify';

export class Download {
  readonly content: AsyncIterable<string>;
  readonly type: string;
  readonly fileName: string;

  /** `fileName` is of letters, digits and what needs no quoting. */
  constructor(
    content: AsyncIterable<string>,
    { type, fileName }: { readonly type: string; readonly fileName: string },
  ) {
    this.content = content;
    this.type = type;
    this.fileName = fileName;
  }
}

export function sendDownload(
  reply: FastifyReply,
  { content, type, fileName }: Download,
): FastifyReply {
  return reply
    .type(type)
    .header('content-disposition', `attachment; filename="${fileName}"`)
    .send(Readable.from(content));
}
