import { describe, expect, it } from 'vitest';
import { profileShape } from '../../src/config/profile-shape.ts';
import { hasShape } from '../../src/config/shape.ts';
import { shapeFault } from '../../src/config/shape-fault.ts';

const profile = {
  version: 1,
  domain: 'acme.eu.auth0.com',
  client_id: 'a1',
  auth: 'client_secret',
  secret: { kind: 'command', command: 'true' },
  signing_alg: null,
  audience: null,
  protected: false,
  read_only: true,
  defaults: { output: 'json', timeout: 9 },
};

const good: readonly (readonly [string, object])[] = [
  ['a whole one', profile],
  ['no client id', { ...profile, client_id: null }],
  ['no defaults', { ...profile, defaults: {} }],
  ['a signing algorithm', { ...profile, signing_alg: 'PS256' }],
  ['several lines', { ...profile, domain: '\n' }],
  ...[
    { kind: 'none' },
    { kind: 'keychain', account: 'x' },
    { kind: 'file', file: 'a%2Fb-1.json' },
    { kind: 'key_file', path: '../key.pem' },
  ].map((secret) => [`a secret in ${secret.kind}`, { ...profile, secret }] as const),
];

const bad: readonly (readonly [string, unknown, string])[] = [
  ['null', null, 'expected object'],
  ['a list', [profile], 'expected object'],
  ['no member', {}, '`version`'],
  ['another version', { ...profile, version: 0 }, '`version`'],
  ['a version as text', { ...profile, version: '1' }, '`version`'],
  ['an empty domain', { ...profile, domain: '' }, '`domain`'],
  ['a client id that is a number', { ...profile, client_id: 1 }, '`client_id`'],
  ['an unknown way to authenticate', { ...profile, auth: 'sandbox' }, '`auth`'],
  ['another algorithm', { ...profile, signing_alg: 'none' }, '`signing_alg`'],
  ['a flag as text', { ...profile, protected: 'false' }, '`protected`'],
  ['a member too many', { ...profile, colour: 'red' }, 'colour'],
  ['an inherited name', { ...profile, constructor: 'x' }, 'constructor'],
  ['a default too many', { ...profile, defaults: { colour: 'red' } }, '`defaults`'],
  ['a timeout of nothing', { ...profile, defaults: { timeout: 0 } }, '`defaults.timeout`'],
  ['a timeout of half a second', { ...profile, defaults: { timeout: 0.5 } }, '`defaults.timeout`'],
  ['a default that is null', { ...profile, defaults: { output: null } }, '`defaults.output`'],
  ...[
    ['not told', 'true'],
    ['of no kind', {}],
    ['of another kind', { kind: 'vault', path: 'x' }],
    ['of an inherited kind', { kind: 'toString' }],
    ['without its member', { kind: 'command' }],
    ['with a member of another kind', { kind: 'none', command: 'true' }],
    ['out of its directory', { kind: 'file', file: '../active.json' }],
    ['in a hidden file', { kind: 'file', file: '.x' }],
  ].map(([name, secret]) => [`a secret ${name}`, { ...profile, secret }, '`secret'] as const),
];

describe('the shape of a profile file', () => {
  it.each(good)('%s: the quick check and zod find nothing', (_, value) => {
    expect(hasShape(profileShape, value)).toBe(true);
    expect(shapeFault(profileShape, value)).toBeNull();
  });

  it.each(bad)('%s: the quick check finds it and zod names it', (_, value, named) => {
    expect(hasShape(profileShape, value)).toBe(false);
    expect(shapeFault(profileShape, value)).toContain(named);
  });

  it.each(Object.keys(profile))('%s may not be missing', (key) => {
    const { [key as keyof typeof profile]: _, ...rest } = profile;
    expect(hasShape(profileShape, rest)).toBe(false);
    expect(shapeFault(profileShape, rest)).toContain(key);
  });
});
