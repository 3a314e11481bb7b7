import { domainToASCII } from 'node:url';
import { TvError } from '../core/errors.ts';
import type { TenantDomain } from '../core/profiles.ts';
import { stripControls } from '../core/text.ts';

const accepted =
  'Accepted: a tenant domain such as `acme.eu.auth0.com`, a custom domain, an `https://` URL of either, or an `http://` URL of a loopback host';

/**
 * Reads a tenant domain as people type it: case, `https://`, trailing dot and slash, and the path of the Management API
 * are cleaned away (facts 10). `http://` and a port, but the usual one in a URL, are for loopback hosts only. `audience`
 * replaces the Management API audience, as a custom domain needs. Throws `config.invalid_domain`.
 * https://auth0.com/docs/get-started/auth0-overview/create-tenants
 */
export function parseTenantDomain(text: string, audience?: string): TenantDomain {
  const typed = text.trim();
  if (/[{}<>]|your[_-]?(domain|tenant)$|YOUR[_-]|your_/.test(typed)) {
    throw invalid(text, 'is a placeholder', 'Put the domain of your tenant in its place');
  }
  const { scheme, host, port, more } = split(typed) ?? throwInvalid(text, 'is not a tenant domain');
  if (host === 'manage.auth0.com') throw dashboard(text, typed);
  const loopback = isLoopback(host);
  if (scheme === 'http' && !loopback) {
    throw invalid(text, 'is not a loopback host, so it needs `https`', `Write \`https://${host}\``);
  }
  if (port !== '' && !loopback) throw invalid(text, 'has a port', `Write \`${host}\``);
  if (!loopback) checkHostName(text, host);
  const authority = port === '' ? host : `${host}:${port}`;
  const baseUrl = `${scheme}://${authority}`;
  const label = scheme === 'http' ? baseUrl : authority;
  if (more !== '') throw invalid(text, 'goes on after the domain', `Write \`${label}\``);
  return { label, baseUrl, audience: audience ?? `${baseUrl}/api/v2/` };
}

interface Parts {
  readonly scheme: 'http' | 'https';
  readonly host: string;
  /** Digits, empty when there is none or it is the usual one of the scheme. */
  readonly port: string;
  /** What follows and means nothing here. */
  readonly more: string;
}

const usualPorts = { http: '80', https: '443' };

function split(typed: string): Parts | undefined {
  const match = /^(?:([a-z][a-z0-9+.-]*):\/\/)?([^/?#]*)(.*)$/is.exec(typed);
  const scheme = (match?.[1] ?? 'https').toLowerCase();
  if (scheme !== 'http' && scheme !== 'https') return undefined;
  const authority = /^(\[[^\]]*\]|[^:@\s\\]+?)\.?(?::(\d{1,5}))?$/.exec(match?.[2] ?? '');
  const host = authority?.[1];
  if (host === undefined || Number(authority?.[2] ?? 1) > 65_535 || authority?.[2] === '0') return undefined;
  const port = authority?.[2] ?? '';
  const isUrl = match?.[1] !== undefined;
  return {
    scheme,
    host: ascii(host.toLowerCase()),
    port: isUrl && port === usualPorts[scheme] ? '' : port,
    more: (match?.[3] ?? '').replace(isUrl ? /^(\/api\/v2)?\/?$/ : /^\/$/, ''),
  };
}

/** An international name in the form that DNS knows (RFC 5891); an empty string when it is none. */
function ascii(host: string): string {
  return /^[\u0021-\u007e]*$/.test(host) ? host : domainToASCII(host);
}

/** Loopback by its spelling, without a look-up: 127.0.0.0/8, `[::1]`, `localhost`, `*.localhost` (RFC 6761 section 6.3). */
function isLoopback(host: string): boolean {
  if (host === '[::1]' || host === 'localhost') return true;
  if (host.endsWith('.localhost')) return isHostName(host);
  const octets = /^127\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(host);
  return octets?.slice(1).every((octet) => Number(octet) <= 255) ?? false;
}

function isHostName(host: string): boolean {
  const labels = host.split('.');
  return (
    host.length <= 253 &&
    labels.every((label) => /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/.test(label)) &&
    // A last label of digits is an IP address, never a host name (RFC 3696 section 2).
    !/^(\d+|0x[0-9a-f]*)$/.test(labels.at(-1) ?? '')
  );
}

function checkHostName(text: string, host: string): void {
  if (!isHostName(host)) throw invalid(text, 'is not a tenant domain');
  if (host.includes('.')) return;
  throw invalid(
    text,
    'is not a whole tenant domain',
    `Add the region, as in \`${host}.us.auth0.com\` or \`${host}.eu.auth0.com\``,
  );
}

/** The dashboard's address names region and tenant: `https://manage.auth0.com/dashboard/eu/acme/…`. */
function dashboard(text: string, typed: string): TvError {
  const place = /\/dashboard\/([a-z]{2}(?:-\d)?)\/([a-z0-9-]+)/i.exec(typed);
  const found =
    place?.[1] === undefined || place[2] === undefined
      ? 'The domain of the tenant is in the settings of any application there'
      : `Write \`${place[2].toLowerCase()}.${place[1].toLowerCase()}.auth0.com\``;
  return invalid(text, 'is the Auth0 dashboard', found);
}

function throwInvalid(text: string, problem: string): never {
  throw invalid(text, problem);
}

function invalid(text: string, problem: string, advice?: string): TvError {
  // Some URLs carry a password before the host.
  const shown = stripControls(text.trim().replace(/[^/@]*@/, '…@')).slice(0, 100);
  const message = shown === '' ? 'The tenant domain is empty' : `\`${shown}\` ${problem}`;
  return new TvError('config.invalid_domain', message, {
    hint: advice === undefined ? accepted : `${advice}. ${accepted}`,
  });
}
