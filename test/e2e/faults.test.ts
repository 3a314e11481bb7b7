import { spawn } from 'node:child_process';
import { chmodSync, existsSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { binary, type Desk, lastError, openDesk, runProcess, temporaryDirectory } from './tv.ts';

const list = ['tokensets', 'list', '--user', 'auth0|ada', '--source', 'tokensets', '--json'];
const route = '/federated-connections-tokensets';

interface Fault {
  readonly kind: string;
  readonly times?: number;
  readonly [key: string]: unknown;
}

async function withFault(fault: Fault): Promise<Desk> {
  const desk = await openDesk();
  await desk.control('POST', '/faults', [{ path: route, ...fault }]);
  return desk;
}

describe('a run over many users', () => {
  it('whose token dies midway ends as a part of a list (exit 8)', async () => {
    const desk = await openDesk({ scenario: 'fleet', users: 200 });
    const body = { statusCode: 401, error: 'Unauthorized', message: 'Invalid token.' };
    await desk.control('POST', '/faults', [
      { path: route, kind: 'status', status: 401, skip: 60, times: 1000, body },
    ]);
    const { exit, data, stderr } = await desk.json(['tokensets', 'list', '--all-users']);
    expect(exit).toBe(8);
    expect((data as readonly unknown[]).length).toBeGreaterThan(0);
    expect(lastError(stderr)).toMatchObject({ code: 'api.partial', status: 401 });
  });

  it('takes one refused read for a failure of that user (exit 8)', async () => {
    const desk = await openDesk({ scenario: 'fleet', users: 60 });
    const whole = await desk.json(['tokensets', 'report', '--all-users']);
    const body = { statusCode: 404, error: 'Not Found', message: 'Not Found' };
    await desk.control('POST', '/faults', [
      { path: route, kind: 'status', status: 404, skip: 10, times: 1, body },
    ]);
    const { exit, data } = await desk.json(['tokensets', 'report', '--all-users']);
    expect(exit).toBe(8);
    expect(data).toMatchObject({ users_read: 59, users_failed: 1 });
    const { tokensets } = data as { readonly tokensets: number };
    expect((whole.data as { readonly tokensets: number }).tokensets - tokensets).toBeLessThan(10);
  });
});

describe('a tenant in trouble', () => {
  it.each([
    ['429 with headers, once', { kind: '429', times: 1 }],
    ['429 without headers, once', { kind: '429-no-headers', times: 1 }],
    ['a server error, once', { kind: '503', times: 1 }],
    ['a reset connection, once', { kind: 'reset', times: 1 }],
  ])('%s: it tries again', async (_, fault) => {
    const desk = await withFault(fault);
    const { exit, data } = await desk.json(list.slice(0, -1));
    expect(exit).toBe(0);
    expect(data).toHaveLength(3);
  });

  it.each([
    ['429 for ever', { kind: '429', times: 1000 }, 7, 'api.rate_limit'],
    ['500 for ever', { kind: '500', times: 1000 }, 7, 'api.server'],
    ['reset for ever', { kind: 'reset', times: 1000 }, 7, /^network\./],
    ['an HTML page', { kind: 'html', times: 1000 }, 7, /^api\./],
    ['a body cut short', { kind: 'truncated', times: 1000 }, 7, /^(api|network)\./],
    ['a malformed field', { kind: 'malformed', times: 1000 }, 7, 'api.unexpected_response'],
    ['no answer', { kind: 'hang', times: 1000 }, 7, 'network.timeout'],
  ])('%s: it gives up, says why and prints no result', async (_, fault, exit, code) => {
    const desk = await withFault(fault);
    // Only a tenant that does not answer at all may run into the time-out, however slow this machine is.
    const timeout = fault.kind === 'hang' ? '1' : '20';
    const transcript = await desk.run([...list, '--max-wait', '1', '--timeout', timeout]);
    const error = lastError(transcript.stderr);
    expect(error.code).toMatch(code);
    expect(error.exit).toBe(exit);
    expect(transcript).toMatchObject({ exit, stdout: '' });
  });

  it('a rejected secret is exit 4 and hints at whose credentials they may be', async () => {
    const desk = await openDesk();
    const transcript = await desk.run(list, { env: { AUTH0_CLIENT_SECRET: 'wrong-secret' } });
    expect(transcript.exit).toBe(4);
    expect(lastError(transcript.stderr)).toMatchObject({
      code: 'access.credentials',
      hint: expect.stringContaining('application'),
    });
    expect(transcript.stderr).not.toContain('wrong-secret');
  });

  it('nobody at the address is exit 7', async () => {
    const desk = await openDesk();
    const transcript = await desk.run([...list, '--max-wait', '1'], {
      env: { AUTH0_DOMAIN: 'http://127.0.0.1:9' },
    });
    expect(lastError(transcript.stderr)).toMatchObject({ code: 'network.unreachable', exit: 7 });
  });

  it('a scope added since the token was cached works at once', async () => {
    const desk = await openDesk();
    const client_id = desk.sandbox.credentials.clientId;
    await desk.control('POST', '/scopes', { client_id, scopes: ['read:users'] });
    expect((await desk.run(list)).exit).toBe(4);
    await desk.control('POST', '/scopes', {
      client_id,
      scopes: ['read:users', 'read:federated_connections_tokens'],
    });
    expect((await desk.run(list)).exit).toBe(0);
  });

  it('shows one line a request with --debug, and no secret', async () => {
    const desk = await openDesk();
    const { stderr, exit } = await desk.run([...list, '--debug']);
    expect(exit).toBe(0);
    expect(stderr).toMatch(/GET \/api\/v2\/users\/auth0%7Cada\/federated-connections-tokensets 200 \d+ ms/);
    expect(stderr).toContain('POST /oauth/token 200');
  });
});

describe('a machine in trouble', () => {
  it('works with environment credentials where there is no home and nothing can be written', async () => {
    const desk = await openDesk();
    const bare = temporaryDirectory();
    chmodSync(bare, 0o500);
    const { HOME, TV_CONFIG_DIR, TV_STATE_DIR, ...env } = desk.env;
    const transcript = await runProcess(process.execPath, [binary, ...list], {
      baseEnv: { ...env, XDG_CONFIG_HOME: bare, XDG_STATE_HOME: bare },
      cwd: '/',
    });
    expect({ HOME, TV_CONFIG_DIR, TV_STATE_DIR }).not.toEqual({});
    expect(transcript).toMatchObject({ exit: 0, stderr: '' });
  });

  it('keeps a token in the state directory only, and nothing at all when told so', async () => {
    const desk = await openDesk();
    await desk.run(list);
    expect(readdirSync(`${desk.home}/state/tokens`)).toHaveLength(1);
    const other = await openDesk();
    await other.run(list, { env: { TV_TOKEN_CACHE: 'off' } });
    expect(existsSync(`${other.home}/state/tokens`)).toBe(false);
  });

  it('ends quietly when the reader of its output has gone', async () => {
    const desk = await openDesk();
    const child = spawn(
      'sh',
      ['-c', `"${process.execPath}" "${binary}" ${list.map((word) => `'${word}'`).join(' ')} | true`],
      {
        env: desk.env,
        stdio: ['ignore', 'ignore', 'pipe'],
      },
    );
    let stderr = '';
    child.stderr.on('data', (chunk) => {
      stderr += String(chunk);
    });
    await new Promise((resolve) => child.on('close', resolve));
    expect(stderr).toBe('');
  });

  it('ends with 130 on Ctrl-C and 143 on SIGTERM', async () => {
    const desk = await withFault({ kind: 'hang', times: 1000 });
    const interrupted = await desk.run(list, { signal: { name: 'SIGINT', afterMs: 800 } });
    expect(lastError(interrupted.stderr)).toMatchObject({ code: 'cancelled.interrupted', exit: 130 });
    expect(interrupted.exit).toBe(130);
    const ended = await desk.run(list, { signal: { name: 'SIGTERM', afterMs: 800 } });
    expect(ended.exit).toBe(143);
  });
});

describe('the command line', () => {
  const cases: readonly (readonly [readonly string[], number, string])[] = [
    [['tokenset', 'list'], 2, 'Did you mean `tv tokensets`'],
    [['tokensets', 'lst'], 2, 'Did you mean `tv tokensets list`'],
    [['tokensets', 'list', '--output', 'xml'], 2, '`table`'],
    [['tokensets', 'list', '--json', '-o', 'csv'], 2, 'exclude each other'],
    [['tokensets', 'list', '--timeout', 'soon'], 2, '--timeout'],
    [['help', 'nonsense'], 2, 'There is no help'],
    [['hlep'], 2, 'Did you mean `tv help`'],
    [['-o', 'jsn', 'profiles', 'list'], 2, 'Did you mean `json`'],
    [['completion', 'bsh'], 2, 'Did you mean `bash`'],
    [['apps', 'check', 'x', '--exchange', 'acess_token'], 2, 'Did you mean `access_token`'],
    [['apps', 'list', '--enabld'], 2, 'Did you mean `--enabled`'],
    [['tokensets', '--user', 'x', 'list'], 2, 'come after its name'],
  ];
  it.each(cases)('%j ends with %i and says %s', async (args, exit, words) => {
    const transcript = await runProcess(process.execPath, [binary, ...args], {
      baseEnv: { PATH: process.env.PATH ?? '' },
    });
    expect(transcript.exit).toBe(exit);
    expect(transcript.stderr).toContain(words);
    expect(transcript.stdout).toBe('');
  });

  it('takes global options in every position', async () => {
    const desk = await openDesk();
    for (const args of [
      ['--json', 'tokensets', 'list', '--user', 'auth0|ada'],
      ['tokensets', '--json', 'list', '--user', 'auth0|ada'],
      ['tokensets', 'list', '--user', 'auth0|ada', '--json'],
    ]) {
      const { exit, stdout } = await desk.run(args);
      expect(exit).toBe(0);
      expect(JSON.parse(stdout)).toBeInstanceOf(Array);
    }
  });

  it('has no credentials: exit 2 with the way out', async () => {
    const home = temporaryDirectory();
    const transcript = await runProcess(process.execPath, [binary, ...list], {
      baseEnv: { PATH: process.env.PATH ?? '', HOME: home },
    });
    expect(transcript.exit).toBe(2);
    expect(lastError(transcript.stderr)).toMatchObject({ code: 'config.no_profile' });
  });
});
