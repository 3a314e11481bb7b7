import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { TvError } from '../../src/core/errors.ts';
import type { OutputFormat } from '../../src/core/globals.ts';
import { record } from '../../src/core/result.ts';
import { Secret } from '../../src/core/secret.ts';
import { renderResult } from '../../src/terminal/render.ts';
import { arriving, listResult, row, rowsOf } from './rows-fixture.ts';
import { MemoryStream, render } from './streams.ts';

const broken = new TvError('network.unreachable', 'The tenant could not be reached');

function readBack(format: OutputFormat, text: string): unknown {
  if (format === 'yaml') return parse(text);
  if (format === 'json') return JSON.parse(text);
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
}

describe.each(['json', 'jsonl', 'yaml'] as const)('%s', (format) => {
  it.each([0, 1, 2, 450])('holds the data of %i rows, at once or arriving', async (count) => {
    const rows = rowsOf(count);
    const atOnce = await render(listResult(rows), format);
    const streamed = await render(listResult(arriving(rows)), format);
    expect(readBack(format, atOnce.stdout.text) ?? []).toEqual(rows);
    expect(streamed.stdout.text).toBe(atOnce.stdout.text);
    expect(atOnce.stdout.text === '' || atOnce.stdout.text.endsWith('\n')).toBe(true);
  });

  it('writes arriving rows one by one, waiting for the reader', async () => {
    const { stdout } = await render(listResult(arriving(rowsOf(5))), format);
    expect(stdout.writes.length).toBeGreaterThanOrEqual(5);
  });

  it('closes the document when the rows fail midway, and throws the error on', async () => {
    const { stdout, error } = await render(listResult(arriving(rowsOf(2), broken)), format);
    expect(error).toBe(broken);
    expect(readBack(format, stdout.text)).toEqual(rowsOf(2));
  });

  it('writes nothing when the first row fails', async () => {
    const { stdout, error } = await render(listResult(arriving([], broken)), format);
    expect(error).toBe(broken);
    expect(stdout.text).toBe('');
  });

  it('keeps only the fields asked for, in their order, nested and per element', async () => {
    const fields = ['count', 'token_vault.enabled', 'id'];
    const expected = [{ count: 1, token_vault: { enabled: true }, id: 'cac_000001' }];
    for (const rows of [rowsOf(1), arriving(rowsOf(1))]) {
      const { stdout } = await render(listResult(rows), format, { fields });
      const read = readBack(format, stdout.text);
      expect(read).toEqual(expected);
      expect(Object.keys((read as readonly object[])[0] ?? {})).toEqual(['count', 'token_vault', 'id']);
    }
  });

  it('knows fields of arriving rows that are no columns', async () => {
    const { stdout } = await render(listResult(arriving(rowsOf(1))), format, { fields: ['token_vault.via'] });
    expect(readBack(format, stdout.text)).toEqual([{ token_vault: { via: ['connected_accounts'] } }]);
  });

  it('refuses an unknown field before anything is written', async () => {
    for (const rows of [rowsOf(1), arriving(rowsOf(1)), [], arriving([])]) {
      const { stdout, error } = await render(listResult(rows), format, { fields: ['id', 'user'] });
      expect(error).toMatchObject({ code: 'usage.invalid_value' });
      expect((error as TvError).hint).toContain('`user_id`');
      expect(stdout.text).toBe('');
    }
  });

  it('keeps text that a terminal would obey harmless, and the data whole', async () => {
    const hostile =
      '\u001b[31mred\u001b[0m \u009b31m \u202eevil\u202c \u001b]8;;http://x\u0007link tab\tnew\nline';
    const { stdout } = await render(listResult([row(1, { connection: hostile })]), format);
    expect(stdout.text).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e]/);
    expect(readBack(format, stdout.text)).toEqual([row(1, { connection: hostile })]);
  });

  it('never shows what a secret holds', async () => {
    const value = { token: new Secret('hunter2hunter2') };
    const { stdout } = await render(record(value, { fields: [], id: () => 'x' }), format);
    expect(stdout.text).not.toContain('hunter2');
  });

  it('stops the source when the reader has gone', async () => {
    let stopped = false;
    async function* endless(): AsyncGenerator<ReturnType<typeof row>> {
      try {
        for (let index = 1; ; index += 1) yield row(index);
      } finally {
        stopped = true;
      }
    }
    const stdout = new MemoryStream({ limit: 3 });
    const options = { header: true, env: {}, colourFlag: undefined, quiet: true, now: 0 };
    const writing = renderResult(listResult(endless()), {
      ...options,
      format,
      stdout,
      stderr: new MemoryStream(),
    });
    await expect(writing).rejects.toMatchObject({ code: 'EPIPE' });
    expect(stopped).toBe(true);
  });
});

describe('json', () => {
  it('is pretty-printed, a list too', async () => {
    const { stdout } = await render(listResult(rowsOf(1)), 'json', { fields: ['id', 'token_vault'] });
    expect(stdout.text).toMatchInlineSnapshot(`
      "[
        {
          "id": "cac_000001",
          "token_vault": {
            "enabled": true,
            "via": [
              "connected_accounts"
            ]
          }
        }
      ]
      "
    `);
  });

  it('is `[]` for an empty list', async () => {
    expect((await render(listResult([]), 'json')).stdout.text).toBe('[]\n');
  });

  it('writes nothing to stderr, whatever the list is', async () => {
    for (const count of [0, 2]) {
      expect((await render(listResult(rowsOf(count)), 'json', { width: 80 })).stderr.text).toBe('');
    }
  });

  it('holds what failed of a partial result', async () => {
    const error = { code: 'refused.my_account_token', exit: 6, message: 'Needs a My Account token' };
    const data = [
      { id: 'a', deleted: true, error: null },
      { id: 'b', deleted: false, error },
    ];
    const view = { columns: [{ key: 'id', header: 'id' }], id: ({ id }: { id: string }) => id } as const;
    const { stdout } = await render({ data, view: { kind: 'table', ...view }, exit: 8 }, 'json');
    expect(JSON.parse(stdout.text)).toEqual(data);
  });
});
