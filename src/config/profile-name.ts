import { TvError } from '../core/errors.ts';

/** Name of the built-in profile (product section 13). */
export const sandboxName = 'sandbox';

/** Whether a profile can have this name: 1 to 64 of ASCII letters, digits and `._@+-`, the first a letter or digit. */
export function isProfileName(name: string): boolean {
  return /^[A-Za-z0-9][A-Za-z0-9._@+-]{0,63}$/.test(name);
}

/** Throws `usage.invalid_value` for a name that no profile can have, `config.exists` for the built-in one. */
export function checkNewName(name: string): void {
  if (name === sandboxName) {
    throw new TvError('config.exists', 'The profile `sandbox` is built in and cannot be replaced', {
      hint: 'Choose another name',
    });
  }
  if (isProfileName(name)) return;
  throw new TvError('usage.invalid_value', `\`${name.slice(0, 80)}\` cannot be the name of a profile`, {
    hint: 'Take up to 64 letters, digits, `.`, `_`, `-`, `@` or `+`, beginning with a letter or digit',
  });
}

/**
 * The name as a file name that is distinct on file systems that ignore case and allowed on Windows, where `con` and
 * `con.txt` are devices. Reversed by `decodeName`.
 */
export function encodeName(name: string): string {
  const encoded = name.replace(/[^a-z0-9._-]/g, percent);
  return /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/.test(encoded) ? encoded.replace(/^./, percent) : encoded;
}

function percent(character: string): string {
  return `%${character.charCodeAt(0).toString(16).padStart(2, '0')}`;
}

/** The name behind a file name; undefined when `encodeName` did not make it. */
export function decodeName(fileName: string): string | undefined {
  const name = fileName.replace(/%([0-9a-f]{2})/g, (_, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  );
  return isProfileName(name) && encodeName(name) === fileName ? name : undefined;
}
