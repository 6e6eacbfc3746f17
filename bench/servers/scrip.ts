/** Scrip's own server as a bench child: the real application on the database named by the parent. */
import { buildApp } from '../../src/app.ts';
import { connectDatabase } from '../../src/platform/db/database.ts';
import { jsonLog } from '../../src/platform/log.ts';

const [url = ''] = process.argv.slice(2);
const log = jsonLog((line) => process.stderr.write(line));
const db = connectDatabase(url, (error) => log.warn('database', { message: error.message }));
const app = buildApp({ db, log, version: 'bench' });
process.on('SIGTERM', () => process.exit(0));
// Asked for what it holds, it tells the bytes in use once garbage is collected.
process.on('message', () => {
  globalThis.gc?.();
  process.send?.(process.memoryUsage().heapUsed);
});
process.send?.(await app.listen({ port: 0, host: '127.0.0.1' }));
