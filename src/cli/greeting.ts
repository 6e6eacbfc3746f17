/** What `scrip start` and `scrip keys` print: texts only. */
import type { FirstKeys } from './first-keys.ts';

export type Greeting = {
  readonly version: string;
  /** Such as http://127.0.0.1:8787 */
  readonly address: string;
  readonly workers: number;
  readonly seconds: number;
  /** Where the embedded database lies; `null` for a DATABASE_URL. */
  readonly databaseFolder: string | null;
  readonly keysFile: string;
  readonly keys: FirstKeys;
  /** Shown in full when they are new; afterwards they are secrets in somebody's log. */
  readonly areKeysNew: boolean;
};

export function greeting(facts: Greeting): string {
  const processes = facts.workers > 1 ? `, ${facts.workers} processes` : '';
  const rows = [
    `Scrip ${facts.version} is ready after ${facts.seconds.toFixed(1)} s${processes}`,
    '',
    `  address    ${facts.address}`,
    `  data       ${facts.databaseFolder ?? 'the database of DATABASE_URL'}`,
  ];
  if (facts.areKeysNew) {
    rows.push(`  keys       ${facts.keysFile}`, '', keysText(facts.keys), '');
    rows.push('Try it:', '', tryIt(facts.address, facts.keys));
  } else {
    rows.push('  keys       as before; npx scrip keys prints them, and a request to try');
  }
  return `${rows.join('\n')}\n`;
}

export function keysText({ server, client, management }: FirstKeys): string {
  return [
    `  server side   X-App-Id: ${server.id}`,
    `                X-App-Token: ${server.token}`,
    `  client side   X-Client-Application-Id: ${client.id}`,
    `                X-Client-Token: ${client.token}`,
    `  management    X-Management-Id: ${management.id}`,
    `                X-Management-Token: ${management.token}`,
  ].join('\n');
}

/** A line to paste into a shell. */
export function tryIt(address: string, { server }: FirstKeys): string {
  const header = (name: string, value: string) => `-H ${quoted(`${name}: ${value}`)}`;
  const headers = `${header('X-App-Id', server.id)} ${header('X-App-Token', server.token)}`;
  return `  curl -s ${address}/v1/customers ${headers}`;
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

/** Where a browser on this machine reaches a server that listens on `host`. */
export function addressOf(host: string, port: number): string {
  if (host === '0.0.0.0') return `http://127.0.0.1:${port}`;
  if (host === '::') return `http://localhost:${port}`;
  return host.includes(':') ? `http://[${host}]:${port}` : `http://${host}:${port}`;
}
