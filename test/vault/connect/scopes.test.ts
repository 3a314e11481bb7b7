import { describe, expect, it } from 'vitest';
import { defaultPorts, portsFor } from '../../../src/vault/connect/ports.ts';
import { describeScopes, planScopes, withheld } from '../../../src/vault/connect/scopes.ts';
import { account, google } from './fakes.ts';

const github = { name: 'github', strategy: 'github' };

describe('planScopes', () => {
  it.each([
    ['nothing', [], [], []],
    ['only what is asked for', [], ['repo'], ['repo']],
    ['only what is stored', [['repo', 'gist']], [], ['repo', 'gist']],
    ['the union, once each', [['repo', 'gist'], ['gist']], ['repo', 'user'], ['repo', 'gist', 'user']],
  ])('asks for %s', (_, stored, asked, requested) => {
    const accounts = stored.map((scopes) => account({ connection: 'github', scopes }));
    expect(planScopes(github, accounts, asked).requested).toEqual(requested);
  });

  it('adds what Google always wants, once there is anything to ask for', () => {
    expect(planScopes(google, [], ['drive']).requested).toEqual(['drive', 'openid', 'profile']);
    expect(planScopes(google, [], []).requested).toEqual([]);
  });
});

describe('describeScopes', () => {
  it('tells the difference', () => {
    expect(describeScopes({ before: [], requested: [] }, 'github')).toBeNull();
    expect(describeScopes({ before: [], requested: ['repo'] }, 'github')).toBe('Asks `github` for `repo`');
    expect(describeScopes({ before: ['repo'], requested: ['repo', 'gist'] }, 'github')).toBe(
      'Connects `github` again, adds `gist` and keeps `repo`',
    );
    expect(describeScopes({ before: ['repo'], requested: ['repo'] }, 'github')).toContain('overwrites');
  });

  it('knows what was withheld', () => {
    expect(withheld(['repo', 'gist'], ['repo'])).toEqual(['gist']);
  });
});

describe('portsFor', () => {
  it('prefers the ports whose callback is registered', () => {
    expect(portsFor(5000, ['http://127.0.0.1:4281/callback'])).toEqual([5000]);
    expect(portsFor(undefined, ['http://127.0.0.1:4281/callback', 'https://x'])).toEqual([4281]);
    expect(portsFor(undefined, ['http://localhost:4280/callback'])).toEqual(defaultPorts);
    expect(portsFor(undefined, undefined)).toEqual(defaultPorts);
  });
});
