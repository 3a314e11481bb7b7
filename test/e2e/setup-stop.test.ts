import { describe, expect, it } from 'vitest';
import { fields, type SetupReport, setup } from './setup-desk.ts';
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
});
