/** Speaks just enough of PostgreSQL's protocol to say how old it is. */
import { createServer, type Server } from 'node:net';

/** Answers every query with one row: the version, as `name` and as `major`. */
export function oldPostgres(version: string): Server {
  const major = Number.parseInt(version, 10);
  return createServer((socket) => {
    let isGreeted = false;
    socket.on('error', () => undefined);
    socket.on('data', (data) => {
      if (!isGreeted) {
        isGreeted = true;
        socket.write(Buffer.concat([message('R', int32(0)), message('Z', Buffer.from('I'))]));
      } else if (data.toString('latin1', 0, 1) === 'Q') {
        socket.write(
          Buffer.concat([
            message('T', Buffer.concat([int16(2), column('name', 25), column('major', 23)])),
            message('D', Buffer.concat([int16(2), value(version), value(String(major))])),
            message('C', Buffer.from('SELECT 1\0')),
            message('Z', Buffer.from('I')),
          ]),
        );
      } else socket.end();
    });
  });
}

function message(type: string, body: Buffer): Buffer {
  return Buffer.concat([Buffer.from(type), int32(body.length + 4), body]);
}

function column(name: string, typeOid: number): Buffer {
  const tail = [int32(0), int16(0), int32(typeOid), int16(-1), int32(-1), int16(0)];
  return Buffer.concat([Buffer.from(`${name}\0`), ...tail]);
}

function value(text: string): Buffer {
  return Buffer.concat([int32(Buffer.byteLength(text)), Buffer.from(text)]);
}

function int16(number: number): Buffer {
  const buffer = Buffer.alloc(2);
  buffer.writeInt16BE(number);
  return buffer;
}

function int32(number: number): Buffer {
  const buffer = Buffer.alloc(4);
  buffer.writeInt32BE(number);
  return buffer;
}
