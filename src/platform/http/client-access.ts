/**
 * What a project allows to browsers and apps: its client key is public, so that from where it comes
 * and what it may do is the project's to say.
 */
import { type Refusal, refuse } from '../../engine/outcome.ts';

/** What a project has to switch on before its client key may do it. */
export type ClientSwitch =
  | 'redeem'
  | 'publish'
  | 'list vouchers'
  | 'create customers'
  | 'track events';

export type ClientAccess = {
  /** Origins (`https://shop.example`), hosts (`shop.example`), or `*` for all. */
  readonly trustedDomains: readonly string[];
  readonly switchedOn: ReadonlySet<ClientSwitch>;
};

/** Null where this origin may send such requests. */
export function notAllowed(
  access: ClientAccess,
  origin: string | undefined,
  needs: ClientSwitch | undefined,
): Refusal<'forbidden' | 'missing_required_permission'> | null {
  if (!isTrusted(access.trustedDomains, origin)) {
    return refuse('forbidden', `The project does not trust requests from ${origin ?? 'nowhere'}`);
  }
  return needs === undefined || access.switchedOn.has(needs)
    ? null
    : refuse('missing_required_permission', `The project does not let client keys ${needs}`);
}

/**
 * A domain with a scheme stands for that very origin, one without for the host under any scheme, and
 * without a port for all its ports. Apps without a scheme of their own send the host alone.
 */
export function isTrusted(domains: readonly string[], origin: string | undefined): boolean {
  if (domains.includes('*')) return true;
  const sender = origin === undefined ? null : placeOf(origin);
  if (sender === null) return false;
  return domains.some((domain) => {
    const trusted = placeOf(domain);
    if (trusted === null || trusted.host !== sender.host) return false;
    if (trusted.scheme === null) return trusted.port === null || trusted.port === sender.port;
    return (
      trusted.port === sender.port && (sender.scheme === null || trusted.scheme === sender.scheme)
    );
  });
}

type Place = {
  readonly scheme: string | null;
  readonly host: string;
  readonly port: string | null;
};

const place =
  /^(?:(?<scheme>[a-z][a-z0-9+.-]*):\/\/)?(?<host>[^/:]+|\[[^\]]+\])(?::(?<port>\d+))?\/?$/;
const usualPorts: Readonly<Record<string, string>> = { http: '80', https: '443' };

/** Null where it names no place, such as the `null` that browsers send from files. */
function placeOf(text: string): Place | null {
  const groups = place.exec(text.trim().toLowerCase())?.groups;
  const host = groups?.['host'];
  if (host === undefined || host === 'null') return null;
  const scheme = groups?.['scheme'] ?? null;
  const port = groups?.['port'] ?? null;
  const isUsual = scheme !== null && usualPorts[scheme] === port;
  return { scheme, host, port: isUsual ? null : port };
}
