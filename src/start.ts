import { readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { answerAtOnce, type BuiltPages } from './cli/first-stage.ts';

/** Reads what the build wrote beside this file. */
function loadBuilt<T>(name: string): T {
  return JSON.parse(readFileSync(join(import.meta.dirname, name), 'utf8')) as T;
}

/** What needs neither a verb nor a tenant: help, the version, and what a shell asks at each Tab. */
async function quickAnswer(argv: readonly string[]): Promise<string | undefined> {
  if (argv[0] !== '__complete') {
    const version = () => loadBuilt<string>('version.json');
    return answerAtOnce(argv, version, () => loadBuilt<BuiltPages>('help.json'));
  }
  const { answerCompletion } = await import('./cli/completion/request.ts');
  const { env, platform } = process;
  const home = env.HOME || env.USERPROFILE || undefined;
  return answerCompletion(argv.slice(1), { env, home, platform, cwd: process.cwd() }, () =>
    loadBuilt('completion.json'),
  );
}

/**
 * Writes without opening `process.stdout`, which costs a tenth of a start; it takes over when the pipe is full. False when
 * there is nothing to write to.
 */
function writeOut(text: string): boolean {
  let rest = Buffer.from(text);
  try {
    while (rest.length > 0) rest = rest.subarray(writeSync(1, rest));
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EAGAIN')) return false;
    process.stdout.on('error', () => undefined).write(rest);
  }
  return true;
}

async function start(): Promise<void> {
  const answer = await quickAnswer(process.argv.slice(2));
  // Why it could not be written is told by the whole program; a shell that asks at Tab wants to hear of nothing.
  if (answer !== undefined && (writeOut(answer) || process.argv[2] === '__complete')) return;
  const { main } = await import('./main.ts');
  await main();
}

start().catch((error: unknown) => {
  process.stderr.write(`error: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
