import { TvError } from '../../core/errors.ts';
import type { JsonObject } from '../../core/json.ts';
import type { ConnectionRecord } from '../../core/model.ts';
import { quotedList } from '../../core/text.ts';
import { optionsScopes } from '../facts/visibility.ts';

/**
 * The options of a connection if they may be written: Auth0 replaces them whole, so they must have been read whole, by a token
 * that holds both scopes (facts 2.1). Throws `access.scope` naming what is missing, `refused.hidden_options` otherwise.
 */
export function writableOptions(
  connection: ConnectionRecord,
  held: ReadonlySet<string> | undefined,
): JsonObject {
  const name = connection.name;
  if (held === undefined) {
    throw new TvError(
      'refused.hidden_options',
      `The options of connection \`${name}\` are not written, because the Management API token does not say which scopes it holds`,
      {
        cause:
          'Auth0 replaces `options` whole; written without having been read whole, settings would be lost',
      },
    );
  }
  const missing = [optionsScopes.read, optionsScopes.write].filter((scope) => !held.has(scope));
  if (missing.length > 0) {
    throw new TvError(
      'access.scope',
      `Changing the options of connection \`${name}\` needs ${quotedList(missing)}`,
      {
        cause:
          'Auth0 replaces `options` whole; written without having been read whole, settings would be lost',
        hint: `Add ${quotedList(missing)} to the Management API grant of your application`,
        missingScopes: missing,
      },
    );
  }
  if (connection.options === undefined || Object.keys(connection.options).length === 0) {
    throw new TvError(
      'refused.hidden_options',
      `Auth0 did not show the options of connection \`${name}\`, so they are not written`,
      { hint: 'Make the change in the Auth0 dashboard, in the settings of the connection' },
    );
  }
  return connection.options;
}
