import type { Context } from '../../core/context.ts';
import { TvError } from '../../core/errors.ts';
import { Secret } from '../../core/secret.ts';

/** Reads a private key by its path, and warns when others than its owner can read it; throws `usage.*`. */
export async function readPrivateKey(context: Context, path: string, option: string): Promise<Secret> {
  if (path === '-') {
    throw new TvError('usage.invalid_value', `\`${option}\` takes the path of a file, not standard input`);
  }
  const text = await context.files.read(path);
  if (!text.includes('PRIVATE KEY-----')) {
    throw new TvError('usage.file', `\`${path}\` holds no private key in PEM form`, {
      hint: 'Give a PEM file, whose first line says `BEGIN PRIVATE KEY` or `BEGIN RSA PRIVATE KEY` between dashes',
    });
  }
  if (!(await context.files.isPrivate(path))) {
    context.reporter.warn(
      'app.key_file',
      `\`${path}\` holds a private key and can be read by others than its owner; run \`chmod 600\` on it`,
    );
  }
  return new Secret(text);
}
