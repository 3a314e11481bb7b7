import { clientSecretOf } from '../../src/sandbox/seed/names.ts';
import type { Page } from './pretend-browser.ts';
import type { Desk, RunOptions, Transcript } from './tv.ts';

/** The pretend secret of the application that users sign in to; the same in every sandbox. */
export const webSecret = { TV_APP_CLIENT_SECRET: clientSecretOf('Acme Web') };

/** The usual command line, to which more may be added. */
export const connectGoogle = ['--app', 'Acme Web', '--connection', 'google-oauth2'];

/** What a run with somebody at the browser came to. */
export interface Played {
  readonly transcript: Transcript;
  readonly page: Page | undefined;
}

/** Runs `tv connect` and lets somebody act once the address to open is told. */
export async function play(
  desk: Desk,
  args: readonly string[],
  act: (url: string) => Promise<Page | undefined>,
  options: RunOptions = {},
): Promise<Played> {
  let tell: (url: string) => void = () => undefined;
  const told = new Promise<string>((resolve) => {
    tell = resolve;
  });
  const running = desk.run(['connect', ...args], {
    ...options,
    env: { ...webSecret, ...options.env },
    onStderr: (text) => {
      const url = addressIn(text);
      if (url !== undefined) tell(url);
    },
  });
  const early = running.then((transcript) => {
    throw new Error(`ended before anybody could act: ${JSON.stringify(transcript)}`);
  });
  early.catch(() => undefined);
  const page = await act(await Promise.race([told, early]));
  return { transcript: await running, page };
}

/** The same, as JSON. */
export async function playJson(
  desk: Desk,
  args: readonly string[],
  act: (url: string) => Promise<Page | undefined>,
  options: RunOptions = {},
): Promise<Played & { readonly data: Record<string, unknown> }> {
  const played = await play(desk, [...args, '--no-browser', '--json'], act, options);
  const { stdout } = played.transcript;
  return { ...played, data: stdout === '' ? {} : JSON.parse(stdout) };
}

/** The address of the sign-in, once all of it has been written. */
export function addressIn(stderr: string): string | undefined {
  return /(http:\/\/127\.0\.0\.1:\d+\/authorize\?[\w%.~+&=*-]+)(?=["\s])/.exec(stderr)?.[1];
}

/** Arms faults for the next requests. */
export function inflict(desk: Desk, ...faults: readonly Record<string, unknown>[]): Promise<unknown> {
  return desk.control('POST', '/faults', faults);
}
