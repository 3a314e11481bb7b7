import { describe, expect, it } from 'vitest';
import { parseTenantDomain } from '../../src/config/domain.ts';
import { TvError } from '../../src/core/errors.ts';

function refusal(text: string): TvError {
  try {
    parseTenantDomain(text);
  } catch (error) {
    if (error instanceof TvError) return error;
    throw error;
  }
  throw new Error(`${text} was accepted`);
}

describe('a tenant domain', () => {
  it.each([
    ['acme.eu.auth0.com', 'acme.eu.auth0.com', 'https://acme.eu.auth0.com'],
    ['  ACME.Auth0.com. ', 'acme.auth0.com', 'https://acme.auth0.com'],
    ['https://acme.us.auth0.com/', 'acme.us.auth0.com', 'https://acme.us.auth0.com'],
    ['HTTPS://acme.us.auth0.com/api/v2/', 'acme.us.auth0.com', 'https://acme.us.auth0.com'],
    ['https://acme.us.auth0.com/api/v2', 'acme.us.auth0.com', 'https://acme.us.auth0.com'],
    ['https://acme.us.auth0.com:443', 'acme.us.auth0.com', 'https://acme.us.auth0.com'],
    ['https://acme.us.auth0.com.:443/', 'acme.us.auth0.com', 'https://acme.us.auth0.com'],
    ['acme.us.auth0.com/', 'acme.us.auth0.com', 'https://acme.us.auth0.com'],
    ['http://localhost:80/', 'http://localhost', 'http://localhost'],
    ['login.example.com', 'login.example.com', 'https://login.example.com'],
    ['us-3.auth0.com', 'us-3.auth0.com', 'https://us-3.auth0.com'],
    ['anmeldung.münchen.de', 'anmeldung.xn--mnchen-3ya.de', 'https://anmeldung.xn--mnchen-3ya.de'],
    ['http://127.0.0.1:4010', 'http://127.0.0.1:4010', 'http://127.0.0.1:4010'],
    ['http://127.8.9.10/', 'http://127.8.9.10', 'http://127.8.9.10'],
    ['http://localhost:3000/api/v2/', 'http://localhost:3000', 'http://localhost:3000'],
    ['http://tenant.localhost:3000', 'http://tenant.localhost:3000', 'http://tenant.localhost:3000'],
    ['http://[::1]:3000', 'http://[::1]:3000', 'http://[::1]:3000'],
    ['https://localhost:4400', 'localhost:4400', 'https://localhost:4400'],
  ])('%s is read', (text, label, baseUrl) => {
    expect(parseTenantDomain(text)).toEqual({ label, baseUrl, audience: `${baseUrl}/api/v2/` });
    expect(parseTenantDomain(label).baseUrl).toBe(baseUrl);
  });

  it('takes another audience for a custom domain', () => {
    const audience = 'https://acme.eu.auth0.com/api/v2/';
    expect(parseTenantDomain('login.example.com', audience).audience).toBe(audience);
  });

  it.each([
    '',
    '   ',
    'acme',
    'acme auth0.com',
    'http://acme.eu.auth0.com',
    'http://127.0.0.1.example.com',
    'http://127.0.0.256',
    'http://0x7f.1',
    'http://localhost.example.com',
    'ftp://acme.eu.auth0.com',
    'acme.eu.auth0.com:8443',
    'https://acme.eu.auth0.com:8443',
    'https://acme.eu.auth0.com:80',
    'acme.eu.auth0.com:443',
    'acme.eu.auth0.com/foo',
    'acme.eu.auth0.com/api/v2/',
    'acme.eu.auth0.com#x',
    'acme.eu.auth0.com?x=1',
    'https://acme.eu.auth0.com/foo',
    'https://acme.eu.auth0.com//',
    'https://acme.eu.auth0.com/?x=1',
    'https://acme.eu.auth0.com/#x',
    'http://127.0.0.1:4010/foo',
    'localhost:3000?x',
    'user@acme.eu.auth0.com',
    'https://user:pass@acme.eu.auth0.com',
    'acme..auth0.com',
    '-acme.auth0.com',
    'acme-.auth0.com',
    'acme_x.auth0.com',
    `${'a'.repeat(64)}.auth0.com`,
    '10.0.0.1',
    '[::2]',
    '[fe80::1]',
    'http://localhost:0',
    'http://localhost:70000',
    'http://localhost:port',
    '//acme.auth0.com',
    '.auth0.com',
    'acme.auth0.com\\evil',
  ])('%j is refused, and what is accepted is told', (text) => {
    const error = refusal(text);
    expect(error.code).toBe('config.invalid_domain');
    expect(error.exit).toBe(2);
    expect(error.hint).toContain('Accepted: ');
  });

  it.each([
    ['https://manage.auth0.com/dashboard/eu/acme/applications', 'Write `acme.eu.auth0.com`'],
    ['manage.auth0.com', 'settings of any application'],
    ['https://acme.eu.auth0.com/foo', 'Write `acme.eu.auth0.com`'],
    ['http://localhost:3000/x', 'Write `http://localhost:3000`'],
    ['{tenant}.auth0.com', 'Put the domain of your tenant in its place'],
    ['https://YOUR_DOMAIN/', 'Put the domain of your tenant in its place'],
    ['<your-domain>', 'Put the domain of your tenant in its place'],
    ['http://acme.auth0.com', 'Write `https://acme.auth0.com`'],
    ['acme.auth0.com:443', 'Write `acme.auth0.com`'],
    ['acme', '`acme.us.auth0.com`'],
  ])('%s gets its own advice', (text, advice) => {
    expect(refusal(text).hint).toContain(advice);
  });
});
