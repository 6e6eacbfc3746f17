/** What HTTP itself cannot read never becomes a request: it is answered on the bare connection. */
import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { refuse } from '../../engine/outcome.ts';
import { statusOf } from '../../engine/problem.ts';
import { newId } from '../ids.ts';
import { presentProblem } from './problem.ts';

/** In the shape of every other refusal; the connection is over then. */
export function answerClientError(error: { readonly code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const refusal =
    error.code === 'HPE_HEADER_OVERFLOW'
      ? refuse('query_too_large', 'The address and the headers have at most 16 KB together')
      : refuse('bad_request', 'What was sent is not HTTP, or came too slowly');
  const status = statusOf(refusal.key);
  const body = JSON.stringify(presentProblem(refusal, newId('req', Date.now())));
  socket.end(
    [
      `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`,
      'Content-Type: application/json; charset=utf-8',
      `Content-Length: ${Buffer.byteLength(body)}`,
      'Connection: close',
      '',
      body,
    ].join('\r\n'),
  );
}
