/** A Scrip for the demo alone: on a free port, with a database that goes with it. */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Config } from '../../config.ts';
import { prepare, serve } from '../../main.ts';
import type { ServerOfShop } from './shop-api.ts';

/** Answers what `work` does. The server and all its data are gone afterwards, come what may. */
export async function withOwnServer<Result>(
  settings: Config,
  progress: (line: string) => void,
  work: (server: ServerOfShop) => Promise<Result>,
): Promise<Result> {
  const dataFolder = mkdtempSync(join(tmpdir(), 'scrip-demo-'));
  chmodSync(dataFolder, 0o711); // run by root, the database's user must get in
  const config: Config = {
    ...settings,
    dataFolder,
    databaseUrl: null,
    host: '127.0.0.1',
    port: 0,
    workers: 1,
  };
  try {
    const prepared = await prepare(config, progress);
    try {
      const served = await serve(config, prepared.databaseUrl);
      try {
        const { id: appId, token: appToken } = prepared.keys.server;
        return await work({ url: served.address, appId, appToken });
      } finally {
        await served.close();
      }
    } finally {
      await prepared.release();
    }
  } finally {
    rmSync(dataFolder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }
}
