import { describe, expect, it } from 'vitest';
import { fields, half, type SetupReport, setup } from './setup-desk.ts';
import { lastError, openDesk } from './tv.ts';
import { writes } from './vault-desk.ts';

const github = ['setup', '--app', 'Acme Web', '--connection', 'github'];

describe('tv setup', () => {
  it('stopped midway says what was done, and the same command does what is left', async () => {
    const desk = await openDesk({ scenario: 'half-configured', latency: 200 });
    const stopped = await desk.run([...github, '--json', '--debug'], {
      onStderr: (text, kill) => {
        if (/PATCH \/api\/v2\/connections\/con_\w+ 200/.test(text)) kill('SIGINT');
      },
    });
    expect(stopped.exit).toBe(130);
    const { changes } = JSON.parse(stopped.stdout) as SetupReport;
    expect(fields(changes)).toEqual([
      'github connected_accounts.active applied',
      expect.stringMatching(/^Acme Web scope (planned|applied)$/),
      'Acme Web refresh_token.policies planned',
    ]);
    expect(lastError(stopped.stderr)).toMatchObject({ code: 'cancelled.interrupted', exit: 130 });
    const sent = (await writes(desk)).length;
    expect(sent).toBe(changes.filter(({ status }) => status === 'applied').length);
    const again = await setup(desk, github.slice(1));
    expect(again.exit).toBe(0);
    expect(again.report.changes).toHaveLength(3 - sent);
  });

  it('links what was named without a question, and warns', async () => {
    const desk = await half();
    await desk.control('PUT', '/state', {
      clients: {
        unlinked: {
          client_id: 'unlinked',
          name: 'Unlinked',
          app_type: 'regular_web',
          is_first_party: true,
          oidc_conformant: true,
          token_endpoint_auth_method: 'client_secret_post',
          grant_types: ['authorization_code', 'refresh_token'],
          refresh_token: { rotation_type: 'non-rotating', expiration_type: 'non-expiring' },
        },
      },
    });
    const { exit, report, stderr } = await setup(desk, [
      '--app',
      'Unlinked',
      '--connection',
      'google-oauth2',
    ]);
    expect(exit).toBe(0);
    expect(fields(report.changes)).toContain('google-oauth2 link applied');
    const warned = stderr.split('\n').filter((line) => line.includes('"changes.login"'));
    expect(warned).toHaveLength(1);
    expect(warned[0]).toContain('at the login of application `Unlinked`');
  });
});
