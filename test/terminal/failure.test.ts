import { describe, expect, it } from 'vitest';
import { ApiError, asTvError, TvError } from '../../src/core/errors.ts';
import type { OutputFormat } from '../../src/core/globals.ts';
import { stripControls } from '../../src/core/text.ts';
import { renderFailure } from '../../src/terminal/failure.ts';
import { displayWidth } from '../../src/terminal/width.ts';
import { MemoryStream } from './streams.ts';

const token = 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhdXRoMHxhZGEifQ.c2lnbmF0dXJl';
const forbidden = new ApiError('access.scope', 'The token may not read users', {
  status: 403,
  cause: 'Auth0 answered 403 `insufficient_scope`',
  hint: 'Add the scope to the application in the dashboard, under APIs, Auth0 Management API, Machine to Machine',
  missingScopes: ['read:users', 'read:federated_connections_tokensets'],
  requestId: 'req_1',
  docs: 'https://auth0.com/docs/secure/tokens/access-tokens/management-api-access-tokens',
});
const exchange = new TvError(
  'exchange.federated_connection_refresh_token_not_found',
  'Auth0 refused the exchange',
  {
    extra: {
      oauth_error: 'federated_connection_refresh_token_not_found',
      diagnosis: [
        {
          cause: 'The user never connected `google-oauth2`',
          fix: 'tv connect --app abc --connection google-oauth2',
        },
        { cause: 'The grant is missing', fix: null },
      ],
    },
  },
);

async function tell(
  error: TvError,
  format: OutputFormat,
  options: { readonly width?: number; readonly colour?: boolean; readonly debug?: boolean } = {},
): Promise<MemoryStream> {
  const stderr = new MemoryStream(options.width === undefined ? {} : { width: options.width });
  const { colour = false, debug = false } = options;
  await renderFailure(error, { format, stderr, env: {}, colourFlag: colour, debug });
  return stderr;
}

describe('for people', () => {
  it.each([undefined, 40, 80, 120])('says what, why and what to do in %s columns', async (width) => {
    for (const error of [forbidden, exchange]) {
      const stderr = await tell(error, 'table', width === undefined ? {} : { width });
      expect(stderr.text).toMatchSnapshot();
      // A command is left whole for the terminal to wrap.
      const words = stderr.lines.filter((line) => line.trim().includes(' ') && !line.includes(' tv '));
      for (const line of words) {
        const longest = Math.max(...line.split(' ').map(displayWidth)) + 8;
        expect(displayWidth(line)).toBeLessThanOrEqual(Math.max(width ?? Number.POSITIVE_INFINITY, longest));
      }
    }
  });

  it('paints the labels only', async () => {
    const painted = await tell(forbidden, 'table', { width: 80, colour: true });
    const plain = await tell(forbidden, 'table', { width: 80 });
    expect(painted.lines[0]).toBe('\u001b[31merror:\u001b[39m The token may not read users');
    expect(painted.lines.map(stripControls)).toEqual(plain.lines.map(stripControls));
  });

  it('shows no secret and obeys no control sequence', async () => {
    const error = new TvError('api.invalid_request', `Bad\u001b[2J token ${token}`, {
      cause: `line one\nerror: forged \u001b]0;title\u0007 Bearer abcdefghijkl`,
    });
    const { text, lines } = await tell(error, 'table');
    expect(text).not.toContain(token);
    expect(text).not.toContain('abcdefghijkl');
    expect(text).not.toContain('\u001b');
    expect(lines).toEqual(['error: Bad token (secret)', 'cause: line one error: forged  (secret)']);
  });

  it('shows the stack of a bug with debug only', async () => {
    const bug = asTvError(new RangeError(`boom ${token}`));
    const quiet = await tell(bug, 'table');
    expect(quiet.text).not.toContain('at ');
    expect(quiet.text).toContain('hint: Run again with `--debug`');
    const { text } = await tell(bug, 'table', { debug: true });
    expect(text).toContain('failure.test.ts');
    expect(text).not.toContain(token);
    expect((await tell(forbidden, 'table', { debug: true })).text).not.toContain('failure.test.ts');
  });
});

describe.each(['json', 'jsonl', 'csv', 'yaml'] as const)('for %s', (format) => {
  it('is one JSON line', async () => {
    const stderr = await tell(forbidden, format, { width: 40, colour: true });
    expect(stderr.lines).toHaveLength(1);
    expect(JSON.parse(stderr.text)).toEqual({ error: JSON.parse(JSON.stringify(forbidden)) });
  });

  it('shows no secret, wherever it stands', async () => {
    const error = new TvError('exchange.invalid_request', 'Refused', {
      extra: { oauth_description: `token ${token}`, diagnosis: [{ cause: `see ${token}`, fix: null }] },
    });
    const { text } = await tell(error, format);
    expect(text).not.toContain(token);
    expect(JSON.parse(text).error.diagnosis).toEqual([{ cause: 'see (secret)', fix: null }]);
  });

  it('holds the stack of a bug with debug', async () => {
    const bug = asTvError(new RangeError('boom'));
    expect(JSON.parse((await tell(bug, format)).text).error.stack).toBeUndefined();
    const told = JSON.parse((await tell(bug, format, { debug: true })).text);
    expect(told.error).toMatchObject({ code: 'internal.bug', exit: 1, message: 'boom' });
    expect(told.error.stack.join('\n')).toContain('failure.test.ts');
  });
});
