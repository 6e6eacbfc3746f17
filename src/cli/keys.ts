/** `scrip keys`: the first project's keys, once more. */
import type { Config } from '../config.ts';
import { StartProblem } from '../platform/start-problem.ts';
import { findFirstKeys } from './first-keys.ts';
import { addressOf, keysText, tryIt } from './greeting.ts';

export async function keys(config: Config): Promise<number> {
  const found = findFirstKeys(config);
  if (found === null) {
    throw new StartProblem(`there are no keys in ${config.dataFolder} yet: start Scrip once`);
  }
  console.log(keysText(found));
  console.log(`\n${tryIt(addressOf(config.host, config.port), found)}`);
  return 0;
}
