import { describe, expect, it } from 'vitest';
import { giveAppKey } from './app-key.ts';
import { connectGoogle, playJson } from './connect-play.ts';
import { openExchangeDesk, readOutcome } from './exchange-desk.ts';
import { signIn, submit } from './pretend-browser.ts';

const noSecret = { env: { TV_APP_CLIENT_SECRET: undefined } };
const allow = async (url: string) => submit(await signIn(url, 'auth0|ada'), {}, 'accept');

describe('how the application of tv connect proves itself', () => {
  it('with its key, whose file others should not read', async () => {
    const desk = await openExchangeDesk();
    await giveAppKey(desk, { alg: 'PS256', mode: 0o644 });
    const args = [...connectGoogle, '--app-key-file', 'allowed/app.pem'];
    const { data, transcript } = await playJson(desk, args, allow, noSecret);
    expect([transcript.exit, data.user_id]).toEqual([0, 'auth0|ada']);
    expect(readOutcome({ ...transcript, stdout: '' }).warnings).toContain('app.key_file');
  });

  it('not with a secret when it has a key', async () => {
    const desk = await openExchangeDesk();
    await giveAppKey(desk);
    const { transcript } = await playJson(desk, connectGoogle, (url) => signIn(url, 'auth0|ada'));
    const { exit, error, warnings } = readOutcome({ ...transcript, stdout: '' });
    expect([exit, error?.code]).toEqual([4, 'access.app_credentials']);
    expect(warnings).toContain('app.client_auth');
    const bare = readOutcome(await desk.run(['connect', ...connectGoogle, '--json']));
    expect([bare.exit, bare.error]).toMatchObject([
      2,
      { code: 'usage.missing_argument', message: '`--app-key-file` is missing' },
    ]);
  });

  it('not with both', async () => {
    const desk = await openExchangeDesk();
    for (const args of [
      ['--app-key-alg', 'PS256', '--app-secret-stdin'],
      ['--client-auth', 'private_key_jwt', '--app-secret-file', '-'],
      ['--app-key-file', 'allowed/app.pem', '--app-secret-stdin'],
    ]) {
      const run = readOutcome(await desk.run(['connect', ...connectGoogle, ...args, '--json']));
      expect([args, run.exit, run.error?.code]).toEqual([args, 2, 'usage.conflict']);
    }
  });
});
