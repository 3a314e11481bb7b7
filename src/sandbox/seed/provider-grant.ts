import type { ProviderGrant } from '../state/model.ts';
import { derived } from './names.ts';

const prefixes: Readonly<Record<string, string>> = {
  'google-oauth2': 'ya29.a0',
  github: 'gho_',
  oauth2: 'xoxp-',
  windowslive: 'EwB4A8l6',
};

/** Tokens of the pretend provider that follow from `seed`; the access token expires at `expiresAt`. */
export function providerGrant(
  seed: string,
  strategy: string,
  expiresAt: number | undefined,
  refresh: 'works' | 'refused' | 'none' = 'works',
): ProviderGrant {
  return {
    accessToken: providerToken(strategy, seed),
    ...(expiresAt === undefined ? {} : { expiresAt }),
    ...(refresh === 'none' ? {} : { refreshToken: `1//${derived(`provider refresh ${seed}`, 64)}` }),
    refresh: refresh === 'refused' ? 'refused' : 'works',
  };
}

/** A provider's access token that follows from `seed`, shaped as that provider's are. */
export function providerToken(strategy: string, seed: string): string {
  const length = strategy === 'github' ? 36 : 96;
  return (prefixes[strategy] ?? 'pat_') + derived(`provider access ${seed}`, length);
}
