/** The version, as package.json states it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export function version(): string {
  const path = join(import.meta.dirname, '../../package.json');
  const manifest: { version: string } = JSON.parse(readFileSync(path, 'utf8'));
  return manifest.version;
}
