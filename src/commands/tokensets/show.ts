import { type Input, required } from '../../core/command.ts';
import type { Context } from '../../core/context.ts';
import { TvError } from '../../core/errors.ts';
import type { Tokenset } from '../../core/model.ts';
import { type Result, record } from '../../core/result.ts';
import { nearest } from '../../core/text.ts';
import { formatRelative } from '../../core/time.ts';
import { assertNotHidden, createTokensetReader } from '../../vault/tokensets/sources.ts';
import { resolveUser } from '../../vault/tokensets/users.ts';
import { readMatchPolicy, requireSelection } from './selection-input.ts';

/** `tv tokensets show` */
export async function run(context: Context, input: Input): Promise<Result> {
  const id = required(input, 'id');
  const selection = await requireSelection(context, input, false);
  const tenant = await context.tenant();
  const policy = await readMatchPolicy(context, input);
  const reader = createTokensetReader(tenant, { choice: 'auto', complete: false });
  const words = selection.kind === 'named' ? selection.words : [];
  const all: Tokenset[] = [];
  for (const word of words) {
    for (const user of await resolveUser(tenant, word, policy))
      all.push(...(await reader.read(user.user_id)));
  }
  for (const { source, error } of reader.leftOut()) {
    const scopes = error.details.missingScopes?.join(' or ') ?? '';
    context.reporter.warn(
      'tokensets.source_left_out',
      `\`${source}\` were not looked at: the token lacks ${scopes}`,
    );
  }
  const found = all.find((tokenset) => tokenset.id === id);
  if (found === undefined) {
    assertNotHidden([id], reader.leftOut());
    throw notFound(id, words, all);
  }
  return showTokenset(found, context.clock.now());
}

function notFound(id: string, words: readonly string[], all: readonly Tokenset[]): TvError {
  const near = nearest(
    id,
    all.map((tokenset) => tokenset.id),
  );
  const list = `Run \`tv tokensets list --user '${words.join("' --user '")}'\` to see what there is`;
  return new TvError('not_found.tokenset', `\`${words.join('`, `')}\` has no tokenset \`${id}\``, {
    hint: near === undefined ? list : `Did you mean \`${near}\`? ${list}`,
  });
}

function showTokenset(tokenset: Tokenset, now: number): Result {
  const time = (iso: string | null): string => (iso === null ? '-' : `${iso} (${formatRelative(iso, now)})`);
  return record(tokenset, {
    id: (value) => value.id,
    fields: [
      { key: 'id', header: 'Id' },
      { key: 'user_id', header: 'User' },
      { key: 'connection', header: 'Connection' },
      { key: 'connection_id', header: 'Connection id' },
      { key: 'strategy', header: 'Strategy' },
      { key: 'access_type', header: 'Access type' },
      { key: 'organization_id', header: 'Organization' },
      { key: 'scopes', header: 'Scopes' },
      { key: 'issued_at', header: 'Issued', value: (value) => time(value.issued_at) },
      {
        key: 'expires_at',
        header: 'Expires',
        value: (value) => time(value.expires_at),
        tone: (value) => (value.expired ? 'warn' : undefined),
      },
      { key: 'last_used_at', header: 'Last used', value: (value) => time(value.last_used_at) },
      { key: 'expired', header: 'Expired' },
      { key: 'source', header: 'Source' },
    ],
  });
}
