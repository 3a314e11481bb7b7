import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { clientIdOf } from '../../src/sandbox/seed/names.ts';
import { addressIn, connectGoogle, inflict, play, playJson, webSecret } from './connect-play.ts';
import { signIn, submit, visit } from './pretend-browser.ts';
import { lastError, openDesk } from './tv.ts';

const calendar = 'https://www.googleapis.com/auth/calendar.readonly';
const drive = 'https://www.googleapis.com/auth/drive.readonly';
const basic = ['openid', 'profile', 'email', calendar];

/** Signs in and allows everything. */
const allow = (user: string) => async (url: string) => submit(await signIn(url, user), {}, 'accept');

describe('tv connect', () => {
  it('connects an account, asking again for the scopes it had', async () => {
    const desk = await openDesk();
    const { data, transcript, page } = await playJson(
      desk,
      [...connectGoogle, '--scope', drive, '--receipt', 'receipts.jsonl'],
      allow('auth0|ada'),
    );
    expect(transcript.exit).toBe(0);
    expect(page?.html).toContain('You can close this window.');
    expect(data).toMatchObject({
      ok: true,
      connection: 'google-oauth2',
      client_id: clientIdOf('Acme Web'),
      user_id: 'auth0|ada',
      scopes_before: basic,
      scopes_requested: [...basic, drive],
      scopes_granted: [...basic, drive],
      exchange: null,
    });
    expect(Object.keys(data.account as object)).toEqual([
      'id',
      'user_id',
      'connection',
      'connection_id',
      'strategy',
      'access_type',
      'organization_id',
      'scopes',
      'issued_at',
      'expires_at',
      'last_used_at',
      'expired',
      'source',
    ]);
    expect(transcript.stderr).toContain(`adds \`${drive}\` and keeps`);
    const { data: listed } = await desk.json(['tokensets', 'list', '--user', 'auth0|ada']);
    expect(listed).toContainEqual(data.account);
    const receipt = JSON.parse(readFileSync(join(desk.home, 'receipts.jsonl'), 'utf8'));
    expect(receipt).toMatchObject({
      resource: 'tokenset',
      outcome: 'applied',
      request_id: expect.stringMatching(/./),
      before: { scopes: basic },
      after: { scopes: [...basic, drive] },
    });
  });

  it('leaves the scopes to the connection when none is stored or asked for', async () => {
    const desk = await openDesk();
    const { data, transcript } = await playJson(desk, connectGoogle, allow('auth0|radia'));
    expect(transcript.exit).toBe(0);
    expect(data).toMatchObject({ user_id: 'auth0|radia', scopes_before: [], scopes_requested: [] });
    expect(data.scopes_granted).toContain('openid');
  });

  it('asks Google for what it always wants', async () => {
    const desk = await openDesk();
    const { data } = await playJson(desk, [...connectGoogle, '--scope', drive], allow('auth0|radia'));
    expect(data.scopes_requested).toEqual([drive, 'openid', 'profile']);
  });

  it('goes on to the exchange and shows no token', async () => {
    const desk = await openDesk();
    const { data, transcript } = await playJson(
      desk,
      [...connectGoogle, '--exchange', '--scope', calendar, '--debug'],
      allow('auth0|ada'),
    );
    expect(transcript.exit).toBe(0);
    expect(data.exchange).toMatchObject({
      ok: true,
      connection: 'google-oauth2',
      subject_token_type: 'urn:ietf:params:oauth:token-type:refresh_token',
      missing_scopes: [],
      access_token: expect.stringContaining('(masked)'),
      token_thumbprint: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
  });

  it('tells why the exchange was refused beside the account that was connected', async () => {
    const desk = await openDesk();
    await inflict(desk, {
      method: 'POST',
      path: '^/oauth/token',
      skip: 3,
      kind: 'status',
      status: 401,
      body: {
        error: 'federated_connection_refresh_token_not_found',
        error_description: 'Federated connection Refresh Token not found.',
      },
    });
    const { data, transcript } = await playJson(desk, [...connectGoogle, '--exchange'], allow('auth0|ada'));
    expect(transcript.exit).toBe(8);
    expect(data).toMatchObject({
      ok: false,
      user_id: 'auth0|ada',
      account: { connection: 'google-oauth2' },
      exchange: {
        ok: false,
        error: { code: 'exchange.federated_connection_refresh_token_not_found' },
      },
    });
    expect(lastError(transcript.stderr)).toMatchObject({
      code: 'api.partial',
      diagnosis: expect.any(Array),
    });
  });

  it('tells the account that was connected though the exchange after it got no answer', async () => {
    const desk = await openDesk();
    await inflict(desk, { method: 'POST', path: '^/oauth/token', skip: 3, kind: '500', times: 9 });
    const args = [...connectGoogle, '--exchange', '--max-wait', '1'];
    const { data, transcript } = await playJson(desk, args, allow('auth0|ada'));
    expect(transcript.exit).toBe(7);
    expect(data).toMatchObject({
      ok: false,
      account: { connection: 'google-oauth2' },
      exchange: { ok: false, error: { code: 'api.server' } },
    });
  });

  it('is told to people as a record', async () => {
    const desk = await openDesk();
    const { transcript } = await play(desk, [...connectGoogle, '--no-browser'], allow('auth0|ada'));
    expect(transcript.exit).toBe(0);
    expect(transcript.stdout).toMatch(/cac_\w{22}/);
    expect(transcript.stdout).toContain('auth0|ada');
    expect(transcript.stderr).toContain('Open this address in a browser on this machine');
    const quiet = await play(desk, [...connectGoogle, '--no-browser', '-q', '-o', 'id'], allow('auth0|ada'));
    expect(quiet.transcript.stdout).toMatch(/^cac_\w{22}\n$/);
  });

  it('accepts a connect code that comes back in the fragment', async () => {
    const desk = await openDesk();
    const { data, transcript } = await playJson(desk, connectGoogle, async (url) => {
      const consent = await signIn(url, 'auth0|ada');
      const ticket = /name="ticket" value="([^"]+)"/.exec(consent.html)?.[1] ?? '';
      const answer = await fetch(new URL('/connected-accounts/connect', consent.url), {
        method: 'POST',
        body: new URLSearchParams({ ticket, action: 'accept' }),
        redirect: 'manual',
      });
      const target = new URL(answer.headers.get('location') ?? '');
      // What a browser does with `…/callback#connect_code=…&state=…`: it asks for the page, whose script posts the fragment.
      const relay = await visit(target.origin + target.pathname);
      expect(relay.html).toContain('location.hash');
      return visit(target.origin + target.pathname, { method: 'POST', body: target.searchParams });
    });
    expect(transcript.exit).toBe(0);
    expect(data.user_id).toBe('auth0|ada');
  });

  it('opens the browser of the machine, and says so when there is none', async () => {
    const desk = await openDesk();
    const bin = join(desk.home, 'bin');
    const log = join(desk.home, 'opened');
    mkdirSync(bin);
    writeFileSync(join(bin, 'xdg-open'), `#!/bin/sh\nprintf '%s' "$1" > '${log}'\n`);
    chmodSync(join(bin, 'xdg-open'), 0o755);
    const env = { PATH: `${bin}:${process.env.PATH}`, DISPLAY: ':0' };
    const opened = await play(desk, connectGoogle, allow('auth0|ada'), { env });
    expect(opened.transcript.exit).toBe(0);
    expect(readFileSync(log, 'utf8')).toBe(addressIn(opened.transcript.stderr));
    const none = await play(desk, connectGoogle, allow('auth0|ada'), {
      env: { PATH: '/nowhere', DISPLAY: ':0' },
    });
    expect(none.transcript.exit).toBe(0);
    expect(none.transcript.stderr).toContain('warning: No browser could be opened');
  });
});

describe('tv connect -p sandbox', () => {
  it('lets a browser in while the command waits, even when its usual port is taken', async () => {
    const desk = await openDesk();
    const squatter = createServer();
    await new Promise<void>((resolve) => {
      // When another test has the port, it is taken as well.
      squatter.once('error', () => resolve());
      squatter.listen(4199, '127.0.0.1', () => resolve());
    });
    let address = '';
    const { data, transcript } = await playJson(desk, [...connectGoogle, '-p', 'sandbox'], (url) => {
      address = url;
      return allow('auth0|ada')(url);
    });
    squatter.close();
    expect(transcript.exit).toBe(0);
    expect(new URL(address).port).not.toBe('4199');
    const { data: kept } = await desk.json(['tokensets', 'list', '--user', 'auth0|ada', '-p', 'sandbox']);
    expect(kept).toContainEqual(data.account);
  });
});

describe('tv connect, the callback', () => {
  const lacksCallback = async () => {
    const desk = await openDesk();
    const id = clientIdOf('Acme Web');
    const { clients } = (await desk.control('GET', '/state')) as {
      clients: Record<string, Record<string, unknown>>;
    };
    const callbacks = ['https://app.acme.example/auth/callback'];
    await desk.control('PUT', '/state', { clients: { [id]: { ...clients[id], callbacks } } });
    return { desk, callbacksNow: async () => (await readClient(desk, id)).callbacks };
  };
  const readClient = async (desk: Awaited<ReturnType<typeof openDesk>>, id: string) => {
    const { clients } = (await desk.control('GET', '/state')) as {
      clients: Record<string, { readonly callbacks: readonly string[] }>;
    };
    const client = clients[id];
    if (client === undefined) throw new Error('no such client');
    return client;
  };

  it('is told when it is missing, before a browser opens', async () => {
    const { desk } = await lacksCallback();
    const { exit, stderr } = await desk.json(['connect', ...connectGoogle], { env: webSecret });
    expect(exit).toBe(6);
    expect(lastError(stderr)).toMatchObject({
      code: 'refused.precondition',
      hint: 'Let `--fix` add the callback',
      findings: [{ id: 'app/callback', status: 'fail' }],
    });
    expect(addressIn(stderr)).toBeUndefined();
  });

  it('is added by --fix after a yes, and the others stay', async () => {
    const { desk, callbacksNow } = await lacksCallback();
    const fix = [...connectGoogle, '--fix', '--port', '4291'];
    const unasked = await desk.json(['connect', ...fix], { env: webSecret });
    expect(unasked.exit).toBe(2);
    expect(lastError(unasked.stderr)).toMatchObject({ code: 'usage.confirmation' });
    const { transcript } = await playJson(desk, [...fix, '--yes'], allow('auth0|ada'));
    expect(transcript.exit).toBe(0);
    expect(await callbacksNow()).toEqual([
      'https://app.acme.example/auth/callback',
      'http://127.0.0.1:4291/callback',
    ]);
  });

  it('is planned with --dry-run, and nothing is opened or written', async () => {
    const { desk, callbacksNow } = await lacksCallback();
    const { exit, data } = await desk.json(['connect', ...connectGoogle, '--fix', '--dry-run']);
    expect(exit).toBe(0);
    expect(data).toMatchObject({
      dry_run: true,
      changes: [
        {
          resource: 'app',
          field: 'callbacks',
          after: ['https://app.acme.example/auth/callback', 'http://127.0.0.1:4280/callback'],
          impact: 'login',
          status: 'planned',
        },
      ],
    });
    expect(await callbacksNow()).toEqual(['https://app.acme.example/auth/callback']);
    const without = await desk.json(['connect', ...connectGoogle, '--dry-run']);
    expect(without.exit).toBe(3);
  });
});
