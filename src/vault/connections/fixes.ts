import type { JsonObject } from '../../core/json.ts';
import type { ConnectionRecord } from '../../core/model.ts';
import { type Planned, plan } from '../changes/change.ts';
import { valueAt } from '../changes/field.ts';
import { offlineSetting } from './offline-access.ts';

/** Asks the provider for refresh tokens; nothing where that is not a setting of the connection. */
export function askForOfflineAccess(connection: ConnectionRecord, options: JsonObject): readonly Planned[] {
  const setting = offlineSetting(connection, options);
  if ('refused' in setting) return [];
  return [
    plan({
      target: { kind: 'connection', id: connection.id },
      name: connection.name,
      field: setting.field,
      before: setting.before,
      after: setting.after,
      impact: 'additive',
      warning: [
        setting.warning,
        'Accounts connected earlier have no refresh token until they are connected again',
      ]
        .filter((text) => text !== null)
        .join('; '),
    }),
  ];
}

/** Takes a key out of the options; null stands for an absent key. */
export function removeOption(
  connection: ConnectionRecord,
  options: JsonObject,
  path: readonly string[],
): Planned {
  const before = valueAt(options, path);
  return plan({
    target: { kind: 'connection', id: connection.id },
    name: connection.name,
    field: ['options', ...path].join('.'),
    before: before === undefined ? null : asJson(before),
    after: null,
    impact: 'additive',
  });
}

/** What was found inside a JSON object is JSON. */
function asJson(value: unknown): JsonObject[string] {
  return value as JsonObject[string];
}
