import type { JsonObject } from '../../core/json.ts';
import type { ClientRecord, ConnectionRecord } from '../../core/model.ts';
import { type Fact, hidden, known } from './fact.ts';

type HeldScopes = Fact<ReadonlySet<string>>;

/** Scopes that show and write `options` of connections (facts 2.1). */
export const optionsScopes = {
  read: 'read:connections_options',
  write: 'update:connections_options',
} as const;

/** Whether the token holds any of these scopes; undefined when it does not say. */
export function holdsAny(held: HeldScopes, scopes: readonly string[]): boolean | undefined {
  return held.known ? scopes.some((scope) => held.value.has(scope)) : undefined;
}

/** The options of a connection, or why they are not there: `options` is left out without its scope (facts 2.1). */
export function visibleOptions(connection: ConnectionRecord, held: HeldScopes): Fact<JsonObject> {
  if (connection.options !== undefined) return known(connection.options);
  if (holdsAny(held, [optionsScopes.read]) === true) {
    return hidden(`Auth0 did not show the options of connection \`${connection.name}\``);
  }
  return hidden(
    `The options of connection \`${connection.name}\` are hidden without \`${optionsScopes.read}\``,
    [optionsScopes.read],
  );
}

/**
 * A field of an application that was not in the answer: really absent when the token may see it, else hidden (facts 3.1).
 * `undefined` inside a known fact means absent.
 */
export function visibleField<T>(client: ClientRecord, value: T, held: HeldScopes): Fact<T> {
  if (value !== undefined) return known(value);
  if (holdsAny(held, ['read:clients', 'read:client_keys']) === true) return known(value);
  return hidden(`The settings of application \`${client.name}\` are hidden without \`read:clients\``, [
    'read:clients',
  ]);
}
