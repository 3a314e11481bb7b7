import { spawn } from 'node:child_process';
import { TvError } from '../core/errors.ts';
import { Secret, scrub } from '../core/secret.ts';
import type { Environment } from './environment.ts';
import { withoutLineEnd } from './secret-text.ts';

const timeoutMs = 60_000;
const longestOutput = 65_536;

/** How a secret command ended. */
interface Ending {
  readonly stdout: string;
  readonly stderr: string;
  /** Why it did not succeed: `exit code 1`. */
  readonly failure: string | null;
}

/**
 * Runs a command of a profile with the shell and returns what it prints, without one line end. It gets no stdin, so
 * that it cannot eat what is piped into `tv`. Throws `config.secret` when it fails, takes longer than `limitMs`
 * (milliseconds) or prints nothing.
 */
export async function runSecretCommand(
  profile: string,
  command: string,
  env: Environment,
  limitMs: number = timeoutMs,
): Promise<Secret> {
  const { stdout, stderr, failure } = await run(command, env, limitMs);
  const secret = withoutLineEnd(stdout);
  if (failure === null && secret.trim() !== '') return new Secret(secret);
  const printed = secret.trim() === '' ? stderr : stderr.replaceAll(secret.trim(), '(secret)');
  const said = scrub(printed).trim().slice(0, 500);
  throw new TvError('config.secret', `The secret command of the profile \`${profile}\` gave no secret`, {
    cause: [failure ?? 'it printed nothing', ...(said === '' ? [] : [said])].join(': '),
    hint: `Run the command by itself, then change it with \`tv profiles update ${profile} --client-secret-command …\``,
  });
}

function run(command: string, env: Environment, limitMs: number): Promise<Ending> {
  return new Promise((resolve) => {
    const child = spawn(command, { shell: true, env: { ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
    const output = { stdout: '', stderr: '' };
    let failure: string | null = null;
    const stop = (reason: string): void => {
      failure ??= reason;
      child.kill('SIGTERM');
      // What the shell started may live on and hold the pipes open.
      child.stdout.destroy();
      child.stderr.destroy();
    };
    const timer = setTimeout(() => stop(`no answer within ${limitMs / 1000} s`), limitMs);
    for (const name of ['stdout', 'stderr'] as const) {
      child[name].setEncoding('utf8').on('data', (text: string) => {
        output[name] += text;
        if (output[name].length > longestOutput) stop('it printed more than a secret');
      });
    }
    child.on('error', (error) => {
      clearTimeout(timer);
      resolve({ ...output, failure: failure ?? error.message });
    });
    child.on('close', (code, signal) => {
      clearTimeout(timer);
      const ended = code === 0 ? null : signal === null ? `exit code ${code}` : `ended by ${signal}`;
      resolve({ ...output, failure: failure ?? ended });
    });
  });
}
