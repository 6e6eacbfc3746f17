/** `scrip migrate`: the database brought up to date, for those who do it apart from the start. */
import type { Config } from '../config.ts';
import { startDatabase } from '../platform/db/embedded/start-database.ts';
import { migrate } from '../platform/db/migrate.ts';
import { progress } from './progress.ts';

export async function migrateNow(config: Config): Promise<number> {
  const database = await startDatabase(config, progress);
  try {
    const applied = await migrate(database.url);
    for (const name of applied) console.log(`applied ${name}`);
    if (applied.length === 0) console.log('the database is up to date');
    return 0;
  } finally {
    await database.stop();
  }
}
