import type { Context } from '../../core/context.ts';
import { TvError } from '../../core/errors.ts';
import { type Result, table } from '../../core/result.ts';
import { plural } from '../../core/text.ts';
import { profileColumns, rowOf } from './rows.ts';

/** `tv profiles list` */
export async function run(context: Context): Promise<Result> {
  const store = await context.profiles();
  const [{ profiles, unreadable }, active] = await Promise.all([store.list(), store.activeName()]);
  for (const { code, message } of unreadable) context.reporter.warn(code, message);
  return {
    ...table(
      profiles.map((profile) => rowOf(profile, active)),
      {
        columns: profileColumns,
        id: (row) => row.name ?? '',
        summary: (count) => plural(count, 'profile'),
      },
    ),
    ...(unreadable.length === 0 ? {} : { error: someUnreadable(profiles.length, unreadable.length) }),
  };
}

function someUnreadable(read: number, unread: number): TvError {
  return new TvError('api.partial', `${unread} of ${plural(read + unread, 'profile')} could not be read`, {
    hint: 'Mend the files named above or move them away',
  });
}
