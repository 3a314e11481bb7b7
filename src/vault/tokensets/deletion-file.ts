import { TvError } from '../../core/errors.ts';
import { isObject, parseJson } from '../../core/json.ts';
import type { DeletionTarget } from './delete.ts';
import { isUserId } from './users.ts';

/** Reads the rows of an earlier `list -o jsonl`; throws `usage.file` naming the line, `refused.wrong_tenant` on another tenant. */
export async function* readDeletionFile(
  lines: AsyncIterable<string>,
  path: string,
  tenant: string,
): AsyncGenerator<DeletionTarget> {
  let number = 0;
  for await (const line of lines) {
    number += 1;
    if (line.trim() !== '') yield parseRow(line, `Line ${number} of \`${path}\``, tenant);
  }
}

function parseRow(line: string, place: string, tenant: string): DeletionTarget {
  const row = parseJson(line);
  if (!isObject(row)) throw unusable(`${place} is not a JSON object`);
  const { id, user_id, connection, source } = row;
  if (typeof row.tenant !== 'string') throw unusable(`${place} does not say which tenant it came from`);
  if (row.tenant !== tenant) {
    throw new TvError(
      'refused.wrong_tenant',
      `${place} is of tenant \`${row.tenant}\`, and this is \`${tenant}\``,
      {
        hint: 'Choose the profile of that tenant with `--profile`; nothing was deleted',
      },
    );
  }
  if (typeof id !== 'string' || id === '') throw unusable(`${place} has no \`id\``);
  if (typeof user_id !== 'string' || !isUserId(user_id)) throw unusable(`${place} has no \`user_id\``);
  if (source !== 'tokensets' && source !== 'connected_accounts')
    throw unusable(`${place} has no known \`source\``);
  return { id, user_id, connection: typeof connection === 'string' ? connection : '', source };
}

function unusable(message: string): TvError {
  return new TvError('usage.file', message, {
    hint: 'Make the file with `tv tokensets list … -o jsonl`; nothing was deleted',
  });
}
