/**
 * The settings of a running server: the environment, parsed once at the start, then frozen.
 *
 * Nothing else reads the environment. A setting that is empty counts as unset, as Compose files
 * write it. Every wrong setting is reported at once, each naming its variable.
 */
import { isIP } from 'node:net';
import { resolve } from 'node:path';

export type KeyPair = { readonly id: string; readonly token: string };

export type Config = {
  /** 0 lets the system choose a free port. */
  readonly port: number;
  readonly host: string;
  /** `null`: Scrip runs its own PostgreSQL in `dataFolder`. */
  readonly databaseUrl: string | null;
  /** Absolute. Holds the first project's keys and, without a DATABASE_URL, the database. */
  readonly dataFolder: string;
  /** Processes that share the port. */
  readonly workers: number;
  readonly smtpUrl: string | null;
  /** How many requests a client key may send from one address in five seconds; each process counts. */
  readonly clientRequests: number;
  /** Addresses or networks of proxies: what they say a request came from is believed. */
  readonly trustedProxies: readonly string[];
  /** The first project's keys, where the operator names them; `null`: made at the first start. */
  readonly serverKey: KeyPair | null;
  readonly clientKey: KeyPair | null;
  readonly managementKey: KeyPair | null;
};

export type ConfigProblem = { readonly variable: string; readonly message: string };

type Environment = Readonly<Record<string, string | undefined>>;

const ownSettings = [
  'SCRIP_DATA',
  'SCRIP_WORKERS',
  'SCRIP_CLIENT_REQUESTS',
  'SCRIP_TRUSTED_PROXIES',
  'SCRIP_APP_ID',
  'SCRIP_APP_TOKEN',
  'SCRIP_CLIENT_APP_ID',
  'SCRIP_CLIENT_APP_TOKEN',
  'SCRIP_MANAGEMENT_ID',
  'SCRIP_MANAGEMENT_TOKEN',
];

const maxWorkers = 64;
const clientRequests = { least: 1, most: 1_000_000, unset: 50 };

/** The settings, or everything that is wrong with them, in the order of the variables' names. */
export function readConfig(env: Environment): Config | ConfigProblem[] {
  const problems: ConfigProblem[] = unknownSettings(env);
  const report = (variable: string, message: string) => problems.push({ variable, message });

  const config: Config = {
    port: integer(env, 'PORT', { least: 0, most: 65_535, unset: 8787 }, report),
    host: host(env, report),
    databaseUrl: url(env, 'DATABASE_URL', ['postgres:', 'postgresql:'], report),
    dataFolder: resolve(setting(env, 'SCRIP_DATA') ?? '.scrip'),
    workers: integer(env, 'SCRIP_WORKERS', { least: 1, most: maxWorkers, unset: 1 }, report),
    smtpUrl: url(env, 'SMTP_URL', ['smtp:', 'smtps:'], report),
    clientRequests: integer(env, 'SCRIP_CLIENT_REQUESTS', clientRequests, report),
    trustedProxies: networks(env, 'SCRIP_TRUSTED_PROXIES', report),
    serverKey: keyPair(env, { id: 'SCRIP_APP_ID', token: 'SCRIP_APP_TOKEN' }, report),
    clientKey: keyPair(env, { id: 'SCRIP_CLIENT_APP_ID', token: 'SCRIP_CLIENT_APP_TOKEN' }, report),
    managementKey: keyPair(
      env,
      { id: 'SCRIP_MANAGEMENT_ID', token: 'SCRIP_MANAGEMENT_TOKEN' },
      report,
    ),
  };
  if (problems.length > 0) return problems.toSorted((a, b) => (a.variable < b.variable ? -1 : 1));
  return Object.freeze(config);
}

/** Tells the two answers of `readConfig` apart. */
export function isConfig(answer: Config | ConfigProblem[]): answer is Config {
  return !Array.isArray(answer);
}

type Report = (variable: string, message: string) => void;

function setting(env: Environment, name: string): string | undefined {
  const value = env[name]?.trim();
  return value === '' ? undefined : value;
}

function unknownSettings(env: Environment): ConfigProblem[] {
  return Object.keys(env)
    .filter((name) => name.startsWith('SCRIP_') && !ownSettings.includes(name))
    .map((variable) => ({
      variable,
      message: `is not a setting of Scrip; there are ${ownSettings.join(', ')}`,
    }));
}

type Range = { readonly least: number; readonly most: number; readonly unset: number };

function integer(env: Environment, name: string, range: Range, report: Report): number {
  const value = setting(env, name);
  if (value === undefined) return range.unset;
  const number = /^\d{1,9}$/.test(value) ? Number(value) : Number.NaN;
  if (number >= range.least && number <= range.most) return number;
  report(name, `must be a whole number from ${range.least} to ${range.most}, not "${value}"`);
  return range.unset;
}

function host(env: Environment, report: Report): string {
  const value = setting(env, 'HOST') ?? '127.0.0.1';
  if (/^[\w.:%-]+$/.test(value)) return value;
  report('HOST', `must be a host name or an address such as 127.0.0.1 or ::, not "${value}"`);
  return value;
}

/** The value itself stays out of the message: it may hold a password. */
function url(env: Environment, name: string, schemes: string[], report: Report): string | null {
  const value = setting(env, name);
  if (value === undefined) return null;
  // A database may be reached over a socket, postgres://user@/name?host=/run, which `URL` refuses.
  const scheme = /^([a-z]+:)\/\/\S+$/i.exec(value)?.[1]?.toLowerCase();
  const parses = URL.canParse(value.replace(/@\//, '@localhost/').replace(/:\/\/\//, '://l/'));
  if (scheme !== undefined && schemes.includes(scheme) && parses) return value;
  report(name, `must be a URL that begins with ${schemes.map((s) => `${s}//`).join(' or ')}`);
  return null;
}

/** Separated by commas: `10.0.0.0/8, ::1`. */
function networks(env: Environment, name: string, report: Report): readonly string[] {
  const list = (setting(env, name) ?? '').split(',').map((one) => one.trim());
  const given = list.filter((one) => one !== '');
  const wrong = given.find((one) => !isNetwork(one));
  if (wrong === undefined) return given;
  report(name, `must be addresses or networks such as 10.0.0.0/8, not "${wrong}"`);
  return [];
}

function isNetwork(text: string): boolean {
  const [address = '', prefix, ...more] = text.split('/');
  const family = isIP(address);
  if (family === 0 || more.length > 0) return false;
  return (
    prefix === undefined ||
    (/^\d{1,3}$/.test(prefix) && Number(prefix) <= (family === 4 ? 32 : 128))
  );
}

function keyPair(
  env: Environment,
  names: { readonly id: string; readonly token: string },
  report: Report,
): KeyPair | null {
  const id = setting(env, names.id);
  const token = setting(env, names.token);
  if (id === undefined && token === undefined) return null;
  if (token === undefined) report(names.token, `must be set where ${names.id} is`);
  if (id === undefined) report(names.id, `must be set where ${names.token} is`);
  for (const [name, value] of [[names.id, id] as const, [names.token, token] as const]) {
    // They travel in headers.
    if (value !== undefined && !/^[\x21-\x7e]{8,200}$/.test(value)) {
      report(name, 'must be 8 to 200 printable ASCII characters without spaces');
    }
  }
  return id === undefined || token === undefined ? null : { id, token };
}
