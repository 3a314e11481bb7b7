import { describe, expect, it } from 'vitest';
import { connectCommands } from '../../src/commands/connect/spec.ts';
import { playJson, webSecret } from './connect-play.ts';
import { signIn } from './pretend-browser.ts';
import { type Desk, lastError, openDesk } from './tv.ts';

interface Row {
  readonly id: string;
  readonly connection: string;
}

async function accountsOf(desk: Desk, user: string): Promise<readonly Row[]> {
  const { data } = await desk.json(['tokensets', 'list', '--user', user, '--source', 'connected_accounts']);
  return data as readonly Row[];
}

async function microsoftOf(desk: Desk): Promise<string> {
  const row = (await accountsOf(desk, 'auth0|ada')).find(({ connection }) => connection === 'windowslive');
  if (row === undefined) throw new Error('no account to delete');
  return row.id;
}

const app = ['--app', 'Acme Web'];

describe('tv connect --delete', () => {
  it('deletes an account of whoever signs in', async () => {
    const desk = await openDesk();
    const id = await microsoftOf(desk);
    const { transcript, data, page } = await playJson(desk, [...app, '--delete', id, '--yes'], (url) =>
      signIn(url, 'auth0|ada'),
    );
    expect(transcript.exit).toBe(0);
    expect(data).toEqual([
      {
        id,
        user_id: 'auth0|ada',
        connection: 'windowslive',
        source: 'connected_accounts',
        deleted: true,
        planned: true,
        error: null,
      },
    ]);
    expect(page?.html).toContain('You can close this window.');
    expect(transcript.stderr).toContain('not revoked');
    expect((await accountsOf(desk, 'auth0|ada')).map((row) => row.id)).not.toContain(id);
  });

  it('names an account in its example that the sandbox has', async () => {
    const examples = connectCommands.flatMap((spec) => spec.examples.map(({ line }) => line));
    const line = examples.find((example) => example.includes('--delete'));
    expect(line).toMatch(new RegExp(` --delete ${await microsoftOf(await openDesk())}$`));
  });

  it('only shows it with --dry-run', async () => {
    const desk = await openDesk();
    const id = await microsoftOf(desk);
    const { transcript, data } = await playJson(desk, [...app, '--delete', id, '--dry-run'], (url) =>
      signIn(url, 'auth0|ada'),
    );
    expect(transcript.exit).toBe(0);
    expect(data).toMatchObject([{ id, deleted: false, planned: true }]);
    expect(await microsoftOf(desk)).toBe(id);
  });

  it('finds only what is theirs, and of the connection that was named', async () => {
    const desk = await openDesk();
    const id = await microsoftOf(desk);
    const others = await playJson(desk, [...app, '--delete', id, '--yes'], (url) =>
      signIn(url, 'auth0|grace'),
    );
    expect(others.transcript.exit).toBe(5);
    expect(lastError(others.transcript.stderr)).toMatchObject({
      code: 'not_found.tokenset',
      message: `\`grace@example.com\` has no connected account \`${id}\``,
    });
    const wrong = await playJson(
      desk,
      [...app, '--connection', 'google-oauth2', '--delete', id, '--yes'],
      (url) => signIn(url, 'auth0|ada'),
    );
    expect(wrong.transcript.exit).toBe(2);
    expect(await microsoftOf(desk)).toBe(id);
  });

  it('asks before anybody signs in where nobody could answer afterwards', async () => {
    const desk = await openDesk();
    const run = await desk.json(['connect', ...app, '--delete', 'cac_x'], { env: webSecret });
    expect(run.exit).toBe(2);
    expect(lastError(run.stderr)).toMatchObject({ code: 'usage.confirmation' });
    const readOnly = await desk.json(['connect', ...app, '--delete', 'cac_x', '--yes'], {
      env: { ...webSecret, TV_READ_ONLY: '1' },
    });
    expect(readOnly.exit).toBe(6);
  });

  it('goes with neither scopes nor an exchange', async () => {
    const desk = await openDesk();
    const run = await desk.json(['connect', ...app, '--delete', 'cac_x', '--exchange'], { env: webSecret });
    expect(run.exit).toBe(2);
    expect(lastError(run.stderr)).toMatchObject({ code: 'usage.conflict' });
  });
});
