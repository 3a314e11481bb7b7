import type { Redirect } from '../../core/browser-port.ts';
import { Secret, scrub } from '../../core/secret.ts';

/** What a redirect says: the code, or an error in OAuth's words (RFC 6749 section 4.1.2.1). */
export type Answer = { readonly value: Secret } | RedirectError;

/** An error that came back through the browser. */
export interface RedirectError {
  readonly error: string;
  readonly description: string | null;
}

const longestText = 300;

/** Reads the answer under its parameter: `code` of a login, `connect_code` of the Connected Accounts flow. */
export function readAnswer({ parameters }: Redirect, name: 'code' | 'connect_code'): Answer {
  const error = parameters.get('error');
  const value = parameters.get(name);
  if (error === undefined && value !== undefined && value !== '') return { value: new Secret(value) };
  return {
    error: clean(error ?? '') || 'no_code',
    description: clean(parameters.get('error_description') ?? '') || null,
  };
}

/** The error in one line, for `cause:`. */
export function tellError({ error, description }: RedirectError): string {
  return description === null ? `\`${error}\`` : `\`${error}\`: ${description}`;
}

function clean(text: string): string {
  return scrub(text).replace(/\s+/g, ' ').trim().slice(0, longestText);
}
