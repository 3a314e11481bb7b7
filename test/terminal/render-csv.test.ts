import { describe, expect, it } from 'vitest';
import { TvError } from '../../src/core/errors.ts';
import { record } from '../../src/core/result.ts';
import { arriving, listResult, row, rowsOf } from './rows-fixture.ts';
import { render } from './streams.ts';

describe('csv', () => {
  it('has a header of keys, every column, and the data as it is', async () => {
    const { stdout } = await render(listResult(rowsOf(2)), 'csv');
    expect(stdout.text).toMatchInlineSnapshot(`
      "id,user_id,connection,scopes,expires_at,expired,count,token_vault.enabled
      cac_000001,auth0|ada,google-oauth2,openid https://www.googleapis.com/auth/calendar.readonly,,false,1,true
      cac_000002,auth0|ada,google-oauth2,openid https://www.googleapis.com/auth/calendar.readonly,2025-03-01T00:00:00.000Z,false,2,true
      "
    `);
  });

  it.each([
    ['plain', 'plain'],
    ['a,b', '"a,b"'],
    ['say "hi"', '"say ""hi"""'],
    ['two\nlines', '"two\nlines"'],
    ['cr\rhere', '"cr\rhere"'],
    ['=1+1', '=1+1'],
    [' led', '" led"'],
    ['日本語', '日本語'],
    ['', ''],
  ])('quotes %j as RFC 4180 says', async (connection, expected) => {
    const { stdout } = await render(listResult([row(1, { connection })]), 'csv', {
      fields: ['connection'],
      header: false,
    });
    expect(stdout.text).toBe(`${expected}\n`);
  });

  it('is the header alone for an empty list, and nothing without it', async () => {
    expect((await render(listResult([]), 'csv', { fields: ['id'] })).stdout.text).toBe('id\n');
    expect((await render(listResult([]), 'csv', { header: false })).stdout.text).toBe('');
  });

  it('keeps the rows that came before an error', async () => {
    const { stdout, error } = await render(listResult(arriving(rowsOf(1), new Error('gone'))), 'csv', {
      fields: ['id', 'count'],
    });
    expect(error).toMatchObject({ message: 'gone' });
    expect(stdout.text).toBe('id,count\ncac_000001,1\n');
  });

  it('refuses an unknown column, naming the nearest', async () => {
    const { error, stdout } = await render(listResult(rowsOf(1)), 'csv', { fields: ['conection'] });
    expect(error).toBeInstanceOf(TvError);
    expect(error).toMatchObject({
      code: 'usage.invalid_value',
      details: { cause: 'The nearest is `connection`' },
    });
    expect(stdout.text).toBe('');
  });

  it('is one row for a record', async () => {
    const value = { name: 'ci', origins: { domain: 'flag' }, scopes: ['a', 'b'] };
    const fields = [
      { key: 'name', header: 'Name' },
      { key: 'origins', header: 'Origins' },
      { key: 'scopes', header: 'Scopes' },
    ] as const;
    const { stdout } = await render(record(value, { fields, id: ({ name }) => name }), 'csv');
    expect(stdout.text).toBe('name,origins,scopes\nci,"{""domain"":""flag""}",a b\n');
  });

  it('makes its columns from the data of a message', async () => {
    const result = {
      data: { ok: true, at: { host: 'x' } },
      view: { kind: 'message', text: 'Done' },
    } as const;
    expect((await render(result, 'csv')).stdout.text).toBe('ok,at.host\ntrue,x\n');
  });
});

describe('id', () => {
  it('is one id a line, of rows that arrive too', async () => {
    expect((await render(listResult(rowsOf(2)), 'id')).stdout.text).toBe('cac_000001\ncac_000002\n');
    expect((await render(listResult(arriving(rowsOf(2))), 'id')).stdout.text).toBe(
      'cac_000001\ncac_000002\n',
    );
  });

  it('takes no fields', async () => {
    const { error } = await render(listResult(rowsOf(2)), 'id', { fields: ['id'] });
    expect(error).toMatchObject({ code: 'usage.conflict' });
  });

  it('is the id of a record and nothing of a message', async () => {
    const one = record({ name: 'ci' }, { fields: [], id: ({ name }) => name });
    expect((await render(one, 'id')).stdout.text).toBe('ci\n');
    const message = { data: {}, view: { kind: 'message', text: 'Done' } } as const;
    expect((await render(message, 'id')).stdout.text).toBe('');
  });
});
