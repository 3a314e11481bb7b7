import { createReadStream } from 'node:fs';
import { open, readFile, rm, stat } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import type { Files } from '../core/context.ts';
import { TvError } from '../core/errors.ts';
import type { Host } from '../core/host.ts';
import { untilAborted } from '../core/until-aborted.ts';

function reason(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const known: Readonly<Record<string, string>> = {
    ENOENT: 'there is no such file',
    EACCES: 'permission denied',
    EISDIR: 'it is a directory',
    ENOTDIR: 'a part of the path is not a directory',
    EROFS: 'the file system is read-only',
  };
  return known[code] ?? (error instanceof Error ? error.message : String(error));
}

function unreadable(path: string, error: unknown): TvError {
  if (error instanceof TvError) return error;
  return new TvError('usage.file', `Cannot read \`${path}\``, { cause: reason(error) });
}

async function* readLines(host: Host, path: string): AsyncGenerator<string> {
  const stream = path === '-' ? host.stdin : createReadStream(path, 'utf8');
  let failure: { readonly error: unknown } | undefined;
  const lines = createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY, signal: host.signal });
  // Readline does not hand on the errors of its input. A promise of them, raced with each line, would grow with every line.
  stream.once('error', (error: unknown) => {
    failure = { error };
    lines.close();
  });
  try {
    yield* lines;
  } catch (error) {
    throw unreadable(path, error);
  } finally {
    lines.close();
  }
  // Readline takes a signal for the end of the input.
  host.signal.throwIfAborted();
  if (failure !== undefined) throw unreadable(path, failure.error);
}

/** Reads to the end, or to the signal: neither a pipe nor the opening of a named one would ever hear of it. */
function readAll(host: Host, path: string): Promise<string> {
  return untilAborted(host.signal, path === '-' ? readStdin(host) : readFile(path, 'utf8'));
}

async function readStdin(host: Host): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of host.stdin) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString('utf8');
}

async function createPrivate(path: string, content: string | (() => Promise<string>)): Promise<void> {
  const file = await open(path, 'wx', 0o600).catch((error: unknown) => {
    throw uncreatable(path, error);
  });
  try {
    const text = typeof content === 'string' ? content : await content();
    await file.writeFile(text);
  } catch (error) {
    await rm(path, { force: true });
    throw error instanceof TvError ? error : uncreatable(path, error);
  } finally {
    await file.close();
  }
}

function uncreatable(path: string, error: unknown): TvError {
  const taken = error instanceof Error && 'code' in error && error.code === 'EEXIST';
  return taken
    ? new TvError('refused.insecure', `\`${path}\` exists already`, {
        hint: 'Name a new file; nothing is overwritten',
      })
    : new TvError('usage.file', `Cannot create \`${path}\``, { cause: reason(error) });
}

/** Files that the user named, read and made through the host. */
export function createFiles(host: Host): Files {
  return {
    async read(path) {
      try {
        return await readAll(host, path);
      } catch (error) {
        throw unreadable(path, error);
      }
    },
    lines: (path) => readLines(host, path),
    isRegular: async (path) =>
      path !== '-' &&
      (await stat(path).then(
        (found) => found.isFile(),
        () => false,
      )),
    createPrivate,
    async isPrivate(path) {
      if (host.platform === 'win32') return true;
      try {
        return ((await stat(path)).mode & 0o077) === 0;
      } catch (error) {
        throw unreadable(path, error);
      }
    },
  };
}
