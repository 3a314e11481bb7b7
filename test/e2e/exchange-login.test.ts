import { describe, expect, it } from 'vitest';
import { addressIn } from './connect-play.ts';
import { type ExchangeDesk, openExchangeDesk, readOutcome } from './exchange-desk.ts';
import { signIn } from './pretend-browser.ts';

const line = ['exchange', '--app', 'Acme Web', '--connection', 'google-oauth2', '--json'];

/** Runs `tv exchange --login` and signs in as a user once the address is told. */
async function exchangeAs(desk: ExchangeDesk, user: string, args: readonly string[] = []) {
  let tell: (url: string) => void = () => undefined;
  const told = new Promise<string>((resolve) => {
    tell = resolve;
  });
  const running = desk.run([...line, '--login', '--no-browser', ...args], {
    env: { TV_APP_CLIENT_SECRET: desk.sandbox.applicationSecrets('Acme Web').client_secret ?? '' },
    onStderr: (text) => {
      const url = addressIn(text);
      if (url !== undefined) tell(url);
    },
  });
  const early = running.then((transcript) => {
    throw new Error(`ended before anybody could sign in: ${JSON.stringify(transcript)}`);
  });
  early.catch(() => undefined);
  await signIn(await Promise.race([told, early]), user);
  return readOutcome(await running);
}

describe('tv exchange --login', () => {
  it('exchanges the refresh token of whoever signs in', async () => {
    const desk = await openExchangeDesk();
    const { exit, data } = await exchangeAs(desk, 'auth0|ada');
    expect([exit, data?.ok, data?.connection]).toEqual([0, true, 'google-oauth2']);
  });

  it('knows whose vault to look into when it is refused', async () => {
    const desk = await openExchangeDesk();
    const { exit, diagnosis } = await exchangeAs(desk, 'auth0|radia');
    expect(exit).toBe(6);
    expect(diagnosis[0]?.cause).toMatch(/holds nothing for user/);
  });

  it('refuses somebody else than the user who was named', async () => {
    const desk = await openExchangeDesk();
    const { exit, error } = await exchangeAs(desk, 'auth0|radia', ['--user', 'ada@example.com']);
    expect([exit, error?.code]).toEqual([6, 'refused.wrong_user']);
  });

  it('says that the application has no callback here, and opens nothing for a dry run', async () => {
    const desk = await openExchangeDesk();
    await desk.patchApp('Acme Web', { callbacks: ['https://app.acme.example/callback'] });
    const refused = await desk.exchange({ token: { text: '' }, args: ['--login', '--no-browser'] });
    expect([refused.exit, refused.error?.code]).toEqual([6, 'refused.precondition']);
    const planned = await desk.exchange({ token: { text: '' }, args: ['--login', '--dry-run'] });
    expect(planned.data?.parameters).toMatchObject({ subject_token: '(secret)' });
  });
});
