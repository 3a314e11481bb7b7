import { spawn } from 'node:child_process';
import { TvError } from '../core/errors.ts';
import { Secret, scrub, secretOf } from '../core/secret.ts';
import type { Environment } from './environment.ts';
import { endWithDescendants } from './process-tree.ts';

const timeoutMs = 60_000;
const longestOutput = 65_536;

/** How a secret command ended. */
interface Ending {
  readonly stdout: string;
  readonly stderr: string;
  /** Why it did not succeed: `exit code 1`. */
  readonly failure: string | null;
}

/** What bounds a secret command. */
export interface SecretCommandLimits {
  /** Ends it; its reason is thrown. */
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds. */
  readonly limitMs?: number;
}

/**
 * Runs a command of a profile with the shell and returns what it prints, without line ends after it. It gets no stdin,
 * so that it cannot eat what is piped into `tv`. Throws `config.secret` when it fails, takes too long or prints nothing,
 * and `cancelled.interrupted` when Ctrl-C ended it.
 */
export async function runSecretCommand(
  profile: string,
  command: string,
  env: Environment,
  { signal, limitMs = timeoutMs }: SecretCommandLimits = {},
): Promise<Secret> {
  signal?.throwIfAborted();
  const { stdout, stderr, failure } = await run(command, env, limitMs, signal);
  signal?.throwIfAborted();
  const secret = secretOf(stdout);
  if (failure === null && secret.trim() !== '') return new Secret(secret);
  const printed = secret.trim() === '' ? stderr : stderr.replaceAll(secret.trim(), '(secret)');
  const said = scrub(printed).trim().slice(0, 500);
  throw new TvError('config.secret', `The secret command of the profile \`${profile}\` gave no secret`, {
    cause: [failure ?? 'it printed nothing', ...(said === '' ? [] : [said])].join(': '),
    hint: `Run the command by itself, then change it with \`tv profiles update ${profile} --client-secret-command …\``,
  });
}

function run(
  command: string,
  env: Environment,
  limitMs: number,
  signal: AbortSignal | undefined,
): Promise<Ending> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, { shell: true, env: { ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
    const output = { stdout: '', stderr: '' };
    const end = (failure: string | null): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', cancel);
      resolve({ ...output, failure });
    };
    const stop = (reason: string): void => {
      endWithDescendants(child);
      // What does not heed the signal may hold the pipes open.
      child.stdout.destroy();
      child.stderr.destroy();
      child.unref();
      end(reason);
    };
    const cancel = (): void => stop('cancelled');
    const timer = setTimeout(() => stop(`no answer within ${limitMs / 1000} s`), limitMs);
    signal?.addEventListener('abort', cancel, { once: true });
    for (const name of ['stdout', 'stderr'] as const) {
      child[name].setEncoding('utf8').on('data', (text: string) => {
        output[name] += text;
        if (output[name].length > longestOutput) stop('it printed more than a secret');
      });
    }
    child.on('error', (error) => end(error.message));
    child.on('close', (code, ended) => {
      // Ctrl-C goes to the command too, and its end may be heard of first.
      if (ended === 'SIGINT') reject(new TvError('cancelled.interrupted', 'Interrupted'));
      end(code === 0 ? null : ended === null ? `exit code ${code}` : `ended by ${ended}`);
    });
  });
}
