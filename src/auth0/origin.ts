import { TvError } from '../core/errors.ts';

/** Whether a host name means this machine: `127.0.0.0/8`, `::1`, `localhost` and below (RFC 6761 section 6.3). */
export function isLoopback(hostname: string): boolean {
  const host = hostname
    .toLowerCase()
    .replace(/^\[(.*)\]$/, '$1')
    .replace(/\.$/, '');
  return (
    host === '::1' ||
    host === 'localhost' ||
    host.endsWith('.localhost') ||
    /^127(\.(25[0-5]|2[0-4]\d|1?\d?\d)){3}$/.test(host)
  );
}

/** The URL, when secrets may travel to it: https, or http on this machine; else throws `api.unexpected_response`. */
export function requireSecureUrl(text: string, what: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol === 'https:' || (url?.protocol === 'http:' && isLoopback(url.hostname))) return url;
  throw new TvError('api.unexpected_response', `${what} is not an \`https\` URL, so nothing was sent there`);
}

/** The origin of a tenant; throws `config.invalid_domain` when it is neither https nor http on this machine. */
export function requireSecureOrigin(baseUrl: string): string {
  const url = URL.canParse(baseUrl) ? new URL(baseUrl) : undefined;
  if (url?.protocol === 'https:' || (url?.protocol === 'http:' && isLoopback(url.hostname)))
    return url.origin;
  throw new TvError('config.invalid_domain', `\`${baseUrl}\` is not an \`https\` address`, {
    hint: '`http` is accepted for a loopback host only',
  });
}
